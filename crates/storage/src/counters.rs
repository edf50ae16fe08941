//! The head of an organization: the number of the last change, the next ids and the totals.
//!
//! A write transaction locks the head first. Therefore the numbers of changes have no gaps and
//! follow the commit order, and the totals agree with the rows.

use deskbell_model::limits::{CLOCKS_APART_S, SWEEP_LEAD_SECONDS_MAX};
use deskbell_model::{
    AgentId, ApplicationId, ChatId, CustomerId, DeliveryId, DepartmentId, EventId, FeedPosition,
    History, ImportId, KeyId, MessageId, OrgId, Seconds, Seq, SessionId, SettingId, TagId,
    WebhookId,
};

use crate::columns::{Columns, FromRow, Id, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::record::{Record as _, record};
use crate::row::Row;
use crate::sql::{columns, text};
use crate::statement::statements;

/// An organization's counters, including the changes of the running transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrgCounters {
    last: FeedPosition,
    next_agent: i64,
    next_application: i64,
    next_chat: i64,
    next_customer: i64,
    next_delivery: i64,
    next_department: i64,
    next_event: i64,
    next_import: i64,
    next_key: i64,
    next_message: i64,
    next_session: i64,
    next_setting: i64,
    next_tag: i64,
    next_webhook: i64,
    /// The earliest time of a change that reports have not counted yet.
    pub(crate) report_at: Option<Seconds>,
    pub(crate) sweep_at: Option<Seconds>,
    pub(crate) agents: i64,
    pub(crate) applications: i64,
    pub(crate) chats: i64,
    pub(crate) customers: i64,
    pub(crate) departments: i64,
    pub(crate) webhooks: i64,
}

impl FromRow for FeedPosition {
    const COLUMNS: &'static [&'static str] = &["seq", "history", "timeline"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let seq = columns.int()?;
        // The id is null if an older version of the program created the organization while this
        // version ran.
        let id = columns.opt_int()?.unwrap_or(0);
        Ok(Self { seq, history: History { id, timeline: columns.int()? } })
    }
}

record! { OrgCounters {
    often {
        next_agent,
        next_application,
        next_chat,
        next_customer,
        next_delivery,
        next_department,
        next_event,
        next_key,
        next_message,
        next_tag,
        next_webhook,
        report_at,
        sweep_at,
        agents,
        applications,
        chats,
        customers,
        departments,
        webhooks,
    }
    beside { last: NOWHERE, next_import: 1, next_session: 1, next_setting: 1 }
} }

/// The position of an organization without changes and without a history (the sequence in which
/// changes are numbered).
const NOWHERE: FeedPosition = FeedPosition { seq: 0, history: History { id: 0, timeline: 0 } };

/// The counters of a new organization, before the first change.
const NEW: OrgCounters = OrgCounters {
    last: NOWHERE,
    next_agent: 1,
    next_application: 1,
    next_chat: 1,
    next_customer: 1,
    next_delivery: 1,
    next_department: 1,
    next_event: 1,
    next_import: 1,
    next_key: 1,
    next_message: 1,
    next_session: 1,
    next_setting: 1,
    next_tag: 1,
    next_webhook: 1,
    report_at: None,
    sweep_at: None,
    agents: 0,
    applications: 0,
    chats: 0,
    customers: 0,
    departments: 0,
    webhooks: 0,
};

struct Locked(OrgCounters);

/// The counters that migrations added after the table was created. These counters are null in a row
/// that an older version of the program wrote.
const LATER: &[&str] = &["next_import", "next_session", "next_setting"];

impl FromRow for Locked {
    const COLUMNS: &'static [&'static str] =
        columns!(OrgCounters::COLUMNS, <FeedPosition as FromRow>::COLUMNS, LATER);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let head = OrgCounters::from_row(columns)?;
        let last = FeedPosition::from_row(columns)?;
        // These counters are null if an older version of the program, which does not have them,
        // wrote the row.
        let next_import = columns.opt_int()?.unwrap_or(1);
        let next_session = columns.opt_int()?.unwrap_or(1);
        let next_setting = columns.opt_int()?.unwrap_or(1);
        Ok(Self(OrgCounters { last, next_import, next_session, next_setting, ..head }))
    }
}

