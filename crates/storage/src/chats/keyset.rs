//! The statements that read the chat list from a given sort key on.

use deskbell_query::ChatSort;

use crate::pages;

pages::keyset! { ChatSort in "chats" {
    CreatedAt = created_at "created_at" never null,
    LastCustomerMessageAt = last_customer_message_at "last_customer_message_at",
    LastMessageAt = last_message_at "last_message_at",
    ClosedAt = closed_at "closed_at",
} }
