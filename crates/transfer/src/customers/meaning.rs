//! The meanings that a column of customers may have.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field of a customer, by its key in the API.
    Field(&'static str),
    /// The first part of the name.
    First,
    /// The last part of the name.
    Last,
    /// The names of the customer's tags.
    Tags,
    /// A property of the custom data.
    Data(String),
}
