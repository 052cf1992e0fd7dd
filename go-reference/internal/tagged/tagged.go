// Package tagged encodes objects with a field `type`, which TypeScript's unions have and Go's types don't.
package tagged

import (
	"encoding/json"
	"fmt"
)

// Marshal encodes an object with the field `type` before its own.
func Marshal(name string, object any) ([]byte, error) {
	body, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	if string(body) == "{}" {
		return fmt.Appendf(nil, `{"type":%q}`, name), nil
	}
	return fmt.Appendf(nil, `{"type":%q,%s`, name, body[1:]), nil
}
