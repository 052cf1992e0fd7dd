package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
)

// conversation runs the command on pipes: say writes a line, and readLine returns the next one that is not an event.
func conversation(t *testing.T, settings string) (say func(string), readLine func() string, end func() int) {
	t.Helper()
	in, stdin := io.Pipe()
	stdout, out := io.Pipe()
	code := make(chan int)
	go func() { code <- run(context.Background(), in, out) }()
	lines := bufio.NewReader(stdout)
	say = func(line string) { fmt.Fprintln(stdin, line) }
	readLine = func() string {
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(line, `{"event":`) {
				return strings.TrimSpace(line)
			}
		}
	}
	end = func() int {
		_ = stdin.Close()
		go func() { _, _ = io.Copy(io.Discard, lines) }()
		return <-code
	}
	say(settings)
	return say, readLine, end
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("the answer is %s, want %s", got, want)
	}
}

func TestConversation(t *testing.T) {
	t.Run("a cluster is made, started, asked and stopped", func(t *testing.T) {
		say, readLine, end := conversation(t, `{"settings":{"servers":1,"electionTimeout":[5,10]}}`)
		expect(t, readLine(), `{"ids":[1],"ready":true}`)
		say(`{"call":1,"method":"start"}`)
		expect(t, readLine(), `{"call":1,"ok":null}`)
		for leads := false; !leads; {
			say(`{"call":2,"method":"status","args":{"id":1}}`)
			leads = strings.Contains(readLine(), `"role":"leader"`)
		}
		say(`{"call":3,"method":"propose","args":{"command":{"type":"set","id":"1","name":"Ada"}}}`)
		expect(t, readLine(), `{"call":3,"ok":null}`)
		say(`{"call":4,"method":"read","args":{"id":"1","consistency":"stale"}}`)
		expect(t, readLine(), `{"call":4,"ok":"Ada"}`)
		if code := end(); code != 0 {
			t.Errorf("the exit code is %d", code)
		}
	})
	t.Run("a cluster is read, handed over, joined and left, and a client is known again", func(t *testing.T) {
		say, readLine, end := conversation(t, `{"settings":{"servers":2,"electionTimeout":[20,40]}}`)
		readLine()
		ask := func(method, args string) string {
			say(fmt.Sprintf(`{"call":1,"method":%q,"args":%s}`, method, args))
			return strings.TrimSuffix(strings.TrimPrefix(readLine(), `{"call":1,`), "}")
		}
		untilDone := func(method, args string) (answer string) {
			for strings.HasPrefix(answer, `"error"`) || answer == "" {
				answer = ask(method, args)
			}
			return answer
		}
		expect(t, ask("launch", `{}`), `"error":"Stopped","message":"the cluster has not been started","leader":null`)
		ask("start", `{}`)
		session := strings.TrimPrefix(untilDone("propose", `{"command":{"type":"register"}}`), `"ok":`)
		once := `{"command":{"type":"set","id":"1","name":"Ada"},"session":{"session":` + session + `,"sequence":1}}`
		expect(t, untilDone("propose", once), `"ok":null`)
		expect(t, untilDone("propose", once), `"ok":null`)
		expect(t, untilDone("read", `{"id":"1","consistency":"linearizable"}`), `"ok":"Ada"`)
		expect(t, ask("launch", `{}`), `"ok":3`)
		expect(t, ask("transfer", `{"to":3}`),
			`"error":"TransferRefused","message":"server 3 is no voter: only a voter can lead","leader":null`)
		expect(t, untilDone("change", `{"type":"addLearner","server":3}`), `"ok":null`)
		expect(t, untilDone("change", `{"type":"promote","server":3}`), `"ok":null`)
		expect(t, untilDone("transfer", `{"to":3}`), `"ok":null`)
		expect(t, untilDone("read", `{"id":"1","via":3,"consistency":"linearizable"}`), `"ok":"Ada"`)
		if status := ask("status", `{"id":3}`); !strings.Contains(status, `"configuration":{"voters":[1,2,3],"learners":[]}`) {
			t.Errorf("the status is %s", status)
		}
		end()
	})
	t.Run("settings that cannot be used end it with exit code 2", func(t *testing.T) {
		_, readLine, end := conversation(t, `{"settings":{"servers":0}}`)
		expect(t, readLine(), `{"error":"InvalidArgument","message":"servers is 0: give an integer from 1 to 10001","leader":null}`)
		if code := end(); code != 2 {
			t.Errorf("the exit code is %d", code)
		}
	})
	t.Run("arguments that cannot be used are named, and nothing has changed", func(t *testing.T) {
		say, readLine, end := conversation(t, `{"settings":{"servers":1,"electionTimeout":[5,10]}}`)
		readLine()
		say(`{"call":1,"method":"start"}`)
		readLine()
		for args, reason := range map[string]string{
			`"propose","args":{"command":{"type":"noop"}}`:                                    `command.type is \"noop\": give \"set\", \"delete\" or \"register\"`,
			`"propose","args":{"command":{"type":"register"},"via":null}`:                     `via is null: give a value, or leave it out`,
			`"propose","args":{"command":{"type":"register"},"vai":1}`:                        `the arguments cannot be read: json: unknown field \"vai\"`,
			`"propose","args":{"command":{"type":"delete","id":"1","mark":{"session":1}}}`:    `\"mark\" is an object: there is no such field in command`,
			`"propose","args":{"command":{"type":"delete","id":"1"},"session":{"session":1}}`: `session.sequence is 0: give an integer from 1 to 9007199254740991`,
			`"read","args":{"id":"1","consistency":"strong"}`:                                 `consistency is \"strong\": give \"linearizable\" or \"stale\"`,
			`"faults","args":{"drop":null}`:                                                   `drop is null: give a value, or leave it out`,
			`"faults","args":{"delay":-1}`:                                                    `delay is -1: give a time from 0 to 3,600,000 ms`,
			`"partition","args":{"groups":[[1,0]]}`:                                           `groups[0][1] is 0: give an integer from 1 to 9007199254740991`,
			`"transfer","args":{"to":2}`:                                                      `there is no server 2: this cluster has servers 1 to 1`,
		} {
			say(`{"call":2,"method":` + args + `}`)
			expect(t, readLine(), `{"call":2,"error":"InvalidArgument","message":"`+reason+`","leader":null}`)
		}
		say(`{"call":3,"method":"read","args":{"id":"1","consistency":"stale"}}`)
		expect(t, readLine(), `{"call":3,"ok":null}`)
		end()
	})
	t.Run("a line that cannot be read is named, and it goes on", func(t *testing.T) {
		say, readLine, end := conversation(t, `{}`)
		readLine()
		say(`{"call":1,"method":"heal"}`)
		readLine()
		say(`{`)
		expect(t, readLine(), `{"error":"InvalidArgument","message":"line 3: unexpected end of JSON input","leader":null}`)
		say(`{"call":2,"method":"guess"}`)
		if answer := readLine(); !strings.Contains(answer, `"call":2`) || !strings.Contains(answer, `InvalidArgument`) {
			t.Errorf("the answer is %s", answer)
		}
		end()
	})
	t.Run("a call that is aborted ends at once, and one under way when the input ends is answered", func(t *testing.T) {
		say, readLine, end := conversation(t, `{"settings":{"servers":3,"electionTimeout":[100,200]}}`)
		readLine()
		say(`{"call":1,"method":"start"}`)
		readLine()
		leader := 0
		for leader == 0 {
			say(`{"call":2,"method":"status","args":{"id":1}}`)
			var answer struct{ OK struct{ Leader int } }
			if err := json.Unmarshal([]byte(readLine()), &answer); err != nil {
				t.Fatal(err)
			}
			leader = answer.OK.Leader
		}
		say(`{"call":3,"method":"partition","args":{"groups":[]}}`)
		readLine()
		propose := `{"call":%d,"method":"propose","args":{"via":%d,"command":{"type":"set","id":"1","name":"Ada"}}}`
		say(fmt.Sprintf(propose, 4, leader))
		say(`{"abort":4}`)
		if answer := readLine(); !strings.Contains(answer, `"call":4`) || !strings.Contains(answer, `"Aborted"`) {
			t.Errorf("the answer is %s", answer)
		}
		for _, call := range []string{
			fmt.Sprintf(`"read","args":{"id":"1","consistency":"linearizable","via":%d}`, leader),
			fmt.Sprintf(`"transfer","args":{"to":%d}`, leader%3+1),
		} {
			say(`{"call":5,"method":` + call + `}`)
			say(`{"abort":5}`)
			if answer := readLine(); !strings.Contains(answer, `"call":5`) || !strings.Contains(answer, `"Aborted"`) {
				t.Errorf("the answer is %s", answer)
			}
		}
		if code := end(); code != 0 {
			t.Errorf("the exit code is %d", code)
		}
	})
}
