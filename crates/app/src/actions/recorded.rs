//! The outcomes of changes: what was recorded, with its JSON as the change feed got it.

use deskbell_model::Seq;

/// A change as it was recorded, and the object that it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// The change's number; `None` when nothing changed, and so nothing was recorded.
    pub seq: Option<Seq>,
    /// The object in JSON, as its GET shows it.
    pub json: String,
    /// The object.
    pub value: T,
}

/// The outcome of something that is created once for each Idempotency-Key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created<T> {
    /// It came into being now.
    Now(Recorded<T>),
    /// It did before: the JSON that was answered then.
    Before(String),
}

impl<T> Created<T> {
    /// The object in JSON.
    #[must_use]
    pub fn into_json(self) -> String {
        match self {
            Self::Now(recorded) => recorded.json,
            Self::Before(json) => json,
        }
    }
}
