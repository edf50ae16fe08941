//! Images of indexes: files from which an index is loaded faster than from rows. An image contains,
//! column by column, the values of all objects in the order of their ids. It also contains the
//! order of each rank (sorted list). Sets and tables are rebuilt from the values, so an image does
//! not depend on the layout of an index in memory.
//!
//! An image is not trusted: damaged bytes and a missing end are detected before any content is
//! used, and no content makes the reader panic. This module does not know where images are stored.
//! The caller's stamp identifies the database of an image.

mod table;

use std::fmt;
use std::io;
use std::io::Write;

use crate::chats::Chats;
use crate::column::{Column, Loaded, SaveOrder};
use crate::customers::Customers;
use crate::encoding::Decoder;
use crate::index::Index;
use crate::slot::{Slot, at};
use crate::workers;
use table::{ImageWriter, Table};

/// The version of the layout of images (saved indexes), stored in each image. Every change to the
/// content of a section needs a new number, since images of other layouts are not read.
const LAYOUT: u32 = 5;

/// The largest code of a field without a dictionary, such as a status.
const FIXED_CODES_MAX: usize = 16;

/// Random access to the bytes of an image (a saved index).
pub trait Source: Sync {
    /// Fills a buffer with the bytes from this offset on.
    ///
    /// # Errors
    /// When reading fails, or the image ends too early.
    fn read(&self, offset: u64, into: &mut [u8]) -> io::Result<()>;
}

impl Source for [u8] {
    fn read(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).ok();
        let found = start.and_then(|start| self.get(start..)?.get(..into.len()));
        found
            .map(|found| into.copy_from_slice(found))
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn read(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        (**self).read(offset, into)
    }
}

/// The reason why an image (a saved index) cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// Reading failed.
    Io(io::Error),
    /// Another version of the program wrote the image.
    Layout,
    /// The image is incomplete or damaged.
    Damaged,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
            Self::Layout => f.write_str("another version of Deskbell wrote it"),
            Self::Damaged => f.write_str("it is incomplete or damaged"),
        }
    }
}

impl std::error::Error for Unusable {}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Index {
    /// Writes the index as an image, a file from which the index can be loaded. The image also
    /// contains the caller's bytes `stamp`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn save(mut self, stamp: &[u8], to: &mut impl Write) -> io::Result<()> {
        let Self { lookup, customers, chats, .. } = &mut self;
        let (customer_slots, chat_slots) = (customers.slots.by_id(), chats.slots.by_id());
        let customer_positions = positions(&customer_slots, customers.slots.len());
        let chat_positions = positions(&chat_slots, chats.slots.len());
        let mut writer = ImageWriter::begin(to, LAYOUT, stamp)?;
        writer.section(|to| lookup.save(to))?;
        let (ids, columns) = customers.columns();
        let positions = &customer_positions;
        let order = SaveOrder { slots: &customer_slots, positions, customers: positions };
        writer.section(|to| ids.save(order.slots, to))?;
        for column in columns {
            writer.section(|to| column.save(&order, to))?;
        }
        let (ids, columns) = chats.columns();
        let order = SaveOrder { slots: &chat_slots, positions: &chat_positions, ..order };
        writer.section(|to| ids.save(order.slots, to))?;
        for column in columns {
            writer.section(|to| column.save(&order, to))?;
        }
        writer.finish()
    }
}

/// Returns, for each slot of a table, the position that the slot has in this order.
fn positions(order: &[Slot], slots: usize) -> Vec<Slot> {
    let mut positions = vec![Slot::MAX; slots];
    for (position, slot) in (0..).zip(order) {
        positions[at(*slot)] = position;
    }
    positions
}

/// An image (a saved index) whose head and table of sections were read and checked.
#[derive(Debug)]
pub struct Image<S> {
    source: S,
    table: Table,
}

impl<S: Source> Image<S> {
    /// Opens an image (a saved index) of this length in bytes.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn open(source: S, length: u64) -> Result<Self, Unusable> {
        let table = Table::read(&source, length, LAYOUT)?;
        Ok(Self { source, table })
    }

    /// Returns the stamp, the caller's bytes that were saved with the image.
    #[must_use]
    pub fn stamp(&self) -> &[u8] {
        self.table.stamp()
    }

    /// Loads the index, which contains every change up to `seq`. An image does not contain the JSON
    /// of agents, departments and tags: the caller adds this JSON with a delta.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn load(&self, seq: i64) -> Result<Index, Unusable> {
        let (mut index, mut bytes) = (Index::at(seq), Vec::new());
        let Index { lookup, customers, chats, .. } = &mut index;
        self.decode(0, &mut bytes, |from| lookup.load(from))?;
        let codes_max = lookup.codes_max().max(FIXED_CODES_MAX);
        let codes_max = u32::try_from(codes_max).map_err(|_| Unusable::Damaged)?;
        let (first, first_chat) = (1, 2 + Customers::COLUMNS);
        let (customer_ids, customer_columns) = customers.columns();
        let (chat_ids, chat_columns) = chats.columns();
        self.decode(first, &mut bytes, |from| customer_ids.load(from))?;
        self.decode(first_chat, &mut bytes, |from| chat_ids.load(from))?;
        let customers = customer_ids.len();
        let of_customers = Loaded { slots: customer_ids, customers, codes_max };
        let of_chats = Loaded { slots: chat_ids, ..of_customers };
        let jobs = (first + 1..).zip(customer_columns.into_iter().map(|it| (it, of_customers)));
        let jobs =
            jobs.chain((first_chat + 1..).zip(chat_columns.into_iter().map(|it| (it, of_chats))));
        if self.table.sections() != first_chat + 1 + Chats::COLUMNS {
            return Err(Unusable::Damaged);
        }
        self.load_columns(jobs.collect())?;
        index.count();
        Ok(index)
    }

    /// Loads columns, each with the number of its section, in parallel on all processors.
    fn load_columns(
        &self,
        mut jobs: Vec<(usize, (&mut dyn Column, Loaded<'_>))>,
    ) -> Result<(), Unusable> {
        // Workers take the jobs from the end of the list, so the largest sections are loaded first.
        jobs.sort_by_key(|(number, _)| self.table.bytes(*number));
        let worker = || {
            let mut bytes = Vec::new();
            move |(number, (column, loaded)): (_, (&mut dyn Column, Loaded<'_>))| {
                self.decode(number, &mut bytes, |from| column.load(from, &loaded))
            }
        };
        workers::share(jobs, worker)
    }

    /// Reads a section into reused memory, checks the section, and decodes it to its end.
    fn decode(
        &self,
        number: usize,
        bytes: &mut Vec<u8>,
        decode: impl FnOnce(&mut Decoder<'_>) -> Option<()>,
    ) -> Result<(), Unusable> {
        self.table.section(&self.source, number, bytes)?;
        let mut decoder = Decoder::of(bytes);
        let decoded = decode(&mut decoder);
        decoded.filter(|()| decoder.is_at_end()).ok_or(Unusable::Damaged)
    }
}
