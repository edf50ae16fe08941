//! A line of an import file, parsed as a dialog within all limits or refused with a sentence.

use deskbell_app::actions::dialogs::{Dialog, DialogTurn};
use deskbell_model::{Side, Timestamp};
use deskbell_transfer::transcripts::parse;
use serde_json::{Value, json};

pub fn run(input: &[u8]) {
    match parse(input) {
        Ok(dialog) => {
            // Written in another JSON notation, the dialog must be the same.
            let line = serde_json::to_vec(&written(&dialog)).unwrap();
            assert_eq!(parse(&line).as_ref(), Ok(&dialog));
        }
        Err(why) => {
            assert!(!why.is_empty() && !why.contains(['\n', '\r']), "{why:?}");
        }
    }
    // On valid JSON, `read` must agree with the parser. Writing the JSON again removes duplicate
    // keys, which the parser refuses.
    if let Ok(value) = serde_json::from_slice::<Value>(input) {
        let line = serde_json::to_vec(&value).unwrap();
        assert_eq!(parse(&line).ok(), read(&value), "{value}");
    }
}

fn written(dialog: &Dialog) -> Value {
    let turn = |turn: &DialogTurn| {
        let from = match turn.from {
            Side::Customer => "customer",
            Side::Agent => "agent",
        };
        json!({"at": turn.at.millis(), "text": turn.text, "from": from})
    };
    let turns: Vec<_> = std::iter::once(&dialog.first).chain(&dialog.rest).map(turn).collect();
    json!({"turns": turns, "topic": dialog.topic, "id": dialog.id})
}

/// Parses a dialog by the import's format and limits, independently of the import's own parser.
fn read(value: &Value) -> Option<Dialog> {
    let text = |value: &Value, range: std::ops::RangeInclusive<usize>| {
        let text = value.as_str()?;
        let is_fine = range.contains(&text.chars().count()) && !text.contains('\0');
        is_fine.then(|| text.to_owned())
    };
    let id = text(value.get("id")?, 1..=255)?;
    let topic = match value.get("topic") {
        None | Some(Value::Null) => None,
        Some(topic) => Some(text(topic, 0..=255)?),
    };
    let mut turns = Vec::new();
    for turn in value.get("turns")?.as_array()? {
        let from = match turn.get("from")?.as_str()? {
            "customer" => Side::Customer,
            "agent" => Side::Agent,
            _ => return None,
        };
        let text = text(turn.get("text")?, 1..=65_536)?;
        let at = turn.get("at")?.as_i64().filter(|at| (0..4_294_967_296_000).contains(at))?;
        turns.push(DialogTurn { from, text, at: Timestamp::from_millis(at)? });
    }
    let is_in_order = turns.is_sorted_by_key(|turn| turn.at);
    if turns.is_empty() || turns.len() > 10_000 || !is_in_order {
        return None;
    }
    let first = turns.remove(0);
    Some(Dialog { id, topic, first, rest: turns })
}
