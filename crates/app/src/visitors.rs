//! The service for the widget, which recognizes visitors, begins sessions, accepts messages, and
//! shows visitors their own chats. `actions/visitors.rs` makes the changes of visitors.

mod arrivals;
mod begin;
mod identity;
mod live;
mod meet;
mod presence;
mod quotas;
mod show;
mod token;

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use deskbell_model::{ChatId, ChatSet, FileId, MessageId};
use deskbell_storage::Class;
use deskbell_wire as wire;
use futures_util::Stream;
use wire::files::Attachment;
use wire::widget::{
    UnreadCounts, VisitorEvents, VisitorMessage, VisitorMessages, VisitorProfile, VisitorRating,
    VisitorText,
};

use crate::access::limits::{Verdict, WrongKeys};
use crate::access::{Denied, Visitor};
use crate::actions::Actions;
use crate::actions::idempotency::Once;
use crate::actions::visitors::NewVisitorMessage;
use crate::context::Context;
use crate::error::{Error, Exceeded, Rejected, Result};
use crate::feed::Awaiting;
use crate::files::{FileOwner, UploadError};
use crate::{Feed, Files, Lists, Reports};

pub use begin::{Arrival, SessionAnswer};
pub use live::OwnNews;
pub use quotas::AddressPlace;
pub use quotas::VisitorQuotas;
use quotas::{Counted, Quotas};

/// The service for the widget.
#[derive(Debug)]
pub struct Visitors {
    context: Context,
    actions: Actions,
    lists: Arc<Lists>,
    reports: Arc<Reports>,
    feed: Arc<Feed>,
    files: Arc<Files>,
    quotas: Quotas,
    unknown: WrongKeys,
    watched: presence::WatchedSignals,
    arrivals: arrivals::Arrivals,
}

impl Visitors {
    pub(crate) fn new(
        context: Context,
        actions: Actions,
        (lists, reports): (Arc<Lists>, Arc<Reports>),
        (feed, files): (Arc<Feed>, Arc<Files>),
    ) -> Self {
        let quotas = Quotas::new(context.settings.visitors);
        let (unknown, watched, arrivals) = Default::default();
        Self { context, actions, lists, reports, feed, files, quotas, unknown, watched, arrivals }
    }

    /// Admits the visitor of a token. A request without a valid token counts as a wrong key from
    /// the peer's address.
    ///
    /// # Errors
    /// The reason why the visitor is not admitted.
    pub async fn admit(&self, token: Option<&str>, peer: IpAddr) -> Result<Visitor, Denied> {
        let found = match token {
            Some(token) => self.recognize(token).await?,
            None => None,
        };
        let now = self.context.clock.uptime();
        let Some(visitor) = found else {
            return Err(match self.unknown.count(peer, now) {
                Verdict::Exceeded(quota) => Denied::TooManyUnknown { reset_s: quota.reset_s },
                Verdict::Within(_) | Verdict::Unlimited => Denied::Unknown,
            });
        };
        match self.quotas.count(Counted::Request, &visitor, now) {
            Ok(()) => Ok(visitor),
            Err(Error::Exceeded(_, reset_s)) => Err(Denied::TooManyUnknown { reset_s }),
            Err(error) => Err(error.into()),
        }
    }

    /// Posts a visitor's message, and returns the message in the form shown to visitors.
    ///
    /// # Errors
    /// [`Error::Exceeded`], [`Rejected::VisitorUnknown`], [`Rejected::Blocked`],
    /// [`Rejected::ChatMissing`], [`Rejected::WaitsForAnswer`], [`Rejected::FileNotFound`],
    /// [`Rejected::KeyReused`], or when the database fails.
    pub async fn post(
        &self,
        (visitor, peer): (&Visitor, IpAddr),
        new: VisitorText,
        once: Once,
    ) -> Result<Vec<u8>> {
        let now = self.context.clock.uptime();
        self.quotas.count(Counted::Message, visitor, now)?;
        if visitor.customer.is_none() {
            self.quotas.count_newcomer(visitor.org, peer, now)?;
        }
        if new.chat.is_none() {
            self.quotas.count_chat(peer, now)?;
        }
        let VisitorText { chat, text, files, fields, visit } = new;
        let new = NewVisitorMessage { chat, text, files, fields, visit };
        let json = self.actions.post_visitor_message(visitor, new, once).await?;
        self.has_appeared(visitor);
        let message = VisitorMessage::of_recorded(&json).ok_or(Error::Rendering)?;
        let files = self.files.of_linking(visitor.org, message.linking()).await?;
        Ok(written(&message.with_files(files)))
    }

    /// Wakes the visitor's other pages after a customer was created for the visitor, so that these
    /// pages recognize the visitor as this customer.
    fn has_appeared(&self, visitor: &Visitor) {
        if visitor.customer.is_none() {
            self.feed.tell_of_chat(&Awaiting::Token(visitor.hash.clone()));
        }
    }

