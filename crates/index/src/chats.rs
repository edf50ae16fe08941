//! The columns of an organization's chats, for sorting and searching.

use deskbell_model::Seconds;
use deskbell_query::{ChatIndexRow, ChatSort, WAITS_NOT};

use crate::column::Column;
use crate::customer_column::CustomerColumn;
use crate::customers::Customers;
use crate::dates::Dates;
use crate::dict_column::{DictCode, DictColumn};
use crate::flag_columns::FlagColumns;
use crate::lookup::Lookup;
use crate::multi_column::MultiColumn;
use crate::parts::RenderedParts;
use crate::rank_entry::SLOTS_MAX;
use crate::references::References;
use crate::slot::Slot;
use crate::slots::Slots;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Date {
    Created,
    Updated,
    Closed,
    LastMessage,
    LastCustomerMessage,
    Waiting,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Flag {
    /// The agents have not read the chat.
    Unread,
    /// The chat is snoozed.
    Snoozed,
    /// The customer waits for an answer.
    Waiting,
    /// The customer is blocked.
    Blocked,
}

const FLAGS: usize = 4;

const DATES: [&str; 6] = [
    "chats.createdAt",
    "chats.updatedAt",
    "chats.closedAt",
    "chats.lastMessageAt",
    "chats.lastCustomerMessageAt",
    "chats.waitingSince",
];

const fn times(row: &ChatIndexRow) -> [Option<Seconds>; 6] {
    [
        Some(row.created_at),
        Some(row.updated_at),
        row.closed_at,
        row.last_message_at,
        row.last_customer_message_at,
        Some(match row.waiting_since {
            Some(since) => since,
            None => WAITS_NOT,
        }),
    ]
}

fn codes(row: &ChatIndexRow, lookup: &mut Lookup) -> [DictCode; 4] {
    [
        DictCode::from(row.status as u8) + 1,
        row.rating.map_or(0, |rating| DictCode::from(rating as u8) + 1),
        lookup.agents.code(row.assignee.map(|id| id.get())),
        lookup.departments.code(row.department.map(|id| id.get())),
    ]
}

#[derive(Debug, Default)]
pub(crate) struct Chats {
    pub(crate) slots: Slots,
    dates: [Dates; 6],
    pub(crate) status: DictColumn,
    pub(crate) rating: DictColumn,
    pub(crate) assignee: DictColumn,
    pub(crate) department: DictColumn,
    pub(crate) agents: MultiColumn,
    /// The agents with a draft in the chat.
    pub(crate) drafts: MultiColumn,
    /// The agents who are mentioned in the chat.
    pub(crate) mentions: MultiColumn,
    pub(crate) flags: FlagColumns<FLAGS>,
    pub(crate) customer_of: CustomerColumn,
    pub(crate) parts: RenderedParts<{ References::NUMBERS }>,
    /// The JSON of each chat's row in agents' chat lists, in two pieces. Two numbers are cached
    /// with each JSON: the offset of the second piece, and the customer's slot.
    pub(crate) rows: RenderedParts<2>,
}

struct Incoming<'i> {
    slot: Slot,
    customer: Slot,
    is_known: bool,
    row: &'i ChatIndexRow,
}

impl Chats {
    pub(crate) const COLUMNS: usize = 15;

    /// Adds or changes chats; returns the number of chats skipped because their customer is
    /// unknown, or `None` when no slot is free. With `is_building`, the caller builds the ranks
    /// (sorted lists) later with [`Chats::unranked`]. The columns are written one after the other,
    /// so that each column stays in the processor's caches.
    pub(crate) fn put(
        &mut self,
        rows: &[ChatIndexRow],
        customers: &Customers,
        lookup: &mut Lookup,
        is_building: bool,
    ) -> Option<usize> {
        let customer_of = rows.iter().map(|row| customers.slots.find(row.customer.get()));
        let customer_of: Vec<_> = customer_of.collect();
        let mut incoming = Vec::with_capacity(rows.len());
        for (row, customer) in rows.iter().zip(customer_of) {
            let Some(customer) = customer else { continue };
            let is_known = self.slots.find(row.id.get()).is_some();
            let slot = self.slots.take(row.id.get(), SLOTS_MAX)?;
            incoming.push(Incoming { slot, customer, is_known, row });
        }
        for (column, dates) in self.dates.iter_mut().enumerate() {
            for Incoming { slot, is_known, row, .. } in &incoming {
                let time = times(row)[column];
                match is_known {
                    true => dates.set(*slot, time, &self.slots),
                    false if is_building => dates.note(*slot, time),
                    false => dates.insert(*slot, time, &self.slots),
                }
            }
        }
        let codes = incoming.iter().map(|chat| codes(chat.row, lookup));
        let codes: Vec<_> = codes.collect();
        let marks = [&mut self.status, &mut self.rating, &mut self.assignee, &mut self.department];
        for (column, marks) in marks.into_iter().enumerate() {
            for (Incoming { slot, is_known, .. }, codes) in incoming.iter().zip(&codes) {
                match is_known {
                    true => marks.set(*slot, codes[column]),
                    false => marks.insert(*slot, codes[column]),
                }
            }
        }
        self.put_others(&incoming, customers, lookup);
        Some(rows.len() - incoming.len())
    }

