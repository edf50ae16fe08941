//! The outer structure of an image (a saved index): a head with the layout and the stamp, the
//! sections, and a table of the sections' lengths and checksums. The checksum over head and table
//! is written last, so an incomplete image is always detected.

use std::hash::Hasher as _;
use std::io;
use std::io::Write;

use twox_hash::XxHash3_64;

use super::{Source, Unusable};
use crate::encoding::Encoder;

const MAGIC: [u8; 8] = *b"DESKIDX\n";
/// The number of bytes before the stamp: `MAGIC`, the layout and the length of the stamp.
const HEAD_BYTES: usize = MAGIC.len() + 2 * size_of::<u32>();
/// The number of bytes after the table: the number of sections, and the checksum of head and table.
const END_BYTES: usize = size_of::<u32>() + size_of::<u64>();
/// The number of bytes of a section's row in the table: the section's length and checksum.
const ROW_BYTES: usize = 2 * size_of::<u64>();
const STAMP_BYTES_MAX: usize = 4096;
const SECTIONS_MAX: u32 = 256;

#[derive(Clone, Copy, Debug)]
struct Section {
    start: u64,
    bytes: u64,
    checksum: u64,
}

#[derive(Debug)]
pub(super) struct Table {
    stamp: Vec<u8>,
    sections: Vec<Section>,
}

fn checksum(parts: &[&[u8]]) -> u64 {
    let mut hasher = XxHash3_64::new();
    parts.iter().for_each(|part| hasher.write(part));
    hasher.finish()
}

fn number<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*number)
}

impl Table {
    /// Reads and checks the head and the table of an image (a saved index).
    pub(super) fn read(source: &impl Source, length: u64, layout: u32) -> Result<Self, Unusable> {
        let read = |start: u64, bytes: usize| {
            let mut found = vec![0; bytes];
            let is_inside = start.checked_add(bytes as u64).is_some_and(|end| end <= length);
            if !is_inside {
                return Err(Unusable::Damaged);
            }
            source.read(start, &mut found)?;
            Ok(found)
        };
        let mut head = read(0, HEAD_BYTES)?;
        let (magic, mut rest) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(Unusable::Damaged);
        }
        if number(&mut rest).map(u32::from_le_bytes) != Some(layout) {
            return Err(Unusable::Layout);
        }
        let stamp_bytes = number(&mut rest).map_or(u32::MAX, u32::from_le_bytes) as usize;
        if stamp_bytes > STAMP_BYTES_MAX {
            return Err(Unusable::Damaged);
        }
        let stamp = read(HEAD_BYTES as u64, stamp_bytes)?;
        head.extend_from_slice(&stamp);
        let end_start = length.checked_sub(END_BYTES as u64).ok_or(Unusable::Damaged)?;
        let end = read(end_start, END_BYTES)?;
        let (count, expected) = end.split_at(size_of::<u32>());
        let sections = number(&mut { count }).map_or(u32::MAX, u32::from_le_bytes);
        if sections > SECTIONS_MAX {
            return Err(Unusable::Damaged);
        }
        let table_bytes = sections as usize * ROW_BYTES;
        let table_start = end_start.checked_sub(table_bytes as u64).ok_or(Unusable::Damaged)?;
        let table = read(table_start, table_bytes)?;
        if checksum(&[&head, &table, count]).to_le_bytes() != expected {
            return Err(Unusable::Damaged);
        }
        let mut start = head.len() as u64;
        let mut rows = table.as_slice();
        let mut found = Vec::new();
        while let (Some(bytes), Some(checksum)) = (number(&mut rows), number(&mut rows)) {
            let (bytes, checksum) = (u64::from_le_bytes(bytes), u64::from_le_bytes(checksum));
            found.push(Section { start, bytes, checksum });
            start = start.checked_add(bytes).ok_or(Unusable::Damaged)?;
        }
        // The sections must fill the file up to the table, so that every byte has a checksum.
        if start != table_start {
            return Err(Unusable::Damaged);
        }
        Ok(Self { stamp, sections: found })
    }

    pub(super) fn stamp(&self) -> &[u8] {
        &self.stamp
    }

    pub(super) fn sections(&self) -> usize {
        self.sections.len()
    }

    pub(super) fn bytes(&self, number: usize) -> u64 {
        self.sections.get(number).map_or(0, |section| section.bytes)
    }

    /// Reads a section into `into`, replacing the content of `into`, and checks the section.
    pub(super) fn section(
        &self,
        source: &impl Source,
        number: usize,
        into: &mut Vec<u8>,
    ) -> Result<(), Unusable> {
        let section = self.sections.get(number).ok_or(Unusable::Damaged)?;
        let bytes = usize::try_from(section.bytes).map_err(|_| Unusable::Damaged)?;
        into.resize(bytes, 0);
        source.read(section.start, into)?;
        let is_whole = XxHash3_64::oneshot(into) == section.checksum;
        if is_whole { Ok(()) } else { Err(Unusable::Damaged) }
    }
}

pub(super) struct ImageWriter<'w, W> {
    to: &'w mut W,
    head: Vec<u8>,
    table: Vec<u8>,
    sections: u32,
    encoder: Encoder,
}

impl<'w, W: Write> ImageWriter<'w, W> {
    pub(super) fn begin(to: &'w mut W, layout: u32, stamp: &[u8]) -> io::Result<Self> {
        let bytes = u32::try_from(stamp.len()).unwrap_or(u32::MAX);
        let head = [&MAGIC, &layout.to_le_bytes()[..], &bytes.to_le_bytes(), stamp].concat();
        to.write_all(&head)?;
        Ok(Self { to, head, table: Vec::new(), sections: 0, encoder: Encoder::default() })
    }

    pub(super) fn section(&mut self, encode: impl FnOnce(&mut Encoder)) -> io::Result<()> {
        self.encoder.clear();
        encode(&mut self.encoder);
        let bytes = self.encoder.written();
        self.table.extend((bytes.len() as u64).to_le_bytes());
        self.table.extend(XxHash3_64::oneshot(bytes).to_le_bytes());
        self.sections += 1;
        self.to.write_all(bytes)
    }

    pub(super) fn finish(self) -> io::Result<()> {
        let count = self.sections.to_le_bytes();
        let checksum = checksum(&[&self.head, &self.table, &count]);
        self.to.write_all(&self.table)?;
        self.to.write_all(&count)?;
        self.to.write_all(&checksum.to_le_bytes())
    }
}
