// Latencies in an HdrHistogram, which merges with those of other languages: the twin of go-reference/workloads/latencies.go.

use std::sync::Mutex;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializer};
use serde::Serialize;

/// The longest latency that is told from a longer one.
const LONGEST: Duration = Duration::from_secs(60);

/// Significant digits.
const DIGITS: u8 = 2;

/// In nanoseconds.
pub struct Latencies(Mutex<Histogram<u64>>);

/// Quantiles in µs.
#[derive(Serialize)]
pub struct Summary {
    p50: f64,
    p90: f64,
    p99: f64,
    p999: f64,
    max: f64,
}

impl Latencies {
    pub fn new() -> Self {
        let histogram = Histogram::new_with_bounds(1, LONGEST.as_nanos() as u64, DIGITS);
        Latencies(Mutex::new(histogram.expect("bounds and digits are valid")))
    }

    pub fn record(&self, latency: Duration) {
        self.0.lock().unwrap().saturating_record(latency.as_nanos().max(1) as u64);
    }

    pub fn summary(&self) -> Summary {
        let histogram = self.0.lock().unwrap();
        let us = |ns: u64| ns as f64 / 1000.0;
        let at = |quantile| us(histogram.value_at_quantile(quantile));
        Summary { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: us(histogram.max()) }
    }

    /// The histogram in the compressed V2 format, in base64.
    pub fn encode(&self) -> Result<String, String> {
        let mut bytes = Vec::new();
        let encoded = V2DeflateSerializer::new().serialize(&*self.0.lock().unwrap(), &mut bytes);
        encoded.map_err(|error| error.to_string())?;
        Ok(STANDARD.encode(bytes))
    }
}
