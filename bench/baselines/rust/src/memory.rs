// The suite `memory`, as in go-reference/workloads/memory.go: an idle cluster within a budget, and one under load.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::cluster::{Cluster, Proof, Settings};
use crate::process::{Reading, cpu_used, peak_resident_bytes, read_memory, reset_peak, resident_bytes};
use crate::requests::numbered;
use crate::spec::{Idle, MemoryLoad};
use crate::to_json;
use crate::types::Command;
use crate::writer::Writer;

/// Interval at which the resident set is compared with its budget.
const RSS_INTERVAL: Duration = Duration::from_millis(20);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdleResult {
    suite: &'static str,
    part: &'static str,
    #[serde(flatten)]
    reading: Reading,
    start_ms: f64,
    elect_ms: f64,
    commits_ms: f64,
    heartbeat_cpu_ms: f64,
    proof: Proof,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadResult {
    suite: &'static str,
    part: &'static str,
    elapsed_ms: f64,
    before: Reading,
    peak_rss_bytes: u64,
    after: Reading,
    collected: Reading,
    proof: Proof,
}

/// Measures an idle cluster. One that exceeds its budget is a result, too: it ends with its process.
pub async fn run_idle(spec: Idle) -> Result<Value, String> {
    let (started, budget, bytes) = (Instant::now(), ms(spec.budget_ms), spec.budget_bytes);
    let mut work = tokio::spawn(carry(spec));
    loop {
        if let Ok(ended) = timeout(RSS_INTERVAL, &mut work).await {
            return to_json(ended.map_err(|error| error.to_string())??);
        }
        if started.elapsed() > budget {
            return Ok(not_carried("time", format!("more than {} s", budget.as_secs_f64())));
        }
        if resident_bytes()? > bytes {
            return Ok(not_carried("memory", format!("more than {} MiB", bytes >> 20)));
        }
    }
}

fn not_carried(limit: &str, reason: String) -> Value {
    json!({ "suite": "memory", "part": "idle", "limit": limit, "reason": reason })
}

fn ms(ms: f64) -> Duration {
    Duration::from_secs_f64(ms / 1000.0)
}

fn ms_since(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}

async fn carry(spec: Idle) -> Result<IdleResult, String> {
    let Idle { servers, election_timeout, heartbeat_interval, .. } = spec;
    let started = Instant::now();
    let cluster = Cluster::start(Settings { servers, election_timeout, heartbeat_interval, snapshot_threshold: 0 }).await?;
    let start_ms = ms_since(started);
    let started = Instant::now();
    let writer = Writer::new(cluster.agreement().await.raft, true);
    let elect_ms = ms_since(started);
    sleep(ms(spec.settle_ms)).await;
    let heartbeat_cpu_ms = cpu_per_second(ms(spec.idle_ms)).await;
    let reading = read_memory()?;
    let started = Instant::now();
    for number in 0..spec.commands {
        let (id, name) = (format!("k{}", number % 10).into(), number.to_string().into());
        writer.write(Command { id, name }).await?;
    }
    let commits_ms = ms_since(started);
    let proof = cluster.prove(spec.commands).await;
    cluster.stop().await?;
    Ok(IdleResult { suite: "memory", part: "idle", reading, start_ms, elect_ms, commits_ms, heartbeat_cpu_ms, proof })
}

/// CPU time (ms) in each second.
async fn cpu_per_second(length: Duration) -> f64 {
    let (started, before) = (Instant::now(), cpu_used());
    sleep(length).await;
    let after = cpu_used();
    (after.user + after.system - before.user - before.system) / started.elapsed().as_secs_f64().max(1e-3)
}

/// Measures the peak under load, and what is left afterwards. The work is a number of commands and not a time, so that what is
/// kept of them is the same in every language. Nothing is collected: what is freed is free.
pub async fn run_load(spec: MemoryLoad) -> Result<LoadResult, String> {
    let MemoryLoad { servers, election_timeout, heartbeat_interval, snapshot_threshold, .. } = spec;
    let cluster = Cluster::start(Settings { servers, election_timeout, heartbeat_interval, snapshot_threshold }).await?;
    let writer = Writer::new(cluster.agreement().await.raft, spec.outstanding == 1);
    sleep(ms(spec.settle_ms)).await;
    let before = read_memory()?;
    reset_peak();
    let started = Instant::now();
    propose_names(&writer, &spec).await?;
    let elapsed_ms = ms_since(started);
    let peak_rss_bytes = peak_resident_bytes()?;
    cluster.agreement().await;
    let (after, collected) = (read_memory()?, read_memory()?);
    let proof = cluster.prove(spec.commands).await;
    cluster.stop().await?;
    Ok(LoadResult { suite: "memory", part: "load", elapsed_ms, before, peak_rss_bytes, after, collected, proof })
}

/// A closed loop of clients that share the commands among them.
async fn propose_names(writer: &Writer, spec: &MemoryLoad) -> Result<(), String> {
    let proposed = Arc::new(AtomicU64::new(0));
    let (commands, keys, value_bytes) = (spec.commands, spec.keys, spec.value_bytes);
    let mut clients = JoinSet::new();
    for _ in 0..spec.outstanding {
        let (writer, proposed) = (writer.clone(), proposed.clone());
        clients.spawn(async move {
            loop {
                let number = proposed.fetch_add(1, Relaxed);
                if number >= commands {
                    return Ok::<(), String>(());
                }
                writer.write(numbered(number, keys, value_bytes)).await?;
            }
        });
    }
    while let Some(ended) = clients.join_next().await {
        ended.map_err(|error| error.to_string())??;
    }
    Ok(())
}
