//! The log: one line per event on standard error. Logging never waits, see
//! [`crate::lines`].

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic;

use deskbell_traces::TraceLayer;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{Targets, filter_fn};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{Layer as _, fmt};

use crate::cli::print;

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Parses a level or a filter. A part without `=` must be a level: taken as a target, a misspelt
/// level would turn off all other lines.
pub(crate) fn filter(level: &str) -> Option<Targets> {
    let parts: Vec<&str> = level.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let is_known = |part: &&str| match part.split_once('=') {
        Some((target, _)) => !target.contains(['[', ' ']),
        None => part.parse::<LevelFilter>().is_ok(),
    };
    let is_filter = !parts.is_empty() && parts.iter().all(is_known);
    is_filter.then(|| parts.join(",").parse().ok())?
}

/// Starts the log with a level or a filter, and the recording of traces.
pub(crate) fn start(
    level: &str,
    format: LogFormat,
    traces: Option<TraceLayer>,
) -> Result<(), String> {
    let filter =
        filter(level).ok_or_else(|| format!("{level:?} is neither a level nor a filter"))?;
    // Only the filter limits the level.
    let lines = fmt().with_max_level(LevelFilter::TRACE).with_writer(|| Log);
    let lines = lines.with_target(false).log_internal_errors(false);
    print::talking().tell(match format {
        LogFormat::Text => |dropped| format!("{}  WARN {DROPPED} lines={dropped}\n", time()),
        LogFormat::Json => |dropped| {
            let line = serde_json::json!({
                "timestamp": time(), "level": "WARN", "message": DROPPED, "lines": dropped,
            });
            format!("{line}\n")
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

/// Starts the log beside the recording of traces: the filter is that of the log alone.
fn start_traced(filter: Targets, format: LogFormat, traces: TraceLayer) -> Result<(), String> {
    let traces = traces.with_filter(filter_fn(TraceLayer::wants));
    let lines = fmt::layer().with_writer(|| Log).with_target(false).log_internal_errors(false);
    let registry = tracing_subscriber::registry().with(traces);
    let started = match format {
        LogFormat::Text => registry.with(lines.with_filter(filter)).try_init(),
        LogFormat::Json => {
            registry.with(lines.json().flatten_event(true).with_filter(filter)).try_init()
        }
    };
    started.map_err(not_started)
}

/// The message that reports dropped log lines.
const DROPPED: &str = "lines of this log were dropped: they found no room, or no reader";

/// The current time in the format of the log.
fn time() -> String {
    let mut now = String::new();
    // A time that cannot be formatted is left out, as in log lines.
    let _ = SystemTime.format_time(&mut Writer::new(&mut now));
    now
}

/// A writer that queues each write as a log line.
struct Log;

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        print::talking().push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Logs panics through the queue, so that a panic does not wait for the log.
pub(crate) fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        let trace = Backtrace::capture();
        let trace = match trace.status() {
            BacktraceStatus::Captured => format!("\n{trace}"),
            _ => String::new(),
        };
        if tracing::enabled!(tracing::Level::ERROR) {
            tracing::error!("{info}{trace}");
        } else {
            print::talk(&format!("{info}{trace}"));
        }
    }));
}

#[cfg(test)]
mod tests {
    use tracing::Level;

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
