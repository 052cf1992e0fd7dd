/*
 * The protocol of src/event-count.ts, ring.ts, sender.ts and receiver.ts, for spin: two senders, each with a ring of one
 * message, one receiver, one event count. Each statement is one operation on shared memory, named in a comment.
 *
 *   -DDEATH     the first sender may be killed before any of its operations; a supervisor then declares it dead
 *   -DCLOSER    another thread closes the inbox at any moment; one sender
 *   -DSHARED    two receivers share the inbox; one sender
 *   -DHANDOVER  another thread closes the sender by its handle, connects, and sends by the same lane; one sender at first
 *
 * Spin searches for a state in which a thread sleeps for ever (an invalid end state) and for a failed assertion: a message
 * lost, duplicated, torn or out of order. The other definitions are mutations, which must be detected; see check.ts.
 */

#define lanes 2

/* Messages of a sender: the first one has to wait for room. */
#ifdef HANDOVER
#define messages 1
#else
#define messages (lane == 0 -> 2 : 1)
#endif

#define isOdd(count) ((count & 1) == 1)

mtype = { open, closed };

mtype phase = open;
byte tail[lanes];
byte head[lanes];
byte slot[lanes];       /* the ring's memory: the number of its message */
byte slotBy[lanes];     /* and the sender that wrote it */
byte events;            /* the receiver's event count */
byte roomEvents[lanes];
byte generation[lanes]; /* odd while the lane is taken */
byte writer[lanes];     /* the generation of the sender that is writing, or 0 */

/* Threads asleep in Atomics.wait. */
bool receiverSleeps[2];
bool senderSleeps[3];

/* Of the proof only. */
byte publishedBy[lanes]; /* the sender of the message at the tail */
byte sent[lanes];        /* messages whose send returned */
byte received[lanes];
bool killed;
bool firstEnded;
byte running;            /* threads that have not ended */

inline wakeReceivers() { d_step { receiverSleeps[0] = false; receiverSleeps[1] = false; seen = 0; won = false } }
/* The first sender and its successor wait at the same count. */
inline wakeSenders(lane) {
  d_step {
    senderSleeps[lane] = false;
    if :: lane == 0 -> senderSleeps[2] = false :: else -> skip fi;
    seen = 0; won = false
  }
}

/* Atomics.load of a count; 0 if it is even. */
inline look(count) { d_step { seen = count; if :: isOdd(seen) -> skip :: else -> seen = 0 fi } }

/* EventCount.advance: Atomics.compareExchange */
inline advance(count) { d_step { won = (count == seen); if :: won -> count++ :: else -> skip fi; seen = 0 } }

/* EventCount.notify */
inline notifyReceivers() {
  look(events);
  if
  :: seen == 0 -> skip
  :: else ->
#ifdef NOTIFY_BEFORE_ADVANCING
     d_step { receiverSleeps[0] = false; receiverSleeps[1] = false };
     advance(events); won = false
#else
     advance(events);
     if :: won -> wakeReceivers() /* Atomics.notify */ :: else -> skip fi
#endif
  fi
}

inline notifySenders(lane) {
  look(roomEvents[lane]);
  if
  :: seen == 0 -> skip
  :: else -> advance(roomEvents[lane]); if :: won -> wakeSenders(lane) :: else -> skip fi
  fi
}

/* EventCount.notifyAlways */
inline alwaysNotifyReceivers() {
#ifdef QUIET_DEATH
  notifyReceivers()
#else
  look(events);
  if :: seen != 0 -> advance(events) :: else -> skip fi;
  wakeReceivers()
#endif
}

inline alwaysNotifySenders(lane) {
  look(roomEvents[lane]);
  if :: seen != 0 -> advance(roomEvents[lane]) :: else -> skip fi;
  wakeSenders(lane)
}

/* EventCount.prepare: Atomics.or */
inline prepare(count) { d_step { count = count | 1; expected = count } }

