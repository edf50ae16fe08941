//! The beginning of a visitor's session on a page.

use std::net::IpAddr;

use deskbell_model::customer::Assign;
use deskbell_model::limits::VISITOR_NOTED_EVERY_S;
use deskbell_model::setting::{Look, Rule};
use deskbell_model::{
    AllowedSites, AppName, Application, ApplicationId, Customer, Identity, OrgId, Organization,
    Seconds, Secret, Setting, VisitorSession, WebOrigin, WidgetSettings,
};
use deskbell_storage::cross_org::{self, WidgetOwner};
use deskbell_storage::{Class, applications, reads, visitor_sessions, widget_settings};
use deskbell_wire::inbox::documents;
use deskbell_wire::widget::{NewVisit, VisitShown, VisitorChat, rules_text};

use super::meet::Met;
use super::show::{self, OwnRows, ReadOwnRows};
use super::{Visitors, written};
use crate::access::Visitor;
use crate::actions::visitors::seen;
use crate::error::{Error, Rejected, Result};

/// The request that begins a session on a page.
#[derive(Clone, Debug)]
pub struct Arrival<'a> {
    /// The body of the request.
    pub new: NewVisit,
    /// The token of the visitor's earlier session, if any.
    pub token: Option<&'a str>,
    /// The header `Origin` of the request.
    pub origin: Option<&'a str>,
    /// The header `Host` of the request.
    pub host: Option<&'a str>,
    /// The visitor's address.
    pub peer: IpAddr,
}

/// The answer to a page that begins a session.
#[derive(Clone, Debug)]
pub struct SessionAnswer {
    /// The organization whose widget the page shows.
    pub org: OrgId,
    /// The answer to the request.
    pub json: Vec<u8>,
}

reads! {
    ByUuid(uuid: deskbell_model::AppUuid) -> Option<WidgetOwner> =
        async |conn| cross_org::widget(conn, &uuid).await;
    ByNumber(org: OrgId, application: ApplicationId) -> Option<WidgetSettings> =
        async |conn| widget_settings::find(org, conn, application).await;
    Organizations() -> Vec<Organization> =
        async |conn| cross_org::organizations(conn, None, 2).await;
    ByDomain(domain: String) -> Option<Organization> =
        async |conn| cross_org::organization_by_domain(conn, &domain).await;
    Named(org: OrgId, application: ApplicationId) -> Option<Application> =
        async |conn| applications::find(org, conn, application).await;
    Session(org: OrgId, hash: String) -> Option<VisitorSession> =
        async |conn| visitor_sessions::find(org, conn, &hash).await;
}

impl Visitors {
    /// Begins the session of a visitor on a page: `POST /widget/v1/session`. An unknown token is
    /// treated as no token.
    ///
    /// # Errors
    /// [`Error::Exceeded`], [`Rejected::ApplicationNotFound`], [`Rejected::SiteNotAllowed`], or
    /// when the database fails.
    pub async fn begin(&self, arrival: Arrival<'_>) -> Result<SessionAnswer> {
        let Arrival { new, token, origin, host, peer } = arrival;
        self.quotas.count_visit(peer, self.context.clock.uptime())?;
        let WidgetOwner { org, settings } =
            self.widget(&new.app, new.organization.as_deref()).await?;
        check_site(&settings, &new, origin, host)?;
        let came = (self.context.now(), new.visit.page.as_deref());
        self.arrivals.note(org, settings.application, came);
        let met = self.meet((org, &settings), token, &new, peer).await?;
        let customer = met.visitor.as_ref().and_then(|visitor| visitor.customer);
        let read = ReadOwnRows { org, customer };
        let shown = self.context.store.snapshot(Class::Page, read).await?;
        if met.token.is_none()
            && let (Some(visitor), Some(view)) = (&met.visitor, &shown.customer)
        {
            self.come_back(visitor, &view.customer, &new).await?;
        }
        let settings_of_widget = self.set_up(org, settings.application).await?;
        let json = self.rendered(org, &met, shown, &settings_of_widget).await?;
        Ok(SessionAnswer { org, json })
    }

