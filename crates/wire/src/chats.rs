//! Chats in JSON (contract §3, §4, §5).

use deskbell_model::{
    AgentId, ApplicationId, Chat, ChatId, ChatSet, ChatView, CustomerId, DepartmentId,
    DepartmentRef, NewChat, Rating, Seconds, Side, Status,
};
use deskbell_query::Meta;
use serde_json::Value;

use crate::flaw::{Flaw, Reading};
use crate::json::{self, array, bool, int, null, opt_int, opt_seconds, opt_string, raw, string};
use crate::read::{self, Object};
use crate::{agents, customers};

/// Writes a chat: the seed's keys in the seed's order, then what later versions of the API add.
pub fn write(out: &mut Vec<u8>, view: &ChatView) {
    opening(out, &view.chat);
    opt_string(out, view.customer.notes.as_deref());
    middle(out, &view.chat);
    array(out, &view.agents, agents::write);
    raw(out, CUSTOMER);
    customers::write_ref(out, &view.customer);
    raw(out, ASSIGNEE);
    match &view.assignee {
        Some(agent) => agents::write(out, agent),
        None => null(out),
    }
    raw(out, DEPARTMENT);
    match &view.department {
        Some(found) => department(out, found),
        None => null(out),
    }
    closing(out, &view.chat);
}

/// A chat's own JSON, in pieces: what stands between that of the objects around it.
#[derive(Clone, Copy, Debug)]
pub struct Pieces<'a> {
    /// Up to the customer's notes.
    pub opening: &'a [u8],
    /// From there up to who wrote in it.
    pub middle: &'a [u8],
    /// What comes last.
    pub closing: &'a [u8],
}

/// The JSON of the objects around a chat.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a, A> {
    /// The customer's notes.
    pub notes: &'a [u8],
    /// The customer, as [`customers::write_ref`] writes it.
    pub customer: &'a [u8],
    /// Each agent who wrote in it, as [`agents::write`] does.
    pub agents: A,
    /// Who is to answer, or `null`.
    pub assignee: &'a [u8],
    /// Which department is to answer, as [`department`] writes it, or `null`.
    pub department: &'a [u8],
}

/// Renders the pieces of a chat one behind the other; gives where the second and the third begin.
pub fn write_pieces(out: &mut Vec<u8>, chat: &Chat) -> (usize, usize) {
    let start = out.len();
    opening(out, chat);
    let second = out.len() - start;
    middle(out, chat);
    let third = out.len() - start;
    closing(out, chat);
    (second, third)
}

/// Writes the chat of these pieces: the bytes that [`write`] writes.
pub fn splice<'a>(
    out: &mut Vec<u8>,
    pieces: Pieces<'a>,
    around: Around<'a, impl IntoIterator<Item = &'a [u8]>>,
) {
    out.extend_from_slice(pieces.opening);
    out.extend_from_slice(around.notes);
    out.extend_from_slice(pieces.middle);
    array(out, around.agents, |out, agent| out.extend_from_slice(agent));
    raw(out, CUSTOMER);
    out.extend_from_slice(around.customer);
    raw(out, ASSIGNEE);
    out.extend_from_slice(around.assignee);
    raw(out, DEPARTMENT);
    out.extend_from_slice(around.department);
    out.extend_from_slice(pieces.closing);
}

const CUSTOMER: &str = r#","customer":"#;
const ASSIGNEE: &str = r#","assignee":"#;
const DEPARTMENT: &str = r#","department":"#;

