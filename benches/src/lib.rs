//! What the programs that measure Deskbell share: starting servers, asking them, and writing down
//! what came out.
//!
//! Nothing here knows a goal; each program in `bin/` has its own. Nothing links the server's
//! crates: it is measured from outside, as its users meet it.

pub mod bare;
pub mod client;
pub mod cores;
pub mod crowd;
pub mod data;
pub mod figures;
pub mod followers;
pub mod list;
pub mod machine;
pub mod nginx;
pub mod options;
pub mod plot;
pub mod postgres;
pub mod process;
pub mod report;
pub mod search;
pub mod server;
pub mod side;
pub mod targets;
pub mod timing;
pub mod walk;
