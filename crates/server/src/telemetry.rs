//! The log: one line an event, on standard error.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Reads a level or a filter. A word alone is a level, and not all that a part of the program says:
/// whoever mistypes one would hear nothing else.
pub(crate) fn filter(level: &str) -> Option<Targets> {
    let is_level = |part: &str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
    level.split(',').all(is_level).then(|| level.parse().ok())?
}

/// Starts logging at a level, or with a filter.
pub(crate) fn start(level: &str, format: LogFormat) -> Result<(), String> {
    let filter =
        filter(level).ok_or_else(|| format!("{level:?} is neither a level nor a filter"))?;
    // The filter alone decides what is too detailed.
    let lines = fmt().with_max_level(LevelFilter::TRACE).with_writer(std::io::stderr);
    let lines = lines.with_target(false);
    let started = match format {
        LogFormat::Text => lines.finish().with(filter).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().with(filter).try_init(),
    };
    started.map_err(|error| format!("logging could not start: {error}"))
}
