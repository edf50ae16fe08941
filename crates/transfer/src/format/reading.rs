//! The lines of a file, read and parsed on a separate thread while earlier lines are imported.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use deskbell_model::exchange::{ChatCustomer, ExchangeLine, MessageLine};
use deskbell_model::limits::{BULK_JOB_ROWS_MAX, MESSAGE_TEXT_CHARS_MAX};
use deskbell_wire::exchange;

use super::html;
use crate::lines::{Line as FileLine, Lines};

/// The number of database rows at which a part ends: four times the limit of other bulk jobs. One
/// job imports a part.
const PART_ROWS: usize = 4 * BULK_JOB_ROWS_MAX;
/// The total size of lines at which a part ends, in bytes.
const PART_BYTES: usize = 1024 * 1024;
/// The number of parts that may wait in memory between the reading thread and the import.
const PARTS_WAITING: usize = 1;

/// The event that follows the lines of a part.
#[derive(Debug)]
pub(super) enum Behind {
    /// Further lines.
    More,
    /// A bad line: the number of the line, and the reason.
    Bad(u64, String),
    /// The end of the file.
    End,
    /// An error of the file.
    Failed(io::Error),
}

/// Some lines of a file.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) lines: Vec<ExchangeLine>,
    /// The lines' numbers in the file.
    pub(super) numbers: Vec<u64>,
    /// The ignored keys; a repeated key is listed several times.
    pub(super) ignored: Vec<String>,
    pub(super) attachments: u64,
    /// The number of bytes read from the file by now, and the file's size, which is 0 for standard
    /// input.
    pub(super) read: (u64, u64),
    pub(super) behind: Behind,
}

/// Starts to read the file at `path`; `None` reads standard input. Returns the receiver of the
/// parts; the last part ends with [`Behind::End`] or [`Behind::Failed`].
pub(super) fn parts(path: Option<PathBuf>) -> io::Result<Receiver<Part>> {
    let (parts, waiting) = sync_channel(PARTS_WAITING);
    let read = move || Reading::new(parts).read(path.as_deref());
    std::thread::Builder::new().name("reading".into()).spawn(read)?;
    Ok(waiting)
}

/// The state of the reading thread: the part that is being read.
struct Reading {
    parts: SyncSender<Part>,
    lines: Vec<ExchangeLine>,
    numbers: Vec<u64>,
    ignored: Vec<String>,
    attachments: u64,
    rows: usize,
    bytes: usize,
    /// The number of bytes read from the file, and the file's size; see [`Part::read`].
    read: (u64, u64),
}

impl Reading {
    const fn new(parts: SyncSender<Part>) -> Self {
        Self {
            parts,
            lines: Vec::new(),
            numbers: Vec::new(),
            ignored: Vec::new(),
            attachments: 0,
            rows: 0,
            bytes: 0,
            read: (0, 0),
        }
    }

    fn read(mut self, path: Option<&Path>) {
        let behind = match self.read_lines(path) {
            Ok(Some(())) => Behind::End,
            Ok(None) => return,
            Err(error) => Behind::Failed(error),
        };
        // The receiver is gone if the import ended early.
        let _ = self.send(behind);
    }

    /// Reads all lines. Returns `None` if the receiver is gone.
    fn read_lines(&mut self, path: Option<&Path>) -> io::Result<Option<()>> {
        let mut lines = match path {
            Some(path) => Lines::open(path)?,
            None => Lines::input()?,
        };
        while let Some(line) = lines.next()? {
            self.read = (lines.position(), lines.size);
            let sent = match parsed(line) {
                Ok(None) => Some(()),
                Ok(Some(line)) => self.take(line, lines.number),
                Err(why) => self.send(Behind::Bad(lines.number, why)),
            };
            if sent.is_none() {
                return Ok(None);
            }
        }
        self.read = (lines.size, lines.size);
        Ok(Some(()))
    }

    /// Adds a line to the part, and sends the part if it is full. Returns `None` if the receiver is
    /// gone.
    fn take(&mut self, line: ParsedLine, number: u64) -> Option<()> {
        let ParsedLine { line, ignored, attachments, bytes } = line;
        self.rows += rows(&line);
        self.bytes += bytes;
        self.lines.push(line);
        self.numbers.push(number);
        self.ignored.extend(ignored);
        self.attachments += attachments;
        let is_full = self.rows >= PART_ROWS || self.bytes >= PART_BYTES;
        if is_full { self.send(Behind::More) } else { Some(()) }
    }

    /// Sends the part. Returns `None` if the receiver is gone.
    fn send(&mut self, behind: Behind) -> Option<()> {
        (self.rows, self.bytes) = (0, 0);
        let part = Part {
            lines: std::mem::take(&mut self.lines),
            numbers: std::mem::take(&mut self.numbers),
            ignored: std::mem::take(&mut self.ignored),
            attachments: std::mem::take(&mut self.attachments),
            read: self.read,
            behind,
        };
        self.parts.send(part).ok()
    }
}

#[derive(Debug, PartialEq)]
struct ParsedLine {
    line: ExchangeLine,
    ignored: Vec<String>,
    attachments: u64,
    /// The size of the line in the file.
    bytes: usize,
}

