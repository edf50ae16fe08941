//! The lines of the exchange format that exports write. The id of an object in a line is the
//! object's id in this database.

use deskbell_model::{
    Agent, ChatView, CustomerView, Department, GeoLocation, Message, MessageKind, Rating, Role,
    Seconds, Side, Status, Timestamp,
};
use serde_json::json;

use crate::customers::CustomData;
use crate::json::{int, raw, string};
use crate::object::{ToJson, object, values};

struct IdText(i64);

struct LineKind(&'static str);

values! { |value, out|
    IdText => {
        out.push(b'"');
        int(out, value.0);
        out.push(b'"');
    }, json!({"type": "string", "pattern": "^[1-9][0-9]*$"});
    LineKind => string(out, value.0), json!({"type": "string"});
}

/// Returns the author of a message: the side that wrote the message, or the system.
fn author(message: &Message) -> LineKind {
    LineKind(match (&message.kind, message.from) {
        (MessageKind::Tech, _) => "system",
        (_, Side::Customer) => "customer",
        (_, Side::Agent) => "agent",
    })
}

/// A message, written within the line of its chat.
#[derive(Clone, Copy, Debug)]
pub struct ExportedMessage<'a>(pub &'a Message);

object! {
    "" for ExportedMessage<'_> as it, message = it.0 {
        "externalId": IdText = IdText(message.id.get());
        "from": LineKind = author(message) => "`customer`, `agent` or `system`.";
        "agent": Option<IdText> = message.agent.map(|it| IdText(it.get()));
        "type": MessageKind = message.kind;
        "text": &str = message.text.as_deref().unwrap_or_default();
        "createdAt": Timestamp = message.created_at;
    }
}

/// A message on a separate line. The line has the keys `kind` and `chat`, and then the keys of
/// `ExportedMessage`.
#[derive(Clone, Copy, Debug)]
pub struct ExportedMessageLine<'a>(pub &'a Message);

impl ToJson for ExportedMessageLine<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        raw(out, "{\"kind\":\"message\",\"chat\":");
        IdText(self.0.chat.get()).write(out);
        let rest = out.len();
        ExportedMessage(self.0).write(out);
        if let Some(brace) = out.get_mut(rest) {
            *brace = b',';
        }
    }
}

/// A chat with its first messages.
#[derive(Clone, Copy, Debug)]
pub struct ExportedChat<'a> {
    /// The chat to write.
    pub chat: &'a ChatView,
    /// The first messages, oldest first; further messages follow on separate lines.
    pub messages: &'a [ExportedMessage<'a>],
}

object! {
    "" for ExportedChat<'_> as it,
    chat = it.chat.chat {
        "kind": LineKind = LineKind("chat");
        "externalId": IdText = IdText(chat.id.get());
        "customer": IdText = IdText(chat.customer.get());
        "assignee": Option<IdText> = chat.assignee.map(|it| IdText(it.get()));
        "department": Option<IdText> = chat.department.map(|it| IdText(it.get()));
        "status": Status = chat.status;
        "createdAt": Seconds = chat.created_at;
        "closedAt": Option<Seconds> = chat.closed_at;
        "closedBy": Option<Side> = chat.closed_by;
        "snoozedUntil": Option<Seconds> = chat.snoozed_until;
        "rating": Option<Rating> = chat.rating;
        "messages": Vec<ExportedMessage<'_>> = it.messages.to_vec()
            => "The first ones; further ones follow on lines of the kind `message`.";
    }
}

/// A customer, written as a line of the exchange format.
#[derive(Clone, Copy, Debug)]
pub struct ExportedCustomer<'a>(pub &'a CustomerView);

object! {
    "" for ExportedCustomer<'_> as it,
    customer = it.0.customer {
        "kind": LineKind = LineKind("customer");
        "externalId": IdText = IdText(customer.id.get());
        "name": Option<String> = customer.name;
        "email": Option<String> = customer.email;
        "userId": Option<String> = customer.user_id;
        "phone": Option<String> = customer.phone;
        "company": Option<String> = customer.company;
        "notes": Option<String> = customer.notes;
        "locale": Option<String> = customer.locale;
        "location": GeoLocation = customer.location;
        "source": Option<String> = customer.source;
        "referer": Option<String> = customer.referer;
        "lastPage": Option<String> = customer.last_page;
        "createdFrom": Option<String> = customer.created_from;
        "integrationId": Option<String> = customer.integration_id;
        "createdAt": Seconds = customer.created_at;
        "firstSeen": Option<Seconds> = customer.first_seen;
        "lastSeen": Option<Seconds> = customer.last_seen;
        "unsubscribed": bool = customer.unsubscribed;
        "blocked": bool = customer.blocked;
        "tags": Vec<&str> = it.0.tags.iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
        "customData": CustomData<'_> = CustomData(&customer.custom_data);
    }
}

/// An agent, written as a line of the exchange format.
#[derive(Clone, Copy, Debug)]
pub struct ExportedAgent<'a>(pub &'a Agent);

object! {
    "" for ExportedAgent<'_> as agent {
        "kind": LineKind = LineKind("agent");
        "externalId": IdText = IdText(agent.0.id.get());
        "name": String = agent.0.name;
        "email": Option<String> = agent.0.email;
        "role": Role = agent.0.role;
    }
}

/// A department, written as a line of the exchange format.
#[derive(Clone, Copy, Debug)]
pub struct ExportedDepartment<'a>(pub &'a Department);

object! {
    "" for ExportedDepartment<'_> as department {
        "kind": LineKind = LineKind("department");
        "externalId": IdText = IdText(department.0.id.get());
        "name": String = department.0.name;
        "agents": Vec<IdText> =
            department.0.agents.iter().map(|it| IdText(it.id.get())).collect::<Vec<_>>();
    }
}

/// Writes an object as a line of the exchange format.
pub fn write_line(out: &mut Vec<u8>, line: &impl ToJson) {
    line.write(out);
    out.push(b'\n');
}
