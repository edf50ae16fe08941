//! The quotes of a table, of which those are found that the CSV parser accepts without a word
//! although they are misplaced.

use std::collections::VecDeque;

/// The state of the bytes that were read, as the CSV parser understands them. The parser itself
/// accepts misplaced quotes without a word.
#[derive(Debug)]
pub(super) struct Quotes {
    delimiter: u8,
    part: CellPart,
    /// The positions after the characters that follow a closing quote.
    misplaced: VecDeque<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellPart {
    Start,
    Unquoted,
    Quoted,
    /// A quote within a quoted cell: its end, or the first half of a doubled quote.
    Quote,
    /// The blanks after the end of a quoted cell.
    Closed,
}

impl Quotes {
    pub(super) const fn new(delimiter: u8) -> Self {
        Self { delimiter, part: CellPart::Start, misplaced: VecDeque::new() }
    }

    /// Returns true within a quoted cell.
    pub(super) fn are_open(&self) -> bool {
        self.part == CellPart::Quoted
    }

    /// Reads the next bytes, which begin at a position in the file.
    pub(super) fn read(&mut self, position: u64, bytes: &[u8]) {
        for (end, byte) in (position + 1..).zip(bytes) {
            let ends_cell = *byte == self.delimiter || *byte == b'\n';
            self.part = match (self.part, byte) {
                (CellPart::Quoted, b'"') => CellPart::Quote,
                (CellPart::Quoted, _) | (CellPart::Start | CellPart::Quote, b'"') => {
                    CellPart::Quoted
                }
                _ if ends_cell => CellPart::Start,
                (CellPart::Quote | CellPart::Closed, b' ' | b'\t') => CellPart::Closed,
                (CellPart::Quote | CellPart::Closed, _) => {
                    self.misplaced.push_back(end);
                    CellPart::Unquoted
                }
                _ => CellPart::Unquoted,
            };
        }
    }

    /// Returns true if a quote before this position closes amid a cell. Forgets these quotes.
    pub(super) fn were_misplaced(&mut self, end: u64) -> bool {
        let after = self.misplaced.partition_point(|it| *it <= end);
        self.misplaced.drain(..after).count() > 0
    }
}
