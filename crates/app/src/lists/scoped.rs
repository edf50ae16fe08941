//! Chats within an agent's scope: the chats that the agent may see.

use std::collections::BTreeSet;

use deskbell_model::{Chat, ChatId, ChatScope, CustomerId, OrgId};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats, reads};

use super::Lists;
use crate::error::Result;
use crate::index::AssignedChat;

/// The largest number of ids in one read.
const IDS: usize = deskbell_model::limits::PAGE_ITEMS_MAX as usize;

struct Assigned(OrgId, Vec<ChatId>);

impl Read for Assigned {
    type Out = Vec<AssignedChat>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let mut found = Vec::new();
        for ids in self.1.chunks(IDS) {
            let rows = chats::assigned(self.0, conn, ids).await?;
            found.extend(rows.into_iter().map(|row| (row.chat, row.agent, row.department)));
        }
        Ok(found)
    }
}

reads! {
    StateOf(org: OrgId, chat: ChatId) -> Option<Chat> =
        async |conn| chats::state(org, conn, chat).await;
}

impl Lists {
    /// Finds the customer of a chat; `None` if the chat does not exist or is not in the scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customer_in_scope(
        &self,
        org: OrgId,
        scope: &ChatScope,
        chat: ChatId,
    ) -> Result<Option<CustomerId>> {
        let found = self.context.store.read(Class::Point, StateOf(org, chat)).await?;
        let found = found.filter(|it| scope.has(it.assignee, it.department));
        Ok(found.map(|it| it.customer))
    }

    /// Returns those of the chats that exist and are in the scope at present.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn in_scope(
        &self,
        org: OrgId,
        scope: &ChatScope,
        chats: &BTreeSet<ChatId>,
    ) -> Result<BTreeSet<ChatId>> {
        if chats.is_empty() || *scope == ChatScope::All {
            return Ok(chats.clone());
        }
        let ids: Vec<_> = chats.iter().copied().collect();
        let found = match self.indexes.assigned(org, &ids).await? {
            Some(found) => found,
            None => self.context.store.read(Class::Page, Assigned(org, ids)).await?,
        };
        let visible =
            found.into_iter().filter(|(_, agent, department)| scope.has(*agent, *department));
        Ok(visible.map(|(chat, ..)| chat).collect())
    }
}
