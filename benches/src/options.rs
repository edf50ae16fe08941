//! The command-line options of a program, and the settings derived from the options: the engine,
//! the name of the section, and the choice between a measurement and a quick look.

use deskbell_lab::{Result, While as _};

use crate::machine::Quiet;
use crate::postgres::Postgres;
use crate::report::Section;

/// A program and the defaults of its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    /// The name of the program and of its section in the report.
    pub name: &'static str,
    /// The default numbers of chats, one data set for each number. `--chats` replaces all these
    /// numbers.
    pub chats: &'static [u64],
    /// The default number of rounds. A round measures everything that the program compares.
    pub rounds: usize,
    /// True if the program can measure PostgreSQL.
    pub knows_postgres: bool,
}

/// The parsed options of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    program: Program,
    /// The numbers of chats, in ascending order.
    pub sizes: Vec<u64>,
    /// The number of rounds. A round measures everything that the program compares.
    pub rounds: usize,
    /// True to measure PostgreSQL instead of SQLite.
    pub is_postgres: bool,
    /// True for a quick look, which only tests the program. A quick look does not wait for a quiet
    /// machine, and does not change the recorded results and plots.
    pub is_look: bool,
}

/// Refuses all options, for a program that takes none.
///
/// # Errors
/// Returns the usage of the program.
pub fn none(name: &str) -> Result<()> {
    match std::env::args().nth(1) {
        Some(_) => Err(format!("{name} takes no options")),
        None => Ok(()),
    }
}

impl Program {
    /// Parses the command line.
    ///
    /// # Errors
    /// Returns the usage of the program.
    pub fn read(self) -> Result<Options> {
        self.parse(std::env::args().skip(1))
    }

    fn parse(self, mut arguments: impl Iterator<Item = String>) -> Result<Options> {
        let (mut sizes, mut rounds) = (Vec::new(), self.rounds);
        let (mut is_postgres, mut is_look) = (false, false);
        while let Some(name) = arguments.next() {
            let mut number = || arguments.next().unwrap_or_default();
            match name.as_str() {
                "--chats" if sizes.is_empty() || self.chats.len() > 1 => {
                    sizes.push(number().parse().while_at(&name)?);
                }
                "--rounds" => rounds = number().parse().while_at(&name)?,
                "--postgres" if self.knows_postgres => is_postgres = true,
                "--look" => is_look = true,
                _ => return Err(self.usage()),
            }
        }
        if sizes.is_empty() {
            sizes = self.chats.into();
        }
        sizes.sort_unstable();
        Ok(Options { program: self, sizes, rounds, is_postgres, is_look })
    }

    fn usage(self) -> String {
        let many = if self.chats.len() > 1 { "…" } else { "" };
        let postgres = if self.knows_postgres { " [--postgres]" } else { "" };
        format!("options of {}: [--chats N]{many} [--rounds N]{postgres} [--look]", self.name)
    }
}

impl Options {
    /// Returns the largest number of chats to measure.
    #[must_use]
    pub fn chats(&self) -> u64 {
        self.sizes.last().copied().unwrap_or(0)
    }

    /// The PostgreSQL server to measure; `None` for SQLite.
    ///
    /// # Errors
    /// When `--postgres` was passed and no server is set, or the server does not answer.
    pub fn postgres(&self) -> Result<Option<Postgres>> {
        if !self.is_postgres {
            return Ok(None);
        }
        Postgres::find()?
            .ok_or_else(|| "--postgres: DESKBELL_TEST_POSTGRES is not set".into())
            .map(Some)
    }

    /// The name of a section or plot. An engine or size other than the default is added as a
    /// suffix.
    #[must_use]
    pub fn named(&self, name: &str) -> String {
        let engine = if self.is_postgres { "_postgres" } else { "" };
        let is_default = self.sizes == self.program.chats;
        let size = if is_default { String::new() } else { format!("_{}", self.chats()) };
        format!("{name}{engine}{size}")
    }

    /// Begins the program's section, with a heading that names the subject of the measurement.
    #[must_use]
    pub fn begin(&self, heading: &str) -> Section {
        Section::begin(&self.named(self.program.name), heading)
    }

    /// Writes the section; for a quick look only prints it.
    ///
    /// # Errors
    /// Fails like [`Section::write`].
    pub fn end(&self, section: Section) -> Result<()> {
        if self.is_look {
            section.show();
            return Ok(());
        }
        section.write()
    }

    /// Returns a value that waits for a quiet machine before each round; for a quick look, a value
    /// that never waits.
    #[must_use]
    pub fn quiet(&self) -> Quiet {
        if self.is_look { Quiet::impatient() } else { Quiet::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Program = Program { name: "one", chats: &[5], rounds: 7, knows_postgres: false };
    const MANY: Program =
        Program { name: "many", chats: &[5, 50], rounds: 7, knows_postgres: true };

    fn parse(program: Program, line: &str) -> Result<Options> {
        program.parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn what_is_given_takes_the_place_of_the_default() {
        let default = Options {
            program: MANY,
            sizes: vec![5, 50],
            rounds: 7,
            is_postgres: false,
            is_look: false,
        };
        let given =
            Options { sizes: vec![9], rounds: 1, is_postgres: true, is_look: true, ..default };
        assert_eq!(parse(MANY, ""), Ok(default));
        assert_eq!(parse(MANY, "--rounds 1 --look --postgres --chats 9"), Ok(given));
        assert!(parse(MANY, "--chats").is_err());
        assert!(parse(MANY, "--fast").is_err());
    }

    #[test]
    fn a_program_refuses_what_it_does_not_know() {
        let refusal = "options of one: [--chats N] [--rounds N] [--look]".to_owned();
        assert_eq!(parse(ONE, "--postgres"), Err(refusal.clone()));
        assert_eq!(parse(ONE, "--chats 1 --chats 2"), Err(refusal));
        assert_eq!(parse(MANY, "--chats 2 --chats 1").map(|it| it.sizes), Ok(vec![1, 2]));
    }

    #[test]
    fn what_is_not_the_default_has_a_name_of_its_own() {
        let named = |line: &str| parse(MANY, line).map(|options| options.named("many"));
        assert_eq!(named(""), Ok("many".into()));
        assert_eq!(named("--chats 50 --chats 5 --rounds 2"), Ok("many".into()));
        assert_eq!(named("--postgres"), Ok("many_postgres".into()));
        assert_eq!(named("--chats 5 --chats 500"), Ok("many_500".into()));
        assert_eq!(named("--chats 5 --postgres"), Ok("many_postgres_5".into()));
    }
}
