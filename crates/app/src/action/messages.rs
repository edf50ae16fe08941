//! Posting messages.

use deskbell_model::message::{NewMessage, kind};
use deskbell_model::{OrgId, Side, Timestamp};
use deskbell_storage::{Conn, Error, Result as StorageResult, Tx, Write, agents};

use super::edit::{Edit, Line};
use crate::App;
use crate::error::{Refused, Result};
use crate::idempotency::{Created, Once};

/// What a chat says of itself when a message assigned it (contract §3).
const AUTO_ASSIGNED: &str = "chat_auto_assigned";

struct Post {
    new: NewMessage,
    at: Timestamp,
}

impl Write for Post {
    type Out = Result<Created, Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self { new, at } = self;
        let Some(mut edit) = Edit::begin(tx, new.chat, *at).await? else {
            return Ok(Err(Refused::ChatMissing));
        };
        let agent = match new.agent {
            Some(id) => match agents::find(tx.org, tx.conn, id).await? {
                Some(agent) => Some(agent),
                None => return Ok(Err(Refused::AgentNotFound)),
            },
            None => None,
        };
        if agent.is_some() {
            edit.load_writers(tx).await?;
        }
        let was_assigned = edit.chat.assignee.is_some();
        let is_agents = agent.is_some() || new.is_private;
        let line = Line {
            from: if is_agents { Side::Agent } else { Side::Customer },
            agent: agent.as_ref(),
            kind: if new.is_private { kind::PRIVATE } else { kind::MESSAGE },
            text: &new.text,
        };
        edit.say(tx, line).await?;
        if !was_assigned && edit.chat.assignee.is_some() {
            edit.say(tx, Line::tech(AUTO_ASSIGNED)).await?;
        }
        let told = edit.finish(tx).await?;
        let (seq, json) =
            told.first.ok_or_else(|| Error::Internal("a message nobody was told of".into()))?;
        Ok(Ok(Created { seq, json }))
    }
}

impl App {
    /// Posts a message: `POST /v1/messages`. Gives the message in JSON.
    ///
    /// # Errors
    /// [`Refused::ChatMissing`], [`Refused::AgentNotFound`], [`Refused::KeyReused`], or as the
    /// database says.
    pub async fn post_message(
        &self,
        org: OrgId,
        new: NewMessage,
        once: Option<Once>,
    ) -> Result<Vec<u8>> {
        self.create(org, once, Post { new, at: self.clock.now() }).await
    }
}
