//! An organization's index: built from all rows, updated by deltas, queried for pages.

use std::convert::Infallible;

use deskbell_model::{AgentId, AgentRef, ChatId, DepartmentId, DepartmentRef, Tag};
use deskbell_query::{
    ChatIndexRow, ChatSort, CustomerIndexRow, CustomerSort, Filter, Question, Sorted,
};

use crate::chat_tables::ChatTables;
use crate::chats::Chats;
use crate::customers::{self, Customers};
use crate::dates::Dates;
use crate::delta::{CapacityExceeded, Delta};
use crate::filter::{Ask, Set, passing};
use crate::lookup::Lookup;
use crate::missing::{CatchUpIds, Missing};
use crate::select::{PageSlots, Ranked, pick};
use crate::set::SlotSet;
use crate::show::{keep, show_chats, show_customers};
use crate::slots::Slots;
use crate::window;
use crate::workers;

/// The index of an organization's lists, in the state after one change.
#[derive(Debug, Default)]
pub struct Index {
    seq: i64,
    pub(crate) lookup: Lookup,
    pub(crate) customers: Customers,
    pub(crate) chats: Chats,
    counted: Counted,
}

/// The memory of the columns, as measured last.
#[derive(Debug, Default)]
struct Counted {
    bytes: usize,
    /// The number of rows added since the measurement.
    rows: usize,
}

/// The divisor that determines how often memory is measured. Memory is measured after
/// [`COUNTED_ROWS_MIN`] added rows, plus one for each `COUNTED_ROWS_OF` rows of the index.
const COUNTED_ROWS_OF: usize = 64;
const COUNTED_ROWS_MIN: usize = 64;

/// An index under construction, which accepts rows and is sorted at the end.
#[derive(Debug, Default)]
pub struct Builder(Index);

impl Builder {
    /// Adds agents, departments and tags, before or after other rows.
    pub fn put_lookup(&mut self, agents: &[AgentRef], departments: &[DepartmentRef], tags: &[Tag]) {
        agents.iter().for_each(|agent| self.0.lookup.put_agent(agent));
        departments.iter().for_each(|found| self.0.lookup.put_department(found));
        tags.iter().for_each(|tag| self.0.lookup.put_tag(tag));
    }

    /// Adds customers.
    ///
    /// # Errors
    /// [`CapacityExceeded`].
    pub fn put_customers(&mut self, rows: &[CustomerIndexRow]) -> Result<(), CapacityExceeded> {
        self.0.customers.put(rows, &mut self.0.lookup, true).ok_or(CapacityExceeded)
    }

    /// Adds chats, after their customers. A chat with an unknown customer is skipped. Such a chat
    /// was created after the customers were read, and is part of a later [`Delta`].
    ///
    /// # Errors
    /// [`CapacityExceeded`].
    pub fn put_chats(&mut self, rows: &[ChatIndexRow]) -> Result<(), CapacityExceeded> {
        let Index { lookup, customers, chats, .. } = &mut self.0;
        chats.put(rows, customers, lookup, true).map(drop).ok_or(CapacityExceeded)
    }

    /// Returns a lower bound of the memory that the finished index takes, in bytes. The call is
    /// slow, since it measures every column.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let columns: usize = self.0.column_bytes().into_iter().map(|(_, bytes)| bytes).sum();
        columns + self.0.chats.ranks_bytes() + self.0.customers.ranks_bytes()
    }

    /// Returns the finished index, with every change up to `seq`, and perhaps parts of later
    /// changes. The index is consistent once a delta has applied the later changes.
    #[must_use]
    pub fn finish(mut self, seq: i64) -> Index {
        let Index { customers, chats, .. } = &mut self.0;
        let of_customers = customers.unranked();
        let jobs = of_customers.into_iter().chain(chats.unranked()).collect();
        let worker = || {
            let mut entries = Vec::new();
            move |(dates, slots): (&mut Dates, &Slots)| {
                dates.build(slots, &mut entries);
                Ok::<_, Infallible>(())
            }
        };
        let Ok(()) = workers::share(jobs, worker);
        self.0.seq = seq;
        self.0.count();
        self.0
    }
}

impl Index {
    /// Creates an empty index in the state after change `seq`.
    pub(crate) fn at(seq: i64) -> Self {
        Self { seq, ..Self::default() }
    }

    /// Returns the number of the last change in the index.
    #[must_use]
    pub const fn seq(&self) -> i64 {
        self.seq
    }

    /// Returns the number of chats in the index.
    #[must_use]
    pub fn chats_total(&self) -> u64 {
        self.chats.slots.live.len() as u64
    }

    /// Applies a delta.
    ///
    /// # Errors
    /// [`CapacityExceeded`], also when a chat's customer is missing. After an error the index must
    /// be dropped.
    pub fn take(&mut self, delta: &Delta) -> Result<(), CapacityExceeded> {
        let Self { lookup, customers, chats, seq, .. } = self;
        for chat in &delta.gone_chats {
            if let Some(slot) = chats.slots.find(chat.get()) {
                chats.remove(slot);
            }
        }
        for customer in &delta.gone_customers {
            if let Some(slot) = customers.slots.find(customer.get()) {
                // Later deltas may list these chats as deleted again.
                let left: Vec<_> = chats.customer_of.chats_of(slot).collect();
                left.into_iter().for_each(|chat| chats.remove(chat));
                customers.remove(slot);
            }
        }
        delta.agents.iter().for_each(|agent| lookup.put_agent(agent));
        delta.departments.iter().for_each(|found| lookup.put_department(found));
        delta.tags.iter().for_each(|tag| lookup.put_tag(tag));
        for row in &delta.customers {
            if let Some(slot) = customers.slots.find(row.id.get())
                && customers.is_blocked(slot) != row.blocked
            {
                chats.block(slot, row.blocked);
            }
        }
        customers.put(&delta.customers, lookup, false).ok_or(CapacityExceeded)?;
        // A chat that is skipped because of its unknown customer would be missing from all later
        // answers.
        if chats.put(&delta.chats, customers, lookup, false) != Some(0) {
            return Err(CapacityExceeded);
        }
        *seq = delta.seq;
        keep(chats, customers, delta);
        self.counted.rows += delta.customers.len() + delta.chats.len();
        let rows = self.customers.slots.len() + self.chats.slots.len();
        if self.counted.rows > COUNTED_ROWS_MIN + rows / COUNTED_ROWS_OF {
            self.count();
        }
        Ok(())
    }

