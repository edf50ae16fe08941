//! What the programs that measure Deskbell share: starting servers, asking them, and writing down
//! what came out.
//!
//! Nothing here knows a goal; each program in `bin/` has its own. Nothing links the server's
//! crates: it is measured from outside, as its users meet it.

pub mod bare;
pub mod client;
pub mod cores;
pub mod crowd;
pub mod data;
pub mod figures;
pub mod followers;
pub mod list;
pub mod machine;
pub mod nginx;
pub mod options;
pub mod plot;
pub mod postgres;
pub mod process;
pub mod random;
pub mod report;
pub mod search;
pub mod server;
pub mod side;
pub mod targets;
pub mod timing;
pub mod walk;

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

/// What a program gives back, or a sentence on why it could not.
pub type Result<T> = std::result::Result<T, String>;

/// Puts what was being done before the cause.
pub trait While<T> {
    /// The same, an error beginning with `what`.
    ///
    /// # Errors
    /// As it was, in a sentence.
    fn while_at(self, what: impl Display) -> Result<T>;
}

impl<T, E: Display> While<T> for std::result::Result<T, E> {
    fn while_at(self, what: impl Display) -> Result<T> {
        self.map_err(|cause| format!("{what}: {cause}"))
    }
}

/// Tells a person how far it is. A reader that went away is no reason to stop.
pub fn talk(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Runs a program to its exit code: 0 when everything was measured, whether or not goals were
/// reached, and 1 when it could not be.
pub fn run(program: impl FnOnce() -> Result<()>) -> ExitCode {
    match program() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            talk(sentence);
            ExitCode::FAILURE
        }
    }
}
