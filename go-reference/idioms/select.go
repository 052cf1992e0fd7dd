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
