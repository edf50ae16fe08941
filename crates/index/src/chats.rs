//! The chats of an organization: what they are sorted by and searched by.

use std::borrow::Cow;
use std::thread::Scope;

use deskbell_model::Seconds;
use deskbell_query::{ChatField, ChatImage, ChatSort, Relation, Test};

use crate::customers::{Customers, Shown};
use crate::dates::Dates;
use crate::desk::{Desk, Rendered};
use crate::filter::{Ask, Set};
use crate::lists::Lists;
use crate::marks::{Code, Marks};
use crate::owners::Owners;
use crate::parts::Parts;
use crate::rank::SLOTS_MAX;
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

/// What an image says of each column of times.
const fn times(image: &ChatImage) -> [Option<Seconds>; 5] {
    [
        Some(image.created_at),
        Some(image.updated_at),
        image.closed_at,
        image.last_message_at,
        image.last_customer_message_at,
    ]
}

/// What an image says of each column of codes.
fn codes(image: &ChatImage, desk: &mut Desk) -> [Code; 4] {
    [
        Code::from(image.status as u8) + 1,
        image.rating.map_or(0, |rating| Code::from(rating as u8) + 1),
        desk.agents.code(image.assignee.map(|id| id.get())),
        desk.departments.code(image.department.map(|id| id.get())),
    ]
}

/// The columns of chats.
#[derive(Debug, Default)]
pub(crate) struct Chats {
    pub(crate) slots: Slots,
    dates: [Dates; 5],
    status: Marks,
    rating: Marks,
    pub(crate) assignee: Marks,
    pub(crate) department: Marks,
    pub(crate) agents: Lists,
    pub(crate) owners: Owners,
    pub(crate) parts: Parts<{ References::NUMBERS }>,
}

/// A chat that is taken in.
struct Coming<'i> {
    slot: Slot,
    customer: Slot,
    is_known: bool,
    image: &'i ChatImage,
}

impl Chats {
    /// Takes chats in, or what became of them; gives how many there are whose customer is not
    /// known, which are passed over, or `None` when there is no room. `is_building` leaves the
    /// ranks to [`Chats::rank_all`]. One column after the other: each is in the processor's caches
    /// while it is written.
    pub(crate) fn put(
        &mut self,
        images: &[ChatImage],
        customers: &Customers,
        desk: &mut Desk,
        is_building: bool,
    ) -> Option<usize> {
        let owners = images.iter().map(|image| customers.slots.find(image.customer.get()));
        let owners: Vec<_> = owners.collect();
        let mut coming = Vec::with_capacity(images.len());
        for (image, customer) in images.iter().zip(owners) {
            let Some(customer) = customer else { continue };
            let is_known = self.slots.find(image.id.get()).is_some();
            let slot = self.slots.take(image.id.get(), SLOTS_MAX)?;
            coming.push(Coming { slot, customer, is_known, image });
        }
        for (column, dates) in self.dates.iter_mut().enumerate() {
            for Coming { slot, is_known, image, .. } in &coming {
                let time = times(image)[column];
                match is_known {
                    true => dates.set(*slot, time, &self.slots),
                    false if is_building => dates.note(*slot, time),
                    false => dates.insert(*slot, time, &self.slots),
                }
            }
        }
        let codes = coming.iter().map(|chat| codes(chat.image, desk));
        let codes: Vec<_> = codes.collect();
        let marks = [&mut self.status, &mut self.rating, &mut self.assignee, &mut self.department];
        for (column, marks) in marks.into_iter().enumerate() {
            for (Coming { slot, is_known, .. }, codes) in coming.iter().zip(&codes) {
                match is_known {
                    true => marks.set(*slot, codes[column]),
                    false => marks.insert(*slot, codes[column]),
                }
            }
        }
        self.put_others(&coming, desk);
        Some(images.len() - coming.len())
    }

    /// What is in columns of other kinds.
    fn put_others(&mut self, coming: &[Coming<'_>], desk: &mut Desk) {
        let mut agents = Vec::new();
        for Coming { slot, is_known, image, .. } in coming {
            agents.clear();
            agents.extend(image.agents.iter().map(|id| desk.agents.codes.take(id.get())));
            match is_known {
                true => self.agents.set(*slot, &agents),
                false => self.agents.insert(*slot, &agents),
            }
        }
        for Coming { slot, customer, is_known, .. } in coming {
            if *is_known && self.owners.customer(*slot) == *customer {
                continue;
            }
            if *is_known {
                self.owners.remove(*slot);
            }
            self.owners.insert(*slot, *customer);
        }
        coming.iter().for_each(|chat| self.parts.remove(chat.slot));
    }

    /// Ranks everything, after it was taken in by building: by a thread for each column.
    pub(crate) fn rank_all<'s>(&'s mut self, scope: &'s Scope<'s, '_>) {
        let Self { dates, slots, .. } = self;
        for dates in dates {
            scope.spawn(|| dates.build(slots));
        }
    }