/// The columns that are saved at the end of a write transaction.
const SAVED: &[&str] = columns!(OrgCounters::COLUMNS, &["seq"], LATER);

statements! {
    LOCK: Point => Locked = text!(join(&[
        "SELECT ", text!(list("", OrgCounters::COLUMNS)), ",
                seq, history, {timeline} AS timeline, ",
        text!(list("", LATER)), " FROM heads WHERE org_id = $1"
    ])), locking, dated;
    CREATE: Point => Nothing =
        text!(insert("heads", columns!(OrgCounters::COLUMNS, &["seq", "history"])));
    SAVE: Point => Nothing = text!(update("heads", SAVED, &[]));
    LAST: Point => FeedPosition =
        "SELECT seq, history, {timeline} AS timeline FROM heads WHERE org_id = $1", dated;
    AGENTS: Point => i64 = "SELECT agents AS value FROM heads WHERE org_id = $1";
    APPLICATIONS: Point => i64 = "SELECT applications AS value FROM heads WHERE org_id = $1";
    CHATS: Point => i64 = "SELECT chats AS value FROM heads WHERE org_id = $1";
    CUSTOMERS: Point => i64 = "SELECT customers AS value FROM heads WHERE org_id = $1";
    DEPARTMENTS: Point => i64 = "SELECT departments AS value FROM heads WHERE org_id = $1";
    WEBHOOKS: Point => i64 = "SELECT webhooks AS value FROM heads WHERE org_id = $1";
}

pub(crate) async fn lock<C: Conn>(org: OrgId, conn: &mut C) -> Result<OrgCounters> {
    let Locked(head) = conn.one(&LOCK, &params![org]).await?;
    conn.check_timeline(head.last.history.timeline)?;
    Ok(head)
}

/// Creates a new organization's row of counters (the head). `history` is the id of the
/// organization's first history (sequence of changes).
pub(crate) async fn create<C: Conn>(org: OrgId, conn: &mut C, history: i64) -> Result<()> {
    let row = [NEW.inserted(org), params![NEW.last.seq, history].into()].concat();
    conn.queue(&CREATE, &row).await
}

pub(crate) async fn save<C: Conn>(org: OrgId, conn: &mut C, head: &OrgCounters) -> Result<()> {
    let last = params![head.last.seq, head.next_import, head.next_session, head.next_setting, org];
    let row = [head.values(), last.into()].concat();
    conn.queue(&SAVE, &row).await
}

