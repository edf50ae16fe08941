//! The numbers that are kept with a chat's JSON: what the chat refers to, and where the references
//! go. Where the JSON is kept and how it is put together is not known here.

use crate::dict_column::DictCode;
use crate::multi_column::ListNo;
use crate::slot::Slot;

/// The references of a chat, and where its second and third piece begin. Whenever one of these
/// becomes another, the chat's part goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct References {
    pub(crate) second: u32,
    pub(crate) third: u32,
    pub(crate) customer: Slot,
    pub(crate) agents: ListNo,
    pub(crate) assignee: DictCode,
    pub(crate) department: DictCode,
}

impl References {
    /// The count of the numbers.
    pub(crate) const NUMBERS: usize = 6;

    pub(crate) const fn of(
        [second, third, customer, agents, assignee, department]: [u32; Self::NUMBERS],
    ) -> Self {
        Self { second, third, customer, agents, assignee, department }
    }

    pub(crate) const fn numbers(self) -> [u32; Self::NUMBERS] {
        let Self { second, third, customer, agents, assignee, department } = self;
        [second, third, customer, agents, assignee, department]
    }
}
