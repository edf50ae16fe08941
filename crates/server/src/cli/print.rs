//! The two streams: data on standard output, talk on standard error. A reader that went away is no
//! error of ours.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use serde_json::Value;

use super::Failure;

/// Set when data could not be written: a key that nobody can read is not made, to its maker.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line of data.
pub(crate) fn data(line: &str) {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => LOST.store(true, Relaxed),
        _ => {}
    }
}

/// Whether everything that was to be said was said.
pub(crate) fn all_said() -> Result<(), Failure> {
    if LOST.load(Relaxed) {
        return Err(Failure::Failed("the output could not be written: is its disk full?".into()));
    }
    Ok(())
}

/// A line of talk.
pub(crate) fn talk(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Whether a person is likely to read the talk.
pub(crate) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Rows of data: a table with a heading, or as JSON an array of objects with these keys.
pub(crate) fn rows(json: bool, keys: &[&str], rows: &[Vec<Value>]) {
    if json {
        let objects = rows.iter().map(|row| object(keys, row)).collect();
        return data(&Value::Array(objects).to_string());
    }
    let text = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        // One row a line, whatever a name holds.
        Value::String(text) => text.replace(char::is_control, " "),
        other => other.to_string(),
    };
    let mut lines = vec![keys.iter().map(|key| key.to_uppercase()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| row.iter().map(text).collect()));
    let widths: Vec<usize> = (0..keys.len())
        .map(|column| {
            lines.iter().filter_map(|line| line.get(column)).map(|it| it.chars().count()).max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    for line in lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        data(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// One object of data: its main value alone, or as JSON all of it.
pub(crate) fn one(json: bool, keys: &[&str], row: &[Value], main: &str) {
    if json { data(&object(keys, row).to_string()) } else { data(main) }
}

fn object(keys: &[&str], row: &[Value]) -> Value {
    let pairs = keys.iter().map(|key| (*key).to_owned()).zip(row.iter().cloned());
    Value::Object(pairs.collect())
}
