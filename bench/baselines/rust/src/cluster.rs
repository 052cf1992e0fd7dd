// A cluster of openraft servers in one process.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use openraft::async_runtime::WatchReceiver;
use openraft::{Config, ServerState, SnapshotPolicy};
use serde::Serialize;

use crate::log_store::LogStore;
use crate::network::Network;
use crate::state_machine::{Contents, StateMachine};
use crate::types::Raft;

/// Interval at which the servers' metrics are polled.
const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// Times in milliseconds.
pub struct Settings {
    pub servers: u64,
    pub election_timeout: [u64; 2],
    pub heartbeat_interval: u64,
    /// Entries after which a server takes a snapshot; 0 for never.
    pub snapshot_threshold: u64,
}

pub struct Cluster {
    servers: BTreeMap<u64, Server>,
}

#[derive(Clone)]
pub struct Server {
    pub raft: Raft,
    /// Of its state machine.
    pub contents: Arc<RwLock<Contents>>,
}

/// Proof of work: the commands that each server has applied, and the digest of its state machine.
#[derive(Serialize)]
pub struct Proof {
    pub expected: u64,
    pub applied: Vec<u64>,
    pub digests: Vec<String>,
}

impl Cluster {
    /// Starts the servers. The first campaigns at once: openraft's `initialize` elects the server that is asked.
    pub async fn start(settings: Settings) -> Result<Self, String> {
        let config = Arc::new(config_of(&settings).validate().map_err(said)?);
        let network = Network::default();
        let mut servers = BTreeMap::new();
        for id in 1..=settings.servers {
            let machine = StateMachine::default();
            let contents = machine.contents.clone();
            let raft = Raft::new(id, config.clone(), network.clone(), LogStore::default(), machine).await.map_err(said)?;
            servers.insert(id, Server { raft, contents });
        }
        network.connect(servers.iter().map(|(id, server)| (*id, server.raft.clone())).collect());
        let members: BTreeMap<u64, ()> = servers.keys().map(|id| (*id, ())).collect();
        servers[&1].raft.initialize(members).await.map_err(said)?;
        Ok(Cluster { servers })
    }

    /// Waits until every server follows one leader and has applied all of its log.
    pub async fn agreement(&self) -> Server {
        loop {
            if let Some(leader) = self.leader_of_all() {
                return leader;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    fn leader_of_all(&self) -> Option<Server> {
        let metrics: Vec<_> = self.servers.values().map(|server| server.raft.metrics().borrow_watched().clone()).collect();
        let leader = metrics.iter().find(|metrics| metrics.state == ServerState::Leader)?;
        let agree = metrics.iter().all(|metrics| {
            metrics.current_leader == Some(leader.id)
                && metrics.current_term == leader.current_term
                && metrics.last_applied.map(|id| id.index) == leader.last_log_index
        });
        agree.then(|| self.servers[&leader.id].clone())
    }

    /// Waits until every server has applied everything. `expected` is the number of commands with an answer.
    pub async fn prove(&self, expected: u64) -> Proof {
        self.agreement().await;
        let mut proof = Proof { expected, applied: vec![], digests: vec![] };
        for server in self.servers.values() {
            let contents = server.contents.read().unwrap();
            proof.applied.push(contents.applied);
            proof.digests.push(contents.digest());
        }
        proof
    }

    pub async fn stop(self) -> Result<(), String> {
        for server in self.servers.values() {
            server.raft.shutdown().await.map_err(said)?;
        }
        Ok(())
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn config_of(settings: &Settings) -> Config {
    Config {
        election_timeout_min: settings.election_timeout[0],
        election_timeout_max: settings.election_timeout[1],
        heartbeat_interval: settings.heartbeat_interval,
        enable_pre_vote: Some(true),
        snapshot_policy: match settings.snapshot_threshold {
            0 => SnapshotPolicy::Never,
            threshold => SnapshotPolicy::LogsSinceLast(threshold),
        },
        max_payload_entries: 1024, // as in openraft's benchmark
        ..Default::default()
    }
}
