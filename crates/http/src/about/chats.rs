//! `/v1/chats`.

use deskbell_wire::flaw::Flaw;
use serde_json::{Value, json};

use crate::docs::{Operation, example};
use crate::error::Fault;

const TAG: &str = "Chats";

/// What may be done with one that was made.
const OF_A_CHAT: [&str; 5] = [
    "getChat",
    "listMessages",
    "setChatStatusById",
    "setChatAssigneeById",
    "setChatDepartmentById",
];

pub(crate) fn list_chats() -> Operation {
    Operation::read("listChats", TAG, "List chats")
        .says("All chats, a page at a time. An offset behind the last chat gives an empty page.")
        .sorts("chatSort")
        .shows("ChatPage", example::page(&example::chat()))
}

pub(crate) fn count_chats() -> Operation {
    Operation::read("countChats", TAG, "Count chats").shows("Total", json!({"total": 23_905}))
}

pub(crate) fn get_chat() -> Operation {
    Operation::read("getChat", TAG, "Get a chat")
        .of_chat()
        .refuses(&[Fault::ChatNotFound])
        .shows("Chat", example::chat())
}

pub(crate) fn create_chat() -> Operation {
    Operation::write("createChat", TAG, "Create a chat")
        .says("The chat is `empty` until somebody writes in it.")
        .takes("NewChat", json!({"customer": 1, "application": 1, "assignee": 1}))
        .once()
        .refuses_fields(&["customer", "assignee", "department", "application"])
        .refuses(&[Fault::CustomerNotFound, Fault::AgentNotFound])
        .refuses(&[Fault::DepartmentNotFound, Fault::ApplicationNotFound])
        .answers_object(201, "Chat", example::chat())
        .leads("/id", &OF_A_CHAT)
}

pub(crate) fn search_chats() -> Operation {
    let filter = json!([
        {"field": "chats.status", "operator": "=", "value": "opened"},
        {"field": "chats.customer.name", "operator": "~", "value": "mat"},
    ]);
    let body = json!({"filter": filter, "comparison": "AND", "sort": "chats.lastMessageAt"});
    Operation::read("searchChats", TAG, "Search chats")
        .says(SEARCHING)
        .may_take("ChatSearch", body)
        .searches()
        .answers(200, "FoundChats", example::page_with_total(&example::chat()))
}

pub(super) const SEARCHING: &str = "\
A read: a read-only key may ask. `~` and `!~` compare without regard to case and marks, `=` \
exactly, but e-mail addresses in any case; `!=` and `!~` also match what has no value; a \
value of null with `=` and `!=` means having none. What takes longer than 5 seconds is given \
up with 503.";

impl Operation {
    /// It refuses bad searches.
    pub(super) fn searches(self) -> Self {
        let parts = ["field", "operator", "value"];
        self.refuses(&parts.map(|part| Fault::Flaw(Flaw::FilterPart(0, part))))
            .refuses(&[Fault::Filter, Fault::Comparison])
            .refuses(&[Fault::Limit, Fault::Offset, Fault::Sort, Fault::Order, Fault::Cursor])
    }
}

/// An operation that sets one thing about the chat that its body names.
fn set(id: &'static str, summary: &'static str, field: &'static str) -> Operation {
    Operation::write(id, TAG, summary)
        .refuses(&[Fault::ChatId, Fault::Flaw(Flaw::ChatValue(field)), Fault::ChatMissing])
        .conditional()
        .answers_object(200, "Chat", example::chat())
}

fn by_id(operation: Operation) -> Operation {
    operation.with(&["chatId"])
}

fn status(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Set a chat's status", "status").takes(schema, body).says(
        "Closing sets `closedAt` and `closedBy`; leaving `closed` clears both and keeps the \
         rating. A message of the type `tech` notes the change.",
    )
}

pub(crate) fn set_chat_status() -> Operation {
    status("setChatStatus", "SetStatus", json!({"id": 1, "status": "pending"}))
}

pub(crate) fn set_chat_status_by_id() -> Operation {
    by_id(status("setChatStatusById", "SetStatusById", json!({"status": "pending"})))
}

fn assignee(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Assign a chat", "assignee")
        .takes(schema, body)
        .says("Null unassigns it.")
        .refuses(&[Fault::AgentNotFound])
}

pub(crate) fn set_chat_assignee() -> Operation {
    assignee("setChatAssignee", "SetAssignee", json!({"id": 1, "assignee": 1}))
}

pub(crate) fn set_chat_assignee_by_id() -> Operation {
    by_id(assignee("setChatAssigneeById", "SetAssigneeById", json!({"assignee": 1})))
}

fn department(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Hand a chat to a department", "department")
        .takes(schema, body)
        .says("Null takes it back.")
        .refuses(&[Fault::DepartmentNotFound])
}

pub(crate) fn set_chat_department() -> Operation {
    department("setChatDepartment", "SetDepartment", json!({"id": 1, "department": 1}))
}

pub(crate) fn set_chat_department_by_id() -> Operation {
    by_id(department("setChatDepartmentById", "SetDepartmentById", json!({"department": 1})))
}

pub(crate) fn snooze_chat() -> Operation {
    set("snoozeChat", "Snooze a chat", "snoozedUntil")
        .takes("Snooze", json!({"id": 1, "snoozedUntil": 4_102_444_800_u32}))
        .says("When the time has come, the snooze ends and the chat counts as not read by agents.")
}

pub(crate) fn rate_chat() -> Operation {
    set("rateChat", "Rate a chat", "rating")
        .takes("Rate", json!({"id": 2, "rating": "great"}))
        .says("Only a closed chat, not rated yet, in which an agent wrote; another is 400.")
}

pub(crate) fn set_chat_read_by_agent() -> Operation {
    read("setChatReadByAgent", "Mark a chat as read by the agents, or not")
}

pub(crate) fn set_chat_read_by_customer() -> Operation {
    read("setChatReadByCustomer", "Mark a chat as read by its customer, or not")
}

pub(crate) fn set_chat_read() -> Operation {
    read("setChatRead", "Mark a chat as read by the agents, or not: an older path")
}

fn read(id: &'static str, summary: &'static str) -> Operation {
    set(id, summary, "read").takes("SetRead", json!({"id": 1, "read": true})).says(
        "True also marks the other side's messages as read; false changes the chat's flag alone.",
    )
}
