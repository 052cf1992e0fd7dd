package idioms

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

const timeout = 150 * time.Millisecond

// took requires that a call took this long, in virtual time.
func took(t *testing.T, want time.Duration, call func()) {
	t.Helper()
	began := time.Now()
	call()
	if got := time.Since(began); got != want {
		t.Errorf("it took %v, want %v", got, want)
	}
}

func fired(timer *Timer) bool {
	synctest.Wait()
	select {
	case <-timer.C:
		return true
	default:
		return false
	}
}

func TestRestartableTimer(t *testing.T) {
	for name, restarts := range map[string]int{
		"a timer that is never restarted fires once, after one timeout": 0,
		"a timer restarted often fires once, after one timeout":         10_000,
	} {
		inBubble(t, name, func(t *testing.T) {
			took(t, timeout, func() { expect(t, RestartableTimer(restarts, timeout), 0) })
		})
	}
	inBubble(t, "a timer fires one timeout after its last restart, and not again", func(t *testing.T) {
		timer := NewTimer(timeout)
		defer timer.Stop()
		for range 10 {
			time.Sleep(timeout - 1) // the last moment
			if fired(timer) {
				t.Fatal("it fired early")
			}
			timer.Restart()
		}
		took(t, timeout, func() { <-timer.C })
		time.Sleep(2 * timeout)
		if fired(timer) {
			t.Error("it fired twice")
		}
	})
	inBubble(t, "the timeout counts from the last of many restarts", func(t *testing.T) {
		timer := NewTimer(timeout)
		time.Sleep(timeout - 1)
		expect(t, restart(timer, 100), 0)
		took(t, timeout, func() { <-timer.C })
	})
	inBubble(t, "a timer that fires between restarts fires early once", func(t *testing.T) {
		timer := NewTimer(timeout)
		time.Sleep(timeout)
		expect(t, restart(timer, 100), 1)
		took(t, timeout, func() { <-timer.C })
	})
	inBubble(t, "a restart withdraws a firing that was not received", func(t *testing.T) {
		timer := NewTimer(timeout)
		time.Sleep(2 * timeout)
		timer.Restart()
		if fired(timer) {
			t.Error("the old firing came after the restart")
		}
		took(t, timeout, func() { <-timer.C })
	})
	inBubble(t, "a stopped timer does not fire until it is restarted", func(t *testing.T) {
		timer := NewTimer(timeout)
		timer.Stop()
		time.Sleep(2 * timeout)
		if fired(timer) {
			t.Error("it fired after its stop")
		}
		timer.Restart()
		took(t, timeout, func() { <-timer.C })
	})
}

func TestSelect(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, test := range map[string]struct {
		ctx     context.Context
		message time.Duration // when it is sent; 0 for never
		cancel  time.Duration // when the context ends; 0 for never
		want    Outcome
		took    time.Duration
	}{
		"a message comes first":                      {message: 10, want: Message, took: 10},
		"a message comes before a cancellation":      {message: 10, cancel: 20, want: Message, took: 10},
		"a cancellation comes first":                 {cancel: 10, want: Cancelled, took: 10},
		"a cancellation comes before a message":      {message: 20, cancel: 10, want: Cancelled, took: 10},
		"nothing comes before the deadline":          {want: Deadline, took: timeout},
		"a message comes after the deadline":         {message: timeout + 10, want: Deadline, took: timeout},
		"a cancellation comes after the deadline":    {cancel: timeout + 10, want: Deadline, took: timeout},
		"a context that has ended is a cancellation": {ctx: cancelled, want: Cancelled},
	} {
		inBubble(t, name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if test.ctx != nil {
				ctx = test.ctx
			}
			messages := make(chan string, 1)
			if test.message > 0 {
				time.AfterFunc(test.message, func() { messages <- "a message" })
			}
			if test.cancel > 0 {
				time.AfterFunc(test.cancel, cancel)
			}
			took(t, test.took, func() {
				if got := Select(ctx, messages, timeout); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			})
			letPass(2 * timeout)
			if test.want != Message && test.message > 0 {
				expect(t, len(messages), 1) // a message that lost is still there
			}
		})
	}
	inBubble(t, "of several that are ready each is chosen now and then", func(t *testing.T) {
		messages := make(chan string)
		close(messages)
		chosen := make(map[Outcome]int)
		for range 1000 {
			chosen[Select(cancelled, messages, time.Hour)]++
		}
		if chosen[Message] < 300 || chosen[Cancelled] < 300 || chosen[Deadline] > 0 {
			t.Errorf("chosen were %v", chosen)
		}
	})
}

func TestCancelDeep(t *testing.T) {
	for name, test := range map[string]struct {
		cancel, done time.Duration // when; 0 for never, -1 for before the start
		depth        int
		want         Outcome
		took         time.Duration
	}{
		"a timeout cuts a task short":                       {depth: 100, want: Timeout, took: timeout},
		"a timeout cuts a task short that waits at the top": {depth: 0, want: Timeout, took: timeout},
		"a cancellation cuts a task short":                  {depth: 100, cancel: 10, want: Cancelled, took: 10},
		"a cancellation before the start":                   {depth: 100, cancel: -1, want: Cancelled},
		"a task that ends in time":                          {depth: 100, done: 10, want: Done, took: 10},
		"a task that has nothing to wait for":               {depth: 100, done: -1, want: Done},
		"a task that would end too late":                    {depth: 3, done: timeout + 10, want: Timeout, took: timeout},
		"a cancellation that comes too late":                {depth: 3, cancel: timeout + 10, want: Timeout, took: timeout},
	} {
		inBubble(t, name+" leaves every frame cleaned up", func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			done := make(chan struct{})
			at(test.cancel, cancel)
			at(test.done, func() { close(done) })
			took(t, test.took, func() {
				outcome, cleanedUp := CancelDeep(ctx, done, test.depth, timeout)
				expect(t, cleanedUp, test.depth)
				if outcome != test.want {
					t.Errorf("got %s, want %s", outcome, test.want)
				}
			})
			letPass(2 * timeout)
		})
	}
	inBubble(t, "the caller's own deadline is a cancellation and not this task's timeout", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), timeout/2)
		defer cancel()
		if outcome, cleanedUp := CancelDeep(ctx, nil, 5, timeout); outcome != Cancelled || cleanedUp != 5 {
			t.Errorf("got %s, and %d frames cleaned up", outcome, cleanedUp)
		}
	})
	inBubble(t, "a timeout of zero cuts a task short at once", func(t *testing.T) {
		took(t, 0, func() {
			if outcome, _ := CancelDeep(context.Background(), nil, 5, 0); outcome != Timeout {
				t.Errorf("got %s", outcome)
			}
		})
	})
}

// at calls a function at a time from now: never if it is 0, at once if it is -1.
func at(when time.Duration, call func()) {
	switch {
	case when > 0:
		time.AfterFunc(when, call)
	case when < 0:
		call()
	}
}

// letPass lets virtual time pass, with all that happens in it.
func letPass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
