package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/idioms"
)

// mostFactor keeps the largest sizes within what a machine holds.
const mostFactor = 1000

type primitives struct {
	Model      string  `json:"model"`
	Go         string  `json:"go"`
	GOMAXPROCS int     `json:"gomaxprocs"`
	Rounds     int     `json:"rounds"`
	SampleMs   int     `json:"sampleMs"`
	Factor     float64 `json:"factor"`
	Rows       []*row  `json:"rows"`

	only  string // the row's name, or its name and bytes; empty for all
	proof bool
}

// A row is a subject and its samples, one a round.
type row struct {
	Name              string    `json:"name"`
	Bytes             int       `json:"bytes"`
	Unit              string    `json:"unit"`
	Units             int       `json:"units"`
	Size              string    `json:"size"`
	What              string    `json:"what"`
	NsPerUnit         []float64 `json:"nsPerUnit"`
	Doubling          float64   `json:"doubling,omitempty"` // of the last round
	ExpectedOK        bool      `json:"expectedOK"`
	AllocBytesPerUnit float64   `json:"allocBytesPerUnit"`

	idle, half, subject, twice idioms.Row
	runs                       int
	allocated                  uint64
}

func measureRows(args []string, out *json.Encoder) (code int, err error) {
	p, err := parsePrimitives(args)
	if err != nil {
		return unusable, err
	}
	return p.measure(out)
}

// measure takes the rows in turn, so that a disturbance hits one sample of several rows and not all samples of one.
func (p *primitives) measure(out *json.Encoder) (code int, err error) {
	for range p.Rounds {
		for _, row := range p.Rows {
			row.sample(time.Duration(p.SampleMs)*time.Millisecond, p.proof)
		}
	}
	code, err = encoded(out, p)
	for _, row := range p.Rows {
		if !row.ExpectedOK && err == nil {
			return failed, fmt.Errorf("%s did not return %d", row.Size, row.subject.Expected)
		}
	}
	return code, err
}

func parsePrimitives(args []string) (*primitives, error) {
	p := &primitives{Model: model, Go: runtime.Version(), GOMAXPROCS: runtime.GOMAXPROCS(0)}
	flags := flag.NewFlagSet("primitives", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&p.Rounds, "rounds", 5, "")
	flags.IntVar(&p.SampleMs, "sample-ms", 100, "")
	flags.Float64Var(&p.Factor, "factor", 1, "")
	flags.StringVar(&p.only, "row", "", "")
	flags.BoolVar(&p.proof, "proof", false, "")
	if err := flags.Parse(args); err != nil {
		return nil, fmt.Errorf("%w; %s", err, usage)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is not expected; %s", flags.Arg(0), usage)
	}
	if !(p.Factor > 0 && p.Factor <= mostFactor) {
		return nil, fmt.Errorf("factor is %v: give a number above 0, at most %d", p.Factor, mostFactor)
	}
	for name, value := range map[string]int{"rounds": p.Rounds, "sample-ms": p.SampleMs} {
		if value < 1 {
			return nil, fmt.Errorf("%s is %d: give at least 1", name, value)
		}
	}
	return p, p.choose()
}

// choose takes the rows that are wanted.
func (p *primitives) choose() error {
	var known []string
	idle, half, twice := idioms.Rows(0), idioms.Rows(p.Factor/2), idioms.Rows(2*p.Factor)
	for i, subject := range idioms.Rows(p.Factor) {
		label := subject.Name
		if subject.Bytes > 0 {
			label = fmt.Sprintf("%s/%d", subject.Name, subject.Bytes)
		}
		known = append(known, label)
		if p.only == "" || p.only == subject.Name || p.only == label {
			p.Rows = append(p.Rows, newRow(idle[i], half[i], subject, twice[i]))
		}
	}
	if p.Rows == nil {
		return fmt.Errorf("%q is no row: give pipe or shared-buffer, or one of %s", p.only, strings.Join(known, ", "))
	}
	return nil
}

func newRow(idle, half, subject, twice idioms.Row) *row {
	return &row{
		Name: subject.Name, Bytes: subject.Bytes, Unit: subject.Unit, Units: subject.Units, Size: subject.Size, What: subject.What,
		NsPerUnit: []float64{}, ExpectedOK: true, idle: idle, half: half, subject: subject, twice: twice,
	}
}

// fewestTurns is the number of turns of a sample whose runs are not long.
const fewestTurns = 3

// sample adds the mean of as many turns as make runs of the row fill the duration, three unless one alone takes three times as long,
// without what runs take that only start the same tasks. The garbage of earlier rows is collected first, and a run warms up: the stacks of goroutines that have ended
// are kept until a collection frees them.
func (r *row) sample(least time.Duration, proof bool) {
	runtime.GC()
	compared := r.compared(proof)
	r.check(r.half)
	allocated := allocatedBytes()
	var turns []turn
	var took time.Duration
	for took < least || len(turns) < fewestTurns && turns[0].once < fewestTurns*least {
		t := r.turn(compared, len(turns)%2 == 1)
		turns = append(turns, t)
		took += t.once
	}
	if compared == nil { // the compared runs would allocate, too
		r.runs += len(turns)
		r.allocated += allocatedBytes() - allocated
		r.AllocBytesPerUnit = float64(r.allocated) / float64(r.runs*r.Units)
	}
	r.NsPerUnit = append(r.NsPerUnit, work(turns)/float64(r.Units))
	r.Doubling = doubling(turns)
}

// compared returns the subject with half of the work, or else with twice; nil where there is no proof. Messages of all sizes go
// through the same code: the smallest prove it.
func (r *row) compared(proof bool) *idioms.Row {
	switch {
	case !proof || r.Bytes > idioms.PipeSizes[0]:
		return nil
	case r.Units == 2*r.half.Units:
		return &r.half
	case r.twice.Units == 2*r.Units:
		return &r.twice
	default:
		return nil
	}
}

// turn runs the start alone, the row, and other work before it or after it, so that neither always profits from the other.
func (r *row) turn(compared *idioms.Row, onceFirst bool) turn {
	t := turn{idle: r.time(r.idle)}
	if compared == nil {
		t.once = r.time(r.subject)
		return t
	}
	t.factor = float64(compared.Units) / float64(r.Units)
	if onceFirst {
		t.once = r.time(r.subject)
	}
	t.compared = r.time(*compared)
	if !onceFirst {
		t.once = r.time(r.subject)
	}
	return t
}

func (r *row) time(subject idioms.Row) time.Duration {
	began := time.Now()
	r.check(subject)
	return time.Since(began)
}

func (r *row) check(subject idioms.Row) {
	r.ExpectedOK = r.ExpectedOK && subject.Run() == subject.Expected
}

// allocatedBytes counts all allocations of the process, those freed since included.
func allocatedBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
