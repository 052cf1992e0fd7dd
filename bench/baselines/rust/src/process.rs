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
pub fn allocated_bytes() -> u64 {
    // SAFETY: neither call takes a pointer.
    let info = unsafe {
        libc::malloc_trim(0);
        libc::mallinfo2()
    };
    (info.uordblks + info.hblkhd) as u64
}

/// The proportional set (`Pss:`) or the resident set (`Rss:`) of this process (bytes).
pub fn set_bytes(field: &str) -> Result<u64, String> {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").map_err(|error| error.to_string())?;
    let line = rollup.lines().find_map(|line| line.strip_prefix(field)).ok_or(format!("smaps_rollup has no {field}"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().map_err(|error| format!("invalid {field} {error}"))?;
    Ok(kilobytes * 1024)
}
