package main

import (
	"encoding/json"
	"runtime"

	"github.com/raft-three-ways/go-reference/idioms"
)

const model = "goroutines"

type races struct {
	Model      string         `json:"model"`
	Runs       int            `json:"runs"`
	GOMAXPROCS int            `json:"gomaxprocs"`
	Outcomes   map[string]int `json:"outcomes"`
}

func countRaces(args []string, out *json.Encoder) (code int, err error) {
	runs, err := number(args)
	if err != nil {
		return unusable, err
	}
	return encoded(out, races{model, runs, runtime.GOMAXPROCS(0), idioms.RaceOutcomes(runs)})
}
