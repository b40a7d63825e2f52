/* The shipping and halting protocol, reduced to its essence: the same model as reduced-protocol.ts, transition by transition.
   Spin and the project's own search must find the same number of states. The constants come from the command line:
   WRITES, WINDOW, CAPACITY, FAULTS, EPOCHS. */

#define DISCONNECTED 0
#define STREAMING 1
#define HALTED 2

byte primaryLsn = 0;
bool primaryHalted = false;
byte replicaLsn = 0;
byte replicaMode = DISCONNECTED;
bool sessionOpen = false;
byte sentLsn = 0;
byte reportedLsn = 0;
byte records[CAPACITY];
byte recordCount = 0;
byte reports[CAPACITY];
byte reportCount = 0;
byte faultsLeft = FAULTS;
byte epochsLeft = EPOCHS;

hidden byte at;
hidden byte arrived;

/* Takes the entry at index i out of the records under way, and clears the place that falls free. */
inline takeRecord(i) {
  at = i;
  do
  :: at + 1 < recordCount -> records[at] = records[at + 1]; at++
  :: else -> break
  od;
  recordCount--;
  records[recordCount] = 0
}

inline takeReport() {
  at = 0;
  do
  :: at + 1 < reportCount -> reports[at] = reports[at + 1]; at++
  :: else -> break
  od;
  reportCount--;
  reports[reportCount] = 0
}

inline closeSession() {
  sessionOpen = false;
  sentLsn = 0;
  reportedLsn = 0
}

inline clearLink() {
  at = 0;
  do
  :: at < CAPACITY -> records[at] = 0; reports[at] = 0; at++
  :: else -> break
  od;
  recordCount = 0;
  reportCount = 0
}

/* The record `arrived` reaches the Replica. */
inline receive() {
  if
  :: replicaMode != STREAMING || arrived <= replicaLsn -> skip
  :: else ->
    if
    :: arrived > replicaLsn + 1 -> replicaMode = HALTED; closeSession()
    :: else -> replicaLsn = arrived; reports[reportCount] = arrived; reportCount++
    fi
  fi
}

/* Whether a record can be received: one that would be reported needs room for the report. */
#define RECEIVABLE(record) (replicaMode != STREAMING || record <= replicaLsn || record > replicaLsn + 1 || reportCount < CAPACITY)

active proctype protocol() {
  do
  :: d_step { !primaryHalted && primaryLsn < WRITES -> primaryLsn++ }
  :: d_step { !primaryHalted && replicaMode == DISCONNECTED && !sessionOpen && replicaLsn > primaryLsn ->
      primaryHalted = true; replicaMode = HALTED }
  :: d_step { !primaryHalted && replicaMode == DISCONNECTED && !sessionOpen && replicaLsn <= primaryLsn ->
      replicaMode = STREAMING; sessionOpen = true; sentLsn = replicaLsn; reportedLsn = replicaLsn }
  :: d_step { sessionOpen && sentLsn < primaryLsn && sentLsn - reportedLsn < WINDOW && recordCount < CAPACITY ->
      sentLsn++; records[recordCount] = sentLsn; recordCount++ }
  :: d_step { replicaMode == HALTED && !sessionOpen && !primaryHalted -> replicaMode = DISCONNECTED }
  :: d_step { recordCount > 0 && RECEIVABLE(records[0]) -> arrived = records[0]; takeRecord(0); receive(); arrived = 0; at = 0 }
  :: d_step { reportCount > 0 ->
      if
      :: sessionOpen && reports[0] > reportedLsn -> reportedLsn = reports[0]
      :: else -> skip
      fi;
      takeReport(); at = 0 }
  :: d_step { epochsLeft > 0 ->
      epochsLeft--; clearLink(); closeSession();
      if
      :: replicaMode == STREAMING -> replicaMode = DISCONNECTED
      :: else -> skip
      fi;
      at = 0 }
  :: d_step { faultsLeft > 0 && recordCount > 0 -> faultsLeft--; takeRecord(0); at = 0 }
  :: d_step { faultsLeft > 0 && recordCount > 0 && RECEIVABLE(records[0]) -> faultsLeft--; arrived = records[0]; receive(); arrived = 0 }
  :: d_step { faultsLeft > 0 && recordCount > 1 && RECEIVABLE(records[1]) ->
      faultsLeft--; arrived = records[1]; takeRecord(1); receive(); arrived = 0; at = 0 }
  :: d_step { faultsLeft > 0 && reportCount > 0 -> faultsLeft--; takeReport(); at = 0 }
  :: d_step { faultsLeft > 0 && !sessionOpen && primaryLsn > 0 && !primaryHalted -> faultsLeft--; primaryLsn-- }
  od
}
