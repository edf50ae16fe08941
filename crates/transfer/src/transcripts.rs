//! Imports of dialogs from NDJSON. Each line is `{"id","topic","turns":[{"from","text","at"}]}`.
//!
//! An import can be interrupted and repeated at any time: a dialog is stored whole or not at all,
//! and a dialog that was imported before is skipped.

use std::io;
use std::path::Path;

use deskbell_app::actions::dialogs::{Dialog, DialogTurn, ImportTarget};
use deskbell_app::{App, Caller, Error};
use deskbell_model::limits::{
    BULK_JOB_ROWS_MAX, IMPORT_TURNS_MAX, MESSAGE_TEXT_CHARS_MAX, NOTES_CHARS_MAX, TEXT_CHARS_MAX,
};
use deskbell_model::{OrgId, Side, Timestamp};
use serde::Deserialize;

use crate::lines::{Line, Lines};
use crate::{Progress, tell_left_out};

/// The outcome of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of new dialogs.
    pub imported: u64,
    /// The number of new messages.
    pub messages: u64,
    /// The number of dialogs that were imported before.
    pub known: u64,
    /// The number of lines that were left out.
    pub bad: u64,
}

/// The reason why an import ended early. Imported dialogs stay.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The file cannot be read.
    #[error("line {line} of the file cannot be read: {source}")]
    Read {
        /// The number of the line at which reading failed.
        line: u64,
        /// The error of reading the file.
        source: io::Error,
    },
    /// The file cannot be opened.
    #[error("the file cannot be opened: {0}")]
    Open(io::Error),
    /// The data could not be stored.
    #[error(transparent)]
    App(#[from] Error),
}

#[derive(Deserialize)]
#[serde(expecting = "an object with id and turns")]
struct DialogIn {
    id: String,
    #[serde(default)]
    topic: Option<String>,
    turns: Vec<TurnIn>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with from, text and at")]
struct TurnIn {
    from: String,
    text: String,
    at: i64,
}

/// Parses a dialog from its line.
///
/// # Errors
/// The reason why the line is not a dialog, as a one-line sentence.
pub fn parse(line: &[u8]) -> Result<Dialog, String> {
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err("it is not a dialog: no JSON object".into());
    }
    let dialog: DialogIn =
        serde_json::from_slice(line).map_err(|error| format!("it is not a dialog: {error}"))?;
    text("id", &dialog.id, 1, TEXT_CHARS_MAX)?;
    if let Some(topic) = &dialog.topic {
        text("topic", topic, 0, NOTES_CHARS_MAX)?;
    }
    if dialog.turns.len() > IMPORT_TURNS_MAX {
        return Err(format!("it has more than {IMPORT_TURNS_MAX} turns"));
    }
    let mut turns = Vec::with_capacity(dialog.turns.len());
    for (number, turn) in (1..).zip(dialog.turns) {
        let read = read_turn(turn, turns.last()).map_err(|why| format!("turn {number}: {why}"))?;
        turns.push(read);
    }
    if turns.is_empty() {
        return Err("it has no turns".into());
    }
    let first = turns.remove(0);
    Ok(Dialog { id: dialog.id, topic: dialog.topic, first, rest: turns })
}

fn read_turn(turn: TurnIn, before: Option<&DialogTurn>) -> Result<DialogTurn, String> {
    let from = Side::parse(&turn.from).ok_or("`from` is neither customer nor agent")?;
    text("text", &turn.text, 1, MESSAGE_TEXT_CHARS_MAX)?;
    let at = Timestamp::from_millis(turn.at);
    let at = at.ok_or("`at` is no time in unix milliseconds before the year 2106")?;
    if before.is_some_and(|before| at < before.at) {
        return Err("it is earlier than the turn before".into());
    }
    Ok(DialogTurn { from, text: turn.text, at })
}

fn text(name: &str, text: &str, least: usize, most: usize) -> Result<(), String> {
    let chars = text.chars().count();
    if chars < least || chars > most {
        return Err(format!("`{name}` has {chars} characters, not {least} to {most}"));
    }
    if text.contains('\0') {
        return Err(format!("`{name}` contains U+0000"));
    }
    Ok(())
}

