//! Shared parts of the programs that measure Deskbell: starting servers, asking them, and reporting
//! the results.
//!
//! It must not know a goal; each program in `bin/` has its own. It links no crate of the server:
//! that is measured from outside, as its users meet it.

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
