//! The invalid fields of requests. The crate `http` has the table of their codes, messages and
//! statuses.

/// An invalid part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvalidField {
    /// The body as a whole, or an item of the body that must be an object.
    Body(Unfit),
    /// A bad id of a chat.
    ChatId,
    /// An invalid value of this key in the body of `PUT /v1/chats/…`.
    ChatValue(&'static str),
    /// A missing or bad field of a customer, message, chat or event.
    Field(&'static str),
    /// A missing or bad field: the field's key, and the reason.
    Because(&'static str, &'static str),
    /// A bad `limit`.
    Limit,
    /// A bad `offset`.
    Offset,
    /// A bad `sort`.
    Sort,
    /// A bad `order`.
    Order,
    /// A bad `cursor`: malformed, of another list, or together with an offset.
    Cursor,
    /// The filter as a whole, or an item of the filter that is not an object.
    Filter,
    /// A bad part of the filter's item with this number, counted from 0.
    FilterPart(usize, &'static str),
    /// A bad `comparison`.
    Comparison,
}

/// The reason why a body does not fit the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unfit {
    /// The body is not UTF-8 from this byte on, counted from 1.
    NotUtf8(usize),
    /// The body is not JSON.
    NotJson {
        /// The reason why the body is not JSON, as the end of a sentence.
        why: &'static str,
        /// The line of the body in which the error is, counted from 1.
        line: usize,
        /// The position of the error in its line, in bytes, counted from 1.
        column: usize,
    },
    /// The body is JSON, but not an object.
    NoObject,
    /// The body is not an array with an allowed number of customers.
    NoBatch,
    /// An item of the body is not an object.
    NoObjectWithin,
    /// The body of a replay has neither or both of the keys `delivery` and `since`.
    NoReplay,
}

/// An invalid field of a body, with its pointer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// The invalid field.
    pub invalid: InvalidField,
    /// The RFC 6901 pointer to the wrong or missing value; `None` when the body is not JSON.
    pub pointer: Option<String>,
}

impl Found {
    /// Returns an invalid field, with the pointer to its value.
    #[must_use]
    pub fn at(invalid: InvalidField, pointer: impl Into<String>) -> Self {
        Self { invalid, pointer: Some(pointer.into()) }
    }
}

impl From<InvalidField> for Found {
    /// Returns an invalid field without a pointer.
    fn from(invalid: InvalidField) -> Self {
        Self { invalid, pointer: None }
    }
}

/// Returns the pointer to a key of the object at `pointer`.
#[must_use]
pub fn under(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The result of a reader: the value, or every invalid field in the contract's order.
pub type Reading<T> = Result<T, Vec<Found>>;

/// Removes the pointers from the invalid fields of a reader's result, for tests.
#[cfg(test)]
pub(crate) fn only<T>(reading: Reading<T>) -> Result<T, Vec<InvalidField>> {
    reading.map_err(|found| found.into_iter().map(|it| it.invalid).collect())
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
