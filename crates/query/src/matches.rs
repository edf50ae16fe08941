//! Filters evaluated on one object. This module does not find the objects that pass: an index or a
//! database does.

use deskbell_model::{AgentRef, ChatView, CustomerView, Seconds, Tag};

use crate::field::{ChatField, CustomerField};
use crate::filter::{Condition, Filter, Predicate};
use crate::fold::{caseless, fold};

impl Filter<ChatField> {
    /// Tells whether a chat passes; `customer_tags` are the tags of its customer.
    #[must_use]
    pub fn matches(&self, view: &ChatView, customer_tags: &[Tag]) -> bool {
        self.passes(&|condition| holds_of_chat(view, customer_tags, condition))
    }
}

impl Filter<CustomerField> {
    /// Tells whether a customer passes.
    #[must_use]
    pub fn matches(&self, view: &CustomerView) -> bool {
        self.passes(&|condition| holds_of_customer(view, condition))
    }
}

fn holds_of_chat(view: &ChatView, tags: &[Tag], condition: &Condition<ChatField>) -> bool {
    let ChatView { chat, customer, agents, .. } = view;
    let Condition { field, test, is_negated } = condition;
    let answer = match field {
        ChatField::Assignee => number(chat.assignee.map(|id| id.get()), test),
        ChatField::Agents => one_of(agents, test),
        ChatField::Department => number(chat.department.map(|id| id.get()), test),
        ChatField::Customer => number(Some(chat.customer.get()), test),
        ChatField::CreatedAt => time(Some(chat.created_at), test),
        ChatField::UpdatedAt => time(Some(chat.updated_at), test),
        ChatField::ClosedAt => time(chat.closed_at, test),
        ChatField::LastMessageAt => time(chat.last_message_at, test),
        ChatField::LastCustomerMessageAt => time(chat.last_customer_message_at, test),
        ChatField::Status => matches!(test, Predicate::Status(asked) if *asked == chat.status),
        ChatField::Rating => match test {
            Predicate::Null => chat.rating.is_none(),
            Predicate::Rating(asked) => chat.rating == Some(*asked),
            _ => false,
        },
        ChatField::CustomerEmail => text(customer.email.as_deref(), test),
        ChatField::CustomerUserId => text(customer.user_id.as_deref(), test),
        ChatField::CustomerName => text(customer.name.as_deref(), test),
        ChatField::CustomerTags => all_tags(tags, test),
    };
    answer != *is_negated
}

fn holds_of_customer(view: &CustomerView, condition: &Condition<CustomerField>) -> bool {
    let CustomerView { customer: it, tags } = view;
    let Condition { field, test, is_negated } = condition;
    let in_channel = |channel: &str| {
        let is_it = it.created_from.as_deref() == Some(channel);
        text(it.integration_id.as_deref().filter(|_| is_it), test)
    };
    let answer = match field {
        CustomerField::Id => number(Some(it.id.get()), test),
        CustomerField::LastSeen => time(it.last_seen, test),
        CustomerField::FirstSeen => time(it.first_seen, test),
        CustomerField::CreatedAt => time(Some(it.created_at), test),
        CustomerField::Name => text(it.name.as_deref(), test),
        CustomerField::Email => text(it.email.as_deref(), test),
        CustomerField::Company => text(it.company.as_deref(), test),
        CustomerField::Phone => text(it.phone.as_deref(), test),
        CustomerField::CountryCode => text(it.location.country_code.as_deref(), test),
        CustomerField::City => text(it.location.city.as_deref(), test),
        CustomerField::RegionCode => text(it.location.region_code.as_deref(), test),
        CustomerField::UserId => text(it.user_id.as_deref(), test),
        CustomerField::Locale => text(it.locale.as_deref(), test),
        CustomerField::TelegramId => in_channel("telegram"),
        CustomerField::FacebookId => in_channel("facebook"),
        CustomerField::InstagramId => in_channel("instagram"),
        CustomerField::ViberId => in_channel("viber"),
        CustomerField::WhatsappId => in_channel("whatsapp"),
        CustomerField::Tags => all_tags(tags, test),
    };
    answer != *is_negated
}

fn number(value: Option<i64>, test: &Predicate) -> bool {
    match test {
        Predicate::Null => value.is_none(),
        Predicate::Number(relation, asked) => {
            value.is_some_and(|value| relation.holds(value, *asked))
        }
        _ => false,
    }
}

fn time(value: Option<Seconds>, test: &Predicate) -> bool {
    number(value.map(|at| at.get().into()), test)
}

fn one_of(agents: &[AgentRef], test: &Predicate) -> bool {
    match test {
        Predicate::Null => agents.is_empty(),
        Predicate::Number(relation, asked) => {
            agents.iter().any(|agent| relation.holds(agent.id.get(), *asked))
        }
        _ => false,
    }
}

fn text(value: Option<&str>, test: &Predicate) -> bool {
    match test {
        Predicate::Null => value.is_none(),
        Predicate::Text(asked) => value == Some(asked),
        Predicate::Caseless(asked) => value.is_some_and(|value| caseless(value) == *asked),
        Predicate::Contains(asked) => value.is_some_and(|value| fold(value).contains(asked)),
        _ => false,
    }
}

fn all_tags(tags: &[Tag], test: &Predicate) -> bool {
    let has = |name: &String| tags.iter().any(|tag| tag.name == *name);
    matches!(test, Predicate::Tags(names) if names.iter().all(has))
}
