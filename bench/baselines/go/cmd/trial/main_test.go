package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/raft-three-ways/go-reference/workloads"
)

const common = `"servers":3,"electionTimeout":[200,400],"heartbeatInterval":20,"seed":7`

func TestATrialWritesItsResult(t *testing.T) {
	for _, target := range []string{"etcd", "hashicorp"} {
		spec := fmt.Sprintf(`{"suite":"throughput","target":%q,%s,"load":{"kind":"closed","outstanding":4},"operation":"propose","warmupMs":5,"measureMs":20,"valueBytes":8,"keys":9}`,
			target, common)
		var out strings.Builder
		code, err := run(strings.NewReader(spec), &out)
		var result workloads.ThroughputResult
		if code != 0 || err != nil || json.Unmarshal([]byte(out.String()), &result) != nil || result.Answered == 0 {
			t.Errorf("%s: exit code %d, %v, %s", target, code, err, out.String())
		}
	}
}

func TestASpecificationThatCannotBeUsedIsNamed(t *testing.T) {
	for spec, want := range map[string]string{
		`{`: "invalid specification",
		`{"suite":"memory","target":"etcd","servers":0}`:                                                                                                              "servers is 0",
		`{"suite":"memory","target":"raft-rs","part":"idle","commands":1,"budgetMs":1000,"budgetBytes":1,` + common + `}`:                                             "unknown target",
		`{"suite":"memory","target":"etcd","part":"idle","commands":1,"budgetMs":1000,"budgetBytes":1,"servers":3,"electionTimeout":[50,100],"heartbeatInterval":60}`: "heartbeatInterval is 60",
		`{"suite":"election","target":"hashicorp",` + common + `,"crashes":1,"clusters":1,"longest":1}`:                                                               "hashicorp has no suite election",
		`{"suite":"election","target":"etcd","servers":5,"electionTimeout":[150,175],"heartbeatInterval":75,"crashes":1,"clusters":1,"longest":1}`:                    "electionTimeout is 150 to 175",
	} {
		if code, err := run(strings.NewReader(spec), &strings.Builder{}); code != 2 || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: exit code %d, %v", spec, code, err)
		}
	}
}