/* Atomics.wait: sleeps only if the count is still the same, in one step. */
inline wait(count, sleeps) {
#ifdef WAIT_UNSEEN
  sleeps = true;
#else
  atomic { if :: count == expected -> sleeps = true :: else -> skip fi };
#endif
  d_step { !sleeps; expected = 0 }
}

/* Outcomes of Sender.put. */
#define full 0
#define done 1
#define refused 2

/* Sender.beginWriting: holds the lane, then checks that it is still this sender's. Without a successor no other thread
   looks at these words, so they are left out. */
#ifndef HANDOVER
inline beginWriting() { d_step { holder = 0; isOwner = true } }
inline endWriting() { skip }
#else
inline beginWriting() {
  d_step { holder = writer[lane]; if :: holder == 0 -> writer[lane] = mine :: else -> skip fi }; /* compareExchange */
  isOwner = (generation[lane] == mine) /* Atomics.load */
}

/* Sender.endWriting: Atomics.compareExchange */
inline endWriting() { d_step { if :: writer[lane] == mine -> writer[lane] = 0 :: else -> skip fi } }
#endif

inline put() {
  beginWriting();
  if
  :: !isOwner -> endWriting(); notifySenders(lane); outcome = refused
  :: isOwner && holder != 0 -> outcome = full
  :: isOwner && holder == 0 ->
     if
     :: tail[lane] - head[lane] < 1 -> /* Atomics.load of the head */
#ifdef NOTIFY_BEFORE_COMMIT
        notifyReceivers();
#endif
#ifndef COMMIT_BEFORE_WRITING
        slotBy[lane] = me; slot[lane] = tail[lane] + 1; /* plain writes */
#endif
#ifdef UNHELD_COMMIT
        endWriting();
#endif
        d_step { publishedBy[lane] = me; tail[lane] = tail[lane] + 1 }; /* Atomics.store */
#ifdef COMMIT_BEFORE_WRITING
        slotBy[lane] = me; slot[lane] = tail[lane];
#endif
        endWriting();
#ifndef NOTIFY_BEFORE_COMMIT
        notifyReceivers();
#endif
#ifdef NO_LOOK_AFTER_COMMIT
        outcome = done
#else
        outcome = (phase == open -> done : refused) /* Atomics.load */
#endif
     :: else -> endWriting(); outcome = (phase == open -> full : refused)
     fi
  fi
}

/* Sender.send */
inline send() {
  put();
  do
  :: outcome != full -> break
  :: else ->
     prepare(roomEvents[lane]);
#ifndef NO_SECOND_TRY
     put();
#endif
     if :: outcome == full -> wait(roomEvents[lane], senderSleeps[me]) :: else -> expected = 0 fi;
#ifdef NO_SECOND_TRY
     put()
#endif
  od
}

/* leaveLane: Atomics.compareExchange, and all waiters are woken. */
inline leaveLane() {
  d_step { if :: generation[lane] == mine -> generation[lane]++ :: else -> skip fi };
  alwaysNotifyReceivers(); /* even if it had left: it may have died before it notified */
  alwaysNotifySenders(lane)
}

proctype Sender(byte me; byte lane; byte mine) {
  byte outcome; byte seen; byte expected; byte holder; byte count;
  bool won; bool isOwner;
  {
    do
    :: count == messages || outcome == refused -> break
    :: else -> send(); if :: outcome == done -> d_step { sent[lane]++; count++ } :: else -> skip fi
    od;
    leaveLane()
  } unless { killed && me == 0 };
  d_step { running--; if :: me == 0 -> firstEnded = true :: else -> skip fi }
}

#ifdef DEATH
/* Kills the first sender at any moment, or not; then senderDied, as bindToWorker calls it. */
proctype Supervisor() {
  byte seen; bool won; byte lane; byte mine = 1;
  if :: killed = true :: skip fi;
  firstEnded;
  leaveLane();
  running--
}
#endif

#ifdef CLOSER
proctype Closer() {
  byte seen; bool won;
  phase = closed; /* endInbox: Atomics.compareExchange */
  alwaysNotifyReceivers();
  alwaysNotifySenders(0);
  alwaysNotifySenders(1);
  running--
}
#endif

