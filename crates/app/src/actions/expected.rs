//! What a caller takes an object for before it changes it: whoever saw something else changes
//! nothing (contract §8). It must not know how a condition is written.
//!
//! It is looked at by the job that makes the change, in its transaction: between the look and the
//! change nobody else changes anything.

use crate::DIGEST_DIGITS;
use crate::answer::digest;
use crate::error::Refused;

/// What an object must be for a change to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is.
    #[default]
    Anything,
    /// What is shown with one of these digests; with none of them it is never that.
    OneOf(Vec<[u8; DIGEST_DIGITS]>),
}

impl Expected {
    /// Whether it has to be looked at.
    pub(crate) const fn asks(&self) -> bool {
        matches!(self, Self::OneOf(_))
    }

    /// Refuses when an object is shown as something else: `render` writes what its `GET` shows.
    pub(crate) fn of(&self, render: impl FnOnce(&mut Vec<u8>)) -> Result<(), Refused> {
        let Self::OneOf(digests) = self else { return Ok(()) };
        let mut json = Vec::new();
        render(&mut json);
        if digests.contains(&digest(&json)) { Ok(()) } else { Err(Refused::Changed) }
    }
}
