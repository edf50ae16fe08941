//! Changes that visitors make at the widget. The transaction of each change finds the customer by
//! the visitor's token. If nothing is stored about the visitor yet, the transaction creates the
//! customer.

mod identify;
mod say;

use std::convert::Infallible;

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::limits::VISITOR_SEEN_EVERY_S;
use deskbell_model::{
    Actor, AppUuid, ApplicationId, ChatId, ChatSet, Customer, CustomerEdit, CustomerId,
    CustomerView, Event, Kind, NewEvent, OrgId, Origin, PageVisit, Rating, Right, Seconds, Via,
    VisitorSession, WebhookEvent, WidgetSettings,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Stop, Tx, Write, applications, customers, events,
    ratings, visitor_sessions, widget_settings,
};
use deskbell_wire as wire;

use super::customers::{apply, is_data_fit, stored};
use super::expected::Expected;
use super::{Actions, change, refused, rendered};
use crate::access::{Caller, Visitor};
use crate::customer_view::find;
use crate::error::{Rejected, Result};

pub use identify::{Believed, Identified};
pub use say::NewVisitorMessage;

/// The customer of a visitor. The customer is now the author of the transaction's changes.
pub(crate) struct Known {
    pub(crate) id: CustomerId,
    pub(crate) is_blocked: bool,
}

/// Finds the customer of a visitor, or creates the customer if nothing is stored about the visitor
/// yet.
pub(crate) async fn become_known<C: Conn>(
    tx: &mut Tx<'_, C>,
    visitor: &Visitor,
    visit: &PageVisit,
    at: Seconds,
) -> Result<Known, Stop<Rejected>> {
    let session = visitor_sessions::find(tx.org, tx.conn, &visitor.hash).await?;
    let ended = || refused(Rejected::VisitorUnknown);
    let found = match (session, visitor.customer) {
        (Some(session), _) => Some(session.customer.ok_or_else(ended)?),
        (None, Some(_)) => return Err(ended()),
        (None, None) => None,
    };
    if let Some(id) = found {
        act_as(tx, id);
        let row = customers::find(tx.org, tx.conn, id).await?.ok_or(Error::NotFound)?;
        return Ok(Known { id, is_blocked: row.customer.blocked });
    }
    let id = appear(tx, visit, &visitor.said, at).await?;
    let session = VisitorSession {
        application: visitor.application,
        customer: Some(id),
        is_verified: false,
        created_at: at,
        used_at: at,
    };
    visitor_sessions::insert(tx, &visitor.hash, &session).await?;
    Ok(Known { id, is_blocked: false })
}

/// Makes the customer the author of the changes that follow in this transaction.
fn act_as<C>(tx: &mut Tx<'_, C>, customer: CustomerId) {
    tx.origin = Origin::new(Actor::Customer(customer), Via::Widget);
}

/// Creates the customer of a visitor with these fields.
async fn appear<C: Conn>(
    tx: &mut Tx<'_, C>,
    visit: &PageVisit,
    fields: &[Assign],
    at: Seconds,
) -> StorageResult<CustomerId> {
    let id = tx.counters.take_customer()?;
    act_as(tx, id);
    let mut customer = Customer {
        first_seen: Some(at),
        last_seen: Some(at),
        last_page: visit.page.clone(),
        referer: visit.referrer.clone(),
        locale: visit.locale.clone(),
        ..Customer::new(id, at)
    };
    customer.edit(&CustomerEdit { fields: fields.to_vec(), ..CustomerEdit::default() });
    customers::insert(tx, &[stored(&customer)]).await?;
    let view = CustomerView { customer, tags: Vec::new() };
    let mut created = change(Kind::CustomerCreated, id, &view);
    created.events = vec![WebhookEvent::CustomerNew];
    changes::append_one(tx, at, Notice::Notify, &created).await?;
    Ok(id)
}

/// Changes the fields of a customer. If the custom data would exceed its limit, the old custom data
/// stays.
async fn edit<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    mut fields: Vec<Assign>,
    at: Seconds,
) -> StorageResult<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let is_data = |field: &Assign| matches!(field, Assign::Properties(_) | Assign::CustomData(_));
    if fields.iter().any(is_data) {
        let before = find(tx.org, tx.conn, customer).await?.ok_or(Error::NotFound)?.customer;
        let mut after = before.clone();
        after.edit(&CustomerEdit { fields: fields.clone(), ..CustomerEdit::default() });
        if !is_data_fit(&before.custom_data, &after.custom_data) {
            fields.retain(|field| !is_data(field));
        }
    }
    let edit = CustomerEdit { fields, ..CustomerEdit::default() };
    apply(tx, customer, &edit, at).await.map(drop)
}

