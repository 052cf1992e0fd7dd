module github.com/raft-three-ways/go-reference

go 1.26