    /// Answers a question in the contract's JSON, with about `bytes_max` bytes at most. If an
    /// earlier call failed because a range of changes was missing, `catch_up` has the ids that the
    /// caller found in this range.
    ///
    /// # Errors
    /// The data that is missing for the answer.
    pub fn answer(
        &self,
        question: &Question,
        catch_up: Option<&CatchUpIds>,
        bytes_max: usize,
    ) -> Result<Vec<u8>, Missing> {
        let Self { lookup, customers, chats, .. } = self;
        let of_chats = ChatTables { chats, customers, lookup };
        let of_customers = customers::CustomerTables { customers, lookup };
        match question {
            Question::Chats(page) => {
                let page = self.pick_chats(None, *page, catch_up)?;
                show_chats(&of_chats, &page, false, bytes_max)
            }
            Question::FindChats(search) => {
                let set = filtered(&of_chats, &search.filter);
                let page = self.pick_chats(set.as_deref(), search.page, catch_up)?;
                show_chats(&of_chats, &page, true, bytes_max)
            }
            Question::Customers(page) => {
                let page = self.pick_customers(None, *page, catch_up)?;
                show_customers(&of_customers, &page, bytes_max)
            }
            Question::FindCustomers(search) => {
                let set = filtered(&of_customers, &search.filter);
                let page = self.pick_customers(set.as_deref(), search.page, catch_up)?;
                show_customers(&of_customers, &page, bytes_max)
            }
            Question::Window(window) => window::show(&of_chats, window, self.seq),
        }
    }

    /// Returns the agent and the department to which a chat is assigned; `None` for a chat that is
    /// not in the index.
    #[must_use]
    pub fn assigned_to(&self, chat: ChatId) -> Option<(Option<AgentId>, Option<DepartmentId>)> {
        let Self { lookup, chats, .. } = self;
        let slot = chats.slots.find(chat.get())?;
        let agent = lookup.agents.id(chats.assignee.get(slot)).and_then(AgentId::new);
        let department = lookup.departments.id(chats.department.get(slot));
        Some((agent, department.and_then(DepartmentId::new)))
    }

    fn pick_chats(
        &self,
        set: Option<&SlotSet>,
        page: Sorted<ChatSort>,
        catch_up: Option<&CatchUpIds>,
    ) -> Result<PageSlots, Missing> {
        let Chats { slots, .. } = &self.chats;
        let sorted = Ranked { set, dates: self.chats.dates(page.sort), slots };
        pick(sorted, page, self.seq, catch_up)
    }

    fn pick_customers(
        &self,
        set: Option<&SlotSet>,
        page: Sorted<CustomerSort>,
        catch_up: Option<&CatchUpIds>,
    ) -> Result<PageSlots, Missing> {
        let Customers { slots, .. } = &self.customers;
        let sorted = Ranked { set, dates: self.customers.dates(page.sort), slots };
        pick(sorted, page, self.seq, catch_up)
    }

    /// Measures the memory of the columns again.
    pub(crate) fn count(&mut self) {
        let bytes = self.column_bytes().into_iter().map(|(_, bytes)| bytes).sum();
        self.counted = Counted { bytes, rows: 0 };
    }

    /// Returns the memory of the index without the cached JSON, in bytes, as measured last.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.counted.bytes
    }

    /// Returns the name and the memory of each column without the cached JSON, in bytes.
    #[must_use]
    pub fn column_bytes(&self) -> Vec<(&'static str, usize)> {
        let mut columns = self.chats.column_bytes();
        columns.extend(self.customers.column_bytes());
        columns.push(("agents, departments and tags", self.lookup.bytes()));
        columns
    }

    /// Returns the memory of the cached JSON, in bytes.
    #[must_use]
    pub fn parts_bytes(&self) -> usize {
        let of_chats = self.chats.parts.bytes() + self.chats.rows.bytes();
        of_chats + self.customers.refs.bytes() + self.customers.parts.bytes()
    }

    /// Drops cached JSON until at least `wanted` bytes are freed or no cached JSON is left.
    pub fn free(&mut self, wanted: usize) {
        let mut freed = self.chats.parts.free(wanted);
        freed += self.chats.rows.free(wanted.saturating_sub(freed));
        for parts in [&mut self.customers.parts, &mut self.customers.refs] {
            freed += parts.free(wanted.saturating_sub(freed));
        }
    }
}

/// Returns the set of the objects that a filter selects; `None` for an empty filter.
fn filtered<'i, F: Copy>(asked: &impl Ask<'i, F>, filter: &Filter<F>) -> Option<Set<'i>> {
    (!filter.is_empty()).then(|| passing(asked, filter, None))
}
