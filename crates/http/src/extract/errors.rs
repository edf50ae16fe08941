//! The errors of one request, collected and reported together.

use deskbell_wire::invalid::Reading;

use crate::error::{ApiError, ErrorCode, ErrorItem};

/// The errors of one request, in the order of the checks.
#[derive(Debug, Default)]
pub struct Errors(Vec<ErrorItem>);

impl Errors {
    /// Adds an error.
    pub fn push(&mut self, code: ErrorCode) {
        self.0.push(code.into());
    }

    /// Returns the value of an `Ok`, or adds the code of an `Err` and returns `None`.
    pub fn keep<T>(&mut self, value: Result<T, ErrorCode>) -> Option<T> {
        value.map_err(|code| self.push(code)).ok()
    }

    /// Returns the value of an `Ok`, or adds all invalid fields of an `Err` and returns `None`.
    pub fn keep_all<T>(&mut self, reading: Reading<T>) -> Option<T> {
        reading.map_err(|found| self.0.extend(found.into_iter().map(ErrorItem::from))).ok()
    }

    /// Tells whether no error was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Fails if there are any errors.
    pub fn check(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::many(self.0)) }
    }

    /// Returns the codes of the errors, without pointers.
    pub fn all(self) -> Vec<ErrorCode> {
        self.0.into_iter().map(|item| item.code).collect()
    }

    /// Returns the value. Fails if there are any errors, or if the value is `None`.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, ApiError> {
        match value {
            Some(value) => self.check().map(|()| value),
            None => Err(ApiError::many(self.0)),
        }
    }
}
