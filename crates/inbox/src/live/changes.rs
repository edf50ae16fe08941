//! The changes and signals that a socket sends, limited to chats that the agent may know of.

use std::collections::BTreeSet;
use std::sync::Arc;

use deskbell_app::feed::Frame;
use deskbell_http::live::{CloseCode, Flow};
use deskbell_model::{ChatId, ChatScope, CustomerId, Kind, Right, Role, Signal};
use deskbell_query::{Limit, Question, View, Window, WindowAt, WindowSort};
use deskbell_wire as wire;

use super::{Agent, Session};

/// The maximal number of sent chats whose ids a socket remembers.
const KNOWN_MAX: usize = 4_096;
/// The maximal number of chats whose rows are in one message.
const ROWS_AT_ONCE: usize = 100;

impl Session {
    /// Returns the subset of `chats` that the agent may know of.
    pub(super) async fn visible(&mut self, chats: &BTreeSet<ChatId>) -> Flow<BTreeSet<ChatId>> {
        let Agent { org, scope, .. } = &self.agent;
        match self.lists.in_scope(*org, scope, chats).await {
            Ok(visible) => Ok(visible),
            Err(error) => Err(self.socket.fail_to_read(error).await),
        }
    }

    pub(super) async fn send_changes(&mut self, frames: &[Arc<Frame>]) -> Flow {
        let touched: BTreeSet<_> = frames.iter().filter_map(|frame| frame.chat()).collect();
        let visible = self.visible(&touched).await?;
        for frame in frames {
            self.send_change(frame, &visible).await?;
        }
        let changed: Vec<_> = visible.into_iter().collect();
        for chats in changed.chunks(ROWS_AT_ONCE) {
            self.send_rows(chats).await?;
        }
        self.socket.flush().await?;
        self.socket.sent = self.following.after;
        Ok(())
    }

    async fn send_change(&mut self, frame: &Frame, visible: &BTreeSet<ChatId>) -> Flow {
        self.note_viewed(frame, visible);
        let mut text = Vec::new();
        match (frame.kind, frame.chat()) {
            (Kind::Reset, _) => return self.socket.send_text(frame.json.clone()).await,
            (Kind::MessageCreated | Kind::MessageUpdated, Some(chat)) => {
                if visible.contains(&chat) {
                    let told = self.files.change_for_agents(self.agent.org, frame).await;
                    match told {
                        Ok(told) => self.socket.send_text(told).await?,
                        Err(error) => return Err(self.socket.fail_to_read(error).await),
                    }
                }
                return Ok(());
            }
            (Kind::DraftUpdated | Kind::MentionUpdated | Kind::RatingCommented, Some(chat)) => {
                if visible.contains(&chat) {
                    self.socket.send_text(frame.json.clone()).await?;
                }
                return Ok(());
            }
            (Kind::ChatUpdated, Some(chat)) => {
                let was_visible = frame
                    .was_assigned_to
                    .is_some_and(|(agent, department)| self.agent.scope.has(agent, department));
                if visible.contains(&chat) || !was_visible {
                    return Ok(());
                }
                self.known.remove(&chat);
                wire::inbox::live::write_gone(&mut text, frame.seq, chat);
            }
            (Kind::ChatDeleted, _) => {
                let Some(chat) = ChatId::new(frame.subject) else { return Ok(()) };
                if !self.known.remove(&chat) && self.agent.scope != ChatScope::All {
                    return Ok(());
                }
                wire::inbox::live::write_gone(&mut text, frame.seq, chat);
            }
            (Kind::EventCreated, _) => {
                let Some(customer) = wire::inbox::live::customer_of_event(&frame.json) else {
                    return Ok(());
                };
                if !self.hears_of(customer) {
                    return Ok(());
                }
                wire::inbox::live::write_event(&mut text, frame.seq, frame.subject, customer);
            }
            (kind, _) => {
                if !self.hears(kind) {
                    return Ok(());
                }
                wire::inbox::live::write_named(&mut text, frame.seq, kind, frame.subject);
            }
        }
        self.socket.send_text(text).await?;
        if self.changes_the_scope(frame).await? {
            self.socket.flush().await?;
            return Err(self.socket.close(CloseCode::Again, "what you may see has changed"));
        }
        Ok(())
    }

    /// Returns whether the agent receives changes of this kind.
    const fn hears(&self, kind: Kind) -> bool {
        match kind {
            Kind::CustomerCreated | Kind::CustomerUpdated | Kind::CustomerDeleted => {
                self.agent.rights.allow(Right::CustomerLists)
            }
            Kind::AgentCreated
            | Kind::AgentUpdated
            | Kind::DepartmentCreated
            | Kind::DepartmentUpdated
            | Kind::DepartmentDeleted
            | Kind::ApplicationCreated
            | Kind::ApplicationUpdated
            | Kind::SettingUpdated => true,
            Kind::WebhookCreated | Kind::WebhookUpdated | Kind::WebhookDeleted => {
                self.agent.rights.allow(Right::Webhooks)
            }
            _ => false,
        }
    }

