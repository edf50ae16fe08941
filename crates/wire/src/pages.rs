//! Pages of lists in JSON (contract §4, §8): rows with their metadata. A long page is written in
//! parts. This module knows no resource.

use deskbell_query::{Meta, NextPage};

use crate::json::{array, int, raw, string};
use crate::object::ToJson;

const HEAD: &str = r#"{"data":"#;

/// Writes a page, `{"data":[…],"meta":{"total":N}}`; `row` writes each row.
pub fn write<T>(
    out: &mut Vec<u8>,
    rows: impl IntoIterator<Item = T>,
    about: &Meta,
    row: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, HEAD);
    array(out, rows, row);
    tail(out, about);
}

/// Writes a page of a search or of customers, `{"data":[…],"total":N,"meta":{"total":N}}`; `row`
/// writes each row.
pub fn write_with_total<T>(
    out: &mut Vec<u8>,
    rows: impl IntoIterator<Item = T>,
    about: &Meta,
    row: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, HEAD);
    array(out, rows, row);
    tail_with_total(out, about);
}

/// Writes part `number` of the page that [`write()`] writes; returns `false` if the page has fewer
/// parts.
pub fn write_part<T: ToJson>(out: &mut Vec<u8>, rows: &[T], about: &Meta, number: usize) -> bool {
    part(out, rows, number, (HEAD, |out: &mut Vec<u8>| tail(out, about)))
}

/// Writes part `number` of the page that [`write_with_total`] writes; returns `false` if the page
/// has fewer parts.
pub fn write_part_with_total<T: ToJson>(
    out: &mut Vec<u8>,
    rows: &[T],
    about: &Meta,
    number: usize,
) -> bool {
    part(out, rows, number, (HEAD, |out: &mut Vec<u8>| tail_with_total(out, about)))
}

/// Writes one part of `head[a,b,…]tail`: the head, one of the rows, or the tail. Returns `false` if
/// part `number` does not exist.
pub(crate) fn part<T: ToJson>(
    out: &mut Vec<u8>,
    rows: &[T],
    number: usize,
    (head, tail): (&str, impl FnOnce(&mut Vec<u8>)),
) -> bool {
    let Some(place) = number.checked_sub(1) else {
        raw(out, head);
        out.push(b'[');
        return true;
    };
    if let Some(row) = rows.get(place) {
        if place > 0 {
            out.push(b',');
        }
        row.write(out);
        return true;
    }
    let is_last = place == rows.len();
    if is_last {
        out.push(b']');
        tail(out);
    }
    is_last
}

fn tail(out: &mut Vec<u8>, about: &Meta) {
    meta(out, about);
    out.push(b'}');
}

fn tail_with_total(out: &mut Vec<u8>, about: &Meta) {
    raw(out, r#","total":"#);
    int(out, about.total);
    tail(out, about);
}

/// Pushes `,"meta":{"total":N}`; for a page by cursor also `next`, the cursor of the next page or
/// null.
pub(crate) fn meta(out: &mut Vec<u8>, about: &Meta) {
    raw(out, r#","meta":{"total":"#);
    int(out, about.total);
    match &about.next {
        NextPage::Unasked => {}
        NextPage::Last => raw(out, r#","next":null"#),
        NextPage::At(cursor) => {
            raw(out, r#","next":"#);
            string(out, cursor);
        }
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_parts_is_the_page() {
        for rows in [&[][..], &["a"], &["a", "\u{1}", "c"]] {
            for next in [NextPage::Unasked, NextPage::Last, NextPage::At("cursor".into())] {
                let about = Meta { total: 7, next };
                let parts = |part: fn(&mut Vec<u8>, &[&'static str], &Meta, usize) -> bool| {
                    let mut out = Vec::new();
                    let mut numbers = 0..;
                    while numbers.next().is_some_and(|it| part(&mut out, rows, &about, it)) {}
                    out
                };
                let row = |out: &mut Vec<u8>, row: &&str| row.write(out);
                let (mut page, mut with_total) = (Vec::new(), Vec::new());
                write(&mut page, rows, &about, row);
                write_with_total(&mut with_total, rows, &about, row);
                assert_eq!(parts(write_part), page);
                assert_eq!(parts(write_part_with_total), with_total);
            }
        }
    }
}
