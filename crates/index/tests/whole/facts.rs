//! The values of an object's fields, and the evaluation of predicates.

use deskbell_model::{AgentId, CustomerView, DepartmentId, Rating, Seconds, Status};
use deskbell_query::{ChatField, CustomerField, Predicate, caseless, fold};

use crate::world::{World, custom_data};

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Fact {
    Number(Option<i64>),
    Numbers(Vec<i64>),
    Status(Status),
    Rating(Option<Rating>),
    Text(Option<String>),
    Tags(Vec<String>),
    /// The texts that match if they contain the searched text, and the codes that match only if
    /// they equal the searched text.
    Anything {
        parts: Vec<String>,
        codes: Vec<String>,
    },
}

/// Returns whether a predicate holds for a value.
pub fn holds(fact: &Fact, test: &Predicate) -> bool {
    match (fact, test) {
        (Fact::Number(number), Predicate::Null) => number.is_none(),
        (Fact::Number(number), Predicate::Number(relation, asked)) => {
            number.is_some_and(|number| relation.holds(number, *asked))
        }
        (Fact::Numbers(numbers), Predicate::Null) => numbers.is_empty(),
        (Fact::Numbers(numbers), Predicate::Number(_, asked)) => numbers.contains(asked),
        (Fact::Status(status), Predicate::Status(asked)) => status == asked,
        (Fact::Rating(rating), Predicate::Null) => rating.is_none(),
        (Fact::Rating(rating), Predicate::Rating(asked)) => *rating == Some(*asked),
        (Fact::Text(text), Predicate::Null) => text.is_none(),
        (Fact::Text(text), Predicate::Text(asked)) => text.as_ref() == Some(asked),
        (Fact::Text(text), Predicate::Caseless(asked)) => {
            text.as_ref().is_some_and(|text| caseless(text) == *asked)
        }
        (Fact::Text(text), Predicate::Contains(asked)) => {
            text.as_ref().is_some_and(|text| fold(text).contains(asked.as_str()))
        }
        (Fact::Tags(tags), Predicate::Tags(asked)) => asked.iter().all(|name| tags.contains(name)),
        (Fact::Anything { parts, codes }, Predicate::Contains(asked)) => {
            parts.iter().any(|text| fold(text).contains(asked.as_str()))
                || codes.iter().any(|code| fold(code) == *asked)
        }
        (fact, test) => panic!("{fact:?} is not asked {test:?}"),
    }
}

impl World {
    pub fn chat_fact(&self, id: i64, field: ChatField) -> Fact {
        let chat = &self.chats[&id];
        let customer = |field| self.customer_fact(chat.customer.get(), field);
        let time = |at: Option<Seconds>| Fact::Number(at.map(|at| at.get().into()));
        match field {
            ChatField::Assignee => Fact::Number(chat.assignee.map(AgentId::get)),
            ChatField::Agents => Fact::Numbers(chat.agents.iter().map(|id| id.get()).collect()),
            ChatField::Department => Fact::Number(chat.department.map(DepartmentId::get)),
            ChatField::Customer => Fact::Number(Some(chat.customer.get())),
            ChatField::CreatedAt => time(Some(chat.created_at)),
            ChatField::UpdatedAt => time(Some(chat.updated_at)),
            ChatField::ClosedAt => time(chat.closed_at),
            ChatField::LastMessageAt => time(chat.last_message_at),
            ChatField::LastCustomerMessageAt => time(chat.last_customer_message_at),
            ChatField::Status => Fact::Status(chat.status),
            ChatField::Rating => Fact::Rating(chat.rating),
            ChatField::CustomerEmail => customer(CustomerField::Email),
            ChatField::CustomerUserId => customer(CustomerField::UserId),
            ChatField::CustomerName => customer(CustomerField::Name),
            ChatField::CustomerTags => customer(CustomerField::Tags),
        }
    }

    pub fn customer_fact(&self, id: i64, field: CustomerField) -> Fact {
        let CustomerView { customer: it, tags } = &self.customers[&id];
        let time = |at: Option<Seconds>| Fact::Number(at.map(|at| at.get().into()));
        let text = |text: &Option<String>| Fact::Text(text.clone());
        let channel = |name: &str| {
            let is_it = it.created_from.as_deref() == Some(name);
            Fact::Text(it.integration_id.clone().filter(|_| is_it))
        };
        match field {
            CustomerField::Id => Fact::Number(Some(id)),
            CustomerField::LastSeen => time(it.last_seen),
            CustomerField::FirstSeen => time(it.first_seen),
            CustomerField::CreatedAt => time(Some(it.created_at)),
            CustomerField::Name => text(&it.name),
            CustomerField::Email => text(&it.email),
            CustomerField::Company => text(&it.company),
            CustomerField::Phone => text(&it.phone),
            CustomerField::CountryCode => text(&it.location.country_code),
            CustomerField::City => text(&it.location.city),
            CustomerField::RegionCode => text(&it.location.region_code),
            CustomerField::UserId => text(&it.user_id),
            CustomerField::Locale => text(&it.locale),
            CustomerField::TelegramId => channel("telegram"),
            CustomerField::FacebookId => channel("facebook"),
            CustomerField::InstagramId => channel("instagram"),
            CustomerField::ViberId => channel("viber"),
            CustomerField::WhatsappId => channel("whatsapp"),
            CustomerField::Tags => Fact::Tags(tags.iter().map(|tag| tag.name.clone()).collect()),
            CustomerField::Anything => {
                let parts = [
                    it.name.clone(),
                    it.email.clone(),
                    it.phone.clone(),
                    it.user_id.clone(),
                    it.company.clone(),
                    it.location.city.clone(),
                    it.integration_id.clone(),
                    it.notes.clone(),
                    custom_data(it),
                ];
                let tags = tags.iter().map(|tag| tag.name.clone());
                let codes = [&it.location.country_code, &it.location.region_code, &it.locale];
                Fact::Anything {
                    parts: parts.into_iter().flatten().chain(tags).collect(),
                    codes: codes.into_iter().flatten().cloned().collect(),
                }
            }
        }
    }
}
