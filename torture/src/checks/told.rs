//! Every webhook was told each event at least once, by one id, in order per chat.

use std::collections::BTreeMap;

use super::Findings;
use crate::expected::Expected;
use crate::journal::Journal;
use crate::targets::Listening;

/// Compares what targets were told with what had to be told.
///
/// # Errors
/// With what differs.
pub fn deliveries(
    journal: &Journal,
    expected: &Expected,
    targets: &[Listening],
) -> Result<(), String> {
    let mut findings = Findings::default();
    for target in targets {
        of_target(journal, expected, target, &mut findings);
    }
    findings.verdict("webhooks")
}

fn of_target(journal: &Journal, expected: &Expected, target: &Listening, findings: &mut Findings) {
    let (nature, heard) = (target.nature, target.heard());
    findings.expect(heard.faults.is_empty(), || format!("{nature:?}: {:?}", heard.faults));
    for (event, count) in &expected.events {
        let taken = heard.counts.get(event).copied().unwrap_or_default();
        findings.expect(taken == *count, || {
            format!("{nature:?}: {event:?} happened {count} times and was told by {taken} ids")
        });
    }
    for told in heard.events.values() {
        let event = (told.event.clone(), told.about);
        let is_gone = journal.deleted.contains(&told.about) || journal.is_gone(told.chat);
        let is_known = expected.events.contains_key(&event) || is_gone;
        findings.expect(is_known, || format!("{nature:?}: {told:?} never happened"));
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
        format!("{nature:?}: told in another order, as in chat {chat:?}")
    });
}
