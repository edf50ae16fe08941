//! The log: one line an event, on standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Reads a level or a filter.
pub(crate) fn filter(level: &str) -> Option<EnvFilter> {
    EnvFilter::try_new(level).ok()
}

/// Starts logging at a level, or with a filter.
pub(crate) fn start(level: &str, format: LogFormat) -> Result<(), String> {
    let filter =
        filter(level).ok_or_else(|| format!("{level:?} is neither a level nor a filter"))?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = match format {
        LogFormat::Text => lines.with_ansi(false).finish().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init(),
    };
    started.map_err(|error| format!("logging could not start: {error}"))
}
