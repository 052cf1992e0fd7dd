// The clients of the suite `throughput`: a closed loop and an open one, as in go-reference/workloads.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::spec::Load;
use crate::throughput::Shared;

/// Sampling interval of latencies in a closed loop: one request in 8, as in the other languages.
const TIMED_ONE_IN: usize = 8;

/// Interval at which an open loop sends the requests that have become due: the granularity of timers.
const TICK: Duration = Duration::from_millis(1);

/// Ends when the load has ended and every request is answered, or a request fails.
pub async fn run_load(shared: Arc<Shared>, load: Load) -> Result<(), String> {
    match load {
        Load::Closed { outstanding } => run_closed_loop(shared, outstanding).await,
        Load::Open { rate_per_second, max_outstanding } => run_open_loop(shared, rate_per_second, max_outstanding).await,
    }
}

async fn run_closed_loop(shared: Arc<Shared>, outstanding: usize) -> Result<(), String> {
    let mut clients = JoinSet::new();
    for number in 0..outstanding {
        clients.spawn(run_client(shared.clone(), number));
    }
    while let Some(ended) = clients.join_next().await {
        ended.map_err(|error| error.to_string())??;
    }
    Ok(())
}

/// One client. Clients start at different positions, so that they neither name the same ids nor time the same requests.
async fn run_client(shared: Arc<Shared>, number: usize) -> Result<(), String> {
    let mut position = number % shared.requests.count();
    let mut until_timed = number % TIMED_ONE_IN;
    while !shared.ended.load(Relaxed) {
        let asked = (until_timed == 0).then(Instant::now).filter(|at| shared.is_measured(*at));
        shared.requests.ask(position).await?;
        if let Some(asked) = asked {
            shared.latencies.record(asked.elapsed());
        }
        until_timed = if until_timed == 0 { TIMED_ONE_IN - 1 } else { until_timed - 1 };
        position = (position + 1) % shared.requests.count();
        shared.answered.fetch_add(1, Relaxed);
        // An answer that needs no wait, such as a stale read's, must not keep the thread from the other tasks.
        tokio::task::coop::consume_budget().await;
    }
    Ok(())
}

/// Sends requests that become due at equal distances, at a fixed rate, whether or not earlier ones are answered. Their latency
/// counts from when they were due, so that a stall shows in all requests that fell into it.
async fn run_open_loop(shared: Arc<Shared>, rate_per_second: f64, max_outstanding: usize) -> Result<(), String> {
    let started = Instant::now();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sent = JoinSet::new();
    let mut next = 0;
    while !shared.ended.load(Relaxed) {
        let now = Instant::now();
        while shared.outstanding.load(Relaxed) < max_outstanding {
            let due = started + Duration::from_secs_f64(next as f64 / rate_per_second);
            if due > now {
                break;
            }
            if shared.is_measured(due) {
                shared.sent.fetch_add(1, Relaxed);
                shared.late_ns.fetch_add((now - due).as_nanos() as u64, Relaxed);
            }
            shared.outstanding.fetch_add(1, Relaxed);
            sent.spawn(send(shared.clone(), next, due));
            next += 1;
        }
        while let Some(answered) = sent.try_join_next() {
            answered.map_err(|error| error.to_string())??;
        }
        ticks.tick().await;
    }
    while let Some(answered) = sent.join_next().await {
        answered.map_err(|error| error.to_string())??;
    }
    Ok(())
}

async fn send(shared: Arc<Shared>, number: usize, due: Instant) -> Result<(), String> {
    shared.requests.ask(number % shared.requests.count()).await?;
    shared.outstanding.fetch_sub(1, Relaxed);
    if shared.is_measured(due) {
        shared.latencies.record(due.elapsed());
    }
    shared.answered.fetch_add(1, Relaxed);
    Ok(())
}
