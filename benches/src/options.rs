//! What a program is told on its command line.

use crate::machine::Quiet;
use crate::{Result, While as _};

/// How much is measured, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Chats.
    pub chats: u64,
    /// Rounds in which the sides take turns.
    pub rounds: usize,
    /// Only a look at whether the program works: it does not wait until nothing else is busy, and
    /// leaves the results and plots that were recorded as they are.
    pub is_look: bool,
}

impl Options {
    /// Reads the command line over what it is without one.
    ///
    /// # Errors
    /// With how to use the program.
    pub fn read(self) -> Result<Self> {
        self.parse(std::env::args().skip(1))
    }

    fn parse(mut self, mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        while let Some(name) = arguments.next() {
            let mut number = || arguments.next().unwrap_or_default();
            match name.as_str() {
                "--chats" => self.chats = number().parse().while_at(&name)?,
                "--rounds" => self.rounds = number().parse().while_at(&name)?,
                "--look" => self.is_look = true,
                _ => return Err("options: [--chats N] [--rounds N] [--look]".into()),
            }
        }
        Ok(self)
    }

    /// How rounds are kept apart from what else runs.
    #[must_use]
    pub fn quiet(self) -> Quiet {
        if self.is_look { Quiet::impatient() } else { Quiet::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_takes_the_place_of_the_default() {
        let default = Options { chats: 5, rounds: 7, is_look: false };
        let parse = |line: &str| default.parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(parse(""), Ok(default));
        let given = Options { chats: 9, rounds: 1, is_look: true };
        assert_eq!(parse("--rounds 1 --look --chats 9"), Ok(given));
        assert!(parse("--chats").is_err());
        assert!(parse("--fast").is_err());
    }
}
