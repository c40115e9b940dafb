/* The broadcast ring: one writer that overwrites the oldest slot, readers that notice, exact loss count.
   src/EdgeIpc.Ring/LAYOUT.md ties each step here to the code that does it.

   Modelled
     intent, pub   the two cursors of the header: "every slot below may be in the course of being written", "readable up to here".
     a[], b[]      the slots. A sample is two words, so that a torn copy can be seen.
     the writer    raises intent by BLOCK samples where it must, then a store-store barrier, and writes rubbish into the block's
                   other slots, as it does to fetch their lines; stores both words; release-stores pub.
     its death     with -DCRASH it dies once, wherever the checker likes: after intent, or between the two words of a slot, which
                   leaves a torn slot behind. What it had stored still reaches memory. The next writer goes on from pub and keeps intent.
     its stores    reach memory in ANY order, except where a barrier, a release or the same location forbids it.
     a reader      loads pub; copies both words; loads intent again; takes the copy only if intent says that the slot was not being
                   overwritten; else jumps forward and counts the gap.
   Not modelled: speculation and dependencies of full ARMv8 (a reader's loads happen in program order, except for the hoist of
   -DNORFENCE); samples of more than two words; the margin of an eighth, which is 0 in a ring this small; wrap-around of the cursors.

   Checked: an accepted copy is never torn or stale, and read + lost is exactly N, for every reader.

   Must pass: plain; -DBLOCK=2 -DCAP=4; -DCRASH.
   Must fail: -DNOWFENCE     no barrier between intent and data
              -DNORFENCE     the second look at intent may happen before the copy
              -DNOVALIDATE   no second look
              -DRESETINTENT  (with -DCRASH) the next writer sets intent back to pub
   Sizes: CAP slots, N samples, R readers. */
#ifndef CAP
#define CAP 2
#endif
#ifndef N
#define N 5
#endif
#ifndef R
#define R 2
#endif
#ifndef BLOCK
#define BLOCK 1
#endif
#define BUFFERED 4
#define RUBBISH 255

byte intent, pub;
byte a[CAP], b[CAP];

/* The writer's stores on their way to memory. Location 0 is intent, 1 is pub, 2+2i is a[i], 3+2i is b[i]. */
byte location[BUFFERED], value[BUFFERED], epoch[BUFFERED];
bool isRelease[BUFFERED];
byte waiting;
byte barriers;

inline store(where, what, release) {
  atomic {
    waiting < BUFFERED;
    location[waiting] = where; value[waiting] = what; epoch[waiting] = barriers; isRelease[waiting] = release;
    waiting++
  }
}

inline storeStoreBarrier() { barriers++ }

inline reachMemory(where, what) {
  if
  :: where == 0 -> intent = what
  :: where == 1 -> pub = what
  :: where > 1 && where % 2 == 0 -> a[(where - 2) / 2] = what
  :: else -> b[(where - 3) / 2] = what
  fi
}

/* Any waiting store may be the next to reach memory, unless an older one waits that was issued before a barrier between the two
   or goes to the same location; a release store leaves only when no older one waits. Younger stores may pass it. */
active proctype drainer() {
  byte i, j;
  bool mayLeave;
end:
  do
  :: atomic {
       waiting > 0 ->
       if :: i = 0 :: waiting > 1 -> i = 1 :: waiting > 2 -> i = 2 :: waiting > 3 -> i = 3 fi;
       mayLeave = true; j = 0;
       do
       :: j < i -> if :: epoch[j] < epoch[i] || location[j] == location[i] || isRelease[i] -> mayLeave = false :: else fi; j++
       :: else -> break
       od;
       if
       :: mayLeave ->
          reachMemory(location[i], value[i]); j = i;
          do
          :: j < waiting - 1 ->
             location[j] = location[j+1]; value[j] = value[j+1]; epoch[j] = epoch[j+1]; isRelease[j] = isRelease[j+1]; j++
          :: else -> break
          od;
          waiting--; location[waiting] = 0; value[waiting] = 0; epoch[waiting] = 0; isRelease[waiting] = 0
       :: else
       fi;
       i = 0; j = 0; mayLeave = false
     }
  od
}

inline perhapsDie() {
#ifdef CRASH
  if
  :: !died ->
     died = true; waiting == 0; next = pub; claimed = intent;
#ifdef RESETINTENT
     store(0, next, false); storeStoreBarrier(); claimed = next;
#endif
     goto again
  :: skip
  fi
#else
  skip
#endif
}

active proctype writer() {
  byte next, claimed, slot;
  bool died;
again:
  do
  :: next < N ->
     if
     :: next + 1 > claimed ->
        claimed = next + BLOCK; store(0, claimed, false);
#ifndef NOWFENCE
        storeStoreBarrier();
#endif
#if BLOCK > 1
        slot = (next + 1) % CAP;
        store(2 + 2 * slot, RUBBISH, false)
#endif
     :: else
     fi;
     perhapsDie();
     slot = next % CAP;
     store(2 + 2 * slot, next + 1, false);
     perhapsDie();
     store(3 + 2 * slot, next + 1, false);
     next++;
     store(1, next, true)
  :: else -> break
  od
}

/* Sample c holds c+1 in both words: anything else is torn or stale. */
proctype reader() {
  byte cursor, seen, x, y, look, early, oldest, read, lost;
  bool hoisted;
  do
  :: cursor < N ->
     seen = pub;
     if
     :: seen > cursor ->
#ifdef NORFENCE
        if :: early = intent; hoisted = true :: hoisted = false fi;
#endif
        x = a[cursor % CAP]; y = b[cursor % CAP];
#ifdef NORFENCE
        if :: hoisted -> look = early :: else -> look = intent fi;
#else
        look = intent;
#endif
#ifdef NOVALIDATE
        look = 0;
#endif
        if
        :: look <= cursor + CAP -> assert(x == cursor + 1 && y == cursor + 1); cursor++; read++
        :: else ->
           seen = pub; oldest = look - CAP;
           if :: oldest > seen -> oldest = seen :: else fi;
           if :: oldest > cursor -> lost = lost + oldest - cursor; cursor = oldest :: else fi
        fi
     :: else -> skip
     fi
  :: else -> break
  od;
  assert(read + lost == N)
}

init { atomic { byte i; do :: i < R -> run reader(); i++ :: else -> break od } }
