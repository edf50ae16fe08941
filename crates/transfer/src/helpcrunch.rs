//! The import of a whole account over the HelpCrunch REST API, from a source in use.
//!
//! Chats are asked for in closed windows of their times of creation, customers in windows of their
//! ids: both never change, and each window is one answer, so that a source that changes meanwhile
//! shifts nothing. Each window is kept as done with its objects, so that an interrupted import goes
//! on. A further run takes what is new or changed.

mod chats;
mod client;
mod estimate;
mod failed;
mod files;
mod link;
mod people;
mod read;
mod report;
mod run;
mod session;
mod walk;

pub use client::RATE_DEFAULT;
pub use estimate::{Estimate, Standing, Watch};
pub use failed::Failed;
pub use link::{Broken, Pace, SourceAnswer, SourceLink, SourceRequest};
pub use report::{Counts, Report};
pub use run::{estimate, import};
pub use session::ImportOptions;
