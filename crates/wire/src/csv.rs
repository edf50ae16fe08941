//! Lines of comma-separated values (RFC 4180) for spreadsheets. This module does not know which
//! tables are written.

use std::fmt::Write as _;

/// The first characters of the texts that spreadsheets treat as formulas.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsvCell<'a> {
    /// An empty cell.
    Empty,
    /// A number.
    Number(u64),
    /// A text that a user wrote.
    Text(&'a str),
    /// A text that the server wrote.
    Word(String),
}

/// Writes a line, which ends with CR and LF.
pub fn line<'a>(out: &mut String, cells: impl Iterator<Item = CsvCell<'a>>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(',');
        }
        // Writing to a `String` cannot fail.
        match cell {
            CsvCell::Empty => {}
            CsvCell::Number(number) => drop(write!(out, "{number}")),
            CsvCell::Text(text) => quoted(out, text),
            CsvCell::Word(word) => out.push_str(&word),
        }
    }
    out.push_str("\r\n");
}

/// Pushes a text that a user wrote. A text that spreadsheets would treat as a formula is prefixed
/// with an apostrophe.
fn quoted(out: &mut String, text: &str) {
    let is_formula = text.starts_with(FORMULA);
    if !is_formula && !text.contains(['"', ',', '\n', '\r', ' ', ';']) {
        return out.push_str(text);
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Returns the text without the apostrophe that [`line()`] puts before texts that look like
/// formulas.
#[must_use]
pub fn without_guard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}
