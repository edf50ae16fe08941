//! Chats in JSON (contract §3, §4, §5).

use deskbell_model::{
    AgentId, AgentRef, ApplicationId, Chat, ChatId, ChatSet, ChatView, CreatedWith, CustomerId,
    CustomerRef, DepartmentId, DepartmentRef, MessageId, NewChat, Rating, Seconds, Side, Status,
};
use serde_json::Value;

use crate::before::OldValues;
use crate::invalid::{InvalidField, Reading};
use crate::json::{int, raw};
use crate::object::{Rendered, named, object};
use crate::read::{self, Object};
use crate::schema::{
    Named, about, input, or_null, page, page_with_total, reference, whole, word, words_in_any_case,
};

object! {
    "Chat" for ChatView as view,
    pieces of Chat as chat = view.chat, joined by Joined<'_, impl Rendered> {
        piece opening {
            "id": ChatId = chat.id, like 5_217_453;
            "closedBy": Option<Side> = chat.closed_by;
            "lastCustomerMessageAt": Option<Seconds> = chat.last_customer_message_at
                => "When the customer last wrote.";
            "status": Status = chat.status;
        }
        joined notes { "notes": Option<String> = view.customer.notes => "The customer's notes."; }
        piece middle {
            "closedAt": Option<Seconds> = chat.closed_at => "When it was closed.";
            "rating": Option<Rating> = chat.rating;
            "createdAt": Seconds = chat.created_at => "When it began.";
            "lastMessageAt": Option<Seconds> = chat.last_message_at
                => "When a customer or an agent last wrote.";
            "snoozedUntil": Option<Seconds> = chat.snoozed_until
                => "The time at which the snooze ends.";
            "lastMessageText": Option<String> = chat.last_message_text;
            "lastMessageId": Option<MessageId> = chat.last_message_id;
            "lastCommunicatedAgentId": Option<AgentId> = chat.last_communicated_agent
                => "The agent who wrote last.";
        }
        joined agents {
            "agents": Vec<AgentRef> = view.agents
                => "The agents who wrote in the chat, in the order of their first messages.";
        }
        joined customer { "customer": CustomerRef = view.customer; }
        joined assignee {
            "assignee": Option<AgentRef> = view.assignee
                => "The agent who is responsible for the chat.";
        }
        joined department {
            "department": Option<DepartmentRef> = view.department
                => "The department that is responsible for the chat.";
        }
        piece closing {
            "applicationId": ApplicationId = chat.application => "The site or app of the chat.";
            "createdWith": CreatedWith = chat.created_with;
            "readByAgent": bool = chat.read_by_agent;
            "readByCustomer": bool = chat.read_by_customer;
        }
    }
}

/// The rendered JSON of the other objects that a chat shows.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a, A> {
    /// The customer's notes.
    pub notes: &'a [u8],
    /// The agents who wrote in the chat.
    pub agents: A,
    /// The JSON of the customer, a rendered [`CustomerRef`].
    pub customer: &'a [u8],
    /// The assigned agent, or `null`.
    pub assignee: &'a [u8],
    /// The assigned department, a [`DepartmentRef`], or `null`.
    pub department: &'a [u8],
}

/// Returns the old values of a chat's changed fields; `None` if no field changed. The last message
/// is left out, because the feed has the message itself.
#[must_use]
pub fn old_values(before: &Chat, after: &Chat) -> Option<String> {
    let mut old = OldValues::default();
    old.add("status", &before.status, &after.status);
    old.add("assignee", &before.assignee, &after.assignee);
    old.add("department", &before.department, &after.department);
    old.add("agents", &before.agents, &after.agents);
    old.add("closedBy", &before.closed_by, &after.closed_by);
    old.add("closedAt", &before.closed_at, &after.closed_at);
    old.add("snoozedUntil", &before.snoozed_until, &after.snoozed_until);
    old.add("rating", &before.rating, &after.rating);
    old.add("readByAgent", &before.read_by_agent, &after.read_by_agent);
    old.add("readByCustomer", &before.read_by_customer, &after.read_by_customer);
    old.finish()
}

object! {
    "ChatDepartment" for DepartmentRef as department {
        "id": DepartmentId = department.id;
        "name": String = department.name;
    }
}

