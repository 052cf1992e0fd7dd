// The suite `throughput`, as in go-reference/workloads: a closed or an open loop of requests to the leader, counted in windows.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::cluster::{Cluster, Proof, Settings};
use crate::latencies::{Latencies, Summary};
use crate::loops::run_load;
use crate::process::{CpuTime, cpu_used};
use crate::requests::Requests;
use crate::spec::{Load, Operation, Throughput};

/// Length of the windows of the time series.
const WINDOW: Duration = Duration::from_millis(50);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThroughputResult {
    suite: &'static str,
    #[serde(flatten)]
    measured: Period,
    warmup: Period,
    windows: Vec<Window>,
    latency_us: Summary,
    latencies: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    late_us: Option<f64>,
    cpu_ms: CpuTime,
    proof: Proof,
}

/// A time, and the answers received within it.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Period {
    answered: u64,
    elapsed_ms: f64,
}

/// A window's end, from the start of the warm-up (ms), and the answers within it.
type Window = (f64, u64);

/// What clients share with the measurement.
pub struct Shared {
    pub requests: Requests,
    pub latencies: Latencies,
    pub answered: AtomicU64,
    pub outstanding: AtomicUsize,
    pub ended: AtomicBool,
    /// When the measurement began. Requests of an earlier time are not timed.
    pub measured_from: OnceLock<Instant>,
    /// Requests of an open loop, and the time by which they were sent after they were due (ns).
    pub sent: AtomicU64,
    pub late_ns: AtomicU64,
}

impl Shared {
    /// Whether the latency of a request of this time counts.
    pub fn is_measured(&self, at: Instant) -> bool {
        self.measured_from.get().is_some_and(|from| at >= *from)
    }
}

pub async fn run(spec: Throughput) -> Result<ThroughputResult, String> {
    let cluster = Cluster::start(settings_of(&spec)).await?;
    let leader = cluster.agreement().await;
    let (requests, prepared) = Requests::prepare(&leader, &spec).await?;
    let shared = Arc::new(Shared {
        requests,
        latencies: Latencies::new(),
        answered: AtomicU64::new(0),
        outstanding: AtomicUsize::new(0),
        ended: AtomicBool::new(false),
        measured_from: OnceLock::new(),
        sent: AtomicU64::new(0),
        late_ns: AtomicU64::new(0),
    });
    let is_open = matches!(spec.load, Load::Open { .. });
    let clients = tokio::spawn(run_load(shared.clone(), spec.load));
    let (result, clients) = measure(&shared, spec.warmup_ms, spec.measure_ms, clients).await?;
    shared.ended.store(true, Relaxed);
    clients.await.map_err(said)??;
    let proposed = if spec.operation == Operation::Propose { shared.answered.load(Relaxed) } else { 0 };
    let proof = cluster.prove(prepared + proposed).await;
    cluster.stop().await?;
    let late_us = is_open.then(|| shared.late_ns.load(Relaxed) as f64 / 1e3 / shared.sent.load(Relaxed).max(1) as f64);
    let Measured { warmup, measured, windows, cpu_ms } = result;
    let (latency_us, latencies) = (shared.latencies.summary(), shared.latencies.encode()?);
    Ok(ThroughputResult { suite: "throughput", measured, warmup, windows, latency_us, latencies, late_us, cpu_ms, proof })
}

fn settings_of(spec: &Throughput) -> Settings {
    Settings {
        servers: spec.servers,
        election_timeout: spec.election_timeout,
        heartbeat_interval: spec.heartbeat_interval,
        snapshot_threshold: spec.snapshot_threshold,
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

struct Measured {
    warmup: Period,
    measured: Period,
    windows: Vec<Window>,
    cpu_ms: CpuTime,
}

type Clients = JoinHandle<Result<(), String>>;

/// Watches the warm-up and then the measurement. Fails as soon as a client does.
async fn measure(
    shared: &Shared,
    warmup_ms: f64,
    measure_ms: f64,
    mut clients: Clients,
) -> Result<(Measured, Clients), String> {
    let started = Instant::now();
    let mut windows = Vec::new();
    watch(shared, started, warmup_ms, &mut windows, &mut clients).await?;
    let warmup = total(&windows);
    shared.measured_from.get_or_init(Instant::now);
    let before = cpu_used();
    watch(shared, started, warmup.elapsed_ms + measure_ms, &mut windows, &mut clients).await?;
    let (after, whole) = (cpu_used(), total(&windows));
    let measured = Period { answered: whole.answered - warmup.answered, elapsed_ms: whole.elapsed_ms - warmup.elapsed_ms };
    let cpu_ms = CpuTime { user: after.user - before.user, system: after.system - before.system };
    Ok((Measured { warmup, measured, windows, cpu_ms }, clients))
}

/// Counts the answers, window by window, until a time since the start (ms).
async fn watch(
    shared: &Shared,
    started: Instant,
    until: f64,
    windows: &mut Vec<Window>,
    clients: &mut Clients,
) -> Result<(), String> {
    let until = Duration::from_secs_f64(until / 1000.0);
    let mut answered = total(windows).answered;
    while let Some(left) = until.checked_sub(started.elapsed()).filter(|left| !left.is_zero()) {
        if let Ok(ended) = timeout(left.min(WINDOW), &mut *clients).await {
            ended.map_err(said)??;
            return Err("the clients ended before the measurement did".to_owned());
        }
        let now = shared.answered.load(Relaxed);
        windows.push((started.elapsed().as_secs_f64() * 1000.0, now - answered));
        answered = now;
    }
    Ok(())
}

fn total(windows: &[Window]) -> Period {
    let answered = windows.iter().map(|(_, answered)| answered).sum();
    Period { answered, elapsed_ms: windows.last().map_or(0.0, |(end, _)| *end) }
}
