//! A check: a sentence of the contract, and the function that tries it.
//!
//! It must not know the subject of a check.

use serde_json::{Value, json};

use crate::outcome::Done;
use crate::world::World;

/// A sentence of the contract, and the function that tries it.
pub struct Check {
    /// The contract's section.
    pub section: &'static str,
    /// The module and the function, with the tested value where there are several.
    pub name: String,
    /// The contract's sentence.
    pub says: String,
    /// The function that tries it.
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

    /// A check of one value of several.
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

/// Makes a check of a function: its section, the function, the contract's sentence.
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
