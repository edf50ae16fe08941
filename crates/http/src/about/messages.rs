//! `/v1/messages` and `/v1/chats/{id}/messages`.

use serde_json::json;

use crate::docs::{Operation, example};
use crate::error::Fault;

const TAG: &str = "Messages";

pub(crate) fn list_messages() -> Operation {
    Operation::read("listMessages", TAG, "List a chat's messages")
        .says("The newest first. A chat without messages is 404; an offset behind the last is not.")
        .of_chat()
        .pages()
        .refuses(&[Fault::ChatMissing, Fault::MessagesMissing])
        .shows("MessagePage", example::message_page())
}

pub(crate) fn create_message() -> Operation {
    let body = json!({
        "chat": 1, "text": "Can we hop on a quick call this week?", "agent": 1,
    });
    Operation::write("createMessage", TAG, "Post a message")
        .says(
            "From the agent it names, or else from the customer. It changes its chat as a message \
             does: who answers, its status, who has read it.",
        )
        .takes("NewMessage", body)
        .once()
        .refuses_fields(&["agent", "type", "text"])
        .refuses(&[Fault::ChatId, Fault::ChatMissing, Fault::AgentNotFound])
        .answers(201, "Message", example::message())
        .leads("/chat", &["getChat", "listMessages"])
}
