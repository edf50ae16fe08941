//! Statement texts composed from lists of columns at compile time. This file knows neither tables
//! nor engines.

/// A text of up to `N` bytes. For `N` = 0, bytes are counted but not kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    const EMPTY: Self = Self { bytes: [0; N], len: 0 };

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Returns the text; empty when the bytes were only counted.
    pub(crate) const fn as_str(&self) -> &str {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    const fn push(mut self, text: &str) -> Self {
        let from = text.as_bytes();
        let mut at = 0;
        while at < from.len() {
            if self.len < N {
                self.bytes[self.len] = from[at];
            }
            self.len += 1;
            at += 1;
        }
        self
    }

    /// Appends the parameter with this number, at most 99.
    const fn param(self, number: usize) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let text = self.push("$");
        let text = if number > 9 { text.push(DIGITS[number / 10]) } else { text };
        text.push(DIGITS[number % 10])
    }

    /// Appends `count` parameters from number `first` on, separated by commas.
    const fn params(self, first: usize, count: usize) -> Self {
        let (mut text, mut at) = (self, 0);
        while at < count {
            text = if at > 0 { text.push(", ") } else { text };
            text = text.param(first + at);
            at += 1;
        }
        text
    }

    /// Appends the names, separated by commas.
    const fn names(self, names: &[&str]) -> Self {
        let (mut text, mut at) = (self, 0);
        while at < names.len() {
            text = if at > 0 { text.push(", ") } else { text };
            text = text.push(names[at]);
            at += 1;
        }
        text
    }
}

pub(crate) const fn join<const N: usize>(parts: &[&str]) -> Text<N> {
    let mut text = Text::EMPTY;
    let mut at = 0;
    while at < parts.len() {
        text = text.push(parts[at]);
        at += 1;
    }
    text
}

/// Returns the columns with the prefix before each, separated by commas.
pub(crate) const fn list<const N: usize>(prefix: &str, columns: &[&str]) -> Text<N> {
    let mut text = Text::EMPTY;
    let mut at = 0;
    while at < columns.len() {
        text = if at > 0 { text.push(", ") } else { text };
        text = text.push(prefix).push(columns[at]);
        at += 1;
    }
    text
}

/// Returns an INSERT of `org_id` and these columns, in this order.
pub(crate) const fn insert<const N: usize>(table: &str, columns: &[&str]) -> Text<N> {
    insert_by(table, "org_id", columns)
}

/// Returns an INSERT of the organization's column `org` and these columns, in this order.
pub(crate) const fn insert_by<const N: usize>(table: &str, org: &str, columns: &[&str]) -> Text<N> {
    let mut text = Text::EMPTY.push("INSERT INTO ").push(table).push(" (").push(org);
    let mut at = 0;
    while at < columns.len() {
        text = text.push(", ").push(columns[at]);
        at += 1;
    }
    text = text.push(") VALUES (").param(1);
    at = 0;
    while at < columns.len() {
        text = text.push(", ").param(at + 2);
        at += 1;
    }
    text.push(")")
}

/// Returns a SELECT of an organization's rows in the order of the key: all rows, or the rows after
/// a given key. The parameters are the organization, then the key, then the number of rows.
pub(crate) const fn page<const N: usize>(
    table: &str,
    org: &str,
    columns: &[&str],
    key: &[&str],
    is_after: bool,
) -> Text<N> {
    let mut text = Text::EMPTY.push("SELECT ");
    text = text.names(columns).push(" FROM ").push(table);
    text = text.push(" WHERE ").push(org).push(" = ").param(1);
    let mut next = 2;
    if is_after && !key.is_empty() {
        text = text.push(" AND (").names(key).push(") > (").params(2, key.len()).push(")");
        next += key.len();
    }
    if !key.is_empty() {
        text = text.push(" ORDER BY ").names(key);
    }
    text.push(" LIMIT ").param(next)
}

/// Returns a SELECT of an organization's rows from a key on, in the order of the key. If
/// `is_before`, the rows end before another key. The parameters are the organization, then the
/// keys, then the number of rows.
pub(crate) const fn page_from<const N: usize>(
    table: &str,
    org: &str,
    columns: &[&str],
    key: &[&str],
    is_before: bool,
) -> Text<N> {
    let mut text = Text::EMPTY.push("SELECT ").names(columns).push(" FROM ").push(table);
    text = text.push(" WHERE ").push(org).push(" = ").param(1);
    if key.is_empty() {
        return text.push(" LIMIT ").param(2);
    }
    text = text.push(" AND (").names(key).push(") >= (").params(2, key.len()).push(")");
    let mut next = key.len() + 2;
    if is_before {
        text = text.push(" AND (").names(key).push(") < (").params(next, key.len()).push(")");
        next += key.len();
    }
    text.push(" ORDER BY ").names(key).push(" LIMIT ").param(next)
}

/// Returns a DELETE of an organization's rows up to and including a key. The parameters are the
/// organization, then the key.
pub(crate) const fn clear<const N: usize>(table: &str, org: &str, key: &[&str]) -> Text<N> {
    let mut text = Text::EMPTY.push("DELETE FROM ").push(table);
    text = text.push(" WHERE ").push(org).push(" = ").param(1);
    if key.is_empty() {
        return text;
    }
    text.push(" AND (").names(key).push(") <= (").params(2, key.len()).push(")")
}

