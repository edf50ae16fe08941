//! The trait of columns, which are saved as sections of an image (the saved file of an index). This
//! module knows no particular column.

use crate::encoding::{Decoder, Encoder};
use crate::slot::Slot;
use crate::slots::Slots;

/// The order in which a table's objects are saved: by their ids.
pub(crate) struct SaveOrder<'o> {
    pub(crate) slots: &'o [Slot],
    /// The position in the saved file of each object of the table; indexed by the object's slot.
    pub(crate) positions: &'o [Slot],
    /// The position in the saved file of each customer; indexed by the customer's slot.
    pub(crate) customers: &'o [Slot],
}

/// The parts of an index that are loaded before a table's columns are loaded.
#[derive(Clone, Copy)]
pub(crate) struct Loaded<'l> {
    /// The slots of the table. All slots are in use, in the order of the ids.
    pub(crate) slots: &'l Slots,
    pub(crate) customers: usize,
    pub(crate) codes_max: u32,
}

/// A column that is saved as a section of an image, the saved file of an index.
pub(crate) trait Column: Send {
    /// Writes the values of all objects in this order to the section.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder);

    /// Reads the values of all objects into an empty column. Each object's slot is the object's
    /// position in the saved file. Returns `None` for content that [`Column::save`] never writes.
    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()>;
}
