//! Numbers about this process from Linux's `/proc/self`. On other systems the numbers are missing.

use std::fs::{read_dir, read_to_string};

/// The number of ticks of processor time in a second, as Linux reports them to programs.
const TICKS_PER_SECOND: f64 = 100.0;

/// Numbers about this process; `None` for each number that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ProcessNumbers {
    pub(crate) cpu_seconds: Option<f64>,
    pub(crate) resident_bytes: Option<u64>,
    pub(crate) virtual_bytes: Option<u64>,
    pub(crate) threads: Option<u64>,
    pub(crate) open_files: Option<u64>,
    pub(crate) max_files: Option<u64>,
}

pub(crate) fn read() -> ProcessNumbers {
    let text = |name: &str| read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let (stat, status, limits) = (text("stat"), text("status"), text("limits"));
    ProcessNumbers {
        cpu_seconds: cpu_seconds(&stat),
        resident_bytes: of_status(&status, "VmRSS:").map(|kib| kib.saturating_mul(1024)),
        virtual_bytes: of_status(&status, "VmSize:").map(|kib| kib.saturating_mul(1024)),
        threads: of_status(&status, "Threads:"),
        // The folder itself is open while it is read.
        open_files: read_dir("/proc/self/fd")
            .ok()
            .map(|all| (all.count() as u64).saturating_sub(1)),
        max_files: max_files(&limits),
    }
}

/// Reads the processor time from `stat`: the sum of user and system time. The second field of
/// `stat` is the program's name, which may contain spaces and parentheses.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_ascii_whitespace().skip(11);
    let (user, system): (u32, u32) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((f64::from(user) + f64::from(system)) / TICKS_PER_SECOND)
}

fn of_status(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// Reads the soft limit of open files from `limits`; `None` if there is no limit.
fn max_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_program_with_an_odd_name_are_read() {
        let stat = "12 (a) b) S 1 12 12 0 -1 4194304 9 0 0 0 250 150 0 0 20 0 7 0 99 1 2";
        assert_eq!(cpu_seconds(stat), Some(4.0));
        let status = "Name:\tx\nVmSize:\t    2048 kB\nVmRSS:\t 1024 kB\nThreads:\t7\n";
        assert_eq!(of_status(status, "VmRSS:"), Some(1024));
        assert_eq!(of_status(status, "Threads:"), Some(7));
        let limits = "Max open files            1024                 524288               files\n";
        assert_eq!(max_files(limits), Some(1024));
    }

    #[test]
    fn what_is_missing_or_malformed_is_left_out() {
        for text in ["", "12 (a", "12 (a) S", "12 (a) S 1 2 3 4 5 6 7 8 9 10 x y", "VmRSS: many"] {
            assert_eq!(cpu_seconds(text), None, "{text}");
            assert_eq!(of_status(text, "VmRSS:"), None, "{text}");
        }
        assert_eq!(max_files("Max open files unlimited unlimited files"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_memory_threads_and_files() {
        let read = read();
        assert!(read.resident_bytes > Some(100_000) && read.virtual_bytes > read.resident_bytes);
        assert!(read.threads > Some(0) && read.open_files > Some(2), "{read:?}");
        assert!(read.cpu_seconds.is_some(), "{read:?}");
    }
}
