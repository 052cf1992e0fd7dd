// The suite `memory`: an idle cluster, as in go-reference/workloads/memory.go.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::cluster::{Cluster, Proof, Settings};
use crate::process::{allocated_bytes, cpu_used, set_bytes};
use crate::spec;
use crate::types::Command;
use crate::writer::Writer;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryResult {
    suite: &'static str,
    part: &'static str,
    pss_bytes: u64,
    rss_bytes: u64,
    live_bytes: u64,
    start_ms: f64,
    elect_ms: f64,
    commits_ms: f64,
    heartbeat_cpu_ms: f64,
    proof: Proof,
}

pub async fn run(spec: spec::Memory) -> Result<MemoryResult, String> {
    let settings = Settings {
        servers: spec.servers,
        election_timeout: spec.election_timeout,
        heartbeat_interval: spec.heartbeat_interval,
        snapshot_threshold: 0,
    };
    let started = Instant::now();
    let cluster = Cluster::start(settings).await?;
    let start_ms = ms(started);
    let started = Instant::now();
    let leader = cluster.agreement().await;
    let elect_ms = ms(started);
    sleep(spec.settle_ms).await;
    let heartbeat_cpu_ms = cpu_per_second(spec.idle_ms).await;
    let live_bytes = allocated_bytes();
    let (pss_bytes, rss_bytes) = (set_bytes("Pss:")?, set_bytes("Rss:")?);
    let writer = Writer::new(leader.raft.clone(), true);
    let started = Instant::now();
    for number in 0..spec.commands {
        let (id, name) = (format!("k{}", number % 10), number.to_string());
        writer.write(Command { id: id.into(), name: name.into() }).await?;
    }
    let commits_ms = ms(started);
    let proof = cluster.prove(spec.commands).await;
    cluster.stop().await?;
    Ok(MemoryResult {
        suite: "memory",
        part: "idle",
        pss_bytes,
        rss_bytes,
        live_bytes,
        start_ms,
        elect_ms,
        commits_ms,
        heartbeat_cpu_ms,
        proof,
    })
}

async fn sleep(ms: f64) {
    tokio::time::sleep(Duration::from_secs_f64(ms / 1000.0)).await;
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// CPU time (ms for each second).
async fn cpu_per_second(length: f64) -> f64 {
    let (started, before) = (Instant::now(), cpu_used());
    sleep(length).await;
    let after = cpu_used();
    (after.user + after.system - before.user - before.system) / started.elapsed().as_secs_f64().max(1e-3)
}
