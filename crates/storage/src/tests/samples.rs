//! Samples for tests: one record of each kind, with a different value in each field, and the
//! columns of the record's row.

use deskbell_model::{
    Agent, Application, BroadcastType, Chat, CreatedWith, Customer, Department, Event, GeoLocation,
    Message, MessageChannel, MessageKind, NewEvent, Rating, Role, Scope, Seconds, Side, Status,
    Tag, Timestamp,
};

use crate::columns::Id;
use crate::customers::CustomerRow;
use crate::keys::KeyRow;

pub(super) fn id<T: Id>(number: i64) -> T {
    T::from_i64(number).expect("an id")
}

pub(super) fn at(seconds: u32) -> Option<Seconds> {
    Some(Seconds::new(seconds))
}

pub(super) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn agent() -> Agent {
    Agent { id: id(1), name: "name".into(), email: text("email"), role: Role::Admin }
}

pub(super) fn application() -> Application {
    Application {
        id: id(1),
        name: "name".into(),
        display_name: text("display_name"),
        kind: "kind".into(),
        active: true,
    }
}

pub(super) fn department() -> Department {
    Department { id: id(1), name: "name".into(), agents: vec![agent()] }
}

pub(super) fn key() -> KeyRow {
    KeyRow {
        id: id(1),
        name: "name".into(),
        scope: Scope::Read,
        created_at: Seconds::new(2),
        expires_at: at(4),
        revoked_at: at(3),
        last_used_at: at(5),
    }
}

pub(super) fn tag() -> Tag {
    Tag { id: id(1), name: "name".into(), color: "color".into() }
}

