// What the operating system and the allocator count of this process.

use std::fs;

use serde::Serialize;

/// CPU time (ms).
#[derive(Clone, Copy, Serialize)]
pub struct CpuTime {
    pub user: f64,
    pub system: f64,
}

pub fn cpu_used() -> CpuTime {
    // SAFETY: getrusage fills the struct, and fails only for an unknown `who`.
    let usage = unsafe {
        let mut usage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        usage
    };
    let ms = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    CpuTime { user: ms(usage.ru_utime), system: ms(usage.ru_stime) }
}

/// Bytes that the program has allocated and not freed, with the allocator's headers; pages that glibc keeps are given back.
fn allocated_bytes() -> u64 {
    // SAFETY: neither call takes a pointer.
    let info = unsafe {
        libc::malloc_trim(0);
        libc::mallinfo2()
    };
    (info.uordblks + info.hblkhd) as u64
}

/// What a process takes at a moment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    pss_bytes: u64,
    rss_bytes: u64,
    live_bytes: u64,
}

/// Reads the memory after the allocator has given back what it can.
pub fn read_memory() -> Result<Reading, String> {
    let live_bytes = allocated_bytes();
    let pss_bytes = field_of("/proc/self/smaps_rollup", "Pss:").or_else(|_| resident_bytes())?;
    Ok(Reading { pss_bytes, rss_bytes: resident_bytes()?, live_bytes })
}

pub fn resident_bytes() -> Result<u64, String> {
    field_of("/proc/self/status", "VmRSS:")
}

/// The largest resident set since the last reset.
pub fn peak_resident_bytes() -> Result<u64, String> {
    field_of("/proc/self/status", "VmHWM:")
}

/// Starts the peak anew. Where the kernel refuses, the peak is that since the process began.
pub fn reset_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// A field that the kernel counts in kB, in bytes.
fn field_of(file: &str, field: &str) -> Result<u64, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let value = text.lines().find_map(|line| line.strip_prefix(field)).ok_or(format!("{file} has no {field}"))?;
    let kilobytes: u64 = value.trim().trim_end_matches(" kB").parse().map_err(|error| format!("{file}, {field} {error}"))?;
    Ok(kilobytes * 1024)
}
