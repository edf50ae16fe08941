//! The numbers that are cached with a chat's JSON: the chat's references, and the offsets of the
//! JSON's pieces. This module knows neither the cache nor the assembly of the JSON.

use crate::dict_column::DictCode;
use crate::multi_column::ListNo;
use crate::slot::Slot;

/// The numbers that are cached with one chat: its references to other objects, and the offsets of
/// the second and third piece of its JSON. When a number changes, the chat's cached JSON is
/// removed.
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
    /// The number of numbers that are cached with one chat's JSON.
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
