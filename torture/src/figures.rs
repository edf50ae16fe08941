//! The numbers that a run measures, as recorded in `docs/operate/reliability.md`.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use deskbell_lab::say;

use crate::clients::Tally;
use crate::expected::Expected;
use crate::faults::{Deeds, Trouble};
use crate::follow::Read;
use crate::journal::Journal;
use crate::people::Kept;
use crate::targets::Listening;

/// The names and values of the measured numbers, in the order of the table.
#[derive(Debug, Default)]
pub struct Figures(Vec<(String, String)>);

impl Figures {
    pub fn note(&mut self, name: &str, figure: impl ToString) {
        self.0.push((name.to_owned(), figure.to_string()));
    }

    /// Adds the numbers of the faults that were caused.
    pub fn deeds(&mut self, deeds: &Deeds) {
        self.note("servers killed (SIGKILL)", deeds.kills);
        for trouble in Trouble::ALL {
            let count = deeds.troubles.iter().filter(|it| **it == trouble).count();
            if count > 0 {
                self.note(trouble.name(), count);
            }
        }
        if deeds.troubles.contains(&Trouble::FullDisk) {
            self.note("full disks that changes were refused for", deeds.felt);
        }
        if let Some(longest) = deeds.refusals.iter().max() {
            self.note("questions to servers that were cut off, each refused", deeds.refusals.len());
            self.note("… the slowest refusal, in seconds", format!("{:.1}", longest.as_secs_f64()));
        }
    }

    /// Adds the numbers of acknowledged changes by kind, and of attempts by outcome.
    pub fn writes(&mut self, journal: &Journal, tally: &Tally) {
        let statuses: usize = journal.statuses.values().map(Vec::len).sum();
        let written = [
            journal.messages.len(),
            journal.chats.len(),
            journal.customers.len(),
            journal.events.len(),
            statuses,
            journal.snoozed.len(),
            journal.deleted.len(),
        ];
        self.note("changes acknowledged", written.iter().sum::<usize>());
        self.note("… of them messages", journal.messages.len());
        self.note("… settled by repeating them", tally.settled.load(Relaxed));
        self.note("… sent by two at the same time", tally.twins.load(Relaxed));
        self.note("attempts of which nobody knew what became", tally.unknown.load(Relaxed));
        self.note("attempts refused with 503", tally.refused.load(Relaxed));
        self.note("answers checked for staleness", tally.fresh.load(Relaxed));
    }

    /// Adds the numbers of changes in the feed, of followers and their connections, and of webhook
    /// events and delivery attempts.
    pub fn told(
        &mut self,
        feed: usize,
        expected: &Expected,
        targets: &[Listening],
        reads: &[Read],
    ) {
        self.note("changes in the feed", feed);
        self.note("followers of the stream", reads.len());
        self.note("… connections", reads.iter().map(|read| read.visits).sum::<u64>());
        let events: u64 = expected.events.values().sum();
        self.note("events for each of three webhooks", events);
        for target in targets {
            let name = format!("attempts to the {:?} target", target.nature).to_lowercase();
            self.note(&name, target.heard().attempts);
        }
    }

    /// Adds the counts of the actions of agents and visitors. `told` is the number of changes in
    /// their feed, `swept` the number of files and uploads that were swept.
    pub fn people(&mut self, kept: &Kept, told: usize, swept: u64) {
        let chats: usize = kept.people.iter().map(|person| person.chats.len()).sum();
        self.note("agents and visitors", kept.agents.len() + kept.people.len());
        self.note("… their messages", kept.messages.len());
        self.note("… chats that visitors began", chats);
        self.note("… visitors whom the site identified", kept.counts.identified);
        self.note("… sessions of agents begun", kept.counts.sessions_begun);
        self.note("… passwords changed", kept.counts.passwords_changed);
        self.note("… drafts kept", kept.counts.drafts);
        self.note("… files uploaded", kept.files.len());
        self.note("… files and interrupted uploads that a sweep removed", swept);
        let ended = kept.ended_sessions.len() + kept.ended_tokens.len();
        self.note("… sessions and tokens that ended, none let in after", ended);
        self.note("… tries to use one while servers were killed", kept.counts.refused);
        self.note("… changes in their feed", told);
    }

    /// Adds the longest time after which another server took over the deliveries of killed servers.
    pub fn takeovers(&mut self, took: &[Duration]) {
        if let Some(longest) = took.iter().max() {
            let name = format!("longest takeover of {}, in seconds", took.len());
            self.note(&name, format!("{:.1}", longest.as_secs_f64()));
        }
    }

    /// Adds the number of organizations in which every write failed.
    pub fn failing(&mut self, failed: usize) {
        if failed > 0 {
            self.note("organizations whose every write failed, and harmed no other", failed);
        }
    }

    /// Prints the measured numbers as a Markdown table.
    pub fn print(&self) {
        say::data("| | |\n|---|---:|");
        for (name, figure) in &self.0 {
            say::data(format!("| {name} | {} |", grouped(figure)));
        }
    }
}

/// Adds thousands separators to a whole number; returns any other text unchanged.
fn grouped(figure: &str) -> String {
    if figure.len() < 4 || !figure.bytes().all(|byte| byte.is_ascii_digit()) {
        return figure.to_owned();
    }
    let mut told = String::new();
    for (place, digit) in figure.chars().enumerate() {
        if place > 0 && (figure.len() - place).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!(
            ["7", "1000", "1234567", "1.5"].map(grouped),
            ["7", "1,000", "1,234,567", "1.5"]
        );
    }
}
