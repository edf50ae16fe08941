//! Child processes with time limits, and their values in `/proc`.

use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use deskbell_lab::{Result, While as _};

/// The time limit for a process to end after its stop signal.
const STOP_MAX: Duration = Duration::from_secs(20);

/// Sends a signal to a child process.
fn signal(name: &str, id: u32) {
    let _ = Command::new("kill").args([format!("-{name}"), id.to_string()]).status();
}

/// A watchdog that kills a process after a time limit, unless the watchdog is dropped before.
#[derive(Debug)]
pub struct Watch {
    dismiss: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Starts a watchdog for a child process.
    #[must_use]
    pub fn over(id: u32, limit: Duration) -> Self {
        let (dismiss, dismissed) = mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            if dismissed.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                signal("KILL", id);
            }
        });
        Self { dismiss: Some(dismiss), thread: Some(thread) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.dismiss.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A process that is stopped when the value is dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    /// Starts a process whose standard output is a pipe.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        child.map(Self).while_at(format!("`{name}` does not start"))
    }

    /// The child process.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|status| status.is_some()) {
            return;
        }
        signal("TERM", self.id());
        let _watch = Watch::over(self.id(), STOP_MAX);
        let _ = self.0.wait();
    }
}

/// Runs a program to its end; returns its standard output and duration.
///
/// # Errors
/// When the program does not start, fails, or exceeds the limit. The error has the end of the
/// output.
pub fn finished(command: &mut Command, limit: Duration) -> Result<(String, Duration)> {
    let name: Vec<_> = command.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    let name = format!("`{} {}`", command.get_program().to_string_lossy(), name.join(" "));
    let began = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.while_at(format!("{name} does not start"))?;
    let watch = Watch::over(child.id(), limit);
    let output = child.wait_with_output();
    let took = began.elapsed();
    drop(watch);
    let Output { status, stdout, stderr } = output.while_at(&name)?;
    if status.success() {
        return Ok((String::from_utf8_lossy(&stdout).trim().to_owned(), took));
    }
    let said = String::from_utf8_lossy(&stderr);
    let said: Vec<_> = said.lines().rev().take(3).collect();
    Err(format!("{name} failed ({status}): {}", said.join(" / ")))
}

/// Reads one value of `/proc/ID/status`.
///
/// # Errors
/// When the process is gone, or the value is missing.
pub fn status(id: u32, line: &str) -> Result<String> {
    let path = format!("/proc/{id}/status");
    let text = std::fs::read_to_string(&path).while_at(&path)?;
    let value = text.lines().find_map(|it| it.strip_prefix(line)?.strip_prefix(':'));
    value.map(|value| value.trim().to_owned()).ok_or_else(|| format!("{path} has no {line}"))
}

/// Reads a memory value of a process's status, in KiB (the kernel's "kB").
///
/// # Errors
/// Fails like [`status`].
pub fn memory_kib(id: u32, line: &str) -> Result<u64> {
    let value = status(id, line)?;
    let number = value.strip_suffix(" kB").and_then(|number| number.trim().parse().ok());
    number.ok_or_else(|| format!("{line} is {value}"))
}

/// The CPU time of all threads of a process so far, user and system, in seconds.
///
/// # Errors
/// When the process is gone.
pub fn cpu(id: u32, ticks_per_second: f64) -> Result<f64> {
    let path = format!("/proc/{id}/stat");
    let text = std::fs::read_to_string(&path).while_at(&path)?;
    let fields = fields(&text);
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok());
    // Fields 14 and 15 are utime and stime.
    let used = ticks(14).zip(ticks(15)).map(|(user, system)| user + system);
    used.map(|ticks| ticks / ticks_per_second).ok_or_else(|| format!("{path} is unreadable"))
}

/// Raises the limit of open files of this process and of later children.
///
/// # Errors
/// When the limit cannot be raised.
pub fn raise_files(files: usize) -> Result<()> {
    let (id, limit) = (std::process::id().to_string(), format!("--nofile={files}:"));
    let raised = Command::new("prlimit").args(["--pid", &id, &limit]).status();
    match raised.while_at("prlimit")? {
        status if status.success() => Ok(()),
        _ => Err(format!("this process may not open {files} files: raise `ulimit -Hn`")),
    }
}

/// The kernel's clock ticks per second, from `getconf`.
///
/// # Errors
/// When `getconf` fails.
pub fn ticks_per_second() -> Result<f64> {
    let (told, _) = finished(Command::new("getconf").arg("CLK_TCK"), STOP_MAX)?;
    told.parse().while_at("getconf CLK_TCK")
}

/// The ids of a process's children.
///
/// # Errors
/// When `/proc` cannot be read.
pub fn children(parent: u32) -> Result<Vec<u32>> {
    let entries = std::fs::read_dir("/proc").while_at("/proc")?.flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |id: &u32| {
        let text = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        fields(&text).get(4) == Some(&parent.to_string().as_str())
    };
    Ok(ids.filter(is_child).collect())
}

/// The fields of `/proc/ID/stat`, counted from 1 as in its manual page. The second field, the name,
/// may contain any character and is therefore left empty.
fn fields(stat: &str) -> Vec<&str> {
    let rest = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    ["", "", ""].into_iter().chain(rest.split_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_shift_the_fields() {
        let fields = fields("77 (a) b (c)) S 5 6");
        assert_eq!((fields.get(3), fields.get(4)), (Some(&"S"), Some(&"5")));
    }

    #[test]
    fn a_process_that_hangs_is_killed() {
        let limit = Duration::from_millis(50);
        let outcome = finished(Command::new("sleep").arg("60"), limit);
        assert!(outcome.expect_err("it was killed").contains("sleep 60"));
    }
}