    /// Reads a widget's appearance and proactive rules, and whether an agent answers.
    async fn set_up(&self, org: OrgId, application: ApplicationId) -> Result<SetUp> {
        let opening = self.lists.opening(org, None, self.context.now()).await?;
        let look: Look = self.lists.set(org, application.get()).await?;
        let rules: Vec<Setting<Rule>> = self.lists.settings(org, None).await?;
        Ok(SetUp {
            is_online: opening.open && self.is_online(org).await?,
            next_open: opening.next.filter(|_| !opening.open),
            usual_reply_s: self.reports.usual_reply(org).await?,
            look: documents::text(&look),
            rules: rules_text(&rules),
        })
    }

    /// Returns the sites that may show an application's widget.
    ///
    /// # Errors
    /// [`Rejected::ApplicationNotFound`], or when the database fails.
    pub async fn sites(&self, app: &AppName, organization: Option<&str>) -> Result<AllowedSites> {
        Ok(self.widget(app, organization).await?.settings.sites)
    }

    /// Finds the widget that a page requests. The widget's application must be active.
    async fn widget(&self, app: &AppName, organization: Option<&str>) -> Result<WidgetOwner> {
        let found = self.widget_of(app, organization).await?;
        let read = Named(found.org, found.settings.application);
        let application = self.context.store.read(Class::Point, read).await?;
        let is_active = application.is_some_and(|it| it.active);
        if is_active { Ok(found) } else { Err(Rejected::ApplicationNotFound.into()) }
    }

    async fn widget_of(&self, app: &AppName, organization: Option<&str>) -> Result<WidgetOwner> {
        let store = &self.context.store;
        let application = match app {
            AppName::Uuid(uuid) => {
                let found = store.read(Class::Point, ByUuid(uuid.clone())).await?;
                return Ok(found.ok_or(Rejected::ApplicationNotFound)?);
            }
            AppName::Number(application) => *application,
        };
        let org = self.organization(organization).await?;
        let org = org.ok_or(Rejected::ApplicationNotFound)?;
        let settings = store.read(Class::Point, ByNumber(org, application)).await?;
        let settings = match settings {
            Some(settings) => settings,
            None => self.actions.widget_settings(org, application).await?,
        };
        Ok(WidgetOwner { org, settings })
    }

    /// Finds the organization with this domain, or, without a domain, the database's only
    /// organization.
    async fn organization(&self, domain: Option<&str>) -> Result<Option<OrgId>> {
        let store = &self.context.store;
        if let Some(domain) = domain
            && let Some(found) = store.read(Class::Point, ByDomain(domain.to_owned())).await?
        {
            return Ok(Some(found.id));
        }
        let all = store.read(Class::Page, Organizations()).await?;
        Ok(match &all[..] {
            [only] => Some(only.id),
            _ => None,
        })
    }

    /// Records that a customer came back, unless a return was recorded recently.
    async fn come_back(
        &self,
        visitor: &Visitor,
        customer: &Customer,
        new: &NewVisit,
    ) -> Result<()> {
        let now = self.context.now();
        let mut fields = seen(customer, &new.visit, now);
        if new.claim.user_id.is_none() {
            fields.extend(new.claim.fields.iter().cloned());
        }
        let read = Session(visitor.org, visitor.hash.clone());
        let session = self.context.store.read(Class::Point, read).await?;
        let is_due = |it: VisitorSession| it.used_at.plus(VISITOR_NOTED_EVERY_S) <= now;
        if fields.is_empty() && !session.is_some_and(is_due) {
            return Ok(());
        }
        match self.actions.visitor_returns(visitor, fields).await {
            // The session ended meanwhile. The page's next request is refused for this reason.
            Err(Error::Rejected(Rejected::VisitorUnknown)) => Ok(()),
            other => other,
        }
    }
}

