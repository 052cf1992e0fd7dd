// The replicated state machine: a map from id to name, the twin of kv in go-reference and packages/raft-kv.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, RwLock};

use futures::{FutureExt, Stream, TryStreamExt};
use openraft::alias::{SnapshotMetaOf, SnapshotOf};
use openraft::storage::{EntryResponder, RaftSnapshotBuilder, RaftStateMachine};
use openraft::{EntryPayload, OptionalSend};
use serde::{Deserialize, Serialize};

use crate::types::{Answer, Command, LogId, Membership, Types};

/// A map, and the number of commands applied to it. It is what a snapshot holds.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Contents {
    names: HashMap<Arc<str>, Arc<str>>,
    pub applied: u64,
}

impl Contents {
    pub fn get(&self, id: &str) -> Answer {
        Answer(self.names.get(id).cloned())
    }

    fn set(&mut self, command: Command) -> Answer {
        self.applied += 1;
        Answer(self.names.insert(command.id, command.name))
    }

    /// FNV-1a over every `id NUL name NUL`, ordered by the ids' bytes, as in the other languages.
    pub fn digest(&self) -> String {
        let mut pairs: Vec<_> = self.names.iter().collect();
        pairs.sort_unstable();
        let parts = pairs.into_iter().flat_map(|(id, name)| [id.as_bytes(), b"\0", name.as_bytes(), b"\0"]);
        let hash = parts.flatten().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
        format!("{hash:08x}")
    }
}

/// An encoded snapshot. Servers of one process share it.
pub type Snapshot = Arc<[u8]>;

type Stored = SnapshotOf<Types, Snapshot>;

/// One server's.
#[derive(Default)]
pub struct StateMachine {
    /// Shared with readers.
    pub contents: Arc<RwLock<Contents>>,
    last: Option<LogId>,
    membership: Membership,
    /// Shared with the builder, a task of its own.
    latest: Arc<Mutex<Option<Stored>>>,
}

impl StateMachine {
    fn apply_one(&mut self, contents: &mut Contents, (entry, responder): EntryResponder<Types>) {
        self.last = Some(entry.log_id);
        let answer = match entry.payload {
            EntryPayload::Normal(command) => contents.set(command),
            EntryPayload::Membership(members) => {
                self.membership = Membership::new(self.last, members);
                Answer::default()
            }
            EntryPayload::Blank => Answer::default(),
        };
        if let Some(responder) = responder {
            responder.send(answer);
        }
    }
}

impl RaftStateMachine<Types> for StateMachine {
    type SnapshotData = Snapshot;
    type SnapshotBuilder = Builder;

    async fn applied_state(&mut self) -> Result<(Option<LogId>, Membership), io::Error> {
        Ok((self.last, self.membership.clone()))
    }

    /// Applies all entries that have been read from the log under one lock.
    async fn apply<S>(&mut self, mut entries: S) -> Result<(), io::Error>
    where
        S: Stream<Item = Result<EntryResponder<Types>, io::Error>> + Unpin + OptionalSend,
    {
        let shared = self.contents.clone();
        while let Some(first) = entries.try_next().await? {
            let mut contents = shared.write().unwrap();
            self.apply_one(&mut contents, first);
            while let Some(Some(next)) = entries.try_next().now_or_never().transpose()? {
                self.apply_one(&mut contents, next);
            }
        }
        Ok(())
    }

    async fn get_snapshot_builder(&mut self) -> Builder {
        Builder {
            contents: self.contents.read().unwrap().clone(),
            meta: SnapshotMetaOf::<Types> { last_log_id: self.last, last_membership: self.membership.clone() },
            latest: self.latest.clone(),
        }
    }

    async fn install_snapshot(&mut self, meta: &SnapshotMetaOf<Types>, snapshot: Snapshot) -> Result<(), io::Error> {
        *self.contents.write().unwrap() = serde_json::from_slice(&snapshot)?;
        self.last = meta.last_log_id;
        self.membership = meta.last_membership.clone();
        *self.latest.lock().unwrap() = Some(Stored { meta: meta.clone(), snapshot });
        Ok(())
    }

    async fn get_current_snapshot(&mut self) -> Result<Option<Stored>, io::Error> {
        Ok(self.latest.lock().unwrap().clone())
    }
}

/// Encodes a copy of the map, whose names it shares.
pub struct Builder {
    contents: Contents,
    meta: SnapshotMetaOf<Types>,
    latest: Arc<Mutex<Option<Stored>>>,
}

impl RaftSnapshotBuilder<Types> for Builder {
    type SnapshotData = Snapshot;

    async fn build_snapshot(&mut self) -> Result<Stored, io::Error> {
        let built = Stored { meta: self.meta.clone(), snapshot: serde_json::to_vec(&self.contents)?.into() };
        *self.latest.lock().unwrap() = Some(built.clone());
        Ok(built)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(id: &str, name: &str) -> Command {
        Command { id: id.into(), name: name.into() }
    }

    #[test]
    fn a_command_is_answered_with_the_previous_name() {
        let mut contents = Contents::default();
        assert_eq!(contents.set(command("a", "1")), Answer(None));
        assert_eq!(contents.set(command("a", "2")), Answer(Some("1".into())));
        assert_eq!((contents.get("a"), contents.applied), (Answer(Some("2".into())), 2));
    }

    #[test]
    fn the_digest_is_that_of_the_other_languages() {
        let mut contents = Contents::default();
        assert_eq!(contents.digest(), "811c9dc5");
        for (id, name) in [("ü", "Žižek"), ("a", "1"), ("b", "")] {
            contents.set(command(id, name));
        }
        assert_eq!(contents.digest(), "b41805ec");
    }

    #[test]
    fn a_snapshot_restores_what_was_applied() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (mut machine, mut restored) = (StateMachine::default(), StateMachine::default());
            machine.contents.write().unwrap().set(command("a", "1"));
            let built = machine.get_snapshot_builder().await.build_snapshot().await.unwrap();
            restored.install_snapshot(&built.meta, built.snapshot.clone()).await.unwrap();
            assert_eq!(machine.get_current_snapshot().await.unwrap().unwrap().snapshot, built.snapshot);

            let contents = restored.contents.read().unwrap();
            assert_eq!((contents.applied, contents.get("a")), (1, Answer(Some("1".into()))));
        });
    }
}
