//! The index gives the database's answers, byte for byte, at every moment: after any change, on
//! several nodes, while others write, with hardly any memory.

mod alike;
mod beside;
mod broken;
mod history;
mod memory;
pub mod nodes;
mod walks;