/// Imports a file of dialogs into an organization.
///
/// # Errors
/// When the file cannot be read or the data cannot be stored; another run continues the import.
pub async fn import(
    app: &App,
    org: OrgId,
    file: &Path,
    progress: &mut impl Progress,
) -> Result<Report, Failed> {
    let mut lines = Lines::open(file).map_err(Failed::Open)?;
    let desk = app.actions.begin_import(Caller::command(org)).await?;
    let mut import = Import { app, org, desk, report: Report::default(), batch: Vec::new() };
    loop {
        let line = lines.next();
        let line = match line {
            Ok(line) => line,
            Err(source) => {
                // The dialogs read so far are stored.
                import.flush().await?;
                return Err(Failed::Read { line: lines.number + 1, source });
            }
        };
        let parsed = match line {
            None => break,
            Some(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => continue,
            Some(Line::Bytes(bytes)) => parse(&bytes),
            Some(Line::TooLong) => Err("it is too long".into()),
        };
        match parsed {
            Ok(dialog) => {
                if import.push(dialog).await? {
                    progress.at(lines.position(), lines.size, &import.report.to_string());
                }
            }
            Err(why) => {
                import.report.bad += 1;
                let text = format!("line {} was left out: {why}", lines.number);
                tell_left_out(progress, import.report.bad, &text);
            }
        }
    }
    import.flush().await?;
    progress.at(lines.size, lines.size, &import.report.to_string());
    Ok(import.report)
}

struct Import<'a> {
    app: &'a App,
    org: OrgId,
    desk: ImportTarget,
    report: Report,
    batch: Vec<Dialog>,
}

