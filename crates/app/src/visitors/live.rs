//! The events that a visitor's page receives: changes in the visitor's own chats, and whether an
//! agent answers. Sockets, streams and long polls use this module. `wire/src/widget/` writes the
//! JSON.

mod own;
mod pictured;
mod unread;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use deskbell_model::limits::CHATS_FOLLOWED_MAX;
use deskbell_model::{ChatId, History, Kind, OrgId};
use deskbell_storage::Class;
use deskbell_wire as wire;
use wire::widget::{RecordedChat, VisitorChat, VisitorSaid};

use super::Visitors;
use super::quotas::{AddressPlace, Counted, VisitorPlace};
use crate::access::Visitor;
use crate::error::{Error, Rejected, Result};
use crate::feed::{
    Awaited, Awaiting, Followed, Following, Frame, Interest, Kinds, News, Overhearing,
};
use own::{OwnState, ReadOwnChat, ReadOwnState};
use unread::Unread;

/// The kinds of changes that are reported to visitors.
const TOLD: [Kind; 5] = [
    Kind::ChatCreated,
    Kind::ChatUpdated,
    Kind::ChatDeleted,
    Kind::MessageCreated,
    Kind::MessageUpdated,
];

/// The source of the events for one open page of a visitor: changes in the visitor's chats, and the
/// presence of agents.
pub struct OwnNews {
    visitors: Arc<Visitors>,
    visitor: Visitor,
    chats: Vec<ChatId>,
    /// For each chat that was sent to the page, the count of its unread messages.
    unread: BTreeMap<ChatId, Unread>,
    following: Following,
    overhearing: Overhearing,
    awaited: Awaited,
    /// The changes that are not yet converted to events for the page.
    taken: VecDeque<Arc<Frame>>,
    /// The events that are not yet sent, each with the number of the change after which a reader
    /// should continue.
    ready: VecDeque<(Option<i64>, Bytes)>,
    /// The number of the last change that was sent or skipped.
    told: i64,
    /// True when the visitor's chats must be read again.
    is_stale: bool,
    is_over: bool,
    _places: (AddressPlace, VisitorPlace),
}

impl Visitors {
    /// Counts one more stream of an address, until the result is dropped.
    ///
    /// # Errors
    /// [`Error::Exceeded`].
    pub fn enter(&self, from: std::net::IpAddr) -> Result<AddressPlace> {
        self.quotas.stream_of_address(from)
    }

    /// Follows a visitor's own chats, after the given change or from now on.
    ///
    /// # Errors
    /// [`Error::Exceeded`], [`Rejected::HistoryExpired`], [`Rejected::HistoryReplaced`],
    /// [`Rejected::VisitorUnknown`], or when the database fails.
    pub async fn follow(
        self: &Arc<Self>,
        visitor: Visitor,
        place: AddressPlace,
        from: (Option<i64>, Followed),
    ) -> Result<OwnNews> {
        let places = (place, self.quotas.stream(&visitor)?);
        let awaited = self.feed.await_chats(awaiting(&visitor));
        let overhearing = self.feed.overhear(visitor.org)?;
        let mut following = self.feed.follow(visitor.org, from, Interest::default()).await?;
        following.begin().await?;
        let told = following.after;
        let mut news = OwnNews {
            visitors: Arc::clone(self),
            visitor,
            chats: Vec::new(),
            unread: BTreeMap::new(),
            following,
            overhearing,
            awaited,
            taken: VecDeque::new(),
            ready: VecDeque::new(),
            told,
            is_stale: false,
            is_over: false,
            _places: places,
        };
        let own = news.read().await?;
        news.chats = own.chats;
        if let Some(interest) = wanted(&news.chats) {
            news.following.want(interest, told);
        }
        news.overhearing.follow(&news.chats);
        Ok(news)
    }
}

fn awaiting(visitor: &Visitor) -> Awaiting {
    match visitor.customer {
        Some(customer) => Awaiting::Customer(visitor.org, customer),
        None => Awaiting::Token(visitor.hash.clone()),
    }
}

fn wanted(chats: &[ChatId]) -> Option<Interest> {
    Interest::of_chats(TOLD.into_iter().collect::<Kinds>(), chats)
}