/// Returns the changes that a visit to a page makes to the customer. Returns no changes if a visit
/// to the same page was recorded within the last five minutes.
pub(crate) fn seen(customer: &Customer, visit: &PageVisit, at: Seconds) -> Vec<Assign> {
    let is_elsewhere = visit.page.is_some() && visit.page != customer.last_page;
    let is_recent = |seen: Seconds| seen.plus(VISITOR_SEEN_EVERY_S) > at;
    if customer.last_seen.is_some_and(is_recent) && !is_elsewhere {
        return Vec::new();
    }
    let mut fields = vec![Assign::LastSeen(Some(at))];
    for (field, text) in [(TextField::LastPage, &visit.page), (TextField::Locale, &visit.locale)] {
        fields.extend(text.clone().map(|text| Assign::Text(field, Some(text))));
    }
    fields
}

async fn see<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    visit: &PageVisit,
    at: Seconds,
) -> StorageResult<()> {
    let row = customers::find(tx.org, tx.conn, customer).await?.ok_or(Error::NotFound)?;
    edit(tx, customer, seen(&row.customer, visit, at), at).await
}

/// A write that stores the fields, the events and the page view that a visitor sent.
struct Tell {
    visitor: Visitor,
    fields: Vec<Assign>,
    events: Vec<(String, String)>,
    visit: PageVisit,
    at: Seconds,
}

impl Write for Tell {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { visitor, fields, events, visit, at } = self;
        let known = become_known(tx, visitor, visit, *at).await?;
        edit(tx, known.id, fields.clone(), *at).await?;
        for (name, data) in events {
            let new = NewEvent { customer: known.id, name: name.clone(), data: data.clone() };
            let event = Event { id: tx.counters.take_event()?, new, created_at: *at };
            events::insert(tx.org, tx.conn, &event).await?;
            let created = change(Kind::EventCreated, &event, &event);
            changes::append_one(tx, *at, Notice::Notify, &created).await?;
        }
        Ok(see(tx, known.id, visit, *at).await?)
    }
}

/// A write that records a visitor's return, and changes the visitor's fields.
struct Return {
    visitor: Visitor,
    fields: Vec<Assign>,
    at: Seconds,
}

impl Write for Return {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { visitor, fields, at } = self;
        let known = become_known(tx, visitor, &PageVisit::default(), *at).await?;
        visitor_sessions::touch(tx.org, tx.conn, &visitor.hash, *at).await?;
        Ok(edit(tx, known.id, fields.clone(), *at).await?)
    }
}

/// Ends a visitor's session, which makes the visitor's token invalid.
async fn end<C: Conn>(tx: &mut Tx<'_, C>, visitor: &Visitor, at: Seconds) -> StorageResult<()> {
    let known = visitor_sessions::find(tx.org, tx.conn, &visitor.hash).await?;
    if known.is_some() {
        visitor_sessions::end(tx.org, tx.conn, &visitor.hash).await?;
        return Ok(());
    }
    let session = VisitorSession {
        application: visitor.application,
        customer: None,
        is_verified: false,
        created_at: at,
        used_at: at,
    };
    visitor_sessions::insert(tx, &visitor.hash, &session).await
}

struct End(Visitor, Seconds);

impl Write for End {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(end(tx, &self.0, self.1).await?)
    }
}

/// A write that rates a customer's chat.
struct Rate {
    change: super::chats::ChangeChat,
    rating: Rating,
    comment: Option<String>,
}

impl Write for Rate {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let (rated, _) = self.change.run(tx).await?;
        let Some(comment) = &self.comment else { return Ok(()) };
        let (chat, at) = (&rated.value.chat, self.change.at.seconds());
        ratings::set_comment(tx.org, tx.conn, chat, comment).await?;
        let json = rendered(|out| {
            wire::inbox::chat::write_comment(out, chat.id, self.rating, comment);
        });
        let commented = changes::Change::new(Kind::RatingCommented, chat.id, Some(json));
        changes::append_one(tx, at, Notice::Notify, &commented).await?;
        Ok(())
    }
}

