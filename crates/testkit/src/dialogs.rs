//! A file of dialogs for imports: the file of `DESKBELL_TRANSCRIPTS`, or a generated file.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};

/// The environment variable with the path of a file of real dialogs.
pub const VARIABLE: &str = "DESKBELL_TRANSCRIPTS";

/// The number of generated dialogs.
const DIALOGS: u64 = 3_710;

/// Returns the file of real dialogs, or writes generated dialogs to a file in `folder`.
///
/// # Panics
/// When the file cannot be written.
#[must_use]
pub fn file(folder: &Path) -> PathBuf {
    if let Some(file) = std::env::var_os(VARIABLE) {
        return file.into();
    }
    let path = folder.join("dialogs.ndjson");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    for number in 0..DIALOGS {
        writeln!(out, "{}", dialog(number)).expect("a line");
    }
    out.flush().expect("a file");
    path
}

/// Generates the dialog with this number.
#[must_use]
pub fn dialog(number: u64) -> Value {
    let began = 1_704_097_130_340 + number * 3_600_017;
    let turn = |turn: u64| {
        let from = if turn.is_multiple_of(2) { "customer" } else { "agent" };
        let text = format!("turn {turn} of {number}: \u{1f44b} \"quoted\"\\\n line");
        json!({"from": from, "text": text, "at": began + turn * 47_003})
    };
    let turns: Vec<_> = (0..1 + number % 7).map(turn).collect();
    json!({"id": format!("dialog-{number}"), "topic": format!("Topic {number}"), "turns": turns})
}

/// Reads all dialogs of a file, without using the importer.
///
/// # Panics
/// When the file cannot be read.
#[must_use]
pub fn read(file: &Path) -> Vec<Value> {
    let bytes = std::fs::read(file).expect("a file");
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("gzip");
    } else {
        text = String::from_utf8(bytes).expect("UTF-8");
    }
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
