//! Conversions of the values of rows to JSON and back.

use deskbell_storage::tables::Cell;
use deskbell_wire::json;
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// Writes a value in JSON.
pub(super) fn write(out: &mut Vec<u8>, cell: &Cell<'_>) {
    match cell {
        Cell::Null => json::null(out),
        Cell::Int(number) => json::int(out, *number),
        Cell::Text(text) => json::string(out, text),
    }
}

/// Writes the values of a row or of a key as a JSON array.
pub(super) fn write_all(out: &mut Vec<u8>, cells: &[Cell<'_>]) {
    json::array(out, cells, write);
}

/// Copies a value, so that it does not borrow from its row.
pub(super) fn owned(cell: &Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Int(number) => Cell::Int(*number),
        Cell::Text(text) => Cell::Text(text.clone().into_owned().into()),
    }
}

/// Converts the values of a parsed line to the cells of a row.
pub(super) fn of_line(cells: Vec<OfLine>) -> Vec<Cell<'static>> {
    cells.into_iter().map(|it| it.0).collect()
}

/// A value in a line of a table's file.
pub(super) struct OfLine(pub(super) Cell<'static>);

impl<'de> Deserialize<'de> for OfLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl Visitor<'_> for CellVisitor {
    type Value = OfLine;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a whole number, a text or null")
    }

    fn visit_unit<E: de::Error>(self) -> Result<OfLine, E> {
        Ok(OfLine(Cell::Null))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<OfLine, E> {
        Ok(OfLine(Cell::Int(number)))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<OfLine, E> {
        let number = i64::try_from(number).map_err(|_| E::custom("a number is too large"))?;
        Ok(OfLine(Cell::Int(number)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<OfLine, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<OfLine, E> {
        Ok(OfLine(Cell::Text(text.into())))
    }
}
