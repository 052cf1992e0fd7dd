// A trial's specification: the fields of bench/src/suites/*/protocol.ts. An unknown field is an error, because a trial that
// ignored it would measure something else.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(tag = "suite", rename_all = "lowercase")]
pub enum Spec {
    Throughput(Throughput),
    Memory(Memory),
}

/// Election timeouts and heartbeats are in whole milliseconds, as openraft takes them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Throughput {
    #[serde(rename = "target")]
    _target: Target,
    pub servers: u64,
    pub election_timeout: [u64; 2],
    pub heartbeat_interval: u64,
    #[serde(rename = "seed")]
    _seed: u32,
    pub load: Load,
    pub operation: Operation,
    pub warmup_ms: f64,
    pub measure_ms: f64,
    pub value_bytes: usize,
    pub keys: usize,
    pub snapshot_threshold: u64,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Load {
    Closed { outstanding: usize },
    Open { rate_per_second: f64, max_outstanding: usize },
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    Propose,
    ReadLinearizable,
    ReadStale,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Memory {
    #[serde(rename = "target")]
    _target: Target,
    pub servers: u64,
    pub election_timeout: [u64; 2],
    pub heartbeat_interval: u64,
    #[serde(rename = "seed")]
    _seed: u32,
    #[serde(rename = "part")]
    _part: Part,
    pub settle_ms: f64,
    pub idle_ms: f64,
    pub commands: u64,
    // The harness ends a trial that takes longer.
    #[serde(rename = "budgetMs")]
    _budget_ms: f64,
    #[serde(rename = "budgetBytes")]
    _budget_bytes: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Idle,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Target {
    Openraft,
}
