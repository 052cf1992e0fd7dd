/*
 * The wake protocol of src/bell.ts and what hangs on it, for spin: two senders, each with a ring of one message, one
 * receiver, one bell. Each statement is one operation on shared memory, and says which. With -DDEATH the first sender may
 * be killed before any of its operations, and a supervisor then declares it dead. With -DCLOSER another thread closes the
 * inbox at any moment.
 *
 * Spin looks for a state in which somebody sleeps for ever (an invalid end state), and for an assertion that fails: a
 * message lost, doubled, torn or out of order. The other -D make a mistake, which must be found; see model/check.ts.
 */

#define senders 2
/* How many messages each of them sends: the first has to wait for room. */
#define messages (me == 0 -> 2 : 1)

#define awake 0
#define asleep 1

mtype = { open, closed };

mtype phase = open;
byte tail[senders];
byte head[senders];
byte slot[senders]; /* the ring's memory: the number of the message in it */
bit roomBell[senders];
bit bell;
bool left[senders]; /* the lane's count of senders is even again */

/* Who sleeps in Atomics.wait, on which bell. */
bool receiverSleeps;
bool senderSleeps[senders];

/* What the proof is about. */
byte sent[senders];     /* messages whose send returned */
byte received[senders]; /* messages that were received */
bool killed[senders];
bool ended[senders];
bool receiverEnded;

/* Bell.ring */
inline ring(note, sleeps) {
  if
  :: note == awake -> skip /* Atomics.load */
  :: else ->
#ifdef KNOCK_BEFORE_TAKING_THE_NOTE
     sleeps = false;
     note = awake
#else
     if
     :: atomic { note == asleep -> note = awake }; /* Atomics.exchange */
        sleeps = false /* Atomics.notify */
     :: note == awake -> skip /* another has taken the note and knocks */
     fi
#endif
  fi
}

/* Bell.alarm */
inline alarm(note, sleeps) {
#ifdef QUIET_DEATH
  ring(note, sleeps)
#else
  note = awake; /* Atomics.store */
  sleeps = false /* Atomics.notify */
#endif
}

/* Atomics.wait: goes to sleep only if the note still hangs, in one step. */
inline wait(note, sleeps) {
#ifdef WAIT_UNSEEN
  sleeps = true;
#else
  atomic { if :: note == asleep -> sleeps = true :: else -> skip fi };
#endif
  !sleeps
}

/* Sender.put: done, full or refused */
#define full 0
#define done 1
#define refused 2

inline put() {
  if
  :: tail[me] - head[me] < 1 -> /* Atomics.load of the head */
#ifdef RING_BEFORE_COMMIT
     ring(bell, receiverSleeps);
#endif
#ifdef COMMIT_BEFORE_WRITING
     tail[me]++;
     slot[me] = sent[me] + 1;
#else
     slot[me] = sent[me] + 1; /* a plain write */
     tail[me]++; /* Atomics.store */
#endif
#ifndef RING_BEFORE_COMMIT
     ring(bell, receiverSleeps);
#endif
#ifdef NO_LOOK_AFTER_COMMIT
     outcome = done
#else
     outcome = (phase == open -> done : refused) /* Atomics.load */
#endif
  :: else -> outcome = (phase == open -> full : refused) /* Atomics.load */
  fi
}

proctype Sender(byte me) {
  byte outcome;
  {
    do
    :: sent[me] == messages || outcome == refused -> break
    :: else ->
       put();
       do
       :: outcome != full -> break
       :: else ->
          roomBell[me] = asleep; /* Atomics.store */
#ifndef NO_SECOND_LOOK
          put();
#endif
          if
          :: outcome == full -> wait(roomBell[me], senderSleeps[me])
          :: else -> skip
          fi;
#ifdef NO_SECOND_LOOK
          put();
#endif
       od;
       if
       :: outcome == done -> sent[me]++
       :: else -> skip
       fi
    od;
    left[me] = true; /* leaveLane: Atomics.compareExchange */
    alarm(bell, receiverSleeps)
  } unless { killed[me] };
  ended[me] = true
}

#ifdef DEATH
/* Kills the first sender at any moment, or not; and binds its end to its life, as bindToWorker does. */
proctype Supervisor() {
  if
  :: killed[0] = true
  :: skip
  fi;
  ended[0];
  left[0] = true; /* senderDied: Atomics.compareExchange */
  alarm(bell, receiverSleeps)
}
#endif

#ifdef CLOSER
proctype Closer() {
  phase = closed; /* endInbox: Atomics.compareExchange */
  alarm(bell, receiverSleeps);
  alarm(roomBell[0], senderSleeps[0]);
  alarm(roomBell[1], senderSleeps[1])
}
#endif

/* Inbox.takeInTurn: what is in a lane, and its room given back behind it */
inline takeFrom(i) {
  if
  :: tail[i] > head[i] -> /* Atomics.load of the tail */
     got = true;
#ifdef RELEASE_BEFORE_READING
     head[i]++;
     assert(slot[i] == received[i] + 1);
     received[i]++;
     ring(roomBell[i], senderSleeps[i])
#else
     assert(slot[i] == received[i] + 1); /* a plain read */
     received[i]++;
#ifdef RING_BEFORE_RELEASE
     ring(roomBell[i], senderSleeps[i]);
     head[i]++
#else
     head[i]++; /* Atomics.store */
     ring(roomBell[i], senderSleeps[i])
#endif
#endif
  :: else -> skip
  fi
}

/* Inbox.next */
inline next() {
  got = false;
  takeFrom(0);
  if :: !got -> takeFrom(1) :: else -> skip fi;
  if
  :: got -> skip
  :: else ->
     if
     :: left[0] && left[1] -> phase = closed /* lastSenderHasLeft, close */
     :: else -> skip
     fi;
     if
     :: phase == open -> skip /* Atomics.load */
     :: else ->
#ifndef NO_LAST_LOOK
        takeFrom(0);
        if :: !got -> takeFrom(1) :: else -> skip fi;
#endif
        isEnded = !got
     fi
  fi
}

proctype Receiver() {
  bool got;
  bool isEnded;
  do
  :: isEnded -> break
  :: else ->
     next();
     if
     :: !got && !isEnded ->
        do
        :: got || isEnded -> break
        :: else ->
           bell = asleep; /* Bell.until: Atomics.store */
#ifndef NO_SECOND_LOOK
           next();
#endif
           if
           :: !got && !isEnded -> wait(bell, receiverSleeps)
           :: else -> skip
           fi;
#ifdef NO_SECOND_LOOK
           next();
#endif
        od
     :: else -> skip
     fi
  od;
  receiverEnded = true
}

init {
  atomic {
    run Receiver();
    run Sender(0);
    run Sender(1);
#ifdef DEATH
    run Supervisor();
#endif
#ifdef CLOSER
    run Closer();
#endif
  }
  receiverEnded && ended[0] && ended[1];
  assert(received[0] >= sent[0] && received[1] >= sent[1])
}
