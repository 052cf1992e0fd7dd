package idioms

import "errors"

// ShareBuffer does what Pipe does in shared memory: a channel hands
// over the slice, and with it the right to use its bytes. Nothing is
// encoded or copied, at any size; two buffers go to and fro.
func ShareBuffer(bytes, messages int) (received int, err error) {
	requireAtLeast(1, "bytes", bytes)
	requireAtLeast(0, "messages", messages)
	full := make(chan message)
	empty := make(chan []byte, 2)
	empty <- make([]byte, bytes)
	empty <- make([]byte, bytes)
	go func() {
		defer close(full)
		for number := range messages {
			payload := <-empty
			payload[bytes-1] = byte(number)
			full <- message{number, payload}
		}
	}()
	for m := range full {
		err = errors.Join(err, m.check())
		received += len(m.Payload)
		empty <- m.Payload
	}
	return received, err
}