    /// Takes a chat out.
    pub(crate) fn remove(&mut self, slot: Slot) {
        self.dates.iter_mut().for_each(|dates| dates.remove(slot, &self.slots));
        for marks in [&mut self.status, &mut self.rating, &mut self.assignee, &mut self.department]
        {
            marks.remove(slot);
        }
        self.agents.remove(slot);
        self.owners.remove(slot);
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

    /// What it takes in memory, parts apart.
    pub(crate) fn bytes(&self) -> usize {
        let marks = [&self.status, &self.rating, &self.assignee, &self.department];
        self.slots.bytes()
            + self.dates.iter().map(Dates::bytes).sum::<usize>()
            + marks.iter().map(|marks| marks.bytes()).sum::<usize>()
            + self.agents.bytes()
            + self.owners.bytes()
    }
}

/// Chats with what they refer to.
pub(crate) struct Asked<'i> {
    pub(crate) chats: &'i Chats,
    pub(crate) customers: &'i Customers,
    pub(crate) desk: &'i Desk,
}

impl<'i> Asked<'i> {
    /// By the id of something that few things have.
    fn by_code(&self, marks: &'i Marks, known: &Rendered, test: &Test) -> Set<'i> {
        match test {
            Test::Null => Cow::Borrowed(marks.find(0)),
            Test::Number(Relation::Equal, id) => match known.codes.find(*id) {
                Some(code) => Cow::Borrowed(marks.find(code)),
                None => Cow::default(),
            },
            Test::Number(relation, number) => {
                let stand = known.codes.all().filter(|(id, _)| relation.holds(*id, *number));
                let found = stand.map(|(_, code)| marks.find(code));
                Cow::Owned(found.fold(SlotSet::default(), SlotSet::or))
            }
            _ => Cow::default(),
        }
    }

    fn by_agent(&self, test: &Test) -> Set<'i> {
        let agents = &self.chats.agents;
        match test {
            Test::Null => Cow::Borrowed(agents.find(0)),
            Test::Number(_, id) => match self.desk.agents.codes.find(*id) {
                Some(code) => Cow::Borrowed(agents.find(code)),
                None => Cow::default(),
            },
            _ => Cow::default(),
        }
    }

    fn of_customers(&self, customers: &SlotSet, within: Option<&SlotSet>) -> Set<'i> {
        let among = within.unwrap_or(&self.chats.slots.live);
        Cow::Owned(self.chats.owners.find(customers, among))
    }
}

impl<'i> Ask<'i, ChatField> for Asked<'i> {
    fn all(&self) -> &'i SlotSet {
        &self.chats.slots.live
    }

    fn ask(&self, field: ChatField, test: &Test, within: Option<&SlotSet>) -> Set<'i> {
        let all = self.chats;
        let date = |date| Cow::Owned(all.column(date).ask(test, within, &all.slots));
        let shown = |field| self.of_customers(&self.customers.ask_for_chats(field, test), within);
        match field {
            ChatField::Assignee => self.by_code(&all.assignee, &self.desk.agents, test),
            ChatField::Department => self.by_code(&all.department, &self.desk.departments, test),
            ChatField::Agents => self.by_agent(test),
            ChatField::Customer => match test {
                Test::Number(relation, number) => {
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
                Test::Status(status) => {
                    Cow::Borrowed(all.status.find(Code::from(*status as u8) + 1))
                }
                _ => Cow::default(),
            },
            ChatField::Rating => match test {
                Test::Rating(rating) => {
                    Cow::Borrowed(all.rating.find(Code::from(*rating as u8) + 1))
                }
                Test::Null => Cow::Borrowed(all.rating.find(0)),
                _ => Cow::default(),
            },
            ChatField::CustomerEmail => shown(Shown::Email),
            ChatField::CustomerUserId => shown(Shown::UserId),
            ChatField::CustomerName => shown(Shown::Name),
            ChatField::CustomerTags => {
                self.of_customers(&self.customers.with_tags(self.desk, test), within)
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