/// Refuses a page of a site that is not allowed. A request from the widget's frame has this
/// server's origin, so the body names the page.
fn check_site(
    settings: &WidgetSettings,
    new: &NewVisit,
    origin: Option<&str>,
    host: Option<&str>,
) -> Result<(), Rejected> {
    let sites = &settings.sites;
    if sites.named().is_empty() {
        return Ok(());
    }
    let authority = |origin: &str| origin.split_once("://").map(|(_, rest)| rest.to_owned());
    let is_own = |origin: &str| {
        authority(origin).zip(host).is_some_and(|(it, host)| it.eq_ignore_ascii_case(host))
    };
    let is_sent_here =
        origin.is_none_or(|origin| is_own(origin) || sites.allow(WebOrigin::of(origin).as_ref()));
    let page = new.visit.page.as_deref().and_then(WebOrigin::of);
    if is_sent_here && sites.allow(page.as_ref()) { Ok(()) } else { Err(Rejected::SiteNotAllowed) }
}

/// The configuration of a widget, as a page gets it when a session begins.
struct SetUp {
    is_online: bool,
    next_open: Option<Seconds>,
    usual_reply_s: Option<u32>,
    look: String,
    rules: String,
}

impl Visitors {
    async fn rendered(
        &self,
        org: OrgId,
        met: &Met,
        shown: OwnRows,
        set_up: &SetUp,
    ) -> Result<Vec<u8>> {
        let pictures = self.files.pictures(org).await?;
        let link = |agent| pictures.link(&self.context, org, agent);
        let customer = shown.customer.as_ref().map(|view| &view.customer);
        let is_verified = met.visitor.as_ref().is_some_and(|visitor| visitor.is_verified);
        let identity = match customer {
            _ if is_verified => Identity::Verified,
            Some(customer) if customer.user_id.is_some() => Identity::Claimed,
            _ => Identity::Anonymous,
        };
        let open = shown.open;
        let chat = open.as_ref().map(|(chat, ..)| *chat);
        let (seen, attached) = open.map(|(_, seen, attached)| (seen, attached)).unzip();
        let (seen, attached) = (seen.as_ref(), attached.unwrap_or_default());
        let messages = seen.map(|seen| &seen.messages[..]).unwrap_or_default();
        Ok(written(&VisitShown {
            token: met.token.as_ref().map(Secret::reveal),
            identity,
            doubt: met.doubt,
            seq: shown.position.seq,
            history: shown.position.history,
            is_online: set_up.is_online,
            next_open: set_up.next_open,
            usual_reply_s: set_up.usual_reply_s,
            look: &set_up.look,
            file_bytes_max: self.files.visitor_bytes_max(),
            known: customer.map_or_else(|| said_fields(&met.said), known_fields),
            chats: shown
                .chats
                .iter()
                .map(|(view, unread)| VisitorChat::of(view, Some(*unread)).with_picture(link))
                .collect(),
            chat,
            messages: attached.for_visitor((&self.context, org, &*pictures), messages),
            has_more: seen.is_some_and(|seen| seen.has_more),
            unread: show::unread(&shown.chats),
            rules: &set_up.rules,
        }))
    }
}

/// Returns the names of those customer fields that have values. The values are not sent, since
/// agents may have written them.
fn known_fields(customer: &Customer) -> Vec<&'static str> {
    let fields = [
        ("userId", &customer.user_id),
        ("name", &customer.name),
        ("email", &customer.email),
        ("phone", &customer.phone),
        ("company", &customer.company),
    ];
    fields.into_iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name).collect()
}

/// Returns the names of the fields that the site sent for a visitor about whom nothing is stored.
fn said_fields(said: &[Assign]) -> Vec<&'static str> {
    let name = |field: &Assign| match field {
        Assign::Text(field, _) => Some(field.as_str()),
        _ => None,
    };
    said.iter().filter_map(name).collect()
}
