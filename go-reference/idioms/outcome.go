package idioms

// An Outcome says how a wait ended.
type Outcome string

// Outcomes of Select and CancelDeep.
const (
	Message   Outcome = "message"   // a message came
	Deadline  Outcome = "deadline"  // the deadline passed first
	Timeout   Outcome = "timeout"   // the task's own timeout cut it short
	Cancelled Outcome = "cancelled" // the caller's context ended first
	Done      Outcome = "done"      // the task ended by itself
)
