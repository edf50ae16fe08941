//! The exchange format: the reader of lines, the JSON Schema of lines, and the lines that exports
//! write. `docs/format.md` describes the format.

mod fields;
mod read;
mod schema;
mod write;

pub use read::{ReadLine, read};
pub use schema::schema;
pub use write::{
    ExportedAgent, ExportedChat, ExportedCustomer, ExportedDepartment, ExportedMessage,
    ExportedMessageLine, write_line,
};

#[cfg(test)]
mod tests;
