package idioms

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
)

// Pipe sends messages through a pipe of the operating system, as to
// another process, and returns the bytes received. Each is encoded,
// written, read and decoded: four copies, and system calls at both
// ends. Compare ShareBuffer.
func Pipe(bytes, messages int) (received int, err error) {
	requireAtLeast(1, "bytes", bytes)
	requireAtLeast(0, "messages", messages)
	reader, writer, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	sent := make(chan error)
	go func() {
		err := send(writer, bytes, messages)
		sent <- errors.Join(err, writer.Close())
	}()
	received, err = receive(reader)
	return received, errors.Join(err, reader.Close(), <-sent)
}

func send(w io.Writer, bytes, messages int) error {
	encoder := gob.NewEncoder(w)
	payload := make([]byte, bytes)
	for number := range messages {
		payload[bytes-1] = byte(number)
		err := encoder.Encode(message{number, payload})
		if err != nil {
			return err
		}
	}
	return nil
}

func receive(r io.Reader) (bytes int, err error) {
	decoder := gob.NewDecoder(r)
	for {
		var m message
		err := decoder.Decode(&m)
		if err == io.EOF {
			return bytes, nil
		}
		if err == nil {
			err = m.check()
		}
		if err != nil {
			return bytes, err
		}
		bytes += len(m.Payload)
	}
}

// A message ends with the lowest byte of its number.
type message struct {
	Number  int
	Payload []byte
}

func (m message) check() error {
	end := len(m.Payload) - 1
	if end < 0 || m.Payload[end] != byte(m.Number) {
		return fmt.Errorf("message %d is damaged", m.Number)
	}
	return nil
}
