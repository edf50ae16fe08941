//! Checks that the feed has each acknowledged change exactly once, with the acknowledged content,
//! and no other changes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Findings;
use crate::journal::{Journal, id};

/// The objects of all changes of one kind, by id. Erased objects have no id, and are stored under
/// 0.
fn of_kind<'a>(feed: &'a [Value], kind: &str) -> BTreeMap<i64, Vec<&'a Value>> {
    let mut found: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
    for change in feed.iter().filter(|change| change["kind"] == kind) {
        found.entry(id(&change["object"])).or_default().push(&change["object"]);
    }
    found
}

/// Compares a journal with the feed.
///
/// # Errors
/// Returns all differences.
pub fn feed(journal: &Journal, feed: &[Value]) -> Result<(), String> {
    let mut findings = Findings::default();
    let created = [
        ("customer.created", &journal.customers),
        ("chat.created", &journal.chats),
        ("message.created", &journal.messages),
        ("event.created", &journal.events),
    ];
    for (kind, acknowledged) in created {
        let told = of_kind(feed, kind);
        for (number, object) in acknowledged {
            let is_once = told.get(number).is_some_and(|told| told[..] == [object]);
            let is_gone = is_erased(journal, kind, object);
            findings.expect(is_once || is_gone, || {
                format!("{kind} {object} is told as {:?}", told.get(number))
            });
        }
        for (number, objects) in told.iter().filter(|(number, _)| **number != 0) {
            let is_known = acknowledged.contains_key(number) || objects[0]["type"] == "tech";
            findings.expect(is_known, || format!("nobody asked for {kind} {}", objects[0]));
        }
        let erased = told.get(&0).map_or(0, Vec::len);
        let gone = acknowledged.values().filter(|it| is_erased(journal, kind, it)).count();
        // For each erased object of a client, at most one object of the system was erased.
        findings.expect(erased <= 2 * gone, || format!("{erased} {kind} were erased, not {gone}"));
    }
    statuses(journal, feed, &mut findings);
    snoozes(journal, feed, &mut findings);
    let deleted = of_kind(feed, "customer.deleted");
    let is_once = journal.deleted.iter().all(|number| deleted[number].len() == 1);
    findings.expect(is_once && deleted.len() == journal.deleted.len(), || {
        format!("of {} deleted customers {} are told", journal.deleted.len(), deleted.len())
    });
    findings.verdict("feed")
}

/// Returns whether the feed may have erased an object because its customer was deleted.
fn is_erased(journal: &Journal, kind: &str, object: &Value) -> bool {
    match kind {
        "customer.created" => journal.deleted.contains(&id(object)),
        "chat.created" => journal.is_gone(id(object)),
        "message.created" => object["chat"].as_i64().is_some_and(|chat| journal.is_gone(chat)),
        _ => object["customer"].as_i64().is_some_and(|it| journal.deleted.contains(&it)),
    }
}

/// Checks, for each chat whose status a client set, that the feed has the acknowledged statuses in
/// order. Further statuses may come only from unanswered requests that were executed later.
fn statuses(journal: &Journal, feed: &[Value], findings: &mut Findings) {
    let updated = of_kind(feed, "chat.updated");
    for (board, given) in &journal.statuses {
        let told = updated.get(board).into_iter().flatten();
        let told: Vec<_> = told.filter_map(|chat| chat["status"].as_str()).collect();
        let late = journal.late.get(board).map_or(&[][..], Vec::as_slice);
        findings.expect(is_given(&told, given, late), || {
            format!("chat {board} was {given:?}, late {late:?}, told {told:?}")
        });
    }
}

/// Returns whether `told` has all `given` statuses in order, and further statuses only from `late`.
fn is_given(told: &[&str], given: &[String], late: &[String]) -> bool {
    let (mut given, mut late) = (given.iter().peekable(), late.to_vec());
    for status in told {
        if given.next_if(|next| next == status).is_some() {
            continue;
        }
        let Some(place) = late.iter().position(|late| late == status) else { return false };
        late.swap_remove(place);
    }
    given.next().is_none()
}

/// Checks that the feed has a snooze and its end for each snoozed chat. Each unanswered request may
/// have caused one more snooze, which must also have ended.
fn snoozes(journal: &Journal, feed: &[Value], findings: &mut Findings) {
    let updated = of_kind(feed, "chat.updated");
    for (chat, late) in &journal.snoozed {
        let told = updated.get(chat).into_iter().flatten();
        let told: Vec<_> = told.map(|chat| chat["snoozedUntil"].is_null()).collect();
        let is_in_turn =
            told.iter().enumerate().all(|(place, is_over)| *is_over == (place % 2 == 1));
        let is_right =
            is_in_turn && told.len() % 2 == 0 && (2..=2 + 2 * late).contains(&told.len());
        findings.expect(is_right, || format!("chat {chat} was snoozed as {told:?}"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(kind: &str, object: &Value) -> Value {
        json!({"kind": kind, "object": object})
    }

    #[test]
    fn what_is_missing_doubled_changed_or_nobodys_is_found() {
        let message = json!({"id": 7, "chat": 5, "type": "message", "text": "a"});
        let mut journal = Journal::default();
        journal.messages.insert(7, message.clone());
        let told = change("message.created", &message);
        let note = change("message.created", &json!({"id": 8, "chat": 5, "type": "tech"}));
        assert_eq!(feed(&journal, &[told.clone(), note]), Ok(()));
        let other = json!({"id": 9, "chat": 5, "type": "message", "text": "b"});
        let changed = json!({"id": 7, "chat": 5, "type": "message", "text": "b"});
        let wrong = [
            vec![],
            vec![told.clone(), told.clone()],
            vec![change("message.created", &changed)],
            vec![told, change("message.created", &other)],
            vec![change("message.created", &Value::Null)],
        ];
        for wrong in wrong {
            assert!(feed(&journal, &wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_status_or_a_snooze_that_came_twice_or_never_is_found() {
        let mut journal = Journal::default();
        journal.statuses.insert(5, vec!["closed".to_owned(), "pending".to_owned()]);
        journal.snoozed.insert(6, 0);
        let status = |status: &str| change("chat.updated", &json!({"id": 5, "status": status}));
        let snooze =
            |until: Value| change("chat.updated", &json!({"id": 6, "snoozedUntil": until}));
        let right = [status("closed"), status("pending"), snooze(json!(9)), snooze(Value::Null)];
        assert_eq!(feed(&journal, &right), Ok(()));
        for place in 0..right.len() {
            let mut less = right.to_vec();
            less.remove(place);
            assert!(feed(&journal, &less).is_err());
            let mut more = right.to_vec();
            more.push(right[place].clone());
            assert!(feed(&journal, &more).is_err());
        }
    }

    #[test]
    fn only_an_attempt_of_which_nobody_knew_may_come_late() {
        let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let given = texts(&["closed", "opened", "pending"]);
        let told = ["closed", "opened", "closed", "pending"];
        assert!(is_given(&told, &given, &texts(&["closed"])));
        assert!(!is_given(&told, &given, &texts(&["on hold"])));
        assert!(!is_given(&told[..3], &given, &texts(&["closed"])));
    }
}
