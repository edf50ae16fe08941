//! The import of a whole account over the HelpCrunch REST API, while the account remains in use.
//!
//! Chats are read in windows of their creation times, customers in windows of their ids. These keys
//! never change, and one answer contains a whole window, so that no object is missed when the
//! source changes during the import. The end of each window is stored as the import's position,
//! where an interrupted import continues. Another run imports new and changed objects.

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
pub use run::{check, estimate, import};
pub use session::ImportOptions;
