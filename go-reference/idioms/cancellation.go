package idioms

import (
	"context"
	"errors"
	"time"
)

var errTimeout = errors.New("the task took too long")

// CancelDeep runs a task that waits for done, depth calls deep, and
// cuts it short by a timeout. The context is passed down by hand and
// only asks: the wait must look at it. Each frame cleans up by defer.
// The cause distinguishes it from the end of the caller's context.
func CancelDeep(
	ctx context.Context,
	done <-chan struct{},
	depth int,
	timeout time.Duration,
) (outcome Outcome, cleanedUp int) {
	requireAtLeast(0, "depth", depth)
	ctx, cancel := context.WithTimeoutCause(
		ctx, timeout, errTimeout)
	defer cancel()
	err := waitDeep(ctx, done, depth, &cleanedUp)
	switch {
	case err == nil:
		return Done, cleanedUp
	case errors.Is(err, errTimeout):
		return Timeout, cleanedUp
	default:
		return Cancelled, cleanedUp
	}
}

func waitDeep(ctx context.Context, done <-chan struct{}, depth int,
	cleanedUp *int) error {
	if depth > 0 {
		defer func() { *cleanedUp++ }()
		return waitDeep(ctx, done, depth-1, cleanedUp)
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
