//! A check: a sentence of the contract, and the function that tests whether a server keeps this
//! sentence.

use serde_json::{Value, json};

use crate::outcome::Done;
use crate::world::World;

/// A sentence of the contract, with the function that tests whether a server keeps this sentence.
pub struct Check {
    /// The section of the contract that contains the sentence.
    pub section: &'static str,
    /// The names of the module and the function, and the tested value if the function tests several
    /// values.
    pub name: String,
    /// The contract's sentence.
    pub says: String,
    /// The function that tests whether a server keeps the sentence.
    pub(crate) run: Box<dyn Fn(&World) -> Done>,
}

impl Check {
    /// The check as one line of text.
    #[must_use]
    pub fn told(&self) -> String {
        format!("§{} {}: {}", self.section, self.name, self.says)
    }

    /// The check as JSON.
    #[must_use]
    pub fn row(&self) -> Value {
        json!({"name": self.name, "section": self.section, "says": self.says})
    }

    /// Makes a check that tests one of several values; `on` names the value.
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

/// Makes a check from a section, a function and a sentence of the contract.
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
