//! What a check is, and how it ends.
//!
//! It must not know what is checked.

use serde_json::{Value, json};

use crate::world::World;

/// One sentence of the contract, and how to see whether it holds.
pub struct Check {
    /// The contract's section.
    pub section: &'static str,
    /// The module and the function, with what it was tried on where there are several.
    pub name: String,
    /// The contract's sentence.
    pub says: String,
    /// Tries it.
    pub(crate) run: Box<dyn Fn(&World) -> Done>,
}

impl Check {
    /// The check in a line.
    #[must_use]
    pub fn told(&self) -> String {
        format!("§{} {}: {}", self.section, self.name, self.says)
    }

    /// The check in JSON.
    #[must_use]
    pub fn row(&self) -> Value {
        json!({"name": self.name, "section": self.section, "says": self.says})
    }
}

/// How a check ends: well, or with the reason why it stopped.
pub type Done = Outcome<()>;

/// What a step of a check gives, or why the check stops there.
pub type Outcome<T> = Result<T, Stop>;

/// Why a check stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The contract's sentence does not hold.
    Failed(Box<Failure>),
    /// The server lacks what the check needs, and the API cannot make it.
    Skipped(String),
}

/// Where the contract's sentence does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The request, without its key.
    pub request: String,
    /// What the contract says.
    pub expected: String,
    /// What the server said.
    pub came: String,
}

impl Stop {
    /// A failure.
    pub fn failed(
        request: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
    ) -> Self {
        let (request, expected, came) = (request.into(), expected.into(), came.into());
        Self::Failed(Box::new(Failure { request, expected, came }))
    }

    /// A skip, with what the server lacks.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self::Skipped(why.into())
    }
}

impl Check {
    /// The same check, tried on one thing of several.
    #[must_use]
    pub fn of(
        section: &'static str,
        name: &str,
        on: &str,
        says: String,
        run: impl Fn(&World) -> Done + 'static,
    ) -> Self {
        Self { section, name: format!("{name}[{on}]"), says, run: Box::new(run) }
    }
}

/// A check that is a function of this name: its section, the function, the contract's sentence.
macro_rules! check {
    ($section:literal, $run:ident, $says:literal) => {
        $crate::check::Check {
            section: $section,
            name: format!("{}.{}", $crate::check::module(module_path!()), stringify!($run)),
            says: $says.to_owned(),
            run: Box::new($run),
        }
    };
}
pub(crate) use check;

/// The last part of a module's path.
pub fn module(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
