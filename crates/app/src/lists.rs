//! Lists: pages, searches and single objects, rendered as the contract defines.

mod chats;
pub mod compare;
mod customer_export;
mod customers;
mod listed;
mod me;
mod messages;
mod opened;
mod organizations;
mod question;
mod rows;
mod scoped;
mod search;
mod settings;
mod webhooks;
pub(crate) mod windows;

use std::sync::Arc;

use crate::MemoryBudget;
use crate::context::Context;
use crate::index::Indexes;

pub use customer_export::CustomerExport;
pub use listed::Listed;
pub use opened::MESSAGES_LIST;
pub use search::Looking;

/// The service that answers reads: from the indexes in memory, or from the database.
#[derive(Debug)]
pub struct Lists {
    pub(crate) context: Context,
    /// The memory budget that large answers share.
    pub budget: Arc<MemoryBudget>,
    pub(crate) indexes: Arc<Indexes>,
}

impl Lists {
    pub(crate) const fn new(
        context: Context,
        budget: Arc<MemoryBudget>,
        indexes: Arc<Indexes>,
    ) -> Self {
        Self { context, budget, indexes }
    }
}
