//! The index answers what the database answers, byte for byte, at every moment: after anything that
//! may happen, on several nodes, while others write, with hardly any memory.

mod alike;
mod beside;
mod broken;
mod history;
mod memory;
pub mod nodes;
mod walks;
