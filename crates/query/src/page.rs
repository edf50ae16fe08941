//! Pages of lists: their limit, start and order (contract §4, §8).

use deskbell_model::limits::{OFFSET_IN_PLACE_MAX, PAGE_ITEMS_MAX};

use crate::cursor::{Cursor, Position};

/// The number of rows on a page: 1 to 100, by default 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

impl Default for Limit {
    fn default() -> Self {
        Self(PAGE_ITEMS_MAX)
    }
}

impl Limit {
    /// Reads a limit written only in digits; `None` outside 1 to 100.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        digits(text).and_then(Self::new)
    }

    /// Creates the limit of this number; `None` outside 1 to 100.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        let limit = u32::try_from(number).ok()?;
        (1..=PAGE_ITEMS_MAX).contains(&limit).then_some(Self(limit))
    }

    /// Returns the number of rows.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// The number of rows to skip: 0 to 9223372036854775807, by default 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset(u64);

impl Offset {
    /// Reads an offset written only in digits; `None` above 9223372036854775807.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        digits(text).and_then(Self::new)
    }

    /// Creates the offset of this number; `None` above 9223372036854775807.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        (number <= i64::MAX.unsigned_abs()).then_some(Self(number))
    }

    /// Returns the number of rows to skip.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// The start of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The page begins after this number of rows.
    Offset(Offset),
    /// The page begins at a cursor's position, and the answer contains the next page's cursor.
    Cursor(Cursor),
}

impl Default for Start {
    fn default() -> Self {
        Self::Offset(Offset::default())
    }
}

fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The order of a list. Null is lower than every value. Ascending order puts the larger id first
/// among rows with equal keys; descending order is the exact reverse (contract §4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The smallest sort key comes first.
    Asc,
    /// The largest sort key comes first, which is the default.
    #[default]
    Desc,
}

impl Order {
    /// Both orders with their names in the contract.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Asc, "asc"), (Self::Desc, "desc")];

    /// Reads `asc` or `desc`, in any case; `None` for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(order, _)| *order)
    }
}

/// A page of a list with a fixed order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The largest number of rows on the page.
    pub limit: Limit,
    /// The start of the page in the list.
    pub start: Start,
}

impl Page {
    /// Tells whether reading the page takes long: the offset is large, or the page is a catch-up
    /// page.
    #[must_use]
    pub const fn is_deep(self) -> bool {
        match self.start {
            Start::Offset(offset) => offset.0 > OFFSET_IN_PLACE_MAX,
            Start::Cursor(cursor) => matches!(cursor.at, Position::CatchUp { .. }),
        }
    }
}

/// A page of a list that is sorted by a field of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorted<S> {
    /// The page without its sort and order.
    pub page: Page,
    /// The field by which the list is sorted.
    pub sort: S,
    /// The direction of the sort: ascending or descending.
    pub order: Order,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_limit_is_1_to_100_in_digits_alone() {
        assert_eq!(Limit::parse("1").map(Limit::get), Some(1));
        assert_eq!(Limit::parse("0100").map(Limit::get), Some(100));
        for bad in ["", "0", "101", "-1", "+5", "5.0", "1e1", " 5", "4294967297", "٣"] {
            assert_eq!(Limit::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_offset_ends_with_the_largest_i64() {
        assert_eq!(Offset::parse("9223372036854775807").map(Offset::get), Some((1 << 63) - 1));
        for bad in ["", "-1", "9223372036854775808", "99999999999999999999999", "0x1", "1_0"] {
            assert_eq!(Offset::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn order_is_read_in_any_case() {
        assert_eq!(Order::parse("ASC"), Some(Order::Asc));
        assert_eq!(Order::parse("dEsC"), Some(Order::Desc));
        assert_eq!(Order::parse("down"), None);
    }

    fn text() -> impl Strategy<Value = String> {
        let largest = i128::from(i64::MAX);
        prop_oneof![
            (0..=300_u32).prop_map(|number| number.to_string()),
            "0{0,3}([0-2]|99|100|101)",
            "0{0,9}[0-9]{1,20}",
            "[0-9]{0,40}",
            "[-+ ]?[0-9]{1,3}[.e_ ]?[0-9]{0,2}",
            (largest - 3..=largest + 3).prop_map(|number| number.to_string()),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn a_limit_and_an_offset_are_what_the_digits_say_within_their_range(text in text()) {
            let is_digits = !text.is_empty() && text.chars().all(|c| "0123456789".contains(c));
            let number = if is_digits { text.parse::<u128>().ok() } else { None };
            let limit = number.filter(|number| (1..=100).contains(number));
            prop_assert_eq!(Limit::parse(&text).map(|it| u128::from(it.get())), limit);
            let offset = number.filter(|number| *number < 1 << 63);
            prop_assert_eq!(Offset::parse(&text).map(|it| u128::from(it.get())), offset);
        }

        #[test]
        fn an_order_is_one_of_two_words_in_any_case(
            text in prop_oneof!["[aA][sS][cC]", "[dD][eE][sS][cC]", "a[sſ]c|de[sſ]c", ".{0,4}"],
        ) {
            // Only ASCII letters are read in any case; `ſ`, for example, is not read as `s`.
            let known = match text.to_ascii_lowercase().as_str() {
                "asc" => Some(Order::Asc),
                "desc" => Some(Order::Desc),
                _ => None,
            };
            prop_assert_eq!(Order::parse(&text), known);
        }
    }
}
