// What openraft replicates: commands by reference, because they never leave the process.

use std::fmt;
use std::sync::Arc;

/// Sets an id to a name. A copy of it shares both.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    pub id: Arc<str>,
    pub name: Arc<str>,
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.id, self.name)
    }
}

/// The previous name of the id that a command has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer(pub Option<Arc<str>>);

/// openraft's defaults, but for what is replicated, a node without an address, and a responder that only answers.
#[derive(Debug, Clone, Copy, Default, Eq, PartialEq, Ord, PartialOrd)]
pub struct Types;

impl openraft::RaftTypeConfig for Types {
    type D = Command;
    type R = Answer;
    type NodeId = u64;
    type Node = ();
    type Term = u64;
    type LeaderId = openraft::impls::leader_id_adv::LeaderId<u64, u64>;
    type Vote = openraft::impls::Vote<Self::LeaderId>;
    type Payload = openraft::EntryPayload<Command, u64, ()>;
    type Entry = openraft::alias::DefaultEntryOf<Self>;
    type Responder<T>
        = openraft::impls::OneshotResponder<Self, T>
    where
        T: Send + 'static;
    type Batch<T>
        = openraft::impls::InlineBatch<T>
    where
        T: Send + 'static;
    type AsyncRuntime = openraft::impls::TokioRuntime;
    type ErrorSource = openraft::impls::BoxedErrorSource;
}

pub type Raft = openraft::Raft<Types, crate::state_machine::StateMachine>;
pub type Entry = openraft::alias::EntryOf<Types>;
pub type LogId = openraft::alias::LogIdOf<Types>;
pub type Vote = openraft::alias::VoteOf<Types>;
pub type Membership = openraft::alias::StoredMembershipOf<Types>;
