//! The columns of an organization's chats, for sorting and searching.

use std::borrow::Cow;

use deskbell_model::Seconds;
use deskbell_query::{ChatField, ChatIndexRow, ChatSort, Predicate, Relation};

use crate::column::Column;
use crate::customer_column::CustomerColumn;
use crate::customers::{Customers, ShownText};
use crate::dates::Dates;
use crate::dict_column::{DictCode, DictColumn};
use crate::filter::{Ask, Set};
use crate::lookup::{DictJson, Lookup};
use crate::multi_column::MultiColumn;
use crate::parts::RenderedParts;
use crate::rank_entry::SLOTS_MAX;
use crate::references::References;
use crate::set::SlotSet;
use crate::slot::Slot;
use crate::slots::Slots;

/// A column of times.
#[derive(Clone, Copy, Debug)]
enum Date {
    Created,
    Updated,
    Closed,
    LastMessage,
    LastCustomerMessage,
}

const DATES: [&str; 5] = [
    "chats.createdAt",
    "chats.updatedAt",
    "chats.closedAt",
    "chats.lastMessageAt",
    "chats.lastCustomerMessageAt",
];

/// A row's values for the columns of times.
const fn times(row: &ChatIndexRow) -> [Option<Seconds>; 5] {
    [
        Some(row.created_at),
        Some(row.updated_at),
        row.closed_at,
        row.last_message_at,
        row.last_customer_message_at,
    ]
}

/// A row's values for the columns of codes.
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
    dates: [Dates; 5],
    status: DictColumn,
    rating: DictColumn,
    pub(crate) assignee: DictColumn,
    pub(crate) department: DictColumn,
    pub(crate) agents: MultiColumn,
    pub(crate) customer_of: CustomerColumn,
    pub(crate) parts: RenderedParts<{ References::NUMBERS }>,
}

/// A chat that is added or changed.
struct Incoming<'i> {
    slot: Slot,
    customer: Slot,
    is_known: bool,
    row: &'i ChatIndexRow,
}

impl Chats {
    /// The number of columns in an image.
    pub(crate) const COLUMNS: usize = 11;

    /// Adds or changes chats, and skips chats of unknown customers; gives the number of skipped
    /// chats, or `None` when no slot is free. With `is_building`, the ranks are left to
    /// [`Chats::unranked`]. The columns are written one after the other, because each then stays in
    /// the processor's caches.
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
        self.put_others(&incoming, lookup);
        Some(rows.len() - incoming.len())
    }

    /// Writes the agents and the customers of chats, and removes the chats' kept JSON.
    fn put_others(&mut self, incoming: &[Incoming<'_>], lookup: &mut Lookup) {
        let mut agents = Vec::new();
        for Incoming { slot, is_known, row, .. } in incoming {
            agents.clear();
            agents.extend(row.agents.iter().map(|id| lookup.agents.codes.take(id.get())));
            match is_known {
                true => self.agents.set(*slot, &agents),
                false => self.agents.insert(*slot, &agents),
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
        incoming.iter().for_each(|chat| self.parts.remove(chat.slot));
    }

    /// The columns of times, each with the slots, to be ranked once all rows were added.
    pub(crate) fn unranked(&mut self) -> impl Iterator<Item = (&mut Dates, &Slots)> {
        let Self { dates, slots, .. } = self;
        dates.iter_mut().map(|dates| (dates, &*slots))
    }

    /// The slots, and the columns in the order of images.
    pub(crate) fn columns(&mut self) -> (&mut Slots, [&mut dyn Column; Self::COLUMNS]) {
        let Self {
            slots, dates, status, rating, assignee, department, agents, customer_of, ..
        } = self;
        let [a, b, c, d, e] = dates;
        (slots, [a, b, c, d, e, status, rating, assignee, department, agents, customer_of])
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        self.dates.iter_mut().for_each(|dates| dates.remove(slot, &self.slots));
        for marks in [&mut self.status, &mut self.rating, &mut self.assignee, &mut self.department]
        {
            marks.remove(slot);
        }
        self.agents.remove(slot);
        self.customer_of.remove(slot);
        self.parts.remove(slot);
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

    const fn column(&self, date: Date) -> &Dates {
        &self.dates[date as usize]
    }

    /// The least memory that the ranks of all rows take, in bytes.
    pub(crate) fn ranks_bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() * self.dates.len()
    }

    /// The memory of each column without the rendered parts, in bytes.
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
            ("chats.customer", self.customer_of.bytes()),
        ]);
        columns
    }
}