/// Returns a DELETE of an organization's rows from a key on. If `is_before`, the rows end before
/// another key. The parameters are the organization, then the keys.
pub(crate) const fn remove_range<const N: usize>(
    table: &str,
    org: &str,
    key: &[&str],
    is_before: bool,
) -> Text<N> {
    let mut text = Text::EMPTY.push("DELETE FROM ").push(table);
    text = text.push(" WHERE ").push(org).push(" = ").param(1);
    if key.is_empty() {
        return text;
    }
    text = text.push(" AND (").names(key).push(") >= (").params(2, key.len()).push(")");
    if is_before {
        let next = key.len() + 2;
        text = text.push(" AND (").names(key).push(") < (").params(next, key.len()).push(")");
    }
    text
}

/// Returns an UPDATE of these columns for one row. The parameters are the values, then the
/// organization, then the key.
pub(crate) const fn update<const N: usize>(table: &str, columns: &[&str], key: &[&str]) -> Text<N> {
    let mut text = Text::EMPTY.push("UPDATE ").push(table).push(" SET ");
    let mut at = 0;
    while at < columns.len() {
        text = if at > 0 { text.push(", ") } else { text };
        text = text.push(columns[at]).push(" = ").param(at + 1);
        at += 1;
    }
    text = text.push(" WHERE org_id = ").param(at + 1);
    at = 0;
    while at < key.len() {
        text = text.push(" AND ").push(key[at]).push(" = ").param(columns.len() + 2 + at);
        at += 1;
    }
    text
}

/// Calls a function of this file at compile time, and returns the resulting text as a `&'static
/// str`.
macro_rules! text {
    ($build:ident($($given:expr),* $(,)?)) => {{
        const LEN: usize = $crate::sql::$build::<0>($($given),*).len();
        const TEXT: &$crate::sql::Text<LEN> = &$crate::sql::$build($($given),*);
        TEXT.as_str()
    }};
}
pub(crate) use text;

pub(crate) const fn count(lists: &[&[&str]]) -> usize {
    let (mut all, mut at) = (0, 0);
    while at < lists.len() {
        all += lists[at].len();
        at += 1;
    }
    all
}

pub(crate) const fn concat<const N: usize>(lists: &[&[&'static str]]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut next, mut at) = (0, 0);
    while at < lists.len() {
        let mut column = 0;
        while column < lists[at].len() {
            all[next] = lists[at][column];
            next += 1;
            column += 1;
        }
        at += 1;
    }
    all
}

macro_rules! columns {
    ($($list:expr),* $(,)?) => {{
        const LISTS: &[&[&str]] = &[$($list),*];
        const ALL: &[&str; $crate::sql::count(LISTS)] = &$crate::sql::concat(LISTS);
        ALL
    }};
}
pub(crate) use columns;

#[cfg(test)]
mod tests {
    const AB: &[&str] = columns!(&["a"], &[], &["b"]);

    #[test]
    fn texts_number_their_parameters_in_the_order_of_the_columns() {
        assert_eq!(AB, ["a", "b"]);
        assert_eq!(text!(join(&["é", text!(list("t.", AB))])), "ét.a, t.b");
        assert_eq!(text!(insert("t", AB)), "INSERT INTO t (org_id, a, b) VALUES ($1, $2, $3)");
        assert_eq!(
            text!(update("t", AB, &["k", "l"])),
            "UPDATE t SET a = $1, b = $2 WHERE org_id = $3 AND k = $4 AND l = $5"
        );
        assert_eq!(
            text!(page("t", "org_id", &["k", "l", "a"], &["k", "l"], true)),
            "SELECT k, l, a FROM t WHERE org_id = $1 AND (k, l) > ($2, $3) ORDER BY k, l LIMIT $4"
        );
        assert_eq!(
            text!(page("t", "id", AB, &[], true)),
            "SELECT a, b FROM t WHERE id = $1 LIMIT $2"
        );
        assert_eq!(
            text!(page_from("t", "org_id", AB, &["k", "l"], true)),
            "SELECT a, b FROM t WHERE org_id = $1 AND (k, l) >= ($2, $3) AND (k, l) < ($4, $5) \
             ORDER BY k, l LIMIT $6"
        );
        assert_eq!(
            text!(page_from("t", "org_id", AB, &["k"], false)),
            "SELECT a, b FROM t WHERE org_id = $1 AND (k) >= ($2) ORDER BY k LIMIT $3"
        );
        assert_eq!(
            text!(clear("t", "org_id", &["k", "l"])),
            "DELETE FROM t WHERE org_id = $1 AND (k, l) <= ($2, $3)"
        );
        assert_eq!(
            text!(remove_range("t", "org_id", &["k", "l"], true)),
            "DELETE FROM t WHERE org_id = $1 AND (k, l) >= ($2, $3) AND (k, l) < ($4, $5)"
        );
        assert_eq!(
            text!(remove_range("t", "org_id", &["k"], false)),
            "DELETE FROM t WHERE org_id = $1 AND (k) >= ($2)"
        );
        assert_eq!(text!(remove_range("t", "id", &[], true)), "DELETE FROM t WHERE id = $1");
        let wide = text!(insert("t", &["x"; 98]));
        assert!(wide.contains(", $9, $10, ") && wide.ends_with(", $98, $99)"), "{wide}");
    }
}
