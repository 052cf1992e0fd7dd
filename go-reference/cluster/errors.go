package cluster

// The errors of a client's request, beside those of the rules. Each says what became of the command, because that decides
// whether it may be sent again.

// A SessionExpiredError reports that the client's session is unknown: it was never opened, or was evicted. The command was
// not applied this time.
type SessionExpiredError struct{ Reason string }

// A SequenceTooOldError reports that the session has a later sequence number. The command may have been applied and its
// answer is gone: it must not be sent again in a new session.
type SequenceTooOldError struct{ Reason string }

// An UnavailableError reports that no leader answered, or that leadership was lost while the command was under way. It may
// still be applied.
type UnavailableError struct{ Reason string }

// An AbortedError reports that the caller's context ended before the answer came. The command may still be applied.
type AbortedError struct {
	Reason string
	// Cause is that of the context: context.Canceled, context.DeadlineExceeded, or the caller's own.
	Cause error
}

// A StoppedError reports that the server holding the request crashed or was stopped. The command may still be applied.
type StoppedError struct{ Reason string }

func (e *SessionExpiredError) Error() string { return e.Reason }
func (e *SequenceTooOldError) Error() string { return e.Reason }
func (e *UnavailableError) Error() string    { return e.Reason }
func (e *AbortedError) Error() string        { return e.Reason }
func (e *StoppedError) Error() string        { return e.Reason }

func (e *AbortedError) Unwrap() error { return e.Cause }

func (*SessionExpiredError) Kind() string { return "SessionExpired" }
func (*SequenceTooOldError) Kind() string { return "SequenceTooOld" }
func (*UnavailableError) Kind() string    { return "Unavailable" }
func (*AbortedError) Kind() string        { return "Aborted" }
func (*StoppedError) Kind() string        { return "Stopped" }