/// Parses a line, and makes the final texts of its messages. Returns `None` for a blank line.
fn parsed(line: FileLine) -> Result<Option<ParsedLine>, String> {
    let bytes = match line {
        FileLine::TooLong => return Err("it is longer than 16 MiB".into()),
        FileLine::Bytes(bytes) if bytes.trim_ascii().is_empty() => return Ok(None),
        FileLine::Bytes(bytes) => bytes,
    };
    let exchange::ReadLine { mut line, ignored } = exchange::read(&bytes)?;
    let messages = match &mut line {
        ExchangeLine::Chat(chat) => chat.messages.as_mut_slice(),
        ExchangeLine::Messages(line) => line.messages.as_mut_slice(),
        ExchangeLine::Agent(_) | ExchangeLine::Department(_) | ExchangeLine::Customer(_) => &mut [],
    };
    let mut attachments = 0;
    for (place, message) in messages.iter_mut().enumerate() {
        attachments += message.attachments.len() as u64;
        finish(message).map_err(|why| format!("message {}: {why}", place + 1))?;
    }
    Ok(Some(ParsedLine { line, ignored, attachments, bytes: bytes.len() }))
}

/// Replaces the HTML of a message by its text, and adds a line for each attachment.
fn finish(message: &mut MessageLine) -> Result<(), String> {
    if let Some(html) = message.html.take() {
        message.text = html::text(&html).ok_or("its HTML is nested too deeply")?;
    }
    for file in std::mem::take(&mut message.attachments) {
        if !message.text.is_empty() {
            message.text.push('\n');
        }
        let size = file.bytes.map(|bytes| format!(", {}", size(bytes))).unwrap_or_default();
        message.text += &match file.name {
            Some(name) => format!("{name}{size}: {}", file.url),
            None => format!("{}{size}", file.url),
        };
    }
    if message.text.chars().nth(MESSAGE_TEXT_CHARS_MAX).is_some() {
        return Err("its text has more than 65,536 characters".into());
    }
    Ok(())
}

/// Formats a size in bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// Returns the number of database rows that a line makes.
fn rows(line: &ExchangeLine) -> usize {
    match line {
        ExchangeLine::Agent(_) | ExchangeLine::Department(_) => 3,
        ExchangeLine::Customer(_) => 6,
        ExchangeLine::Chat(chat) => {
            let customer = if matches!(chat.customer, ChatCustomer::Whole(_)) { 6 } else { 0 };
            5 + customer + chat.messages.len()
        }
        ExchangeLine::Messages(line) => 3 + line.messages.len(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The line numbers of each part of a file with this text.
    fn numbers(text: &str) -> Vec<Vec<u64>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.ndjson");
        fs::write(&path, text).unwrap();
        let (mut all, mut is_over) = (Vec::new(), false);
        for part in parts(Some(path)).unwrap() {
            assert!(!is_over, "the end comes last");
            is_over = matches!(part.behind, Behind::End);
            assert_eq!(part.lines.len(), part.numbers.len());
            all.push(part.numbers);
        }
        assert!(is_over);
        all
    }

    #[test]
    fn a_part_has_few_rows_and_few_bytes() {
        let small = "{\"kind\":\"customer\",\"externalId\":\"u\"}\n";
        let parts = numbers(&small.repeat(1_000));
        assert_eq!(parts.concat(), (1..=1_000).collect::<Vec<_>>());
        // A customer makes 6 rows, so 171 of them fill a part.
        let sizes: Vec<_> = parts.iter().map(Vec::len).collect();
        assert_eq!(sizes, [171, 171, 171, 171, 171, 145]);
        let text = "x".repeat(60_000);
        let message = format!(r#"{{"from":"customer","createdAt":5,"text":"{text}"}},"#);
        let messages = message.repeat(10);
        let large = format!(
            "{{\"kind\":\"chat\",\"externalId\":\"c\",\"customer\":\"u\",\"messages\":[{}]}}\n",
            messages.trim_end_matches(','),
        );
        // Two of them have more bytes than a part takes.
        let parts = numbers(&large.repeat(5));
        assert_eq!(parts, [vec![1, 2], vec![3, 4], vec![5]]);
    }

    #[test]
    fn a_bad_line_ends_the_part_before_it_and_a_missing_file_is_told() {
        let una = "{\"kind\":\"customer\",\"externalId\":\"u\"}\n";
        assert_eq!(numbers(&format!("{una}{{\n{una}")), [vec![1], vec![3]]);
        let missing = parts(Some("no such file".into())).unwrap().recv().unwrap();
        assert!(matches!(missing.behind, Behind::Failed(_)), "{missing:?}");
    }

    #[test]
    fn html_and_attachments_become_the_text_of_a_message() {
        let line = r#"{"kind":"message","chat":"c","externalId":"m","from":"customer",
            "html":"<p>Hi <i>you</i></p>","createdAt":5,
            "attachments":[{"url":"https://a.example/b.pdf","name":"b.pdf","bytes":1234567},
                           {"url":"https://a.example/c"}]}"#
            .replace('\n', " ");
        let parsed = parsed(FileLine::Bytes(line.into_bytes())).unwrap().unwrap();
        let ExchangeLine::Messages(line) = parsed.line else { panic!("a message") };
        assert_eq!((parsed.ignored, parsed.attachments), (Vec::new(), 2));
        let text = "Hi you\nb.pdf, 2 MB: https://a.example/b.pdf\nhttps://a.example/c";
        assert_eq!(line.messages[0].text, text);
    }

    #[test]
    fn a_line_that_is_too_long_or_has_too_long_a_text_is_bad() {
        assert!(parsed(FileLine::TooLong).unwrap_err().contains("16 MiB"));
        let html = "x".repeat(MESSAGE_TEXT_CHARS_MAX + 1);
        let line = format!(
            r#"{{"kind":"message","chat":"c","externalId":"m","from":"agent","createdAt":5,
                "html":"{html}"}}"#
        );
        let why = parsed(FileLine::Bytes(line.into_bytes())).unwrap_err();
        assert_eq!(why, "message 1: its text has more than 65,536 characters");
        assert_eq!(parsed(FileLine::Bytes(b" \r".to_vec())), Ok(None));
    }
}
