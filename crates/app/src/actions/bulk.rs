//! Bulk changes for generated data: many rows in one transaction. Instead of a change for each row,
//! the feed gets one `reset`, after which its readers must read everything again.

use std::convert::Infallible;

use deskbell_model::{Chat, CustomerId, Kind, Right, Seconds, Subject, Tag};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{
    Conn, Lane, Result as StorageResult, Stop, Tx, Write, chats, messages, ratings,
};

use super::Actions;
use super::conversation::Conversation;
use crate::access::Caller;
use crate::error::Result;

struct AddTags(Vec<(String, String)>);

impl Write for AddTags {
    type Out = Vec<Tag>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Vec<Tag>, Stop<Infallible>> {
        let mut tags = Vec::new();
        for (name, color) in &self.0 {
            tags.push(customers::tag(tx, name, color).await?);
        }
        Ok(tags)
    }
}

/// A customer to be added. The id is provisional. If the row has a userId, the final id is appended
/// to the userId.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    /// The customer's row.
    pub row: CustomerRow,
    /// The customer's tags, in the order in which they are added.
    pub tags: Vec<Tag>,
}

struct AddCustomers(Vec<NewCustomer>, Seconds);

impl Write for AddCustomers {
    type Out = Vec<CustomerId>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Vec<CustomerId>, Stop<Infallible>> {
        let mut rows = Vec::with_capacity(self.0.len());
        let mut tags = Vec::with_capacity(self.0.len());
        for NewCustomer { row, tags: own } in &self.0 {
            let mut row = row.clone();
            row.customer.id = tx.counters.take_customer()?;
            if let Some(user_id) = &mut row.customer.user_id {
                user_id.push_str(&row.customer.id.to_string());
            }
            tags.push((row.customer.id, own.iter().map(|tag| tag.id).collect()));
            rows.push(row);
        }
        customers::insert(tx, &rows).await?;
        customers::add_tags(tx.org, tx.conn, &tags).await?;
        reset(tx, self.1).await?;
        Ok(rows.iter().map(|row| row.customer.id).collect())
    }
}

struct AddConversations(Vec<Conversation>, Seconds);

impl Write for AddConversations {
    type Out = Vec<Chat>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Vec<Chat>, Stop<Infallible>> {
        let mut rows = Vec::with_capacity(self.0.len());
        let mut all = Vec::new();
        for conversation in &self.0 {
            let mut conversation = conversation.clone();
            conversation.place(tx.counters)?;
            rows.push(conversation.chat);
            all.append(&mut conversation.messages);
        }
        chats::insert(tx, &rows).await?;
        messages::insert(tx.org, tx.conn, &all).await?;
        for (chat, conversation) in rows.iter().zip(&self.0) {
            if let Some(comment) = &conversation.comment {
                ratings::set_comment(tx.org, tx.conn, chat, comment).await?;
            }
        }
        reset(tx, self.1).await?;
        Ok(rows)
    }
}

struct Continue(Conversation, Seconds);

impl Write for Continue {
    type Out = Chat;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Chat, Stop<Infallible>> {
        let mut conversation = self.0.clone();
        conversation.place_messages(tx.counters)?;
        messages::insert(tx.org, tx.conn, &conversation.messages).await?;
        chats::save(tx.org, tx.conn, &conversation.chat).await?;
        reset(tx, self.1).await?;
        Ok(conversation.chat)
    }
}

/// Records one `reset` instead of a change for each row.
async fn reset<C: Conn>(tx: &mut Tx<'_, C>, at: Seconds) -> StorageResult<()> {
    let reset = Change::new(Kind::Reset, Subject::NONE, None);
    changes::append_one(tx, at, Notice::Silent, &reset).await.map(drop)
}

impl Actions {
    /// Creates tags with these names and colours; existing tags keep their colours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bulk_tags(&self, caller: Caller, tags: Vec<(String, String)>) -> Result<Vec<Tag>> {
        self.write(caller, Right::Imports, AddTags(tags)).await
    }

    /// Adds customers, and records one `reset` in the change feed. The caller passes at most 256
    /// customers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bulk_customers(
        &self,
        caller: Caller,
        customers: Vec<NewCustomer>,
    ) -> Result<Vec<CustomerId>> {
        self.write(caller, Right::Imports, AddCustomers(customers, self.context.now())).await
    }

    /// Adds conversations, and returns their chats with ids. The change feed gets a `reset`. The
    /// caller passes at most 256 chats and messages together.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bulk_conversations(
        &self,
        caller: Caller,
        conversations: Vec<Conversation>,
    ) -> Result<Vec<Chat>> {
        self.write(caller, Right::Imports, AddConversations(conversations, self.context.now()))
            .await
    }

    /// Adds further messages to a conversation whose chat is stored; the change feed gets a
    /// `reset`. The caller passes at most 256 messages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bulk_continue(&self, caller: Caller, conversation: Conversation) -> Result<Chat> {
        self.write(caller, Right::Imports, Continue(conversation, self.context.now())).await
    }
}
