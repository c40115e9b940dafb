/* How a sleeping reader is woken, and how a wake-up gets lost. src/EdgeIpc.Ring/LAYOUT.md ties it to the code.

   Modelled
     pub        the published cursor. The publisher makes no system call unless waiters is set.
     waiters    the flag that a reader sets before it sleeps and the publisher clears before it wakes.
     wakes      the event count, the futex word: bumped AFTER the flag was cleared.
     the futex  "sleep if the word still has the value that I saw" is one step, as in the kernel. Waking wakes everybody.
   Not modelled: time-outs (the product bounds every sleep, so a lost wake-up would cost a delay, not a hang), spurious wake-ups.

   Checked: no invalid end state, that is: nobody sleeps for ever while N samples are published.

   Must pass: plain, with R=1, 2 and 3 readers.
   Must fail: -DFUTEXONPUB  the futex word is pub itself. The publisher, still waking for the last sample, clears the flag that the
                            reader has just set for the next one; pub has not moved, so the reader may sleep; nobody sees its flag.
              -DNOFENCE     no full fence: the look at waiters overtakes the store of pub. */
#ifndef N
#define N 3
#endif
#ifndef R
#define R 2
#endif

byte pub, wakes;
bool waiters;
bool asleep[R];

inline wakeEverybody() {
  atomic { i = 0; do :: i < R -> asleep[i] = false; i++ :: else -> break od; i = 0 }
}

active proctype publisher() {
  bool flag;
  byte sample, i;
  do
  :: sample < N ->
     sample++;
#ifdef NOFENCE
     if :: flag = waiters; pub = sample :: pub = sample; flag = waiters fi;
#else
     pub = sample; flag = waiters;
#endif
     if
     :: flag ->
        waiters = false;
#ifndef FUTEXONPUB
        wakes++;
#endif
        wakeEverybody()
     :: else
     fi
  :: else -> break
  od
}

proctype reader(byte id) {
  byte cursor, count;
  do
  :: cursor < N ->
     if
     :: pub > cursor -> cursor++
     :: else ->
        count = wakes;
        waiters = true;
        if
        :: pub != cursor -> skip
        :: else ->
#ifdef FUTEXONPUB
           atomic { if :: pub == cursor -> asleep[id] = true :: else fi };
#else
           atomic { if :: wakes == count -> asleep[id] = true :: else fi };
#endif
           asleep[id] == false
        fi
     fi
  :: else -> break
  od
}

init { atomic { byte i; do :: i < R -> run reader(i); i++ :: else -> break od } }
