//! Shared parts of the benchmarks: starting servers, sending requests, and reporting results.
//!
//! The goals are in the programs of `bin/`. This library links no server crate, because the server
//! is measured from outside, as users see it.

pub mod bare;
pub mod baseline;
pub mod client;
pub mod clones;
pub mod cores;
pub mod crowd;
pub mod data;
pub mod desk;
pub mod figures;
pub mod followers;
pub mod list;
pub mod machine;
pub mod nginx;
pub mod options;
mod plan;
pub mod plot;
pub mod postgres;
pub mod process;
pub mod report;
pub mod search;
pub mod server;
pub mod side;
pub mod targets;
pub mod timing;
pub mod visitors;
pub mod walk;