/// Chats with the tables they refer to.
pub(crate) struct ChatTables<'i> {
    pub(crate) chats: &'i Chats,
    pub(crate) customers: &'i Customers,
    pub(crate) lookup: &'i Lookup,
}

impl<'i> ChatTables<'i> {
    /// The chats whose assignee or department passes a condition on its id.
    fn by_code(&self, marks: &'i DictColumn, known: &DictJson, test: &Predicate) -> Set<'i> {
        match test {
            Predicate::Null => Cow::Borrowed(marks.find(0)),
            Predicate::Number(Relation::Equal, id) => match known.codes.find(*id) {
                Some(code) => Cow::Borrowed(marks.find(code)),
                None => Cow::default(),
            },
            Predicate::Number(relation, number) => {
                let stand = known.codes.all().filter(|(id, _)| relation.holds(*id, *number));
                let found = stand.map(|(_, code)| marks.find(code));
                Cow::Owned(found.fold(SlotSet::default(), SlotSet::or))
            }
            _ => Cow::default(),
        }
    }

    fn by_agent(&self, test: &Predicate) -> Set<'i> {
        let agents = &self.chats.agents;
        match test {
            Predicate::Null => Cow::Borrowed(agents.find(0)),
            Predicate::Number(_, id) => match self.lookup.agents.codes.find(*id) {
                Some(code) => Cow::Borrowed(agents.find(code)),
                None => Cow::default(),
            },
            _ => Cow::default(),
        }
    }

    fn of_customers(&self, customers: &SlotSet, within: Option<&SlotSet>) -> Set<'i> {
        let among = within.unwrap_or(&self.chats.slots.live);
        Cow::Owned(self.chats.customer_of.find(customers, among))
    }
}

impl<'i> Ask<'i, ChatField> for ChatTables<'i> {
    fn all(&self) -> &'i SlotSet {
        &self.chats.slots.live
    }

    fn ask(&self, field: ChatField, test: &Predicate, within: Option<&SlotSet>) -> Set<'i> {
        let all = self.chats;
        let date = |date| Cow::Owned(all.column(date).ask(test, within, &all.slots));
        let shown = |field| self.of_customers(&self.customers.ask_for_chats(field, test), within);
        match field {
            ChatField::Assignee => self.by_code(&all.assignee, &self.lookup.agents, test),
            ChatField::Department => self.by_code(&all.department, &self.lookup.departments, test),
            ChatField::Agents => self.by_agent(test),
            ChatField::Customer => match test {
                Predicate::Number(relation, number) => {
                    self.of_customers(&self.customers.with_id(*relation, *number), within)
                }
                _ => Cow::default(),
            },
            ChatField::CreatedAt => date(Date::Created),
            ChatField::UpdatedAt => date(Date::Updated),
            ChatField::ClosedAt => date(Date::Closed),
            ChatField::LastMessageAt => date(Date::LastMessage),
            ChatField::LastCustomerMessageAt => date(Date::LastCustomerMessage),
            ChatField::Status => match test {
                Predicate::Status(status) => {
                    Cow::Borrowed(all.status.find(DictCode::from(*status as u8) + 1))
                }
                _ => Cow::default(),
            },
            ChatField::Rating => match test {
                Predicate::Rating(rating) => {
                    Cow::Borrowed(all.rating.find(DictCode::from(*rating as u8) + 1))
                }
                Predicate::Null => Cow::Borrowed(all.rating.find(0)),
                _ => Cow::default(),
            },
            ChatField::CustomerEmail => shown(ShownText::Email),
            ChatField::CustomerUserId => shown(ShownText::UserId),
            ChatField::CustomerName => shown(ShownText::Name),
            ChatField::CustomerTags => {
                self.of_customers(&self.customers.with_tags(self.lookup, test), within)
            }
        }
    }

    fn is_kept(field: ChatField) -> bool {
        matches!(
            field,
            ChatField::Assignee
                | ChatField::Department
                | ChatField::Agents
                | ChatField::Status
                | ChatField::Rating
        )
    }
}
