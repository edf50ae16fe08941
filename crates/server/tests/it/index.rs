//! The index, whose answers equal the database's answers byte for byte at all times: after any
//! change, on several nodes, during writes, and with very little memory.

mod alike;
mod beside;
mod broken;
mod history;
mod images;
mod memory;
pub mod nodes;
mod ready;
mod restarts;
mod walks;
mod windows;
