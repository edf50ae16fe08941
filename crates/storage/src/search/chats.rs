//! Searches for chats: the SQL of each field.

use deskbell_model::{ChatId, ChatView, OrgId};
use deskbell_query::{ChatField, ChatSearch, ChatSort, Filter, Meta};

use super::{SearchColumn, Searched, hits, text};
use crate::chats::found;
use crate::conn::Conn;
use crate::error::Result;

/// The beginning of the condition that an agent wrote in the chat `c`. The caller appends the agent
/// and the closing parenthesis.
pub(super) const WROTE: &str =
    "EXISTS (SELECT 1 FROM chat_agents w WHERE w.org_id = $1 AND w.chat_id = c.id";

impl Searched for ChatField {
    type Sort = ChatSort;
    const NAME: &'static str = "search::CHATS";
    const ID: &'static str = "c.id";

    fn place(self) -> SearchColumn {
        match self {
            Self::Assignee => SearchColumn::Value("c.assignee_id"),
            Self::Agents => SearchColumn::Agents,
            Self::Department => SearchColumn::Value("c.department_id"),
            Self::Customer => SearchColumn::Value("c.customer_id"),
            Self::CreatedAt => SearchColumn::Value("c.created_at"),
            Self::UpdatedAt => SearchColumn::Value("c.updated_at"),
            Self::ClosedAt => SearchColumn::Value("c.closed_at"),
            Self::LastMessageAt => SearchColumn::Value("c.last_message_at"),
            Self::LastCustomerMessageAt => SearchColumn::Value("c.last_customer_message_at"),
            Self::Status => SearchColumn::Value("c.status"),
            Self::Rating => SearchColumn::Value("c.rating"),
            Self::CustomerEmail => SearchColumn::Email,
            Self::CustomerUserId => text!("user_id"),
            Self::CustomerName => text!("name"),
            Self::CustomerTags => SearchColumn::Tags("c.customer_id"),
        }
    }

    fn key(sort: ChatSort) -> &'static str {
        match sort {
            ChatSort::CreatedAt => "c.created_at",
            ChatSort::LastCustomerMessageAt => "c.last_customer_message_at",
            ChatSort::LastMessageAt => "c.last_message_at",
            ChatSort::ClosedAt => "c.closed_at",
        }
    }

    fn from(filter: &Filter<Self>) -> &'static str {
        let is_customers =
            |field: &Self| matches!(field.place(), SearchColumn::Text(..) | SearchColumn::Email);
        if filter.asks(&is_customers) {
            // CROSS JOIN fixes SQLite's join order. In the other order, SQLite would read all chats
            // for each customer.
            " FROM chats c CROSS JOIN customers u
              WHERE u.org_id = $1 AND u.id = c.customer_id AND c.org_id = $1"
        } else {
            " FROM chats c WHERE c.org_id = $1"
        }
    }
}

/// Returns a page of the chats that match a filter, and the total.
///
/// # Errors
/// When the database fails.
pub async fn chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    search: &ChatSearch,
) -> Result<(Vec<ChatView>, Meta)> {
    let (ids, meta) = hits::<_, ChatId, _>(org, conn, search).await?;
    Ok((found(org, conn, &ids).await?, meta))
}
