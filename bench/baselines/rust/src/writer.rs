// How clients reach the leader: openraft's client_write for one client; for several, client_write_many, which hands all
// commands that wait to openraft in one message.

use futures::TryStreamExt;
use futures::stream::BoxStream;
use openraft::errors::Fatal;
use openraft::raft::WriteResult;
use tokio::sync::{mpsc, oneshot};

use crate::types::{Answer, Command, Raft, Types};

/// Maximum number of commands in one call, as openraft's own batches.
const BATCH: usize = 4096;

type Reply = oneshot::Sender<Result<Answer, String>>;

/// A handle; its clones share the leader.
#[derive(Clone)]
pub enum Writer {
    Alone(Raft),
    Batched(mpsc::UnboundedSender<(Command, Reply)>),
}

impl Writer {
    /// One for a client that is alone, or for many.
    pub fn new(leader: Raft, is_alone: bool) -> Self {
        if is_alone {
            return Writer::Alone(leader);
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(write_batches(leader, receiver));
        Writer::Batched(sender)
    }

    /// Returns the state machine's answer once the command is committed, and applied on the leader.
    pub async fn write(&self, command: Command) -> Result<Answer, String> {
        match self {
            Writer::Alone(leader) => Ok(leader.client_write(command).await.map_err(said)?.data),
            Writer::Batched(sender) => {
                let (reply, answer) = oneshot::channel();
                sender.send((command, reply)).map_err(said)?;
                answer.await.map_err(said)?
            }
        }
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Ends when all handles are gone.
async fn write_batches(leader: Raft, mut receiver: mpsc::UnboundedReceiver<(Command, Reply)>) {
    let mut waiting = Vec::new();
    while receiver.recv_many(&mut waiting, BATCH).await > 0 {
        let (commands, replies): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
        match leader.client_write_many(commands).await {
            Ok(results) => drop(tokio::spawn(answer(results, replies))),
            Err(error) => reject(replies, &said(error)),
        }
    }
}

type Results = BoxStream<'static, Result<WriteResult<Types>, Fatal<Types>>>;

/// Passes results on as they come: in the order of the commands.
async fn answer(mut results: Results, replies: Vec<Reply>) {
    let mut replies = replies.into_iter();
    loop {
        match results.try_next().await {
            Ok(Some(result)) => {
                let result = result.map(|response| response.response).map_err(said);
                let _ = replies.next().map(|reply| reply.send(result)); // a client that has left needs none
            }
            Ok(None) => return,
            Err(error) => return reject(replies, &said(error)),
        }
    }
}

fn reject(replies: impl IntoIterator<Item = Reply>, reason: &str) {
    for reply in replies {
        let _ = reply.send(Err(reason.to_owned()));
    }
}
