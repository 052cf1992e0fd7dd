// Package idioms holds fourteen concurrency idioms, one a file, each written as one small function on goroutines. Functions
// of the same names and results are in packages/idioms for TypeScript and in bench/baselines/python for Python: read them
// side by side. Rows lists what the bench measures, and at which size.
//
//	 1 race              Race
//	 2 hand-off          HandOff
//	 3 join              Join
//	 4 critical section  CriticalSection
//	 5 wait group        GatherVotes
//	 6 restartable timer RestartableTimer, Timer
//	 7 select            Select
//	 8 cancellation      CancelDeep
//	 9 bounded queue     BoundedQueue
//	10 event             WakeAll
//	11 ring              Ring
//	12 spawn tree        SpawnTree
//	13 signal            SignalTask
//	14 pipe              Pipe, ShareBuffer
//
// TakeTurns shows the switch between goroutines that all of them contain. A size below its range is a mistake of the caller:
// the functions panic with a *RangeError. When a function returns, its goroutines have done all their work, and its timers
// are stopped.
package idioms
