package raft

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Checks of values from callers, and their display in errors. A wrong value in the log would make servers diverge much
// later. A zero value, or a field left out in JSON, counts as not given where a value is optional.

// shown is the maximum of bytes of a text in an error message.
const shown = 40

// show displays any value briefly.
func show(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		if len(value) <= shown {
			return quote(value)
		}
		return fmt.Sprintf("%s… (%d characters)", quote(value[:shown]), charactersIn(value))
	case []any:
		return "an array"
	case bool:
		return strconv.FormatBool(value)
	case int:
		return strconv.Itoa(value)
	case float64:
		return number(value)
	default:
		return "an object"
	}
}

// quote writes text as JSON does, and invalid UTF-8 as Go does.
func quote(text string) string {
	if !utf8.ValidString(text) {
		return strconv.Quote(text)
	}
	var quoted strings.Builder
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return strings.TrimSuffix(quoted.String(), "\n")
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// Refuse returns an InvalidArgumentError that names the field and the value.
func Refuse(name string, value any, wanted string) error {
	return Invalid("%s is %s: give %s", name, show(value), wanted)
}

func RefuseField(name string, value any, field string) error {
	return Invalid("%s is %s: there is no such field in %s", show(field), show(value), name)
}

// RequireText requires valid UTF-8.
func RequireText(name, value string) error {
	if !utf8.ValidString(value) {
		return Refuse(name, value, "well-formed text")
	}
	return nil
}

func RequireInteger(name string, value float64, lowest, highest int) error {
	if value != math.Trunc(value) || value < float64(lowest) || value > float64(highest) {
		return Refuse(name, value, fmt.Sprintf("an integer from %d to %d", lowest, highest))
	}
	return nil
}

func RequireBetween(name string, value, lowest, highest float64, wanted string) error {
	if !(value >= lowest && value <= highest) {
		return Refuse(name, value, wanted)
	}
	return nil
}
