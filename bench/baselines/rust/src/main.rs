// Runs one trial of the bench on openraft: reads its specification, one JSON object, from standard input, and writes the result
// as the last line of standard output. An error is one line on standard error: exit code 2 for an invalid specification, 1
// for any other.

mod cluster;
mod latencies;
mod log_store;
mod loops;
mod memory;
mod network;
mod process;
mod reader;
mod requests;
mod spec;
mod state_machine;
mod throughput;
mod types;
mod writer;

use std::io::Read;
use std::process::ExitCode;

use spec::Spec;

fn main() -> ExitCode {
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        return failed(1, &error.to_string());
    }
    let spec = match Spec::parse(&text) {
        Ok(spec) => spec,
        Err(error) => return failed(2, &error),
    };
    match run(spec) {
        Ok(result) => {
            println!("{result}");
            ExitCode::SUCCESS
        }
        Err(error) => failed(1, &error),
    }
}

fn failed(code: u8, error: &str) -> ExitCode {
    eprintln!("{error}");
    ExitCode::from(code)
}

/// One thread: on two cores it is faster than tokio's multi-threaded runtime, see README.md.
fn run(spec: Spec) -> Result<serde_json::Value, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        match spec {
            Spec::Throughput(spec) => to_json(throughput::run(spec).await?),
            Spec::Idle(spec) => memory::run_idle(spec).await,
            Spec::Load(spec) => to_json(memory::run_load(spec).await?),
        }
    })
}

pub fn to_json(result: impl serde::Serialize) -> Result<serde_json::Value, String> {
    serde_json::to_value(result).map_err(|error| error.to_string())
}
