// Command replay replays recorded runs of a simulated cluster on Go's rules and compares every call:
//
//	replay FILE …       or, without a file, from standard input
//
// The exit code is 0 without a difference, 1 at the first difference, reported in one line on standard error, and 2 for an
// invalid recording.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/raft-three-ways/go-reference/replay"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(files []string, in io.Reader, out, complaints io.Writer) int {
	if len(files) == 0 {
		return play("standard input", in, out, complaints)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			fmt.Fprintln(complaints, err)
			return 2
		}
		code := play(name, file, out, complaints)
		file.Close()
		if code != 0 {
			return code
		}
	}
	return 0
}

func play(name string, recording io.Reader, out, complaints io.Writer) int {
	played, err := replay.Replay(recording)
	var difference *replay.Difference
	switch {
	case errors.As(err, &difference):
		fmt.Fprintf(complaints, "%s: %v\n", name, difference)
		return 1
	case err != nil:
		fmt.Fprintf(complaints, "%s: %v\n", name, err)
		return 2
	case played.Steps == 0:
		fmt.Fprintf(complaints, "%s: the recording is empty\n", name)
		return 2
	}
	fmt.Fprintf(out, "%s: %d schedules, %d steps, all alike\n", name, played.Schedules, played.Steps)
	return 0
}