    /// Writes the flags, the agents, the drafts, the mentions and the customers of chats, and
    /// removes the chats' cached JSON.
    fn put_others(
        &mut self,
        incoming: &[Incoming<'_>],
        customers: &Customers,
        lookup: &mut Lookup,
    ) {
        for Incoming { slot, customer, row, .. } in incoming {
            for (flag, is_true) in [
                (Flag::Unread, !row.read_by_agent),
                (Flag::Snoozed, row.snoozed_until.is_some()),
                (Flag::Waiting, row.waiting_since.is_some()),
                (Flag::Blocked, customers.is_blocked(*customer)),
            ] {
                self.flags.set(flag as usize, *slot, is_true);
            }
        }
        let mut agents = Vec::new();
        for Incoming { slot, is_known, row, .. } in incoming {
            for (column, of) in [
                (&mut self.agents, &row.agents[..]),
                (&mut self.drafts, &row.drafts),
                (&mut self.mentions, &row.mentions),
            ] {
                agents.clear();
                agents.extend(of.iter().map(|id| lookup.agents.codes.take(id.get())));
                match is_known {
                    true => column.set(*slot, &agents),
                    false => column.insert(*slot, &agents),
                }
            }
        }
        for Incoming { slot, customer, is_known, .. } in incoming {
            if *is_known && self.customer_of.customer(*slot) == *customer {
                continue;
            }
            if *is_known {
                self.customer_of.remove(*slot);
            }
            self.customer_of.insert(*slot, *customer);
        }
        for chat in incoming {
            self.parts.remove(chat.slot);
            self.rows.remove(chat.slot);
        }
    }

    /// Records, for all chats of a customer, whether the customer is blocked.
    pub(crate) fn block(&mut self, customer: Slot, is_blocked: bool) {
        let chats: Vec<_> = self.customer_of.chats_of(customer).collect();
        for chat in chats {
            self.flags.set(Flag::Blocked as usize, chat, is_blocked);
        }
    }

    /// Returns the columns of times, each with the slots of the chats. The ranks (sorted lists) of
    /// these columns are built after all rows were added.
    pub(crate) fn unranked(&mut self) -> impl Iterator<Item = (&mut Dates, &Slots)> {
        let Self { dates, slots, .. } = self;
        dates.iter_mut().map(|dates| (dates, &*slots))
    }

    /// Returns the slots, and the columns in the order in which the saved files of indexes store
    /// them.
    pub(crate) fn columns(&mut self) -> (&mut Slots, [&mut dyn Column; Self::COLUMNS]) {
        let Self {
            slots,
            dates,
            status,
            rating,
            assignee,
            department,
            agents,
            drafts,
            mentions,
            flags,
            customer_of,
            ..
        } = self;
        let [a, b, c, d, e, f] = dates;
        let marks: [&mut dyn Column; 4] = [status, rating, assignee, department];
        let [g, h, i, j] = marks;
        (slots, [a, b, c, d, e, f, g, h, i, j, agents, drafts, mentions, flags, customer_of])
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        self.dates.iter_mut().for_each(|dates| dates.remove(slot, &self.slots));
        for marks in [&mut self.status, &mut self.rating, &mut self.assignee, &mut self.department]
        {
            marks.remove(slot);
        }
        self.agents.remove(slot);
        self.drafts.remove(slot);
        self.mentions.remove(slot);
        self.flags.remove(slot);
        self.customer_of.remove(slot);
        self.parts.remove(slot);
        self.rows.remove(slot);
        self.slots.free(slot);
    }

    pub(crate) fn dates(&self, sort: ChatSort) -> &Dates {
        self.column(match sort {
            ChatSort::CreatedAt => Date::Created,
            ChatSort::LastCustomerMessageAt => Date::LastCustomerMessage,
            ChatSort::LastMessageAt => Date::LastMessage,
            ChatSort::ClosedAt => Date::Closed,
        })
    }

    pub(crate) const fn by_activity(&self) -> &Dates {
        self.column(Date::LastMessage)
    }

    pub(crate) const fn by_waiting(&self) -> &Dates {
        self.column(Date::Waiting)
    }

    pub(crate) const fn by_closing(&self) -> &Dates {
        self.column(Date::Closed)
    }

    pub(crate) const fn by_creation(&self) -> &Dates {
        self.column(Date::Created)
    }

    pub(crate) const fn column(&self, date: Date) -> &Dates {
        &self.dates[date as usize]
    }

    /// Returns a lower bound of the memory that the ranks (sorted lists) of all rows take, in
    /// bytes.
    pub(crate) fn ranks_bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() * self.dates.len()
    }

    /// Returns the memory of each column without the rendered parts, in bytes.
    pub(crate) fn column_bytes(&self) -> Vec<(&'static str, usize)> {
        let dates = DATES.into_iter().zip(self.dates.iter().map(Dates::bytes));
        let mut columns: Vec<_> = dates.collect();
        columns.extend([
            ("chats.id", self.slots.bytes()),
            ("chats.status", self.status.bytes()),
            ("chats.rating", self.rating.bytes()),
            ("chats.assignee", self.assignee.bytes()),
            ("chats.department", self.department.bytes()),
            ("chats.agents", self.agents.bytes()),
            ("chats.drafts", self.drafts.bytes()),
            ("chats.mentions", self.mentions.bytes()),
            ("chats.flags", self.flags.bytes()),
            ("chats.customer", self.customer_of.bytes()),
        ]);
        columns
    }
}
