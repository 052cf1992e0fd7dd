// What clients ask of the leader, built in advance: the twin of go-reference/workloads/requests.go.

use std::sync::{Arc, RwLock};

use crate::cluster::Server;
use crate::reader::Reader;
use crate::spec::{Load, Operation, Throughput};
use crate::state_machine::Contents;
use crate::types::Command;
use crate::writer::Writer;

/// An id is set to several names in turn, so that servers that applied the commands in different orders would have different
/// digests.
const NAMES_PER_KEY: usize = 4;

pub struct Requests {
    commands: Vec<Command>,
    way: Way,
}

enum Way {
    Propose(Writer),
    ReadLinearizable(Reader, Arc<RwLock<Contents>>),
    ReadStale(Arc<RwLock<Contents>>),
}

impl Requests {
    /// Returns the requests, and the number of proposals that prepared them: a read finds its id set.
    pub async fn prepare(leader: &Server, spec: &Throughput) -> Result<(Self, u64), String> {
        if spec.operation == Operation::Propose {
            let alone = matches!(spec.load, Load::Closed { outstanding: 1 });
            let way = Way::Propose(Writer::new(leader.raft.clone(), alone));
            return Ok((Requests { commands: commands_of(spec, spec.keys * NAMES_PER_KEY), way }, 0));
        }
        let commands = commands_of(spec, spec.keys);
        let writer = Writer::new(leader.raft.clone(), true);
        for command in &commands {
            writer.write(command.clone()).await?;
        }
        let (count, contents) = (commands.len() as u64, leader.contents.clone());
        let way = match spec.operation {
            Operation::ReadStale => Way::ReadStale(contents),
            _ => Way::ReadLinearizable(Reader::new(leader.raft.clone()), contents),
        };
        Ok((Requests { commands, way }, count))
    }

    pub fn count(&self) -> usize {
        self.commands.len()
    }

    /// Returns once the request at this position is answered. A read must find the name that was set; a proposal's proof is the
    /// digests.
    pub async fn ask(&self, position: usize) -> Result<(), String> {
        let command = &self.commands[position];
        let contents = match &self.way {
            Way::Propose(writer) => return writer.write(command.clone()).await.map(drop),
            Way::ReadLinearizable(reader, contents) => {
                reader.confirm().await?;
                contents
            }
            Way::ReadStale(contents) => contents,
        };
        let answer = contents.read().unwrap().get(&command.id);
        if answer.0.as_ref() == Some(&command.name) {
            return Ok(());
        }
        Err(format!("a read was answered with {answer:?}, not {:?}", command.name))
    }
}

fn commands_of(spec: &Throughput, count: usize) -> Vec<Command> {
    (0..count).map(|number| numbered(number as u64, spec.keys as u64, spec.value_bytes)).collect()
}

/// The command of this number, with a name of a number of bytes.
pub fn numbered(number: u64, keys: u64, value_bytes: usize) -> Command {
    let name = format!("{number}{}", "n".repeat(value_bytes));
    Command { id: format!("k{}", number % keys).into(), name: name[..value_bytes].into() }
}