/// Returns the position of the last change; `Unavailable` on a former primary.
pub(crate) async fn last<C: Conn>(org: OrgId, conn: &mut C) -> Result<FeedPosition> {
    let last = conn.one(&LAST, &params![org]).await?;
    conn.check_timeline(last.history.timeline)?;
    Ok(last)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Total {
    Agents,
    Applications,
    Chats,
    Customers,
    Departments,
    Webhooks,
}

pub(crate) async fn total<C: Conn>(org: OrgId, conn: &mut C, what: Total) -> Result<u64> {
    let query = match what {
        Total::Agents => &AGENTS,
        Total::Applications => &APPLICATIONS,
        Total::Chats => &CHATS,
        Total::Customers => &CUSTOMERS,
        Total::Departments => &DEPARTMENTS,
        Total::Webhooks => &WEBHOOKS,
    };
    let total: i64 = conn.one(query, &params![org]).await?;
    u64::try_from(total).map_err(|_| Error::corrupt("a negative total"))
}

/// Takes the next id of a counter.
fn take<T: Id>(counter: &mut i64) -> Result<T> {
    let id = T::from_i64(*counter).ok_or_else(|| Error::corrupt("a head without numbers"))?;
    *counter = counter.checked_add(1).ok_or_else(|| Error::Full("no ids are left".into()))?;
    Ok(id)
}

macro_rules! counters {
    ($($next:ident, $take:ident, $given:ident, $field:ident: $Id:ty;)*) => {
        impl OrgCounters {
            $(
                /// Returns and records the id `given`, or takes the next id.
                ///
                /// # Errors
                /// `Full` when no ids are left.
                pub fn $next(&mut self, given: Option<$Id>) -> Result<$Id> {
                    let Some(id) = given else { return self.$take() };
                    self.$given(id);
                    Ok(id)
                }

                /// Takes the next id.
                ///
                /// # Errors
                /// `Full` when no ids are left.
                pub fn $take(&mut self) -> Result<$Id> {
                    take(&mut self.$field)
                }

                /// Records an id that the caller chose, so that later ids are greater.
                pub fn $given(&mut self, id: $Id) {
                    self.$field = self.$field.max(id.get().saturating_add(1));
                }
            )*
        }
    };
}

counters! {
    agent_id, take_agent, given_agent, next_agent: AgentId;
    application_id, take_application, given_application, next_application: ApplicationId;
    chat_id, take_chat, given_chat, next_chat: ChatId;
    customer_id, take_customer, given_customer, next_customer: CustomerId;
    delivery_id, take_delivery, given_delivery, next_delivery: DeliveryId;
    department_id, take_department, given_department, next_department: DepartmentId;
    event_id, take_event, given_event, next_event: EventId;
    import_id, take_import, given_import, next_import: ImportId;
    key_id, take_key, given_key, next_key: KeyId;
    message_id, take_message, given_message, next_message: MessageId;
    session_id, take_session, given_session, next_session: SessionId;
    setting_id, take_setting, given_setting, next_setting: SettingId;
    tag_id, take_tag, given_tag, next_tag: TagId;
    webhook_id, take_webhook, given_webhook, next_webhook: WebhookId;
}

impl OrgCounters {
    /// Returns the number of agents.
    #[must_use]
    pub const fn agents(&self) -> i64 {
        self.agents
    }

    /// Returns the number of applications.
    #[must_use]
    pub const fn applications(&self) -> i64 {
        self.applications
    }

    /// Returns the number of chats.
    #[must_use]
    pub const fn chats(&self) -> i64 {
        self.chats
    }

    /// Returns the number of customers.
    #[must_use]
    pub const fn customers(&self) -> i64 {
        self.customers
    }

    /// Returns the number of departments that were not deleted.
    #[must_use]
    pub const fn departments(&self) -> i64 {
        self.departments
    }

    /// Returns the position of the last change, including the changes of this transaction.
    #[must_use]
    pub const fn last(&self) -> FeedPosition {
        self.last
    }

    /// Begins another history (a new sequence of changes), and returns the history's id. This id is
    /// at least `id`, and greater than the current history's id.
    pub(crate) fn begin_history(&mut self, id: i64) -> i64 {
        let history = &mut self.last.history;
        history.id = id.max(history.id.saturating_add(1));
        history.id
    }

    pub(crate) const fn last_seq(&self) -> i64 {
        self.last.seq
    }

    /// Plans the next sweep of old rows for `at`, unless a sweep is already planned for an earlier
    /// time. If a sweep is planned so late that only a wrong clock can have set the time, the sweep
    /// becomes due now.
    pub(crate) fn sweep_by(&mut self, at: Seconds) {
        let latest = at.plus(SWEEP_LEAD_SECONDS_MAX + CLOCKS_APART_S);
        self.sweep_at = Some(match self.sweep_at {
            Some(planned) if planned > latest => Seconds::new(0),
            Some(planned) => planned.min(at),
            None => at,
        });
    }

    pub(crate) fn take_seq(&mut self) -> Result<Seq> {
        let last = self.last.seq.checked_add(1);
        self.last.seq = last.ok_or_else(|| Error::Full("no numbers are left".into()))?;
        Seq::new(self.last.seq).ok_or_else(|| Error::corrupt("a head with a negative number"))
    }
}
