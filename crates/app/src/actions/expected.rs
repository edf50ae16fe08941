//! Preconditions of changes: an object is changed only if it is in the state that the caller
//! expects (contract §8). The `http` crate reads the state from `If-Match`.
//!
//! The check and the change are in one transaction.

use deskbell_model::CustomerId;
use deskbell_wire as wire;

use crate::DIGEST_DIGITS;
use crate::answer::digest;
use crate::error::Rejected;

/// The state that a change requires of its object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// Any state.
    #[default]
    Anything,
    /// The state whose JSON has one of these digests; without digests no state matches.
    OneOf(Vec<[u8; DIGEST_DIGITS]>),
    /// A chat of this customer, in any state. A chat of another customer is treated as missing.
    CustomerIs(CustomerId),
}

impl Expected {
    /// Tells whether the object's state must be checked.
    pub(crate) const fn asks(&self) -> bool {
        matches!(self, Self::OneOf(_))
    }

    /// Refuses an object that is not in the expected state.
    pub(crate) fn of(&self, object: &impl wire::ToJson) -> Result<(), Rejected> {
        let Self::OneOf(digests) = self else { return Ok(()) };
        let mut json = Vec::new();
        wire::write(&mut json, object);
        if digests.contains(&digest(&json)) { Ok(()) } else { Err(Rejected::Changed) }
    }
}
