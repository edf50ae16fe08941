//! Completes the events for a visitor's page with links to files and to the pictures of agents. The
//! changes in the feed do not contain these links.

use bytes::Bytes;
use deskbell_model::OrgId;
use deskbell_wire as wire;
use wire::widget::{MessageNews, VisitorChat};

use crate::Visitors;
use crate::error::{Error, Result};
use crate::feed::{Frame, SeenMessage};

impl Visitors {
    /// Returns the event of a message with links to the message's files and to the picture of the
    /// message's agent. An event without files and picture is returned unchanged.
    pub(super) async fn complete(
        &self,
        org: OrgId,
        frame: &Frame,
        message: &SeenMessage,
    ) -> Result<Bytes> {
        let pictures = match message.agent {
            Some(_) => Some(self.files.pictures(org).await?),
            None => None,
        };
        let link = |agent| pictures.as_ref()?.link(&self.context, org, agent);
        if message.linking.is_none() && message.agent.and_then(link).is_none() {
            return Ok(message.json.clone());
        }
        let files = self.files.of_linking(org, message.linking).await?;
        let news = MessageNews::of(&frame.json).ok_or(Error::Rendering)?;
        Ok(news.complete(files, link).json().into())
    }

    /// Writes the event that contains a chat's state and a link to the picture of the chat's agent.
    pub(super) async fn chat_news(
        &self,
        org: OrgId,
        seq: i64,
        chat: VisitorChat<'_>,
    ) -> Result<Bytes> {
        let pictures = self.files.pictures(org).await?;
        let shown = chat.with_picture(|agent| pictures.link(&self.context, org, agent));
        let mut json = Vec::new();
        wire::widget::write_chat_news(&mut json, seq, &shown);
        Ok(json.into())
    }
}