impl OwnNews {
    /// Returns the visitor's organization.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        self.visitor.org
    }

    /// Tells whether an event may be available already.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        let is_following = !self.chats.is_empty() && self.following.is_behind();
        self.is_stale || !self.ready.is_empty() || !self.taken.is_empty() || is_following
    }

    /// Returns the number of the change up to which all events have been sent.
    #[must_use]
    pub const fn told(&self) -> i64 {
        self.told
    }

    /// Returns the history of changes that is followed.
    #[must_use]
    pub fn history(&self) -> History {
        self.following.history()
    }

    /// Returns the next event in JSON without waiting for changes; `None` if there is no event yet.
    /// Dropping the future loses no event.
    ///
    /// # Errors
    /// The errors of [`OwnNews::next`].
    pub async fn next_known(&mut self) -> Result<Option<Bytes>> {
        loop {
            if let Some((seq, news)) = self.ready.pop_front() {
                self.told = seq.unwrap_or(self.told);
                return Ok(Some(news));
            }
            if self.is_over {
                return Ok(None);
            }
            if self.is_stale {
                self.look().await?;
                continue;
            }
            let Some(frame) = self.taken.front() else { return Ok(None) };
            let frame = Arc::clone(frame);
            self.tell(&frame).await?;
            self.taken.pop_front();
        }
    }

    /// Waits for the next event, in JSON. Returns `None` when no more events will follow and the
    /// page must read all its data again. Dropping the future loses no event.
    ///
    /// # Errors
    /// [`Rejected::VisitorUnknown`], [`Rejected::HistoryExpired`], or when the database fails.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            let known = self.next_known().await?;
            if known.is_some() || self.is_over {
                return Ok(known);
            }
            tokio::select! {
                () = self.awaited.changed() => self.is_stale = true,
                chat = self.overhearing.next() => {
                    let mut json = Vec::new();
                    wire::widget::write_typing_news(&mut json, chat);
                    return Ok(Some(json.into()));
                }
                frames = self.following.next(), if !self.chats.is_empty() => {
                    self.taken.extend(frames?);
                }
            }
        }
    }

    /// Handles a message from the page.
    ///
    /// # Errors
    /// [`Error::Exceeded`].
    pub fn hear(&mut self, said: VisitorSaid) -> Result<()> {
        match said {
            VisitorSaid::Typing(chat) => {
                self.overhearing.look_at(chat);
                self.overhearing.typing(chat);
            }
            VisitorSaid::Look(chat) => {
                let now = self.visitors.context.clock.uptime();
                self.visitors.quotas.count(Counted::Request, &self.visitor, now)?;
                self.is_stale = true;
                if let Some(chat) = chat {
                    self.overhearing.look_at(chat);
                }
            }
            VisitorSaid::Ping => {}
        }
        Ok(())
    }

    /// Runs at each heartbeat: checks the visitor's session, lists the visitor's chats, and marks
    /// the visitor as present. Returns the event that says whether an agent answers.
    ///
    /// # Errors
    /// [`Rejected::VisitorUnknown`]. If the database does not answer, nothing changes.
    pub async fn beat(&mut self) -> Result<Bytes> {
        match self.look().await {
            Err(Error::Rejected(refused)) => return Err(refused.into()),
            Err(error) => tracing::warn!(%error, "a visitor's session could not be checked"),
            Ok(()) => {}
        }
        if let Some(newest) = self.chats.first()
            && !self.overhearing.is_present()
        {
            self.overhearing.look_at(*newest);
        }
        self.online().await
    }

    /// Makes the message that says whether an agent answers now.
    ///
    /// # Errors
    /// When this node cannot listen to the other nodes.
    pub async fn online(&mut self) -> Result<Bytes> {
        if self.ready.is_empty() && self.taken.is_empty() {
            self.told = self.following.after;
        }
        let is_online = self.visitors.is_online(self.visitor.org).await?;
        let mut json = Vec::new();
        wire::widget::write_online_news(&mut json, self.told, self.history(), is_online);
        Ok(json.into())
    }

    /// Converts a change to events for the visitor's page.
    async fn tell(&mut self, frame: &Frame) -> Result<()> {
        match (frame.kind, frame.news()) {
            (Kind::Reset, _) => self.reset(),
            (Kind::MessageCreated | Kind::MessageUpdated, Some(News::Message(message))) => {
                let json = self.visitors.complete(self.visitor.org, frame, message).await?;
                self.ready.push_back((Some(frame.seq), json));
                let is_new = frame.kind == Kind::MessageCreated;
                if let Some(unread) = frame.chat.and_then(|chat| self.unread.get_mut(&chat)) {
                    unread.hear(frame.seq, message, is_new);
                }
            }
            // Visitors do not receive notes.
            (Kind::MessageCreated | Kind::MessageUpdated, _) => {}
            (Kind::ChatCreated | Kind::ChatUpdated, Some(News::Chat(recorded)))
                if self.visitor.customer == Some(recorded.customer) =>
            {
                self.tell_recorded(frame, recorded).await?;
            }
            _ => self.is_stale = true,
        }
        Ok(())
    }

    /// Sends a chat in the state that a change recorded, unless a later change of the chat is
    /// already known.
    async fn tell_recorded(&mut self, frame: &Frame, recorded: &RecordedChat) -> Result<()> {
        let Some(chat) = frame.chat else { return Ok(()) };
        let is_of_it = |it: &&Arc<Frame>| {
            it.chat == Some(chat) && matches!(it.kind, Kind::ChatCreated | Kind::ChatUpdated)
        };
        let is_last = self.taken.iter().filter(is_of_it).count() <= 1;
        let Some(unread) = self.unread.get_mut(&chat) else {
            if is_last {
                self.tell_chat(chat, frame.seq).await?;
            }
            return Ok(());
        };
        unread.hear_of_chat(frame.seq, recorded.is_read);
        if is_last {
            let shown = recorded.with_unread(unread.shown(recorded.is_read));
            let json = self.visitors.chat_news(self.visitor.org, frame.seq, shown).await?;
            self.ready.push_back((Some(frame.seq), json));
        }
        Ok(())
    }

    /// Sends the present state of a chat, after counting its unread messages.
    async fn tell_chat(&mut self, chat: ChatId, seq: i64) -> Result<()> {
        let Some(customer) = self.visitor.customer else { return Ok(()) };
        let read = ReadOwnChat { org: self.visitor.org, customer, chat };
        let found = self.visitors.context.store.snapshot(Class::Point, read).await?;
        let Some((view, unread)) = found else {
            self.is_stale = true;
            return Ok(());
        };
        self.unread.insert(chat, unread);
        let shown = Some(unread.shown(view.chat.read_by_customer));
        let chat = VisitorChat::of(&view, shown);
        let json = self.visitors.chat_news(self.visitor.org, seq, chat).await?;
        self.ready.push_back((Some(seq), json));
        Ok(())
    }

    fn reset(&mut self) {
        let mut json = Vec::new();
        wire::widget::write_reset_news(&mut json);
        self.taken.clear();
        self.ready.clear();
        self.ready.push_back((None, json.into()));
        self.is_over = true;
    }

    /// Reads the visitor's session and chats.
    async fn read(&mut self) -> Result<OwnState> {
        let Visitor { org, application, .. } = self.visitor;
        let read = ReadOwnState { org, application, hash: self.visitor.hash.clone() };
        let own = self.visitors.context.store.snapshot(Class::Point, read).await?;
        let customer = own.session.as_ref().and_then(|session| session.customer);
        let has_ended =
            customer.is_none() && (own.session.is_some() || self.visitor.customer.is_some());
        if has_ended || !own.is_active {
            return Err(Rejected::VisitorUnknown.into());
        }
        Ok(own)
    }

    /// Reads the visitor's session and chats again, and follows the chats from now on.
    async fn look(&mut self) -> Result<()> {
        let own = self.read().await?;
        let customer = own.session.as_ref().and_then(|session| session.customer);
        if self.visitor.customer.is_some() && customer != self.visitor.customer {
            self.is_stale = false;
            self.reset();
            return Ok(());
        }
        let is_full = own.chats.len() >= CHATS_FOLLOWED_MAX;
        let is_gone = |chat: &ChatId| !own.chats.contains(chat);
        if own.position.history != self.history() || (!is_full && self.chats.iter().any(is_gone)) {
            self.is_stale = false;
            self.reset();
            return Ok(());
        }
        if self.visitor.customer.is_none() && customer.is_some() {
            self.visitor.customer = customer;
            self.awaited = self.visitors.feed.await_chats(awaiting(&self.visitor));
        }
        let known = &self.chats;
        let added = own.chats.iter().filter(|chat| !known.contains(chat)).copied();
        let added: Vec<ChatId> = added.collect();
        for chat in &added {
            self.tell_chat(*chat, self.told).await?;
        }
        // A visitor without chats has no changes to receive, so all changes so far are skipped.
        let passed = if self.chats.is_empty() { own.position.seq } else { 0 };
        if !added.is_empty() || self.chats.is_empty() {
            let interest = wanted(&own.chats).unwrap_or_default();
            self.following.want(interest, passed);
            self.overhearing.follow(&own.chats);
            self.unread.retain(|chat, _| own.chats.contains(chat));
            self.chats = own.chats;
        }
        self.is_stale = false;
        Ok(())
    }
}
