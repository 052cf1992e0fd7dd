// The program as the bench runs it: a specification in, a result out.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn run(spec: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trial"));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().unwrap().write_all(spec.as_bytes()).expect("the program reads");
    child.wait_with_output().expect("the program ends")
}

fn with(common: Value, more: Value) -> String {
    let mut spec =
        json!({ "target": "openraft", "servers": 3, "electionTimeout": [200, 400], "heartbeatInterval": 20, "seed": 7 });
    for fields in [common, more] {
        spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    }
    spec.to_string()
}

fn throughput(more: Value) -> String {
    let closed = json!({ "kind": "closed", "outstanding": 8 });
    let brief = json!({ "suite": "throughput", "load": closed, "operation": "propose", "warmupMs": 20, "measureMs": 50,
        "valueBytes": 16, "keys": 64, "snapshotThreshold": 0 });
    with(brief, more)
}

/// The result of a trial whose proof is sound.
fn result_of(spec: &str) -> Value {
    let Output { status, stdout, stderr } = run(spec);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let result: Value = serde_json::from_slice(&stdout).expect("one line of JSON");
    let proof = &result["proof"];
    for server in 0..3 {
        assert_eq!(proof["applied"][server], proof["expected"], "{proof}");
        assert_eq!(proof["digests"][server], proof["digests"][0], "{proof}");
    }
    result
}

#[test]
fn every_answer_of_a_closed_loop_is_counted_and_applied() {
    for outstanding in [1, 8] {
        let load = json!({ "load": { "kind": "closed", "outstanding": outstanding } });
        let result = result_of(&throughput(load));
        let counted = result["answered"].as_u64().unwrap() + result["warmup"]["answered"].as_u64().unwrap();
        assert!(counted > 0 && counted <= result["proof"]["expected"].as_u64().unwrap(), "{result}");
        let windows = result["windows"].as_array().unwrap();
        assert_eq!(windows.iter().map(|window| window[1].as_u64().unwrap()).sum::<u64>(), counted);
        assert!(result["latencyUs"]["p50"].as_f64() > Some(0.0) && result["lateUs"].is_null(), "{result}");
    }
}

#[test]
fn an_open_loop_keeps_its_rate() {
    let open = json!({ "load": { "kind": "open", "ratePerSecond": 2000, "maxOutstanding": 1000 }, "measureMs": 200 });
    let result = result_of(&throughput(open));
    let answered = result["answered"].as_f64().unwrap();
    let due = result["elapsedMs"].as_f64().unwrap() * 2.0;
    assert!(answered > due * 0.8 && answered < due * 1.2, "{answered} of {due}");
    assert!(result["lateUs"].as_f64() > Some(0.0));
}

#[test]
fn reads_find_what_was_set() {
    for operation in ["read-linearizable", "read-stale"] {
        let result = result_of(&throughput(json!({ "operation": operation })));
        assert!(result["answered"].as_u64() > Some(0));
        assert_eq!(result["proof"]["expected"], 64);
    }
}

#[test]
fn a_compacting_cluster_loses_nothing() {
    result_of(&throughput(json!({ "snapshotThreshold": 100, "measureMs": 200 })));
}

fn memory(more: Value) -> String {
    with(json!({ "suite": "memory", "settleMs": 1, "commands": 20 }), more)
}

#[test]
fn an_idle_cluster_is_measured_and_commits() {
    let idle = json!({ "part": "idle", "idleMs": 10, "budgetMs": 10_000, "budgetBytes": 1u64 << 40 });
    let result = result_of(&memory(idle));
    assert_eq!(result["proof"]["expected"], 20);
    for bytes in ["liveBytes", "pssBytes", "rssBytes"] {
        assert!(result[bytes].as_u64() > Some(10_000), "{result}");
    }
}

#[test]
fn a_cluster_that_exceeds_its_budget_is_not_carried() {
    for (budget_ms, budget_bytes, limit) in [(0, 1u64 << 40, "time"), (10_000, 1, "memory")] {
        let idle = json!({ "part": "idle", "idleMs": 5000, "budgetMs": budget_ms, "budgetBytes": budget_bytes });
        let Output { status, stdout, .. } = run(&memory(idle));
        let result: Value = serde_json::from_slice(&stdout).expect("one line of JSON");
        assert!(status.success() && result["limit"] == limit, "{result}");
    }
}

#[test]
fn a_load_is_measured_before_and_after() {
    let load = json!({ "part": "load", "outstanding": 4, "valueBytes": 16, "keys": 5, "snapshotThreshold": 10 });
    let result = result_of(&memory(load));
    assert_eq!(result["proof"]["expected"], 20);
    assert!(result["peakRssBytes"].as_u64() >= result["before"]["rssBytes"].as_u64(), "{result}");
}

#[test]
fn what_cannot_be_measured_is_named() {
    for (spec, named) in [
        ("{".to_owned(), "invalid specification"),
        (throughput(json!({ "target": "raft-rs" })), "raft-rs"),
        (throughput(json!({ "burst": 3 })), "burst"),
        (with(json!({ "suite": "election" }), json!({})), "election"),
    ] {
        let Output { status, stderr, .. } = run(&spec);
        let said = String::from_utf8_lossy(&stderr).into_owned();
        assert!(status.code() == Some(2) && said.contains(named) && said.lines().count() == 1, "{spec}: {said}");
    }
    let Output { status, stderr, .. } = run(&throughput(json!({ "electionTimeout": [20, 10] })));
    assert!(status.code() == Some(1) && !stderr.is_empty());
}
