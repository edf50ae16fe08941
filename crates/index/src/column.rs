//! The columns of a table as sections of an image. This module knows no column.

use crate::encoding::{Decoder, Encoder};
use crate::slot::Slot;
use crate::slots::Slots;

/// The slots of a table's objects in the order of ids, while the table is saved.
pub(crate) struct SaveOrder<'o> {
    pub(crate) slots: &'o [Slot],
    /// For each slot of the table, the object's position in the image.
    pub(crate) positions: &'o [Slot],
    /// For each slot of a customer, the customer's position in the image.
    pub(crate) customers: &'o [Slot],
}

/// The parts of an index that were loaded before the columns of a table.
#[derive(Clone, Copy)]
pub(crate) struct Loaded<'l> {
    /// The slots of the table: all are in use, in the order of the ids.
    pub(crate) slots: &'l Slots,
    pub(crate) customers: usize,
    pub(crate) codes_max: u32,
}

/// A column as a section of an image.
pub(crate) trait Column: Send {
    /// Writes the values of all objects in this order.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder);

    /// Reads the values of all objects into an empty column. Each object's slot is the object's
    /// position in the image. Returns `None` for content that [`Column::save`] never writes.
    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()>;
}
