//! Marks in texts: private marks, which no visitor may see, and marks of persons, which only one
//! person may see.

/// The beginning of a mark in a text that no visitor may see.
const PRIVATE: &str = "pv-";
/// The beginning of a mark of a person. The person's number and a hyphen follow.
const OWN: &str = "own-";
/// The number of bytes around a leak that a failure shows.
const AROUND: usize = 200;

/// All marks in the texts of a run.
#[derive(Debug, Default)]
pub struct Marks {
    last: u64,
    /// For each person, by number: the number of another person who is the same according to the
    /// site, or else the person's own number.
    same: Vec<usize>,
    /// Secrets without a mark, such as credentials and agents' addresses, each with the person who
    /// may see the secret, if any.
    secrets: Vec<(String, Option<usize>)>,
}

impl Marks {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Creates a mark for a text that no visitor may see; the mark contains `what`.
    pub fn private(&mut self, what: &str) -> String {
        format!("{PRIVATE}{}-{what}", self.next())
    }

    /// Creates a mark for a text that only one person may see.
    pub fn own(&mut self, person: usize) -> String {
        format!("{OWN}{person}-{}.", self.next())
    }

    /// Adds a person; returns the person's number.
    pub fn person(&mut self) -> usize {
        self.same.push(self.same.len());
        self.same.len() - 1
    }

    /// Records that two persons are the same, because the site said so.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.same[one] = other;
    }

    /// Adds a text without a mark that only one person, or no visitor, may see.
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

    /// Searches bytes for a mark or secret that this person must not see; returns the first match
    /// with its surroundings.
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
