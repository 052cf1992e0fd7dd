// A trial's specification: the fields of bench/src/suites/*/protocol.ts. An unknown field is an error, because a trial that
// ignored it would measure something else.

use serde::Deserialize;

pub enum Spec {
    Throughput(Throughput),
    Idle(Idle),
    Load(MemoryLoad),
}

impl Spec {
    /// Reads the specification that `suite` names, and of its parts the one that `part` names.
    pub fn parse(text: &str) -> Result<Spec, String> {
        let said = |error: serde_json::Error| format!("invalid specification: {error}");
        let mut fields: serde_json::Map<_, _> = serde_json::from_str(text).map_err(said)?;
        let mut named = |field| fields.remove(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        let (suite, part) = (named("suite"), named("part"));
        let fields = serde_json::Value::Object(fields);
        match (suite.as_str(), part.as_str()) {
            ("throughput", "") => serde_json::from_value(fields).map(Spec::Throughput).map_err(said),
            ("memory", "idle") => serde_json::from_value(fields).map(Spec::Idle).map_err(said),
            ("memory", "load") => serde_json::from_value(fields).map(Spec::Load).map_err(said),
            _ => Err(format!("suite is {suite:?}, part {part:?}: give throughput, or memory with idle or load")),
        }
    }
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

/// An idle cluster.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Idle {
    #[serde(rename = "target")]
    _target: Target,
    pub servers: u64,
    pub election_timeout: [u64; 2],
    pub heartbeat_interval: u64,
    #[serde(rename = "seed")]
    _seed: u32,
    pub settle_ms: f64,
    pub idle_ms: f64,
    pub commands: u64,
    pub budget_ms: f64,
    pub budget_bytes: u64,
}

/// One under load, for its memory.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MemoryLoad {
    #[serde(rename = "target")]
    _target: Target,
    pub servers: u64,
    pub election_timeout: [u64; 2],
    pub heartbeat_interval: u64,
    #[serde(rename = "seed")]
    _seed: u32,
    pub settle_ms: f64,
    pub outstanding: usize,
    pub commands: u64,
    pub value_bytes: usize,
    pub keys: u64,
    pub snapshot_threshold: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Target {
    Openraft,
}
