//! Ranges of a table's keys, merged where they touch.

use std::collections::BTreeMap;
use std::ops::Bound;

use deskbell_storage::tables::Cell;

use super::cells;
use super::segments::Cut;

/// The key at which a range begins or ends; `None` stands for the table's beginning or end.
type Edge = Option<Vec<Cell<'static>>>;

/// The ranges of a table that steps wrote since the whole table was read.
#[derive(Debug, Default)]
pub(super) struct RewrittenRanges(BTreeMap<Edge, Edge>);

fn edge(key: Option<&[Cell<'_>]>) -> Edge {
    key.map(|key| key.iter().map(cells::owned).collect())
}

/// Returns the later of two ends.
fn later(one: Edge, other: Edge) -> Edge {
    Some(one?.max(other?))
}

impl RewrittenRanges {
    /// Adds the range of a segment.
    pub(super) fn insert(&mut self, cut: Cut<'_>) {
        let (mut from, mut to) = (edge(cut.from), edge(cut.to));
        let before = self.0.range::<Edge, _>(..=&from).next_back();
        let reaches = |end: &Edge| end.is_none() || *end >= from;
        if let Some(begin) = before.filter(|it| reaches(it.1)).map(|it| it.0.clone()) {
            to = later(to, self.0.remove(&begin).flatten());
            from = begin;
        }
        while let Some((begin, _)) = self.0.range::<Edge, _>(&from..).next()
            && (to.is_none() || *begin <= to)
        {
            let begin = begin.clone();
            to = later(to, self.0.remove(&begin).flatten());
        }
        self.0.insert(from, to);
    }

    /// Tells whether any of the ranges overlaps the range of a segment.
    pub(super) fn overlaps(&self, cut: Cut<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let (from, to) = (edge(cut.from), edge(cut.to));
        let end = if to.is_none() { Bound::Unbounded } else { Bound::Excluded(&to) };
        // The ranges do not overlap each other, so the last one before the end reaches farthest.
        let last = self.0.range::<Edge, _>((Bound::Unbounded, end)).next_back();
        last.is_some_and(|(_, end)| end.is_none() || *end > from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A range of numbers; the lowest number stands for the table's beginning, the highest for its
    /// end.
    fn ranges() -> impl Strategy<Value = (i64, i64)> {
        (0..20_i64, 1..10_i64).prop_map(|(from, many)| (from, (from + many).min(20)))
    }

    fn with<T>((from, to): (i64, i64), body: impl FnOnce(Cut<'_>) -> T) -> T {
        let (first, end) = ([Cell::Int(from)], [Cell::Int(to)]);
        let from = (from > 0).then_some(&first[..]);
        let to = (to < 20).then_some(&end[..]);
        body(Cut { from, to, line: b"" })
    }

    proptest! {
        #[test]
        fn ranges_overlap_if_they_share_a_key(
            all in prop::collection::vec(ranges(), 0..8),
            asked in ranges(),
        ) {
            let mut rewritten = RewrittenRanges::default();
            for range in &all {
                with(*range, |cut| rewritten.insert(cut));
            }
            let is_in = |key: i64| all.iter().any(|(from, to)| (*from..*to).contains(&key));
            let expected = (asked.0..asked.1).any(is_in);
            prop_assert_eq!(with(asked, |cut| rewritten.overlaps(cut)), expected);
        }
    }
}