pub(crate) fn schemas() -> Named {
    let written = vec![
        named::<ChatView>(),
        named::<CustomerRef>(),
        named::<DepartmentRef>(),
        ("ChatPage", page("Chat")),
        ("FoundChats", page_with_total("Chat")),
        ("Status", about(word(Status::ALL.iter().map(|it| it.as_str())), "The status of a chat.")),
        ("Rating", word(Rating::ALL.iter().map(|it| it.as_str()))),
        ("StatusIn", status_in(6)),
        ("RatingIn", rating_in()),
        ("NewChat", new_chat()),
    ];
    written.into_iter().chain(sets()).collect()
}

/// Writes `{"total":N}`: the answer of `GET /v1/chats/total`.
pub fn write_total(out: &mut Vec<u8>, total: u64) {
    raw(out, r#"{"total":"#);
    int(out, total);
    out.push(b'}');
}

/// Other spellings of statuses, which requests may use and answers never use.
const OTHER_NAMES: [&str; 3] = ["open", "on-hold", "onhold"];

/// Returns the schema of a status, by name in any case or by number. Only the first `most` statuses
/// are allowed: 6 excludes the last status, `empty`.
pub(crate) fn status_in(most: usize) -> Value {
    let names: Vec<_> = Status::ALL.iter().take(most).map(|it| it.as_str()).collect();
    let names: Vec<_> = names.into_iter().chain(OTHER_NAMES).collect();
    let mut any = words_in_any_case(&names);
    let numbers = whole(1, most as u64);
    if let (Some(any), Some(numbers)) = (any["anyOf"].as_array_mut(), numbers["anyOf"].as_array()) {
        any.extend(numbers.iter().cloned());
    }
    about(any, "A status by its name, in any case, or by its number.")
}

pub(crate) fn rating_in() -> Value {
    let names: Vec<_> = Rating::ALL.iter().map(|it| it.as_str()).collect();
    about(words_in_any_case(&names), "A rating, in any case.")
}

fn new_chat() -> Value {
    input(
        &["customer", "application"],
        vec![
            ("customer", reference("IdIn")),
            (
                "application",
                about(
                    reference("IdIn"),
                    "The number of the application within the organization; the first is 1.",
                ),
            ),
            ("assignee", or_null(reference("IdIn"))),
            ("department", or_null(reference("IdIn"))),
        ],
    )
}

/// Returns the schemas of the bodies of `PUT /v1/chats/…`, each with the chat's id. If the path can
/// contain the id instead, a second schema has no id.
fn sets() -> Named {
    let until = about(
        or_null(reference("TimeIn")),
        "A time in the future; null ends the snooze. A past time is refused.",
    );
    let values = [
        ("SetStatus", Some("SetStatusById"), "status", reference("StatusIn")),
        ("SetAssignee", Some("SetAssigneeById"), "assignee", or_null(reference("IdIn"))),
        ("SetDepartment", Some("SetDepartmentById"), "department", or_null(reference("IdIn"))),
        ("Snooze", None, "snoozedUntil", until),
        ("Rate", None, "rating", reference("RatingIn")),
        ("SetRead", None, "read", reference("FlagIn")),
    ];
    let mut named = Vec::new();
    for (name, by_id, field, value) in values {
        if let Some(by_id) = by_id {
            named.push((by_id, input(&[field], vec![(field, value.clone())])));
        }
        let chat = about(reference("IdIn"), "The chat.");
        named.push((name, input(&["id", field], vec![("id", chat), (field, value)])));
    }
    named
}

/// Reads the body of `POST /v1/chats`.
///
/// # Errors
/// Every invalid field, in the order of a chat's keys: customer, assignee, department, application.
pub fn read_new(body: &[u8]) -> Reading<NewChat> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let customer =
        body.required("customer", InvalidField::Field("customer"), read::id(CustomerId::new));
    let assignee =
        body.optional("assignee", InvalidField::Field("assignee"), read::id(AgentId::new));
    let department =
        body.optional("department", InvalidField::Field("department"), read::id(DepartmentId::new));
    let application = body.required(
        "application",
        InvalidField::Field("application"),
        read::id(ApplicationId::new),
    );
    let new = customer.zip(application).map(|(customer, application)| NewChat {
        customer,
        application,
        assignee,
        department,
    });
    body.finish(new)
}

/// Reads the id of the chat from the body of `PUT /v1/chats/…`.
pub fn id(body: &mut Object) -> Option<ChatId> {
    body.required("id", InvalidField::ChatId, read::id(ChatId::new))
}

/// A reader of the value that `PUT /v1/chats/…` sets, given the present time. An invalid field is
/// recorded in the [`Object`].
pub type ReadSet = fn(&mut Object, Seconds) -> Option<ChatSet>;

