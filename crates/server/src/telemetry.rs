//! The log, with one line per event, on standard error or in a file. Logging never waits: see
//! [`crate::lines`].

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use deskbell_model::limits::LOG_WAITED_FOR_MS;
use deskbell_traces::TraceLayer;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{Layer as _, fmt};

use crate::cli::print;
use crate::lines::LineQueue;
use crate::log_file::LogFile;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Parses a level or a filter. A part of a filter without `=` must be a level. Otherwise a misspelt
/// level would count as a target, and all other targets would be off.
pub(crate) fn filter(level: &str) -> Option<Targets> {
    let parts: Vec<&str> = level.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let is_known = |part: &&str| match part.split_once('=') {
        Some((target, _)) => !target.contains(['[', ' ']),
        None => part.parse::<LevelFilter>().is_ok(),
    };
    let is_filter = !parts.is_empty() && parts.iter().all(is_known);
    is_filter.then(|| parts.join(",").parse().ok())?
}

/// Starts the log with a level or a filter, in a file or else on standard error, and the recording
/// of traces.
pub(crate) fn start(
    level: &str,
    format: LogFormat,
    file: Option<&Path>,
    traces: Option<TraceLayer>,
) -> Result<(), String> {
    let filter = filter(level).ok_or_else(|| {
        format!(
            "`log.level`: {level:?} is neither a level (off, error, warn, info, debug, trace) nor \
             a filter such as \"info,deskbell_http=debug\""
        )
    })?;
    if let Some(path) = file {
        let opened = LogFile::open(path);
        let opened = opened.map_err(|error| format!("`log.file`: {}: {error}", path.display()))?;
        FILE.get_or_init(|| LineQueue::start(opened));
    }
    // Only the filter limits the level.
    let lines = fmt().with_max_level(LevelFilter::TRACE).with_writer(LogWriters);
    let lines = lines.with_target(false).log_internal_errors(false);
    queue().report_with(match format {
        LogFormat::Text => |dropped| {
            format!("{}{}  WARN {DROPPED} lines={dropped}\n", priority(Level::WARN), time())
        },
        LogFormat::Json => |dropped| {
            let line = serde_json::json!({
                "timestamp": time(), "level": "WARN", "message": DROPPED, "lines": dropped,
            });
            format!("{}{line}\n", priority(Level::WARN))
        },
    });
    if let Some(traces) = traces {
        return start_traced(filter, format, traces);
    }
    let started = match format {
        LogFormat::Text => lines.finish().with(filter).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().with(filter).try_init(),
    };
    started.map_err(not_started)
}

fn not_started(error: TryInitError) -> String {
    format!("logging could not start: {error}")
}

/// Starts the log and the recording of traces. The filter applies only to the log.
fn start_traced(filter: Targets, format: LogFormat, traces: TraceLayer) -> Result<(), String> {
    let traces = traces.with_filter(filter_fn(TraceLayer::wants));
    let lines = fmt::layer().with_writer(LogWriters).with_target(false).log_internal_errors(false);
    let registry = tracing_subscriber::registry().with(traces);
    let started = match format {
        LogFormat::Text => registry.with(lines.with_filter(filter)).try_init(),
        LogFormat::Json => {
            registry.with(lines.json().flatten_event(true).with_filter(filter)).try_init()
        }
    };
    started.map_err(not_started)
}

/// The queue to the file of the log, if the log has a file.
static FILE: OnceLock<Arc<LineQueue>> = OnceLock::new();

fn queue() -> &'static LineQueue {
    FILE.get().map_or_else(print::talking, |lines| &**lines)
}

/// Waits until the file of the log has all lines, at most for `LOG_WAITED_FOR_MS`.
pub(crate) fn finish() {
    if let Some(lines) = FILE.get() {
        lines.finish(Duration::from_millis(LOG_WAITED_FOR_MS));
    }
}

/// True if systemd's journal reads standard error. The variable `JOURNAL_STREAM` has the device and
/// the inode of the journal's socket.
static IS_JOURNAL: LazyLock<bool> = LazyLock::new(|| {
    let told = std::env::var("JOURNAL_STREAM").unwrap_or_default();
    let found = rustix::fs::fstat(std::io::stderr());
    found.is_ok_and(|it| told == format!("{}:{}", it.st_dev, it.st_ino))
});

/// Returns the prefix by which the journal learns a line's priority (sd-daemon(3)); empty if the
/// log does not go to a journal.
pub(crate) fn priority(level: Level) -> &'static str {
    if !*IS_JOURNAL || FILE.get().is_some() {
        return "";
    }
    match level {
        Level::ERROR => "<3>",
        Level::WARN => "<4>",
        Level::INFO => "<6>",
        _ => "<7>",
    }
}

/// The message that reports dropped log lines.
const DROPPED: &str = "lines of this log were dropped: they found no room, or no reader";

/// Returns the current time in the format of the log.
fn time() -> String {
    let mut now = String::new();
    // A time that cannot be formatted is left out, as in log lines.
    let _ = SystemTime.format_time(&mut Writer::new(&mut now));
    now
}

/// Makes a log writer for each logged event.
struct LogWriters;

impl<'a> MakeWriter<'a> for LogWriters {
    type Writer = LogWriter;

    fn make_writer(&'a self) -> LogWriter {
        LogWriter("")
    }

    fn make_writer_for(&'a self, event: &Metadata<'_>) -> LogWriter {
        LogWriter(priority(*event.level()))
    }
}

/// A writer that queues each write as a log line that begins with a priority.
struct LogWriter(&'static str);

impl Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        match self.0 {
            "" => queue().push(line),
            priority => queue().push(&[priority.as_bytes(), line].concat()),
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Logs panics through the log's queue, so that a panicking thread does not wait until its message
/// is written.
pub(crate) fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        let trace = Backtrace::capture();
        let trace = match trace.status() {
            BacktraceStatus::Captured => format!("\n{trace}"),
            _ => String::new(),
        };
        if tracing::enabled!(Level::ERROR) {
            tracing::error!(panic = %format_args!("{info}{trace}"), "a thread panicked");
        } else {
            print::talk(&format!("{info}{trace}"));
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_level_and_those_of_parts_and_nothing_else() {
        for level in [
            "info,deskbell_http=debug",
            " deskbell_http=debug, info,",
            ",info,,deskbell_http=debug",
        ] {
            let filter = filter(level).unwrap();
            assert!(filter.would_enable("deskbell_http::pipeline", &Level::DEBUG), "{level}");
            assert!(filter.would_enable("hyper", &Level::INFO), "{level}");
            assert!(!filter.would_enable("hyper", &Level::DEBUG), "{level}");
        }
        assert!(!filter("off").unwrap().would_enable("deskbell", &Level::ERROR));
        for nothing in ["", ",", "verbose", "info,loud", "deskbell=loud", "a[b]=info", "a b=info"] {
            assert!(filter(nothing).is_none(), "{nothing}");
        }
    }
}