/// Returns a customer whose texts all differ from their folded forms (without case and accents).
pub(super) fn customer() -> CustomerRow {
    let customer = Customer {
        id: id(1),
        created_at: Seconds::new(2),
        name: text("Name"),
        email: text("Email"),
        user_id: text("User_id"),
        company: text("Company"),
        phone: text("Phone"),
        first_seen: at(3),
        last_seen: at(4),
        location: GeoLocation {
            region_code: text("Region_code"),
            country_code: text("Country_code"),
            city: text("City"),
        },
        unsubscribed: true,
        blocked: false,
        source: text("source"),
        referer: text("referer"),
        last_page: text("last_page"),
        locale: text("Locale"),
        notes: text("Notes"),
        created_from: text("created_from"),
        integration_id: text("Integration_id"),
        custom_data: Vec::new(),
        verified_at: at(5),
    };
    CustomerRow { customer, custom_data: r#"{"custom":"data"}"#.into() }
}

pub(super) fn event() -> Event {
    let new = NewEvent { customer: id(1), name: "name".into(), data: "data".into() };
    Event { id: id(2), new, created_at: Seconds::new(3) }
}

pub(super) fn new_chat() -> Chat {
    Chat {
        id: id(5),
        customer: id(1),
        application: id(2),
        assignee: None,
        department: None,
        agents: vec![id(1)],
        status: Status::New,
        closed_by: None,
        created_with: CreatedWith::PublicApi,
        created_at: Seconds::new(10),
        updated_at: Seconds::new(10),
        closed_at: None,
        snoozed_until: None,
        rating: None,
        last_customer_message_at: None,
        waiting_since: None,
        last_message_at: None,
        last_message_text: None,
        last_message_id: None,
        last_message_agent: None,
        last_communicated_agent: None,
        read_by_agent: false,
        read_by_customer: true,
        messages: 0,
        agent_read_to: 0,
        customer_read_to: 0,
    }
}

/// Returns the sample chat after a change of the fields that most changes write.
pub(super) fn chat_after_a_message() -> Chat {
    Chat {
        assignee: Some(id(3)),
        status: Status::Pending,
        updated_at: Seconds::new(11),
        last_customer_message_at: at(12),
        waiting_since: at(22),
        last_message_at: at(13),
        last_message_text: text("last_message_text"),
        last_message_id: Some(id(14)),
        last_message_agent: Some(id(20)),
        last_communicated_agent: Some(id(15)),
        read_by_agent: true,
        read_by_customer: false,
        messages: 21,
        ..new_chat()
    }
}

/// Returns the sample chat after a change of all mutable fields.
pub(super) fn chat_at_last() -> Chat {
    Chat {
        department: Some(id(4)),
        closed_by: Some(Side::Agent),
        closed_at: at(16),
        snoozed_until: at(17),
        rating: Some(Rating::Great),
        agent_read_to: 18,
        customer_read_to: 19,
        ..chat_after_a_message()
    }
}

pub(super) const CHAT: [(&str, &str); 25] = [
    ("id", "5"),
    ("customer_id", "1"),
    ("application_id", "2"),
    ("assignee_id", "3"),
    ("department_id", "4"),
    ("status", "pending"),
    ("closed_by", "agent"),
    ("created_with", "public_api"),
    ("created_at", "10"),
    ("updated_at", "11"),
    ("closed_at", "16"),
    ("snoozed_until", "17"),
    ("rating", "great"),
    ("last_customer_message_at", "12"),
    ("waiting_since", "22"),
    ("last_message_at", "13"),
    ("last_message_text", "last_message_text"),
    ("last_message_id", "14"),
    ("last_message_agent_id", "20"),
    ("last_communicated_agent_id", "15"),
    ("read_by_agent", "1"),
    ("read_by_customer", "0"),
    ("messages", "21"),
    ("agent_read_to", "18"),
    ("customer_read_to", "19"),
];

pub(super) const CUSTOMER: [(&str, &str); 36] = [
    ("id", "1"),
    ("created_at", "2"),
    ("name", "Name"),
    ("email", "Email"),
    ("user_id", "User_id"),
    ("company", "Company"),
    ("phone", "Phone"),
    ("first_seen", "3"),
    ("last_seen", "4"),
    ("region_code", "Region_code"),
    ("country_code", "Country_code"),
    ("city", "City"),
    ("unsubscribed", "1"),
    ("blocked", "0"),
    ("source", "source"),
    ("referer", "referer"),
    ("last_page", "last_page"),
    ("locale", "Locale"),
    ("notes", "Notes"),
    ("created_from", "created_from"),
    ("integration_id", "Integration_id"),
    ("verified_at", "5"),
    ("custom_data", r#"{"custom":"data"}"#),
    ("name_folded", "name"),
    ("email_folded", "email"),
    ("user_id_folded", "user_id"),
    ("company_folded", "company"),
    ("phone_folded", "phone"),
    ("region_code_folded", "region_code"),
    ("country_code_folded", "country_code"),
    ("city_folded", "city"),
    ("locale_folded", "locale"),
    ("notes_folded", "notes"),
    ("integration_id_folded", "integration_id"),
    ("email_caseless", "email"),
    ("custom_data_folded", "data"),
];

pub(super) fn message() -> Message {
    Message {
        id: id(2),
        chat: id(5),
        seq: 1,
        agent: Some(id(3)),
        kind: MessageKind::Message,
        text: text("text"),
        read: true,
        created_at: Timestamp::from_millis(4).expect("a time"),
        updated_at: Timestamp::from_millis(6),
        edited: false,
        broadcast_type: Some(BroadcastType::ManualChat),
        channel: Some(MessageChannel::Email),
        origin_id: text("origin_id"),
        from: Side::Agent,
    }
}

pub(super) const MESSAGE: [(&str, &str); 14] = [
    ("id", "2"),
    ("chat_id", "5"),
    ("seq", "1"),
    ("agent_id", "3"),
    ("kind", "message"),
    ("text", "text"),
    ("read", "1"),
    ("created_at", "4"),
    ("updated_at", "6"),
    ("edited", "0"),
    ("broadcast_type", "manual chat"),
    ("channel", "email"),
    ("origin_id", "origin_id"),
    ("author", "agent"),
];

pub(super) const HEAD: [(&str, &str); 18] = [
    ("seq", "0"),
    ("next_agent", "12"),
    ("next_application", "13"),
    ("next_chat", "14"),
    ("next_customer", "15"),
    ("next_delivery", "16"),
    ("next_department", "17"),
    ("next_event", "18"),
    ("next_key", "19"),
    ("next_message", "20"),
    ("next_tag", "21"),
    ("next_webhook", "22"),
    ("agents", "31"),
    ("applications", "32"),
    ("chats", "33"),
    ("customers", "34"),
    ("departments", "35"),
    ("webhooks", "36"),
];