/// Reads `status`, which can be any status except `empty`.
pub fn set_status(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let status = body.required("status", InvalidField::ChatValue("status"), |value| {
        status(value).filter(|status| *status != Status::Empty)
    });
    status.map(ChatSet::Status)
}

/// Reads `assignee`; null means no assignee.
pub fn set_assignee(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let invalid = InvalidField::ChatValue("assignee");
    body.nullable("assignee", invalid, read::id(AgentId::new)).map(ChatSet::Assignee)
}

/// Reads `department`; null means no department.
pub fn set_department(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let invalid = InvalidField::ChatValue("department");
    body.nullable("department", invalid, read::id(DepartmentId::new)).map(ChatSet::Department)
}

/// Reads `snoozedUntil`: a time after now, or null, which means no snooze.
pub fn set_snoozed_until(body: &mut Object, now: Seconds) -> Option<ChatSet> {
    let until = body.nullable("snoozedUntil", InvalidField::ChatValue("snoozedUntil"), |value| {
        read::seconds(value).filter(|until| *until > now)
    });
    until.map(ChatSet::Snooze)
}

/// Reads `rating`, a name in upper or lower case.
pub fn set_rating(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    body.required("rating", InvalidField::ChatValue("rating"), rating).map(ChatSet::Rating)
}

/// Reads `read`: whether the agents have read the chat.
pub fn set_read_by_agent(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    set_read(body, Side::Agent)
}

/// Reads `read`: whether the customer has read the chat.
pub fn set_read_by_customer(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    set_read(body, Side::Customer)
}

fn set_read(body: &mut Object, reader: Side) -> Option<ChatSet> {
    let is_read = body.required("read", InvalidField::ChatValue("read"), read::flag)?;
    Some(if is_read { ChatSet::Read(reader) } else { ChatSet::Unread(reader) })
}

/// Reads a status by name, in any spelling and any case, or by number (contract §3).
#[must_use]
pub fn status(value: &Value) -> Option<Status> {
    if let Some(number) = read::whole(value) {
        return match number {
            1 => Some(Status::New),
            2 => Some(Status::Opened),
            3 => Some(Status::Pending),
            4 => Some(Status::OnHold),
            5 => Some(Status::Closed),
            6 => Some(Status::NoCommunication),
            7 => Some(Status::Empty),
            _ => None,
        };
    }
    let name = value.as_str()?.to_ascii_lowercase();
    match name.as_str() {
        "open" => Some(Status::Opened),
        "on-hold" | "onhold" => Some(Status::OnHold),
        name => Status::parse(name),
    }
}

/// Reads a rating by its name, in any case (contract §3).
#[must_use]
pub fn rating(value: &Value) -> Option<Rating> {
    Rating::parse(&value.as_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_is_read_by_every_name_and_number_it_has() {
        for (number, expected, names) in [
            (1, Status::New, &["new", "NEW"][..]),
            (2, Status::Opened, &["opened", "open", "Open"]),
            (3, Status::Pending, &["pending"]),
            (4, Status::OnHold, &["on hold", "on-hold", "onhold", "On Hold", "ONHOLD"]),
            (5, Status::Closed, &["closed"]),
            (6, Status::NoCommunication, &["no communication", "No Communication"]),
            (7, Status::Empty, &["empty"]),
        ] {
            for name in names {
                assert_eq!(status(&json!(name)), Some(expected), "{name}");
            }
            assert_eq!(status(&json!(number)), Some(expected));
            assert_eq!(status(&json!(number.to_string())), Some(expected));
        }
        for bad in [json!(0), json!(8), json!(-1), json!(1.5), json!(""), json!("close"), json!([])]
        {
            assert_eq!(status(&bad), None, "{bad}");
        }
    }

    #[test]
    fn a_rating_is_read_in_any_case() {
        assert_eq!(rating(&json!("Very POOR")), Some(Rating::VeryPoor));
        assert_eq!(rating(&json!("superb")), None);
        assert_eq!(rating(&json!(5)), None);
    }

    #[test]
    fn a_status_that_may_be_set_is_any_but_empty() {
        assert_eq!(Status::ALL.last(), Some(&Status::Empty));
        assert_eq!(Status::ALL.len(), 7);
        let text = status_in(6).to_string();
        assert!(!text.contains("empty") && text.contains("no communication"), "{text}");
        assert_eq!(status_in(7)["anyOf"][2], json!(whole(1, 7)["anyOf"][0]));
    }
}
