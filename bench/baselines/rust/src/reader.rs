// How clients read on the leader: one confirmation of its leadership (ReadIndex) for all reads that wait for one.

use openraft::ReadPolicy;
use tokio::sync::{mpsc, oneshot};

use crate::types::Raft;

type Reply = oneshot::Sender<Result<(), String>>;

#[derive(Clone)]
pub struct Reader(mpsc::UnboundedSender<Reply>);

impl Reader {
    pub fn new(leader: Raft) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(confirm_reads(leader, receiver));
        Reader(sender)
    }

    /// Returns once the leader's state machine has every write that was answered before the call.
    pub async fn confirm(&self) -> Result<(), String> {
        let (reply, confirmed) = oneshot::channel();
        self.0.send(reply).map_err(|error| error.to_string())?;
        confirmed.await.map_err(|error| error.to_string())?
    }
}

/// Ends when all handles are gone.
async fn confirm_reads(leader: Raft, mut receiver: mpsc::UnboundedReceiver<Reply>) {
    let mut waiting = Vec::new();
    while receiver.recv_many(&mut waiting, usize::MAX).await > 0 {
        let confirmed = leader.ensure_linearizable(ReadPolicy::ReadIndex).await;
        let confirmed = confirmed.map(drop).map_err(|error| error.to_string());
        for reply in waiting.drain(..) {
            let _ = reply.send(confirmed.clone()); // a client that has left needs none
        }
    }
}
