//! The faults of one request, collected: they are reported all at once.

use deskbell_wire::flaw::Reading;

use crate::error::{ApiError, Fault, Placed};

/// The faults of one request, all reported at once, in the order they were found.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Placed>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push(fault.into());
    }

    /// Notes a fault, or keeps the value.
    pub(crate) fn keep<T>(&mut self, value: Result<T, Fault>) -> Option<T> {
        value.map_err(|fault| self.push(fault)).ok()
    }

    /// Notes every flaw, or keeps the value.
    pub(crate) fn keep_all<T>(&mut self, reading: Reading<T>) -> Option<T> {
        reading.map_err(|found| self.0.extend(found.into_iter().map(Placed::from))).ok()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Fails when there were any.
    pub(crate) fn none(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::many(self.0)) }
    }

    /// All of them, without where they are.
    pub(crate) fn all(self) -> Vec<Fault> {
        self.0.into_iter().map(|placed| placed.fault).collect()
    }

    /// The value, unless it or anything else was at fault.
    pub(crate) fn unless<T>(self, value: Option<T>) -> Result<T, ApiError> {
        match value {
            Some(value) => self.none().map(|()| value),
            None => Err(ApiError::many(self.0)),
        }
    }
}
