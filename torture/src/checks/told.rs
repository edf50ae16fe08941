//! Checks that every webhook received each event at least once, with a single event id, and in
//! order per chat.

use std::collections::BTreeMap;

use super::Findings;
use crate::expected::Expected;
use crate::journal::Journal;
use crate::targets::{Heard, Listening};

/// Compares the events that the targets received with the expected events.
///
/// # Errors
/// Returns all differences.
pub fn deliveries(
    journal: &Journal,
    expected: &Expected,
    targets: &[Listening],
) -> Result<(), String> {
    let mut findings = Findings::default();
    for target in targets {
        let name = format!("{:?}", target.nature);
        of_target(journal, expected, &name, &target.heard(), &mut findings);
    }
    findings.verdict("webhooks")
}

fn of_target(
    journal: &Journal,
    expected: &Expected,
    name: &str,
    heard: &Heard,
    findings: &mut Findings,
) {
    findings.expect(heard.faults.is_empty(), || format!("{name}: {:?}", heard.faults));
    for (event, count) in &expected.events {
        let taken = heard.counts.get(event).copied().unwrap_or_default();
        findings.expect(taken == *count, || {
            format!("{name}: {event:?} happened {count} times and was told by {taken} ids")
        });
    }
    for told in heard.events.values() {
        let event = (told.event.clone(), told.about);
        let is_gone = journal.deleted.contains(&told.about) || journal.is_gone(told.chat);
        let is_known = expected.events.contains_key(&event) || is_gone;
        findings.expect(is_known, || format!("{name}: {told:?} never happened"));
    }
    let mut messages: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut statuses: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for told in heard.in_order().into_iter().filter(|told| !journal.is_gone(told.chat)) {
        if told.event.starts_with("message.") {
            messages.entry(told.chat).or_default().push(told.about);
        }
        if told.event == "chat.status_updated" {
            statuses.entry(told.chat).or_default().extend(told.status.clone());
        }
    }
    let is_ordered = messages == expected.messages && statuses == expected.statuses;
    findings.expect(is_ordered, || {
        let chat =
            expected.messages.keys().find(|it| messages.get(it) != expected.messages.get(it));
        format!("{name}: told in another order, as in chat {chat:?}")
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Told;

    /// The record of a target that accepted these messages of chat 5, in this order.
    fn heard(messages: &[i64]) -> Heard {
        let mut heard = Heard::default();
        for (place, about) in messages.iter().enumerate() {
            let event = "message.chat.customer".to_owned();
            *heard.counts.entry((event.clone(), *about)).or_default() += 1;
            let (taken, status) = (Some(place), None);
            let told = Told { event, about: *about, chat: 5, status, attempts: 1, taken };
            heard.events.insert(format!("id {place}"), told);
        }
        heard
    }

    #[test]
    fn what_was_not_told_or_by_two_ids_or_in_another_order_is_found() {
        let mut expected = Expected::default();
        for about in [7, 8] {
            expected.events.insert(("message.chat.customer".to_owned(), about), 1);
        }
        expected.messages.insert(5, vec![7, 8]);
        let verdict = |heard: &Heard| {
            let mut findings = Findings::default();
            of_target(&Journal::default(), &expected, "one", heard, &mut findings);
            findings.verdict("webhooks")
        };
        assert_eq!(verdict(&heard(&[7, 8])), Ok(()));
        for wrong in [&[8, 7][..], &[7], &[7, 7, 8], &[7, 8, 9]] {
            assert!(verdict(&heard(wrong)).is_err(), "{wrong:?}");
        }
        let mut lies = heard(&[7, 8]);
        lies.faults.push("another id".to_owned());
        assert!(verdict(&lies).is_err());
    }
}
