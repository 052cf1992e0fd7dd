package goroutines

import "context"

// A readBatch is reads that share a read index: those that begin while the one before is asked for.
type readBatch struct {
	done chan struct{} // closed when the reads may be answered, or have failed
	err  error         // written before done is closed
}

func newReadBatch() *readBatch { return &readBatch{done: make(chan struct{})} }

// wait returns when the read may be answered. It fails with the batch, or with an AbortedError if the context ends first.
func (b *readBatch) wait(ctx context.Context) error {
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return aborted(ctx, "the context ended before the answer came")
	}
}

// end answers all reads of the batch at once, and those that still join it.
func (b *readBatch) end(err error) {
	b.err = err
	close(b.done)
}