    /// Returns whether the agent receives changes of a customer's events. An agent who may not list
    /// customers receives these changes only while viewing a chat of the customer.
    fn hears_of(&self, customer: CustomerId) -> bool {
        self.agent.rights.allow(Right::CustomerLists) || self.viewed_customer == Some(customer)
    }

    /// Reads the customer of a chat that the agent begins to view, if the agent receives customers'
    /// events only while viewing a chat.
    pub(super) async fn customer_of(&mut self, chat: Option<ChatId>) -> Flow<Option<CustomerId>> {
        let Agent { org, rights, scope, .. } = &self.agent;
        let Some(chat) = chat.filter(|_| !rights.allow(Right::CustomerLists)) else {
            return Ok(None);
        };
        match self.lists.customer_in_scope(*org, scope, chat).await {
            Ok(customer) => Ok(customer),
            Err(error) => Err(self.socket.fail_to_read(error).await),
        }
    }

    /// Updates the customer of the viewed chat after a change or the deletion of the chat.
    fn note_viewed(&mut self, frame: &Frame, visible: &BTreeSet<ChatId>) {
        let chat = match frame.kind {
            Kind::ChatUpdated => frame.chat(),
            Kind::ChatDeleted => ChatId::new(frame.subject),
            _ => None,
        };
        let Some(chat) = chat.filter(|chat| self.viewing == Some(*chat)) else { return };
        if !self.agent.rights.allow(Right::CustomerLists) {
            let is_visible = visible.contains(&chat);
            let customer = || wire::inbox::live::customer_of_chat(&frame.json);
            self.viewed_customer = is_visible.then(customer).flatten();
        }
    }

    /// Returns whether a change may affect which chats the agent may know of. After such a change,
    /// the page has to open a new socket.
    async fn changes_the_scope(&mut self, frame: &Frame) -> Flow<bool> {
        let Agent { org, id, role, scope, .. } = &self.agent;
        match frame.kind {
            Kind::AgentUpdated => Ok(frame.subject == id.get()),
            Kind::DepartmentUpdated | Kind::DepartmentDeleted => Ok(*scope != ChatScope::All),
            Kind::SettingUpdated
                if *role == Role::Agent && wire::inbox::live::is_of_organization(&frame.json) =>
            {
                match self.access.scope_of(*org, *id).await {
                    Ok(now) => Ok(now.as_ref() != Some(scope)),
                    Err(error) => Err(self.socket.fail_to_read(error).await),
                }
            }
            _ => Ok(false),
        }
    }

    /// Sends the rows of chats in their present state.
    async fn send_rows(&mut self, chats: &[ChatId]) -> Flow {
        if self.known.len() > KNOWN_MAX {
            self.known.clear();
        }
        let entered: Vec<_> =
            chats.iter().copied().filter(|chat| !self.known.contains(chat)).collect();
        self.known.extend(chats);
        let question = Question::Window(Box::new(Window {
            agent: self.agent.id,
            scope: self.agent.scope.clone(),
            view: View { chats: Some(chats.to_vec()), ..View::ALL },
            sort: WindowSort::Activity,
            at: WindowAt::default(),
            limit: Limit::default(),
            counts: Vec::new(),
        }));
        match self.lists.answer(self.agent.org, &question).await {
            Ok(answer) => {
                let mut text = Vec::new();
                let seq = self.following.after;
                wire::inbox::live::write_rows(&mut text, seq, &answer.into_bytes());
                self.socket.send_text(text).await?;
                self.send_presences(&entered).await
            }
            Err(error) => Err(self.socket.fail_to_read(error).await),
        }
    }

    /// Sends the presences in these chats. If a chat just entered the agent's scope, the chat's
    /// earlier presences have not been sent yet.
    async fn send_presences(&mut self, chats: &[ChatId]) -> Flow {
        if chats.is_empty() || self.agent.scope == ChatScope::All {
            return Ok(());
        }
        for signal in self.listening.present_in(chats) {
            let mut text = Vec::new();
            wire::signals::write(&mut text, signal);
            self.socket.send_text(text).await?;
        }
        Ok(())
    }

    /// Sends a signal, unless the signal is about a chat that the agent may not know of.
    pub(super) async fn send_signal(&mut self, signal: Signal) -> Flow {
        if let Some(chat) = signal.chat()
            && !self.visible(&BTreeSet::from([chat])).await?.contains(&chat)
        {
            return Ok(());
        }
        let mut text = Vec::new();
        wire::signals::write(&mut text, signal);
        self.socket.send_text(text).await?;
        self.socket.flush().await
    }
}
