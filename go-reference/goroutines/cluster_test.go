package goroutines

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestSmoke(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := NewCluster(raft.Settings{Servers: 3})
		if err != nil {
			t.Fatal(err)
		}
		c.Start()
		time.Sleep(2 * time.Second)
		a, err := c.Propose(context.Background(), raft.Command{Type: raft.Set, ID: "a", Name: "x"}, 0)
		t.Log(a, err)
		time.Sleep(time.Second)
		for _, id := range c.IDs() {
			s, _ := c.Status(id)
			d, _ := c.Digest(id)
			t.Logf("%+v %v", s, d)
		}
		c.Stop()
	})
}
