package idioms

import (
	"context"
	"time"
)

// Select waits for the first of a message, a deadline and a
// cancellation. The statement withdraws from the channels that lost;
// if several are ready, it chooses one at random.
func Select(
	ctx context.Context,
	messages <-chan string,
	deadline time.Duration,
) Outcome {
	timer := time.NewTimer(deadline)
	defer timer.Stop()
	select {
	case <-messages:
		return Message
	case <-timer.C:
		return Deadline
	case <-ctx.Done():
		return Cancelled
	}
}

// SelectMessages selects once for each message that a goroutine sends,
// and returns how many of these waits ended with a message: all.
func SelectMessages(messages int) (received int) {
	requireAtLeast(0, "messages", messages)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	queue := make(chan string, 1)
	go func() {
		for range messages {
			queue <- "a message"
		}
	}()
	for range messages {
		if Select(ctx, queue, time.Minute) == Message {
			received++
		}
	}
	return received
}
