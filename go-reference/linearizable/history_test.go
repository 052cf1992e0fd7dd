package linearizable

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

const good = `{"client":1,"asked":{"type":"set","id":"0","name":"1.1"},"call":3,"return":5,"answer":"x"}`

func TestReadHistory(t *testing.T) {
	t.Run("what happened is read", func(t *testing.T) {
		lines := good + `
{"client":2,"asked":{"type":"read","id":"0"},"call":4,"return":6,"answer":null}
{"client":2,"asked":{"type":"delete","id":""},"call":7,"return":null,"answer":null}`
		at, later, x := int64(5), int64(6), "x"
		want := []Operation{
			{1, Asked{"set", "0", "1.1"}, 3, &at, &x},
			{2, Asked{"read", "0", ""}, 4, &later, nil},
			{2, Asked{"delete", "", ""}, 7, nil, nil},
		}
		if history, err := ReadHistory(strings.NewReader(lines)); err != nil || !reflect.DeepEqual(history, want) {
			t.Errorf("%v, %v", history, err)
		}
	})
	for _, test := range []struct{ from, to, complaint string }{
		{good, ``, "line 2: the line is empty"},
		{good, `{`, "line 2: unexpected EOF"},
		{good, good + "{", "line 2: an operation must be alone on its line"},
		{`"client":1`, `"client":-1`, "line 2: client is -1: give 0 or more"},
		{`"client":1,`, ``, "line 2: an operation has client, asked, call, return and answer"},
		{`,"return":5`, ``, "line 2: an operation has client, asked, call, return and answer"},
		{`,"answer":"x"`, ``, "line 2: an operation has client, asked, call, return and answer"},
		{`"return":5`, `"return":3`, "line 2: return is 3: give a place after the call, which is 3"},
		{`"return":5`, `"return":null`, `line 2: there is an answer, "x", and no return`},
		{`"set"`, `"move"`, `line 2: type is "move": give set, delete or read`},
		{`"set"`, `"read"`, `line 2: a read has a name, "1.1"`},
		{`,"name":"1.1"`, ``, "line 2: a set has no name"},
		{`"id":"0",`, ``, "line 2: what is asked has no id"},
		{`"call"`, `"caal"`, `line 2: json: unknown field "caal"`},
	} {
		t.Run("a bad line is named: "+test.complaint, func(t *testing.T) {
			lines := good + "\n" + strings.Replace(good, test.from, test.to, 1) + "\n" + good
			_, err := ReadHistory(strings.NewReader(lines))
			if malformed, ok := errors.AsType[*MalformedError](err); !ok || malformed.Line != 2 || err.Error() != test.complaint {
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("an answer that is no name is named", func(t *testing.T) {
		_, err := ReadHistory(strings.NewReader(strings.Replace(good, `"x"`, `7`, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), "line 1: json: cannot unmarshal number") {
			t.Errorf("the error is %v", err)
		}
	})
}
