//! Marks in texts: of what no visitor may see, and of whose words may be seen by one person alone.
//! This module does not know where the marks are put.

/// The beginning of a mark in a text that no visitor may see.
const PRIVATE: &str = "pv-";
/// The beginning of a mark in a text for one person, whose number and a hyphen follow.
const OWN: &str = "own-";
/// The bytes around a leak that a failure shows.
const AROUND: usize = 200;

/// All marks of a history.
#[derive(Debug, Default)]
pub struct Marks {
    last: u64,
    /// For each person the one with whom it was found to be the same.
    same: Vec<usize>,
    /// Secrets that were not made up here: credentials, and addresses of agents.
    secrets: Vec<(String, Option<usize>)>,
}

impl Marks {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Another mark for a text that no visitor may see. It tells what text it is.
    pub fn private(&mut self, what: &str) -> String {
        format!("{PRIVATE}{}-{what}", self.next())
    }

    /// Another mark for a text that this person alone may see.
    pub fn own(&mut self, person: usize) -> String {
        format!("{OWN}{person}-{}.", self.next())
    }

    /// Another person.
    pub fn person(&mut self) -> usize {
        self.same.push(self.same.len());
        self.same.len() - 1
    }

    /// Two persons are one, as the site said.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.same[one] = other;
    }

    /// A text that no visitor may see, or one person alone.
    pub fn secret(&mut self, text: impl Into<String>, of: Option<usize>) {
        self.secrets.push((text.into(), of));
    }

    fn root(&self, person: usize) -> usize {
        let mut root = person;
        while self.same[root] != root {
            root = self.same[root];
        }
        root
    }

    /// Finds what this person must not see; `None` if there is nothing.
    pub fn leak(&self, person: usize, bytes: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(bytes);
        let around = |at: usize| {
            let begin = text.floor_char_boundary(at.saturating_sub(AROUND));
            let end = text.floor_char_boundary(at + AROUND);
            text[begin..end].to_owned()
        };
        if let Some(at) = text.find(PRIVATE) {
            return Some(around(at));
        }
        for (at, _) in text.match_indices(OWN) {
            let rest = &text[at + OWN.len()..];
            let number = rest.split('-').next().and_then(|number| number.parse::<usize>().ok());
            if number.is_none_or(|number| self.root(number) != self.root(person)) {
                return Some(around(at));
            }
        }
        let mine = |of: &Option<usize>| of.is_some_and(|of| self.root(of) == self.root(person));
        let others = self.secrets.iter().filter(|(_, of)| !mine(of));
        others.filter_map(|(secret, _)| text.find(secret.as_str())).map(around).next()
    }
}
