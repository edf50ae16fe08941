//! The conditions of a measurement: the machine, the versions, the date, and disturbances.

use std::fmt::Write as _;
use std::fs::read_to_string;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use deskbell_lab::{Result, While as _};

use crate::process::finished;

/// The time limit for running a program that prints its version.
const TELL_MAX: Duration = Duration::from_secs(10);
/// The maximal total wait for a quiet machine in all rounds of a program, not counting the duration
/// of the checks.
const QUIET_WAIT_MAX: Duration = Duration::from_secs(1_200);
/// The pause between two checks whether other programs are busy.
const PAUSE: Duration = Duration::from_secs(1);
/// The duration of a check whether other programs are busy.
const LOOK: Duration = Duration::from_millis(150);
const BUSY_SHARE: f64 = 0.15;

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), PathBuf::from)
}

/// Cargo's target folder.
#[must_use]
pub fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The server's binary: `DESKBELL_BIN`, or the binary of the `dist` profile.
///
/// # Errors
/// When the file is missing.
pub fn deskbell() -> Result<PathBuf> {
    let path = std::env::var_os("DESKBELL_BIN")
        .map_or_else(|| target().join("dist/deskbell"), PathBuf::from);
    if path.is_file() {
        return Ok(path);
    }
    let build = "`cargo build --profile dist --bin deskbell`";
    Err(format!("there is no deskbell binary: {build}, or set DESKBELL_BIN"))
}

/// The processor and its number of cores.
///
/// # Errors
/// When `/proc/cpuinfo` cannot be read.
pub fn processor() -> Result<String> {
    let text = read_to_string("/proc/cpuinfo").while_at("/proc/cpuinfo")?;
    let values = |key: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        let values = lines.filter(|(name, _)| name.trim() == key);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let name = values("model name").first().cloned().unwrap_or_else(|| "unknown".into());
    let memory = read_to_string("/proc/meminfo").while_at("/proc/meminfo")?;
    let kib: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap_or(0);
    let cores = values("processor").len();
    Ok(format!("{name}, {cores} cores, {} GiB of memory", kib.div_ceil(1024 * 1024)))
}

/// The current date in UTC.
///
/// # Errors
/// When `date` fails.
pub fn today() -> Result<String> {
    tell(Command::new("date").args(["-u", "+%Y-%m-%d"]))
}

/// The versions of the measured build, read before the first measurement.
#[derive(Debug)]
pub struct Build {
    versions: String,
    modified: SystemTime,
}

impl Build {
    /// Reads the versions of the compiler, of Deskbell and of SQLite.
    ///
    /// # Errors
    /// When git or rustc fail, or the binary is missing.
    pub fn note() -> Result<Self> {
        let root = root();
        let git = |arguments: &[&str]| tell(Command::new("git").args(arguments).current_dir(&root));
        let modified = modified(&deskbell()?)?;
        let rustc = tell(Command::new("rustc").arg("--version").current_dir(&root))?;
        let rustc = rustc.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let commit = git(&["rev-parse", "--short", "HEAD"])?;
        let sources = ["crates", ".cargo", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];
        let changed = git(&[&["status", "--porcelain", "--"], &sources[..]].concat())?;
        let sources = git(&[&["ls-files", "--"], &sources[..]].concat())?;
        let mut sources = sources.lines().filter_map(|it| self::modified(&root.join(it)).ok());
        let mut versions = format!("{rustc}, deskbell {commit}");
        if !changed.is_empty() {
            versions.push_str(" with uncommitted changes");
        }
        if sources.any(|source| source > modified) {
            versions.push_str(" (the binary is older than some of its sources)");
        }
        let _ = write!(versions, ", SQLite {}", rusqlite::version());
        Ok(Self { versions, modified })
    }

    /// The versions for the report, with a warning if the binary was replaced.
    ///
    /// # Errors
    /// When the binary is missing.
    pub fn told(&self) -> Result<String> {
        let is_the_same = modified(&deskbell()?)? == self.modified;
        let replaced = if is_the_same { "" } else { ", **binary replaced while measuring**" };
        Ok(format!("{}{replaced}", self.versions))
    }
}

fn modified(path: &Path) -> Result<SystemTime> {
    std::fs::metadata(path).and_then(|it| it.modified()).while_at(path.display())
}

/// The wait until no other program is busy, before each round of measurements.
#[derive(Debug, Default)]
pub struct Quiet {
    waited: Duration,
    rounds: u32,
    disturbed: u32,
}

impl Quiet {
    /// A value that never waits for a quiet machine, for a quick look.
    #[must_use]
    pub fn impatient() -> Self {
        Self { waited: QUIET_WAIT_MAX, ..Self::default() }
    }

    /// Waits until no other program is busy, then runs a round. All rounds together wait at most
    /// `QUIET_WAIT_MAX`. A round counts as disturbed if the machine was busy just before or after
    /// the round.
    ///
    /// # Errors
    /// The errors of the round, or when `/proc/stat` cannot be read.
    pub fn round<T>(&mut self, round: impl FnOnce() -> Result<T>) -> Result<T> {
        let mut was_busy = is_busy()?;
        while was_busy && self.waited < QUIET_WAIT_MAX {
            rest(PAUSE);
            self.waited += PAUSE;
            was_busy = is_busy()?;
        }
        let outcome = round()?;
        self.rounds += 1;
        self.disturbed += u32::from(was_busy || is_busy()?);
        Ok(outcome)
    }

    /// A sentence about the disturbances, for the report.
    #[must_use]
    pub fn told(&self) -> String {
        let Self { rounds, disturbed, .. } = self;
        format!("something else was busy before or after {disturbed} of {rounds} rounds")
    }
}

/// Returns true if other programs keep the cores busy. Must not be called during a measurement.
fn is_busy() -> Result<bool> {
    let [before_idle, before] = ticks()?;
    rest(LOOK);
    let [idle, all] = ticks()?;
    let (idle, all) = (idle - before_idle, all - before);
    Ok(all > 0.0 && 1.0 - idle / all > BUSY_SHARE)
}

/// The clock ticks of all cores since the boot: idle, and in total.
fn ticks() -> Result<[f64; 2]> {
    let text = read_to_string("/proc/stat").while_at("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let ticks = line.split_whitespace().skip(1).take(8).map(str::parse::<f64>);
    let ticks: Vec<f64> = ticks.collect::<std::result::Result<_, _>>().while_at("/proc/stat")?;
    let idle = ticks.get(3..5).ok_or("/proc/stat is short")?;
    Ok([idle.iter().sum(), ticks.iter().sum()])
}

/// Blocks this thread for a time.
#[expect(clippy::disallowed_methods, reason = "at rest there is no event to wait for")]
pub fn rest(time: Duration) {
    std::thread::sleep(time);
}

fn tell(command: &mut Command) -> Result<String> {
    finished(command, TELL_MAX).map(|(told, _)| told)
}
