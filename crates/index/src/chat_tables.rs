//! Searches in the columns of an organization's chats, and of the chats' customers.

use std::borrow::Cow;

use deskbell_query::{ChatField, Predicate, Relation};

use crate::chats::{Chats, Date};
use crate::customers::{Customers, ShownText};
use crate::dict_column::{DictCode, DictColumn};
use crate::filter::{Ask, Set};
use crate::lookup::{DictJson, Lookup};
use crate::set::SlotSet;

/// The columns of chats, with the tables of the objects to which chats refer.
pub(crate) struct ChatTables<'i> {
    pub(crate) chats: &'i Chats,
    pub(crate) customers: &'i Customers,
    pub(crate) lookup: &'i Lookup,
}

impl<'i> ChatTables<'i> {
    /// Finds the chats whose assignee or department has an id that fulfils a condition.
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

    pub(crate) fn of_customers(&self, customers: &SlotSet, within: Option<&SlotSet>) -> Set<'i> {
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
