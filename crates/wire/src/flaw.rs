//! What can be wrong with a request, as the readers find it. How it is answered is the interface's
//! table of errors.

/// One thing that is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// The body as a whole, or an item of it that is to be an object.
    Body(Unfit),
    /// A chat's id is none.
    ChatId,
    /// A value that `PUT /v1/chats/*` sets is none of that field's.
    ChatValue(&'static str),
    /// A field of a customer, message, chat or event is missing or bad.
    Field(&'static str),
    /// The same, and why.
    Because(&'static str, &'static str),
    /// A bad `limit`.
    Limit,
    /// A bad `offset`.
    Offset,
    /// A bad `sort`.
    Sort,
    /// A bad `order`.
    Order,
    /// A `cursor` that is none of this list's, or one beside an offset.
    Cursor,
    /// The filter as a whole, or an item that is no object.
    Filter,
    /// A bad part of the filter's item with this number, counted from 0.
    FilterPart(usize, &'static str),
    /// A bad `comparison`.
    Comparison,
}

/// Why a body is none of what the operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unfit {
    /// It is not UTF-8 from this byte on, counted from 1.
    NotUtf8(usize),
    /// It is not JSON.
    NotJson {
        /// What is wrong, in the words of a sentence's end.
        why: &'static str,
        /// In which line, counted from 1.
        line: usize,
        /// At which byte of that line, counted from 1.
        column: usize,
    },
    /// It is JSON, and no object.
    NoObject,
    /// It is no array of as many customers as a batch may change.
    NoBatch,
    /// An item of it is no object.
    NoObjectWithin,
    /// A replay of nothing, or of two things.
    NoReplay,
}

/// A flaw of a body, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// What is wrong.
    pub flaw: Flaw,
    /// The value that is wrong or missing, as RFC 6901 points at it; none where there is no JSON.
    pub pointer: Option<String>,
}

impl Found {
    /// A flaw of the value at this pointer.
    #[must_use]
    pub fn at(flaw: Flaw, pointer: impl Into<String>) -> Self {
        Self { flaw, pointer: Some(pointer.into()) }
    }
}

impl From<Flaw> for Found {
    /// A flaw that is nowhere in particular.
    fn from(flaw: Flaw) -> Self {
        Self { flaw, pointer: None }
    }
}

/// The pointer to what stands under this key of what another points at.
#[must_use]
pub fn under(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// What a reader gives: the value, or everything that is wrong, in the contract's order.
pub type Reading<T> = Result<T, Vec<Found>>;

/// The flaws of a reading without where they are: what most tests ask.
#[cfg(test)]
pub(crate) fn only<T>(reading: Reading<T>) -> Result<T, Vec<Flaw>> {
    reading.map_err(|found| found.into_iter().map(|it| it.flaw).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_what_rfc_6901_escapes() {
        assert_eq!(under("", "customer"), "/customer");
        assert_eq!(under("/1", "a/b~c"), "/1/a~1b~0c");
    }
}
