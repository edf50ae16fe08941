//! The output of commands: data on standard output, messages on standard error. Data is written
//! directly; messages are queued. A closed reader is not an error.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use deskbell_model::limits::LOG_WAITED_FOR_MS;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::Failure;
use crate::lines::{Direct, LineQueue};

/// True when data could not be written. The command then fails, since a new key cannot be printed
/// again.
static LOST: AtomicBool = AtomicBool::new(false);

/// True when only errors are printed.
static QUIET: AtomicBool = AtomicBool::new(false);

/// The queue of lines for standard error: messages, progress and the log.
static TALK: LazyLock<Arc<LineQueue>> =
    LazyLock::new(|| LineQueue::start(Direct(std::io::stderr())));

/// The longest wait for queued messages when the process ends.
const MOMENT: Duration = Duration::from_millis(LOG_WAITED_FOR_MS);

/// Writes one line of data to standard output.
pub(crate) fn data(line: &str) {
    written(format!("{line}\n").as_bytes());
}

/// Writes data to standard output without adding a line break.
pub(crate) fn bytes(data: &[u8]) {
    written(data);
}

fn written(bytes: &[u8]) {
    match Direct(std::io::stdout()).write_all(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => LOST.store(true, Relaxed),
        _ => {}
    }
}

/// Writes the lines that a server prints as data at its start. Waits at most [`MOMENT`], since
/// standard output may have no reader. Returns whether all lines were written.
pub(crate) fn announce(lines: &[String]) -> bool {
    let out = LineQueue::start(Direct(std::io::stdout()));
    for line in lines {
        out.push(format!("{line}\n").as_bytes());
    }
    out.finish(MOMENT)
}

/// Returns an error if any data could not be written.
pub(crate) fn all_said() -> Result<(), Failure> {
    if LOST.load(Relaxed) {
        return Err(Failure::Failed("the output could not be written: is its disk full?".into()));
    }
    Ok(())
}

/// Prints the help, or an error of the command line.
pub(crate) fn answer(answer: &clap::Error) -> Result<ExitCode, Failure> {
    let (text, is_wrong) = (answer.render(), answer.use_stderr());
    let is_terminal = if is_wrong { is_terminal() } else { std::io::stdout().is_terminal() };
    let text = if is_terminal { text.ansi().to_string() } else { text.to_string() };
    if is_wrong {
        TALK.push(text.as_bytes());
    } else {
        written(text.as_bytes());
    }
    Ok(ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(1)))
}

/// Makes this process drop all later messages except the error messages that [`complain`] queues.
pub(crate) fn be_quiet() {
    QUIET.store(true, Relaxed);
}

/// Tells whether messages are dropped.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Relaxed)
}

/// Queues one line of a message for standard error.
pub(crate) fn talk(line: &str) {
    if !is_quiet() {
        complain(line);
    }
}

/// Queues an error message for standard error.
pub(crate) fn complain(line: &str) {
    TALK.push(format!("{line}\n").as_bytes());
}

pub(crate) fn talking() -> &'static LineQueue {
    &TALK
}

/// Waits until all messages are written, at most [`MOMENT`].
pub(crate) fn finish() {
    TALK.finish(MOMENT);
}

pub(crate) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Prints rows as a table with a heading, or as a JSON array of objects with these keys.
pub(crate) fn rows(json: bool, keys: &[&str], rows: &[Vec<Value>]) {
    if json {
        let objects = rows.iter().map(|row| object(keys, row)).collect();
        return data(&Value::Array(objects).to_string());
    }
    let text = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        // Control characters are replaced: a row must stay on one line.
        Value::String(text) => text.replace(char::is_control, " "),
        other => other.to_string(),
    };
    let mut lines = vec![keys.iter().map(|key| key.to_uppercase()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| row.iter().map(text).collect()));
    let widths: Vec<usize> = (0..keys.len())
        .map(|column| lines.iter().filter_map(|line| line.get(column)).map(|it| it.width()).max())
        .map(Option::unwrap_or_default)
        .collect();
    for line in lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| padded(cell, *width));
        data(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Pads a cell with spaces to the width of its column. A character may take two columns of the
/// terminal, or no column.
fn padded(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

/// Prints one object: only the value named by `main`, or the whole object as JSON.
pub(crate) fn one(json: bool, keys: &[&str], row: &[Value], main: &str) {
    if json { data(&object(keys, row).to_string()) } else { data(main) }
}

fn object(keys: &[&str], row: &[Value]) -> Value {
    let pairs = keys.iter().map(|key| (*key).to_owned()).zip(row.iter().cloned());
    Value::Object(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_whatever_writing_fills_them() {
        for cell in ["Ana", "美咲", "O\u{308}ge", "🙂", ""] {
            assert_eq!(padded(cell, 6).width(), 6, "{cell}");
        }
        assert_eq!(padded("too long", 3), "too long");
    }
}
