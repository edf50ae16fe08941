//! The outcomes of changes. An outcome has the number of a change, the changed object, and the
//! object's JSON as recorded.

use deskbell_model::Seq;

/// The number of a recorded change, and the object after the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// The change's number; `None` when nothing changed.
    pub seq: Option<Seq>,
    /// The object in JSON, as a `GET` request returns it.
    pub json: String,
    /// The changed object.
    pub value: T,
}

/// The outcome of a request that creates an object once for each Idempotency-Key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created<T> {
    /// The object was created by this request.
    Now(Recorded<T>),
    /// The object was created by an earlier request; holds the JSON of the earlier answer.
    Before(String),
}

impl<T> Created<T> {
    /// Returns the object in JSON.
    #[must_use]
    pub fn into_json(self) -> String {
        match self {
            Self::Now(recorded) => recorded.json,
            Self::Before(json) => json,
        }
    }
}