fn opening(out: &mut Vec<u8>, chat: &Chat) {
    raw(out, r#"{"id":"#);
    int(out, chat.id.get());
    raw(out, r#","closedBy":"#);
    opt_string(out, chat.closed_by.map(|side| side.as_str()));
    raw(out, r#","lastCustomerMessageAt":"#);
    opt_seconds(out, chat.last_customer_message_at);
    raw(out, r#","status":"#);
    string(out, chat.status.as_str());
    raw(out, r#","notes":"#);
}

fn middle(out: &mut Vec<u8>, chat: &Chat) {
    raw(out, r#","closedAt":"#);
    opt_seconds(out, chat.closed_at);
    raw(out, r#","rating":"#);
    opt_string(out, chat.rating.map(|rating| rating.as_str()));
    raw(out, r#","createdAt":"#);
    int(out, chat.created_at.get());
    raw(out, r#","lastMessageAt":"#);
    opt_seconds(out, chat.last_message_at);
    raw(out, r#","snoozedUntil":"#);
    opt_seconds(out, chat.snoozed_until);
    raw(out, r#","lastMessageText":"#);
    opt_string(out, chat.last_message_text.as_deref());
    raw(out, r#","lastMessageId":"#);
    opt_int(out, chat.last_message_id.map(|id| id.get()));
    raw(out, r#","lastCommunicatedAgentId":"#);
    opt_int(out, chat.last_communicated_agent.map(|id| id.get()));
    raw(out, r#","agents":"#);
}

fn closing(out: &mut Vec<u8>, chat: &Chat) {
    raw(out, r#","applicationId":"#);
    int(out, chat.application.get());
    raw(out, r#","createdWith":"#);
    string(out, chat.created_with.as_str());
    raw(out, r#","readByAgent":"#);
    bool(out, chat.read_by_agent);
    raw(out, r#","readByCustomer":"#);
    bool(out, chat.read_by_customer);
    out.push(b'}');
}

/// Writes the department as a chat shows it.
pub fn department(out: &mut Vec<u8>, department: &DepartmentRef) {
    raw(out, r#"{"id":"#);
    int(out, department.id.get());
    raw(out, r#","name":"#);
    string(out, &department.name);
    out.push(b'}');
}

/// Writes a page of chats: `{"data":[…],"meta":{"total":N}}`, exactly as the seed. Each is written
/// by `chat`: [`write`], or [`splice`] from what was rendered before.
pub fn write_page<T>(
    out: &mut Vec<u8>,
    chats: impl IntoIterator<Item = T>,
    meta: &Meta,
    chat: impl FnMut(&mut Vec<u8>, T),
) {
    json::page(out, chats, meta, chat);
}

/// Writes a page of a search: `{"data":[…],"total":N,"meta":{"total":N}}`.
pub fn write_found<T>(
    out: &mut Vec<u8>,
    chats: impl IntoIterator<Item = T>,
    meta: &Meta,
    chat: impl FnMut(&mut Vec<u8>, T),
) {
    json::page_with_total(out, chats, meta, chat);
}

/// Writes one part of what [`write_page`] writes of these chats; `false` when there is none of that
/// number.
pub fn write_page_part(out: &mut Vec<u8>, chats: &[ChatView], meta: &Meta, number: usize) -> bool {
    json::page_part(out, (chats, meta), number, write)
}

/// Writes one part of what [`write_found`] writes of these chats; `false` when there is none of
/// that number.
pub fn write_found_part(out: &mut Vec<u8>, chats: &[ChatView], meta: &Meta, number: usize) -> bool {
    json::page_with_total_part(out, (chats, meta), number, write)
}

/// Writes `{"total":N}`: the answer of `GET /v1/chats/total`.
pub fn write_total(out: &mut Vec<u8>, total: u64) {
    raw(out, r#"{"total":"#);
    int(out, total);
    out.push(b'}');
}

/// Reads the body of `POST /v1/chats`.
///
/// # Errors
/// Every flaw, in the order of a chat's keys: customer, assignee, department, application.
pub fn read_new(body: &[u8]) -> Reading<NewChat> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let customer = body.required("customer", Flaw::Field("customer"), read::id(CustomerId::new));
    let assignee = body.optional("assignee", Flaw::Field("assignee"), read::id(AgentId::new));
    let department =
        body.optional("department", Flaw::Field("department"), read::id(DepartmentId::new));
    let application =
        body.required("application", Flaw::Field("application"), read::id(ApplicationId::new));
    let new = customer.zip(application).map(|(customer, application)| NewChat {
        customer,
        application,
        assignee,
        department,
    });
    body.finish(new)
}

/// The chat that `PUT /v1/chats/…` names in its body.
pub fn id(body: &mut Object) -> Option<ChatId> {
    body.required("id", Flaw::ChatId, read::id(ChatId::new))
}

/// What reads from a body what `PUT /v1/chats/…` sets, now; its flaws are noted in the body.
pub type ReadSet = fn(&mut Object, Seconds) -> Option<ChatSet>;

/// `status`: any but `empty`.
pub fn set_status(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let status = body.required("status", Flaw::ChatValue("status"), |value| {
        status(value).filter(|status| *status != Status::Empty)
    });
    status.map(ChatSet::Status)
}

/// `assignee`; null for none.
pub fn set_assignee(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let flaw = Flaw::ChatValue("assignee");
    body.nullable("assignee", flaw, read::id(AgentId::new)).map(ChatSet::Assignee)
}

/// `department`; null for none.
pub fn set_department(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    let flaw = Flaw::ChatValue("department");
    body.nullable("department", flaw, read::id(DepartmentId::new)).map(ChatSet::Department)
}

/// `snoozedUntil`: a time after now; null for not at all.
pub fn set_snoozed_until(body: &mut Object, now: Seconds) -> Option<ChatSet> {
    let until = body.nullable("snoozedUntil", Flaw::ChatValue("snoozedUntil"), |value| {
        read::seconds(value).filter(|until| *until > now)
    });
    until.map(ChatSet::Snooze)
}

/// `rating`, in any case.
pub fn set_rating(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    body.required("rating", Flaw::ChatValue("rating"), rating).map(ChatSet::Rating)
}

/// `read` by the agents.
pub fn set_read_by_agent(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    set_read(body, Side::Agent)
}

/// `read` by the customer.
pub fn set_read_by_customer(body: &mut Object, _: Seconds) -> Option<ChatSet> {
    set_read(body, Side::Customer)
}

fn set_read(body: &mut Object, reader: Side) -> Option<ChatSet> {
    let is_read = body.required("read", Flaw::ChatValue("read"), read::flag)?;
    Some(if is_read { ChatSet::Read(reader) } else { ChatSet::Unread(reader) })
}

/// Reads a status by any of its names, in any case, or by its number (contract §3).
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
}
