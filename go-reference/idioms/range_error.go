package idioms

import "fmt"

// A RangeError names an argument below its range.
type RangeError struct {
	Argument     string
	Value, Least int
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("%s is %d: give at least %d", e.Argument, e.Value, e.Least)
}

// requireAtLeast panics with a *RangeError if the value is below least.
func requireAtLeast(least int, argument string, value int) {
	if value < least {
		panic(&RangeError{Argument: argument, Value: value, Least: least})
	}
}
