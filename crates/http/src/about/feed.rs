//! `/v1/changes`, `/v1/stream` and `/v1/ws`.

use serde_json::json;

use crate::docs::{Operation, example};
use crate::error::Fault;

const TAG: &str = "Changes";

pub(crate) fn list_changes() -> Operation {
    Operation::read("listChanges", TAG, "List changes")
        .says(
            "What changed behind `after`, in order and without a gap; from the oldest that is \
             kept when it is left out or 0. Ask again with `meta.next`, and with `meta.history` as \
             `history` to be told when another history goes on. Narrowed by `kind` or \
             `chat`, an answer may hold few changes or none and still move `next`.",
        )
        .with(&["after", "history", "rows", "wait", "kind", "chat"])
        .refuses(&[Fault::Limit, Fault::After, Fault::History, Fault::Wait, Fault::Kind])
        .refuses(&[Fault::ChatId, Fault::HistoryExpired(42), Fault::HistoryReplaced])
        .shows("ChangePage", example::changes())
}

pub(crate) fn stream_changes() -> Operation {
    let says = "Server-sent events without an end. Of each change `id` is its number, `event` its \
                kind, `data` the change as listChanges shows it. A comment comes every \
                `streams.heartbeat_ms`, 15 seconds unless it is set otherwise; `event: error` with \
                the body of an error ends a stream that cannot go on: its changes are no longer \
                kept, or its key was revoked. A `reset` with `history` beside `object` tells that \
                another history goes on behind it: read everything again.";
    let content = json!({
        "schema": {"type": "string"},
        "example": "retry: 1000\n\nid: 42\nevent: chat.deleted\ndata: {\"seq\":42,\
                    \"at\":1593151172,\"kind\":\"chat.deleted\",\"object\":{\"id\":5}}\n\n",
    });
    Operation::follow("streamChanges", TAG, "Follow changes as server-sent events")
        .says(
            "From now on, or behind `Last-Event-ID`, or else `after`. A browser's `EventSource` \
             resumes by itself; with `history` in its URL it is told when the number it comes back \
             with is of another. Opening it counts as one request.",
        )
        .with(&["Last-Event-ID", "after", "history", "kind", "chat"])
        .refuses(&[Fault::After, Fault::History, Fault::Kind, Fault::ChatId])
        .refuses(&[Fault::HistoryExpired(42), Fault::HistoryReplaced])
        .answers_with(200, says, Some(("text/event-stream", content)))
}

pub(crate) fn open_socket() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text message is a change as listChanges shows it, or \
                a signal without `seq`: who types, who is there.";
    Operation::follow("openSocket", TAG, "Follow changes over WebSocket")
        .says(
            "From now on, or behind `after`. Clients may say `{\"type\":\"typing\",\"chat\",\
             \"agent\"}` and `{\"type\":\"presence\",\"agent\",\"chat\",\"online\"}`, which the \
             others hear. HTTP/1.1 alone opens one.",
        )
        .with(&["after", "history", "kind", "chat"])
        .refuses(&[Fault::After, Fault::History, Fault::Kind, Fault::ChatId])
        .refuses(&[Fault::HistoryExpired(42), Fault::HistoryReplaced])
        .refuses(&[Fault::SocketKey, Fault::Upgrade])
        .answers_with(101, says, None)
}

pub(crate) fn create_stream_ticket() -> Operation {
    let ticket = json!({"ticket": "5f0cpwA7vYyLdAUVJh3kSGUWsxMbkCs3", "expiresAt": 1_593_151_232});
    Operation::read("createStreamTicket", TAG, "Make a ticket for streams")
        .says(
            "A browser cannot send a key with a stream. Within 60 seconds `?ticket=…` opens one \
             of either kind, once, with what the key may do. It takes no body.",
        )
        .answers(201, "Ticket", ticket)
}