    /// Stores a visitor's file, and returns the file's id and the file in the form shown to
    /// visitors.
    ///
    /// # Errors
    /// [`Error::Exceeded`], or the errors of [`Files::upload`].
    pub async fn upload<E>(
        &self,
        (visitor, peer): (&Visitor, IpAddr),
        name: &str,
        length: Option<u64>,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<(FileId, Vec<u8>), UploadError<E>> {
        let now = self.context.clock.uptime();
        let _places = self.quotas.upload(visitor, peer)?;
        self.quotas.count_file(peer, now)?;
        if visitor.customer.is_none() {
            self.quotas.count_newcomer(visitor.org, peer, now)?;
        }
        let by = FileOwner::Visitor(visitor.clone());
        let shown = self.files.upload(by, name, length, body).await?;
        self.has_appeared(visitor);
        Ok((shown.file.id, written(&Attachment { shown: &shown })))
    }

    /// Returns a file that a visitor may see, with a link to its bytes.
    ///
    /// # Errors
    /// [`Rejected::FileNotFound`], or when the database fails.
    pub async fn file(&self, visitor: &Visitor, file: FileId) -> Result<Vec<u8>> {
        let shown = self.files.of_visitor(visitor, file).await?;
        Ok(written(&Attachment { shown: &shown }))
    }

    /// Changes a visitor's own fields.
    ///
    /// # Errors
    /// [`Error::Exceeded`], [`Rejected::VisitorUnknown`], or when the database fails.
    pub async fn set_profile(
        &self,
        (visitor, peer): (&Visitor, IpAddr),
        VisitorProfile { fields, visit }: VisitorProfile,
    ) -> Result<()> {
        self.count_told(visitor, peer, 1, fields.is_empty())?;
        self.actions.tell_of_visitor(visitor, fields, Vec::new(), visit).await?;
        self.has_appeared(visitor);
        Ok(())
    }

    /// Stores a visitor's events and page view.
    ///
    /// # Errors
    /// [`Error::Exceeded`], [`Rejected::VisitorUnknown`], or when the database fails.
    pub async fn track(
        &self,
        (visitor, peer): (&Visitor, IpAddr),
        VisitorEvents { events, visit }: VisitorEvents,
    ) -> Result<()> {
        self.count_told(visitor, peer, events.len().max(1), events.is_empty())?;
        self.actions.tell_of_visitor(visitor, Vec::new(), events, visit).await?;
        self.has_appeared(visitor);
        Ok(())
    }

    fn count_told(
        &self,
        visitor: &Visitor,
        peer: IpAddr,
        times: usize,
        is_nothing: bool,
    ) -> Result<()> {
        let now = self.context.clock.uptime();
        for _ in 0..times {
            self.quotas.count(Counted::Event, visitor, now)?;
        }
        if visitor.customer.is_none() && !is_nothing {
            self.quotas.count_newcomer(visitor.org, peer, now)?;
        }
        Ok(())
    }

    /// Marks a visitor's chat as read.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], or when the database fails.
    pub async fn read(&self, visitor: &Visitor, chat: ChatId) -> Result<()> {
        let set = ChatSet::Read(deskbell_model::Side::Customer);
        self.actions.change_own_chat(visitor, chat, set).await
    }

    /// Rates a visitor's chat.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], [`Rejected::NotRatable`], or when the database fails.
    pub async fn rate(&self, visitor: &Visitor, new: VisitorRating) -> Result<()> {
        let VisitorRating { chat, rating, comment } = new;
        self.actions.rate_own_chat(visitor, chat, (rating, comment)).await
    }

    /// Ends a visitor's session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(&self, visitor: &Visitor) -> Result<()> {
        self.actions.end_visitor_session(visitor).await
    }

    /// Returns a page of the messages of a visitor's chat, newest first. If `before` is `Some`, the
    /// page begins before this message.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], or when the database fails.
    pub async fn messages(
        &self,
        visitor: &Visitor,
        chat: ChatId,
        before: Option<MessageId>,
        limit: u32,
    ) -> Result<Vec<u8>> {
        let customer = visitor.customer.ok_or(Rejected::ChatMissing)?;
        let read = show::OwnMessages { org: visitor.org, customer, chat, before, limit };
        let found = self.context.store.snapshot(Class::Page, read).await?;
        let (seen, attached) = found.ok_or(Rejected::ChatMissing)?;
        let pictures = self.files.pictures(visitor.org).await?;
        let shown = (&self.context, visitor.org, &*pictures);
        let messages = attached.for_visitor(shown, &seen.messages);
        Ok(written(&VisitorMessages { messages, has_more: seen.has_more }))
    }

    /// Returns the numbers of a visitor's unread messages and unread chats, in JSON.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unread(&self, visitor: &Visitor) -> Result<Vec<u8>> {
        let Some(customer) = visitor.customer else {
            return Ok(written(&UnreadCounts::default()));
        };
        let read = show::OwnChats { org: visitor.org, customer };
        let chats = self.context.store.snapshot(Class::Page, read).await?;
        Ok(written(&show::unread(&chats)))
    }
}

/// Writes the JSON of an object of the widget.
fn written(object: &impl wire::ToJson) -> Vec<u8> {
    let mut json = Vec::new();
    wire::write(&mut json, object);
    json
}

/// Returns the refusal of a request if the verdict says that the limit is exceeded.
const fn exceeded(what: Exceeded, verdict: Verdict) -> Result<(), Error> {
    match verdict {
        Verdict::Exceeded(quota) => Err(Error::Exceeded(what, quota.reset_s)),
        Verdict::Within(_) | Verdict::Unlimited => Ok(()),
    }
}
