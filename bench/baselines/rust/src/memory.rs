// The suite `memory`: an idle cluster, as in go-reference/workloads/memory.go.

use std::time::Duration;

use serde::Serialize;

use crate::cluster::{Cluster, Proof, Settings};
use crate::process::{allocated_bytes, resident_bytes};
use crate::spec;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryResult {
    suite: &'static str,
    live_bytes: u64,
    rss_bytes: u64,
    proof: Proof,
}

pub async fn run(spec: spec::Memory) -> Result<MemoryResult, String> {
    let settings = Settings {
        servers: spec.servers,
        election_timeout: spec.election_timeout,
        heartbeat_interval: spec.heartbeat_interval,
        snapshot_threshold: 0,
    };
    let cluster = Cluster::start(settings).await?;
    cluster.agreement().await;
    tokio::time::sleep(Duration::from_secs_f64(spec.settle_ms / 1000.0)).await;
    let live_bytes = allocated_bytes();
    let rss_bytes = resident_bytes()?;
    let proof = cluster.prove(0).await;
    cluster.stop().await?;
    Ok(MemoryResult { suite: "memory", live_bytes, rss_bytes, proof })
}
