package linearizable

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// An Operation is a client's operation and its result.
type Operation struct {
	Client int
	Asked  Asked
	// Call and Return are positions in one order of all calls and returns. Without a Return it is unknown whether the
	// operation took effect.
	Call   int64
	Return *int64
	// Answer is the previous name of the id; nil if it had none, or without a Return.
	Answer *string
}

// Asked is the operation: set an id's name, delete the id, or read it.
type Asked struct {
	Type string // set, delete or read
	ID   string
	Name string
}

// A MalformedError reports a line that is not an operation.
type MalformedError struct {
	Line int
	Err  error
}

func (e *MalformedError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *MalformedError) Unwrap() error { return e.Err }

// ReadHistory reads operations, one JSON object a line. It fails with a MalformedError at the first line that is not one.
func ReadHistory(in io.Reader) ([]Operation, error) {
	var history []Operation
	for lines := bufio.NewReader(in); ; {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && errors.Is(err, io.EOF) {
			return history, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		operation, err := parseOperation(line)
		if err != nil {
			return nil, &MalformedError{len(history) + 1, err}
		}
		history = append(history, operation)
	}
}

type operationJSON struct {
	Client *int `json:"client"`
	Asked  *struct {
		Type string  `json:"type"`
		ID   *string `json:"id"`
		Name *string `json:"name"`
	} `json:"asked"`
	Call   *int64           `json:"call"`
	Return nullable[int64]  `json:"return"`
	Answer nullable[string] `json:"answer"`
}

// parseOperation refuses missing and unknown fields, which would change the verdict unnoticed.
func parseOperation(line []byte) (Operation, error) {
	var plain operationJSON
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&plain); errors.Is(err, io.EOF) {
		return Operation{}, errors.New("the line is empty")
	} else if err != nil {
		return Operation{}, err
	}
	if err := plain.check(); err != nil {
		return Operation{}, err
	}
	if decoder.More() {
		return Operation{}, errors.New("an operation must be alone on its line")
	}
	asked := Asked{Type: plain.Asked.Type, ID: *plain.Asked.ID}
	if plain.Asked.Name != nil {
		asked.Name = *plain.Asked.Name
	}
	return Operation{*plain.Client, asked, *plain.Call, plain.Return.value, plain.Answer.value}, nil
}

func (o operationJSON) check() error {
	if o.Client == nil || o.Asked == nil || o.Call == nil || !o.Return.given || !o.Answer.given {
		return errors.New("an operation has client, asked, call, return and answer")
	}
	asked, returned, answer := o.Asked, o.Return.value, o.Answer.value
	switch {
	case *o.Client < 0:
		return fmt.Errorf("client is %d: give 0 or more", *o.Client)
	case asked.Type != "set" && asked.Type != "delete" && asked.Type != "read":
		return fmt.Errorf("type is %q: give set, delete or read", asked.Type)
	case asked.ID == nil:
		return errors.New("what is asked has no id")
	case asked.Type == "set" && asked.Name == nil:
		return errors.New("a set has no name")
	case asked.Type != "set" && asked.Name != nil:
		return fmt.Errorf("a %s has a name, %q", asked.Type, *asked.Name)
	case returned != nil && *returned <= *o.Call:
		return fmt.Errorf("return is %d: give a place after the call, which is %d", *returned, *o.Call)
	case returned == nil && answer != nil:
		return fmt.Errorf("there is an answer, %q, and no return", *answer)
	}
	return nil
}

// nullable distinguishes null from a missing field.
type nullable[T any] struct {
	given bool
	value *T
}

func (n *nullable[T]) UnmarshalJSON(text []byte) error {
	n.given = true
	return json.Unmarshal(text, &n.value)
}