impl Import<'_> {
    /// Adds a dialog to the batch. If the dialog does not fit, flushes the batch first and returns
    /// `true`. An empty batch accepts any dialog.
    async fn push(&mut self, dialog: Dialog) -> Result<bool, Error> {
        let rows: usize = self.batch.iter().map(Dialog::rows).sum();
        let is_full = !self.batch.is_empty() && rows + dialog.rows() > BULK_JOB_ROWS_MAX;
        if is_full {
            self.flush().await?;
        }
        self.batch.push(dialog);
        Ok(is_full)
    }

    async fn flush(&mut self) -> Result<(), Error> {
        let batch = std::mem::take(&mut self.batch);
        let ids = batch.iter().map(|dialog| dialog.id.clone()).collect();
        let known = self.app.actions.known_dialogs(self.org, ids).await?;
        let pairs = batch.into_iter().zip(known);
        let (known, new): (Vec<_>, Vec<_>) = pairs.partition(|(_, is_known)| *is_known);
        self.report.known += known.len() as u64;
        if new.is_empty() {
            return Ok(());
        }
        let new: Vec<_> = new.into_iter().map(|(dialog, _)| dialog).collect();
        let tried = new.len() as u64;
        let (imported, messages) =
            self.app.actions.import_dialogs(self.org, new, &self.desk).await?;
        self.report.imported += imported;
        self.report.messages += messages;
        // A dialog that is in the batch twice, or that another process imported meanwhile, counts
        // as known.
        self.report.known += tried - imported;
        Ok(())
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { imported, messages, known, bad } = self;
        write!(f, "{imported} chats imported with {messages} messages")?;
        write!(f, ", {known} known already, {bad} lines left out")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dialog_is_read_from_its_line() {
        let line = br#"{"id":"d1","topic":"tea","more":1,"turns":[
            {"from":"customer","text":"one","at":1704097130340},
            {"from":"agent","text":"two","at":1704097130340}]}"#;
        let dialog = parse(line).unwrap();
        assert_eq!((dialog.id.as_str(), dialog.topic.as_deref()), ("d1", Some("tea")));
        assert_eq!(dialog.first.at.millis(), 1_704_097_130_340);
        assert_eq!((dialog.rest.len(), dialog.rest[0].from), (1, Side::Agent));
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let turns = |turns: &str| format!(r#"{{"id":"d","turns":[{turns}]}}"#);
        let turn = r#"{"from":"customer","text":"a","at":5}"#;
        for (line, why) in [
            (String::from("{"), "not a dialog"),
            (r#"{"id":"","turns":[]}"#.into(), "`id` has 0 characters"),
            (turns(""), "no turns"),
            (turns(r#"{"from":"bot","text":"a","at":5}"#), "turn 1: `from`"),
            (turns(r#"{"from":"agent","text":"","at":5}"#), "turn 1: `text` has 0"),
            (turns("{\"from\":\"agent\",\"text\":\"a\\u0000\",\"at\":5}"), "U+0000"),
            (turns(r#"{"from":"agent","text":"a","at":-5}"#), "turn 1: `at`"),
            (
                turns(&turn.replace("{", "{ ").replace("5", "6"))
                    .replace("]}", &format!(",{turn}]}}")),
                "turn 2: it is earlier",
            ),
        ] {
            let found = parse(line.as_bytes()).unwrap_err();
            assert!(found.contains(why), "{line}: {found}");
        }
    }

    /// A turn of a dialog in a file: the side, the text, the time.
    type Said = (&'static str, String, i64);

    fn any_turns() -> impl Strategy<Value = Vec<Said>> {
        let text = any::<String>().prop_filter_map("a text that may be stored", |text| {
            let text = text.replace('\0', "");
            (!text.is_empty()).then_some(text)
        });
        let from = prop_oneof![Just("customer"), Just("agent")];
        // Several turns may have the same time.
        let at = prop_oneof![0..3_i64, 0..=Timestamp::MAX.millis()];
        let turn = (from, text, at);
        prop::collection::vec(turn, 1..6).prop_map(|mut turns| {
            turns.sort_by_key(|(_, _, at)| *at);
            turns
        })
    }

    fn line(id: &str, topic: Option<&str>, turns: &[Said]) -> String {
        let turn =
            |(from, text, at): &Said| serde_json::json!({"at": at, "from": from, "text": text});
        let turns: Vec<_> = turns.iter().map(turn).collect();
        serde_json::json!({"turns": turns, "topic": topic, "id": id, "more": [1]}).to_string()
    }

    proptest! {
        #[test]
        fn a_dialog_that_keeps_the_rules_is_read_as_it_was_written(
            id in "[^\\x00]{1,255}",
            topic in prop::option::of("[^\\x00]{0,255}"),
            turns in any_turns(),
        ) {
            let dialog = parse(line(&id, topic.as_deref(), &turns).as_bytes()).unwrap();
            let read: Vec<Said> = std::iter::once(dialog.first)
                .chain(dialog.rest)
                .map(|turn| (turn.from.as_str(), turn.text, turn.at.millis()))
                .collect();
            prop_assert_eq!((dialog.id, dialog.topic, read), (id, topic, turns));
        }

        #[test]
        fn one_bad_turn_is_named_by_its_number(
            turns in any_turns(),
            at in any::<prop::sample::Index>(),
            fault in 0..5,
        ) {
            let mut turns = turns;
            let at = at.index(turns.len());
            let turn = &mut turns[at];
            match fault {
                0 => turn.0 = "bot",
                1 => turn.1 = String::new(),
                2 => turn.1.push('\0'),
                3 => turn.1 = "x".repeat(MESSAGE_TEXT_CHARS_MAX + 1),
                _ => turn.2 = Timestamp::MAX.millis() + 1,
            }
            let why = parse(line("d", None, &turns).as_bytes()).unwrap_err();
            prop_assert!(why.starts_with(&format!("turn {}: ", at + 1)), "{}", why);
        }

        #[test]
        fn a_line_that_is_cut_off_or_broken_is_told_in_one_line(
            turns in any_turns(),
            at in any::<prop::sample::Index>(),
            byte: u8,
        ) {
            let line = line("d", Some("tea"), &turns).into_bytes();
            let at = at.index(line.len());
            prop_assert!(parse(&line[..at]).is_err());
            let mut broken = line;
            broken[at] = byte;
            if let Err(why) = parse(&broken) {
                prop_assert!(!why.is_empty() && !why.contains(['\n', '\r']), "{:?}", why);
            }
        }
    }
}
