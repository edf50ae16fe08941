//! Cursors: positions in paged lists (contract §8), and the texts of cursors. This module depends
//! on neither requests nor SQL.
//!
//! The answer with a page has the cursor for the next page. A cursor names the last row of a page,
//! so that added and removed rows do not shift the next page. A hash in the cursor detects typing
//! errors, and detects use of the cursor with another list. The hash needs no secret: a forged
//! cursor reads only rows of the caller's own organization.

use std::hash::{Hash, Hasher as _};

use deskbell_model::{OrgId, Seconds};
use twox_hash::XxHash3_64;

const VERSION: u8 = 1;
/// The length of a cursor in bytes: version, form, key, two numbers and hash.
const BYTES: usize = 1 + 1 + 4 + 8 + 8 + 8;
/// The number of characters in the text of a cursor.
pub const CURSOR_CHARS: usize = 2 * BYTES;

/// Tells whether a text is empty, or has the format of a cursor of any list.
#[must_use]
pub fn is_cursor(text: &str) -> bool {
    text.is_empty() || bytes(text).is_some()
}

/// The list to which a cursor is bound: the list's organization, name, order and filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding(u64);

impl Binding {
    /// Creates the binding to an organization's list; `list` has the list's name, order and filter.
    #[must_use]
    pub fn of(org: OrgId, list: &impl Hash) -> Self {
        let mut hasher = XxHash3_64::with_seed(u64::from(VERSION));
        org.hash(&mut hasher);
        list.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// A position in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The start of the list.
    Begin,
    /// The position after a row; the row may no longer exist.
    After {
        /// The sort key of the row; `None` for a row without a sort key, and in lists sorted only
        /// by id.
        key: Option<Seconds>,
        /// The id of the row, which distinguishes rows with equal keys.
        id: i64,
        /// The number of the last change when the first page was read. 0 if no change can move a
        /// row to a page that was already read.
        since: i64,
    },
    /// The position on the catch-up pages, which follow the last row. These pages contain the rows
    /// whose sort key changed since the first page was read.
    CatchUp {
        /// The catch-up page has the rows whose sort key was changed by changes with numbers above
        /// this number.
        after: i64,
        /// The number of the last change at the time when the reading reached the end of the list.
        until: i64,
    },
}

impl Position {
    /// Returns the id after which a list sorted by id continues; `begin` if the position names no
    /// row.
    #[must_use]
    pub const fn after_id(self, begin: i64) -> i64 {
        match self {
            Self::After { id, .. } => id,
            Self::Begin | Self::CatchUp { .. } => begin,
        }
    }
}

/// A cursor: a position in a list, bound to that list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The position in the list.
    pub at: Position,
    list: Binding,
}

impl Cursor {
    /// Reads the text of a cursor; the empty text means the start of the list. `None` for a text
    /// that is not a cursor of this list.
    #[must_use]
    pub fn parse(text: &str, list: Binding) -> Option<Self> {
        let at = if text.is_empty() { Position::Begin } else { place(&bytes(text)?, list)? };
        Some(Self { at, list })
    }

    /// Returns the text of a cursor of the same list at another position.
    #[must_use]
    pub fn text_at(self, at: Position) -> String {
        let (form, key, first, second) = match at {
            // Answers never contain the start as a cursor, so its text is empty.
            Position::Begin => return String::new(),
            Position::After { key: None, id, since } => (0, 0, id, since),
            Position::After { key: Some(key), id, since } => (1, key.get(), id, since),
            Position::CatchUp { after, until } => (2, 0, after, until),
        };
        let mut bytes = vec![VERSION, form];
        bytes.extend(key.to_be_bytes());
        bytes.extend(first.to_be_bytes());
        bytes.extend(second.to_be_bytes());
        bytes.extend(seal(&bytes, self.list));
        let digit = |four: u8| char::from_digit(four.into(), 16).unwrap_or_default();
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// The next page of a list, as an answer shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NextPage {
    /// The answer shows no next page, since the request had no cursor.
    #[default]
    Unasked,
    /// The page is the last page.
    Last,
    /// The text of the next page's cursor.
    At(String),
}

impl Cursor {
    /// Returns the cursor of the catch-up page, which has the objects whose sort key was changed by
    /// changes `after + 1` to `until`. Returns [`NextPage::Last`] if `after` is `None`.
    #[must_use]
    pub fn catch_up(self, after: Option<i64>, until: i64) -> NextPage {
        after.map_or(NextPage::Last, |after| {
            NextPage::At(self.text_at(Position::CatchUp { after, until }))
        })
    }
}

/// The metadata of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The number of rows on all pages.
    pub total: u64,
    /// The next page of the list.
    pub next: NextPage,
}

