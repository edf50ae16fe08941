//! What can be wrong with a request, as the readers find it. How it is answered is the interface's
//! table of errors.

/// One thing that is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// The body is no JSON, or JSON of the wrong kind.
    Body,
    /// A chat's id is none.
    ChatId,
    /// A value that `PUT /v1/chats/*` sets is none of that field's.
    ChatValue(&'static str),
    /// A field of a customer, message, chat or event is missing or bad.
    Field(&'static str),
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

/// What a reader gives: the value, or everything that is wrong, in the contract's order.
pub type Reading<T> = Result<T, Vec<Flaw>>;
