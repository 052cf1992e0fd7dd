// A server's log and vote in memory.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::io;
use std::ops::{Bound, RangeBounds};
use std::sync::{Arc, RwLock};

use openraft::OptionalSend;
use openraft::entry::RaftEntry;
use openraft::storage::{IOFlushed, LogState, RaftLogReader, RaftLogStorage};

use crate::types::{Entry, LogId, Types, Vote};

/// A handle; its clones share one log.
#[derive(Clone, Default)]
pub struct LogStore(Arc<RwLock<Log>>);

#[derive(Default)]
struct Log {
    vote: Option<Vote>,
    purged: Option<LogId>,
    /// Consecutive, from the index after the purged.
    entries: VecDeque<Entry>,
}

impl Log {
    fn first(&self) -> u64 {
        self.purged.map_or(0, |id| id.index + 1)
    }

    /// Number of entries before an index.
    fn before(&self, index: u64) -> usize {
        (index.saturating_sub(self.first()) as usize).min(self.entries.len())
    }
}

impl RaftLogReader<Types> for LogStore {
    async fn try_get_log_entries<R: RangeBounds<u64> + Clone + Debug + OptionalSend>(
        &mut self,
        range: R,
    ) -> Result<Vec<Entry>, io::Error> {
        let log = self.0.read().unwrap();
        let from = match range.start_bound() {
            Bound::Included(&index) => log.before(index),
            Bound::Excluded(&index) => log.before(index + 1),
            Bound::Unbounded => 0,
        };
        let to = match range.end_bound() {
            Bound::Included(&index) => log.before(index + 1),
            Bound::Excluded(&index) => log.before(index),
            Bound::Unbounded => log.entries.len(),
        };
        Ok(log.entries.range(from..to.max(from)).cloned().collect())
    }

    async fn read_vote(&mut self) -> Result<Option<Vote>, io::Error> {
        Ok(self.0.read().unwrap().vote)
    }
}

impl RaftLogStorage<Types> for LogStore {
    type LogReader = Self;

    async fn get_log_state(&mut self) -> Result<LogState<Types>, io::Error> {
        let log = self.0.read().unwrap();
        let last_log_id = log.entries.back().map(RaftEntry::log_id).or(log.purged);
        Ok(LogState { last_purged_log_id: log.purged, last_log_id })
    }

    async fn get_log_reader(&mut self) -> Self {
        self.clone()
    }

    async fn save_vote(&mut self, vote: &Vote) -> Result<(), io::Error> {
        self.0.write().unwrap().vote = Some(*vote);
        Ok(())
    }

    async fn append<I>(&mut self, entries: I, flushed: IOFlushed<Types>) -> Result<(), io::Error>
    where
        I: IntoIterator<Item = Entry> + OptionalSend,
        I::IntoIter: OptionalSend,
    {
        self.0.write().unwrap().entries.extend(entries);
        flushed.io_completed(Ok(()));
        Ok(())
    }

    async fn truncate_after(&mut self, last: Option<LogId>) -> Result<(), io::Error> {
        let mut log = self.0.write().unwrap();
        let kept = last.map_or(0, |id| log.before(id.index + 1));
        log.entries.truncate(kept);
        Ok(())
    }

    async fn purge(&mut self, up_to: LogId) -> Result<(), io::Error> {
        let mut log = self.0.write().unwrap();
        let gone = log.before(up_to.index + 1);
        log.entries.drain(..gone);
        log.purged = Some(up_to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(index: u64) -> Entry {
        let leader = openraft::impls::leader_id_adv::LeaderId { term: 1, node_id: 1 };
        Entry::new_blank(LogId::new(leader, index))
    }

    #[test]
    fn a_log_keeps_its_indexes_when_its_ends_go() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut log = LogStore::default();
            log.append((0..10).map(entry), IOFlushed::noop()).await.unwrap();
            log.purge(entry(3).log_id).await.unwrap();
            log.truncate_after(Some(entry(7).log_id)).await.unwrap();
            let indexes = |entries: Vec<Entry>| entries.iter().map(RaftEntry::index).collect::<Vec<_>>();
            assert_eq!(indexes(log.try_get_log_entries(0..20).await.unwrap()), [4, 5, 6, 7]);
            assert_eq!(indexes(log.try_get_log_entries(5..=6).await.unwrap()), [5, 6]);
            assert!(log.try_get_log_entries(8..).await.unwrap().is_empty());
            log.purge(entry(7).log_id).await.unwrap();
            assert_eq!(log.get_log_state().await.unwrap().last_log_id, Some(entry(7).log_id));
        });
    }
}