/// Computes the hash that binds a cursor to its list.
fn seal(bytes: &[u8], list: Binding) -> [u8; 8] {
    XxHash3_64::oneshot_with_seed(list.0, bytes).to_be_bytes()
}

/// Reads lower-case hexadecimal digits. Upper case is refused, so that each cursor has one
/// spelling.
fn bytes(text: &str) -> Option<[u8; BYTES]> {
    let digit = |letter: u8| match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    };
    if text.len() != CURSOR_CHARS {
        return None;
    }
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// Returns the position that the bytes encode; `None` if the version, the form or the hash is
/// wrong.
fn place(bytes: &[u8; BYTES], list: Binding) -> Option<Position> {
    let (named, sealed) = bytes.split_at(BYTES - 8);
    if named[0] != VERSION || sealed != seal(named, list) {
        return None;
    }
    let key = u32::from_be_bytes(named[2..6].try_into().ok()?);
    let first = i64::from_be_bytes(named[6..14].try_into().ok()?);
    let second = i64::from_be_bytes(named[14..22].try_into().ok()?);
    match named[1] {
        0 => Some(Position::After { key: None, id: first, since: second }),
        1 => Some(Position::After { key: Some(Seconds::new(key)), id: first, since: second }),
        2 => Some(Position::CatchUp { after: first, until: second }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{ChatSort, Order};

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    fn walk(list: Binding) -> Cursor {
        Cursor::parse("", list).unwrap()
    }

    fn any_place() -> impl Strategy<Value = Position> {
        let (id, change) = (any::<i64>(), any::<i64>());
        let key = prop::option::of(any::<u32>().prop_map(Seconds::new));
        prop_oneof![
            (key, id, change).prop_map(|(key, id, since)| Position::After { key, id, since }),
            (id, change).prop_map(|(after, until)| Position::CatchUp { after, until }),
        ]
    }

    #[test]
    fn an_empty_text_begins_and_is_never_written() {
        let list = Binding::of(org(1), &"chats");
        assert_eq!(walk(list).at, Position::Begin);
        assert_eq!(walk(list).text_at(Position::Begin), "");
    }

    #[test]
    fn whatever_a_list_is_described_by_makes_it_another() {
        let mut lists = vec![Binding::of(org(1), &"agents"), Binding::of(org(2), &"agents")];
        for sort in ChatSort::ALL {
            for order in Order::ALL {
                lists.push(Binding::of(org(1), &("chats", sort.0, order.0)));
                lists.push(Binding::of(org(1), &("chats/search", sort.0, order.0)));
            }
        }
        let at = Position::After { key: None, id: 5, since: 0 };
        for (number, list) in lists.iter().enumerate() {
            let text = walk(*list).text_at(at);
            for (other, binding) in lists.iter().enumerate() {
                assert_eq!(Cursor::parse(&text, *binding).is_some(), number == other);
            }
        }
    }

    proptest! {
        #[test]
        fn a_place_comes_back_from_its_text(at in any_place(), number in 1..i64::MAX) {
            let list = Binding::of(org(number), &"chats");
            let text = walk(list).text_at(at);
            prop_assert_eq!(text.len(), CURSOR_CHARS);
            prop_assert_eq!(Cursor::parse(&text, list), Some(Cursor { at, list }));
        }

        #[test]
        fn another_letter_anywhere_makes_it_none(
            at in any_place(),
            place in any::<prop::sample::Index>(),
            letter in any::<char>(),
        ) {
            let list = Binding::of(org(1), &"chats");
            let text = walk(list).text_at(at);
            let mut letters: Vec<_> = text.chars().collect();
            letters[place.index(CURSOR_CHARS)] = letter;
            let changed: String = letters.into_iter().collect();
            prop_assert_eq!(Cursor::parse(&changed, list).is_some(), changed == text);
        }

        #[test]
        fn no_text_makes_it_panic(text: String, digits in "[0-9a-f]{0,70}") {
            let list = Binding::of(org(1), &"chats");
            prop_assert!(Cursor::parse(&text, list).is_none_or(|_| text.is_empty()));
            prop_assert!(Cursor::parse(&digits, list).is_none_or(|_| digits.is_empty()));
        }
    }
}