#ifdef HANDOVER
/* closeSender, connect, and a sender on the same lane. */
proctype Successor() {
  byte seen; bool won; byte lane; byte mine = 1;
  leaveLane();
  d_step { won = (generation[0] == 2); if :: won -> generation[0] = 3 :: else -> skip fi }; /* claim */
  if
  :: !won -> skip
  :: else -> won = false;
     if
     :: writer[0] == 0 -> /* mayConnect: Atomics.load */
        atomic { running++; run Sender(2, 0, 3) }
     :: else -> generation[0] = 2; alwaysNotifyReceivers()
     fi
  fi;
  running--
}
#endif

inline checkMessage(i, number) {
  assert(number == received[i] + 1);
  assert(slotBy[i] == publishedBy[i])
}

#ifdef SHARED
/* SharedRingReader.take: copies the frame, then claims it. */
inline takeFrom(i) {
  do
  :: mark = head[i]; /* Atomics.load */
     if
     :: tail[i] == mark -> mark = 0; break /* Atomics.load */
     :: else ->
#ifdef CLAIM_BEFORE_COPYING
        d_step { won = (head[i] == mark); if :: won -> head[i]++ :: else -> skip fi };
        if :: won -> d_step { got = true; won = false; copied = slot[i] } :: else -> skip fi;
#else
        copied = slot[i]; /* plain reads */
        d_step { if :: head[i] == mark -> head[i]++; got = true :: else -> skip fi }; /* compareExchange */
#endif
        if
        :: got -> d_step { assert(copied == mark + 1); received[i]++; copied = 0; mark = 0 }; notifySenders(i); break
        :: else -> skip
        fi
     fi
  od
}
#else
/* Receiver.takeInTurn: a lane's message, and its room given back after it. */
inline takeFrom(i) {
  if
  :: tail[i] > head[i] -> /* Atomics.load of the tail */
     got = true;
#ifdef RELEASE_BEFORE_READING
     head[i]++;
     checkMessage(i, slot[i]);
     received[i]++;
     notifySenders(i)
#else
     checkMessage(i, slot[i]); /* plain reads */
     received[i]++;
#ifdef NOTIFY_BEFORE_RELEASE
     notifySenders(i);
     head[i]++
#else
     head[i]++; /* Atomics.store */
     notifySenders(i)
#endif
#endif
  :: else -> skip
  fi
}
#endif

/* Receiver.next */
inline next() {
  got = false;
  takeFrom(0);
  if :: !got -> takeFrom(1) :: else -> skip fi;
  if
  :: got -> skip
  :: else ->
     if
     :: !isOdd(generation[0]) && !isOdd(generation[1]) -> /* lastSenderHasLeft */
        phase = closed; alwaysNotifyReceivers(); alwaysNotifySenders(0); alwaysNotifySenders(1) /* closeInbox */
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

proctype Receiver(byte me) {
  byte seen; byte expected; byte mark; byte copied;
  bool won; bool got; bool isEnded;
  do
  :: isEnded -> break
  :: else ->
     next();
     do
     :: got || isEnded -> break
     :: else ->
        prepare(events);
#ifndef NO_SECOND_TRY
        next();
#endif
        if :: !got && !isEnded -> wait(events, receiverSleeps[me]) :: else -> expected = 0 fi;
#ifdef NO_SECOND_TRY
        next()
#endif
     od
  od;
  running--
}

init {
  atomic {
    generation[0] = 1;
    running = 2;
    run Receiver(0);
    run Sender(0, 0, 1);
#if !defined(SHARED) && !defined(HANDOVER) && !defined(CLOSER)
    generation[1] = 1; running++; run Sender(1, 1, 1);
#endif
#ifdef SHARED
    running++; run Receiver(1);
#endif
#ifdef DEATH
    running++; run Supervisor();
#endif
#ifdef CLOSER
    running++; run Closer();
#endif
#ifdef HANDOVER
    running++; run Successor();
#endif
  }
  running == 0;
  assert(received[0] >= sent[0] && received[1] >= sent[1])
}