/// A write that creates the settings of an application's widget, unless they exist.
struct MakeWidget(WidgetSettings);

impl Write for MakeWidget {
    type Out = WidgetSettings;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<WidgetSettings, Stop<Rejected>> {
        let application = self.0.application;
        if let Some(settings) = widget_settings::find(tx.org, tx.conn, application).await? {
            return Ok(settings);
        }
        if !applications::exists(tx.org, tx.conn, application).await? {
            return Err(refused(Rejected::ApplicationNotFound));
        }
        widget_settings::insert(tx.org, tx.conn, &self.0).await?;
        Ok(self.0.clone())
    }
}

impl Actions {
    /// Rates a visitor's own chat, with the visitor's comment.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], [`Rejected::NotRatable`], or when the database fails.
    pub(crate) async fn rate_own_chat(
        &self,
        visitor: &Visitor,
        chat: ChatId,
        (rating, comment): (Rating, Option<String>),
    ) -> Result<()> {
        let Some(customer) = visitor.customer else { return Err(Rejected::ChatMissing.into()) };
        let (set, at) = (ChatSet::Rating(rating), self.context.clock.now());
        let expected = Expected::CustomerIs(customer);
        let change = super::chats::ChangeChat { chat, set, expected, at };
        let caller = Caller::visitor(visitor.org, customer);
        self.write(caller, Right::Chats, Rate { change, rating, comment }).await
    }

    /// Returns the settings of an application's widget. The first call creates the settings.
    ///
    /// # Errors
    /// [`Rejected::ApplicationNotFound`], or when the database or the operating system's randomness
    /// fails.
    pub async fn widget_settings(
        &self,
        org: OrgId,
        application: ApplicationId,
    ) -> Result<WidgetSettings> {
        let mut uuid = [0; 16];
        self.context.entropy.fill(&mut uuid)?;
        let settings = WidgetSettings {
            application,
            token_secret: crate::access::secrets::generate_widget_secret(&self.context)?,
            uuid: AppUuid::of_random(uuid),
            identity_secret: None,
            enforces_identity: false,
            sites: deskbell_model::AllowedSites::default(),
        };
        Ok(self.context.store.write(org, Origin::JOB, MakeWidget(settings)).await?)
    }

    /// Changes a visitor's own fields, and adds events: `PATCH /widget/v1/me`, `POST
    /// /widget/v1/events`. A page view without fields or events does not create a customer.
    ///
    /// # Errors
    /// [`Rejected::VisitorUnknown`], or when the database fails.
    pub(crate) async fn tell_of_visitor(
        &self,
        visitor: &Visitor,
        fields: Vec<Assign>,
        events: Vec<(String, String)>,
        visit: PageVisit,
    ) -> Result<()> {
        if visitor.customer.is_none() && fields.is_empty() && events.is_empty() {
            return Ok(());
        }
        let (visitor, at) = (visitor.clone(), self.context.now());
        let tell = Tell { visitor: visitor.clone(), fields, events, visit, at };
        self.write(visitor.caller(), Right::Customers, tell).await
    }

    /// Records that a visitor came back, and changes the visitor's fields.
    ///
    /// # Errors
    /// The errors of [`Actions::tell_of_visitor`].
    pub(crate) async fn visitor_returns(
        &self,
        visitor: &Visitor,
        fields: Vec<Assign>,
    ) -> Result<()> {
        let (visitor, at) = (visitor.clone(), self.context.now());
        let back = Return { visitor: visitor.clone(), fields, at };
        self.write(visitor.caller(), Right::Customers, back).await
    }

    /// Ends a visitor's session: `DELETE /widget/v1/session`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_visitor_session(&self, visitor: &Visitor) -> Result<()> {
        let end = End(visitor.clone(), self.context.now());
        self.write(visitor.caller(), Right::Customers, end).await
    }

    /// Changes one field of a visitor's own chat: `POST /widget/v1/read`.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], or when the database fails.
    pub async fn change_own_chat(
        &self,
        visitor: &Visitor,
        chat: ChatId,
        set: ChatSet,
    ) -> Result<()> {
        let Some(customer) = visitor.customer else { return Err(Rejected::ChatMissing.into()) };
        let caller = Caller::visitor(visitor.org, customer);
        let expected = Expected::CustomerIs(customer);
        self.change_chat(caller, chat, set, expected).await.map(drop)
    }
}
