//! The positions of organizations' last changes, read for many requests at once: one task with one
//! connection reads the positions for all waiting requests in one statement. Requests that arrive
//! while a statement runs wait for the next statement. Therefore the position for a request is at
//! least as new as the request.

use std::collections::{HashMap, HashSet, VecDeque};
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use deskbell_model::{FeedPosition, OrgId};
use futures_util::future::join3;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{Sleep, sleep_until};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Row, Statement};
use tracing::Instrument as _;

use super::address::Connected;
use super::doubt::REPLACED;
use super::error::error;
use super::pool::Server;
use super::session::Session;
use crate::columns::{Columns, FromRow};
use crate::dialect::{self, Engine};
use crate::error::{Error, Result};
use crate::limits::{HEADS_AT_ONCE, SCAN_DEADLINE_MS};
use crate::options::Pooling;
use crate::row;
use crate::statement::{Class, Query};

/// SQL that selects the positions of the last changes of organizations. Not used when organizations
/// are on several servers, since the statement would query all servers; `Store::last_change` then
/// reads each position separately.
static HEADS: Query<Head> = Query::new(
    "postgres::heads::HEADS",
    Class::Point,
    "SELECT org_id, seq, history, {timeline} AS timeline FROM heads WHERE org_id = ANY($1)",
)
.dated();
/// The settings that make PostgreSQL use one query plan for any list of organizations, since
/// planning takes longer than executing. The plan must use the index even if PostgreSQL made the
/// plan while the table was small.
const SETTINGS: [&str; 2] = ["plan_cache_mode = force_generic_plan", "enable_seqscan = off"];
/// SQL that begins the transaction around a statement if a pooler shares the session.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";

/// An organization, and the position of the organization's last change.
struct Head(OrgId, FeedPosition);

impl FromRow for Head {
    const COLUMNS: &'static [&'static str] = &["org_id", "seq", "history", "timeline"];

    fn from_row<R: row::Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(columns.id()?, FeedPosition::from_row(columns)?))
    }
}

/// The requests that wait for the positions of organizations' last changes.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    waiting: Mutex<Waiting>,
    /// Notified when a request is added.
    news: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    /// The batches of organizations whose positions are not being read yet.
    batches: VecDeque<Batch>,
    is_closed: bool,
}

/// The organizations whose last changes are read in one statement.
#[derive(Debug, Default)]
struct Batch {
    orgs: HashSet<OrgId>,
    answer: Arc<Answer>,
}

/// The answer to a batch of organizations, which all requests of the batch share.
#[derive(Debug, Default)]
struct Answer {
    found: OnceLock<Result<HashMap<OrgId, FeedPosition>>>,
    /// Notified when the answer has arrived.
    is_there: Notify,
}

impl Answer {
    fn give(&self, found: Result<HashMap<OrgId, FeedPosition>>) {
        // Only the first outcome is stored; later outcomes are ignored.
        if self.found.set(found).is_ok() {
            self.is_there.notify_waiters();
        }
    }

    async fn of(&self, org: OrgId) -> Result<FeedPosition> {
        loop {
            // The future is created before the check, so that no notification is missed.
            let is_there = self.is_there.notified();
            match self.found.get() {
                Some(Ok(found)) => return found.get(&org).copied().ok_or(Error::NotFound),
                Some(Err(error)) => return Err(error.clone()),
                None => is_there.await,
            }
        }
    }
}

impl Drop for Batch {
    /// Answers the batch with an error if the task that reads the positions ended without an
    /// answer.
    fn drop(&mut self) {
        self.answer.give(Err(closed()));
    }
}

impl Heads {
    /// Returns the position of an organization's last change, as read after this call begins.
    pub(crate) async fn last(&self, org: OrgId) -> Result<FeedPosition> {
        self.join(org)?.of(org).await
    }

    /// Adds a request for an organization's position to the last batch; returns the batch's future
    /// answer.
    fn join(&self, org: OrgId) -> Result<Arc<Answer>> {
        let mut waiting = self.waiting.lock();
        if waiting.is_closed {
            return Err(closed());
        }
        if waiting.batches.back().is_none_or(|batch| batch.orgs.len() >= HEADS_AT_ONCE) {
            waiting.batches.push_back(Batch::default());
            self.news.notify_one();
        }
        let batch = waiting.batches.back_mut().ok_or_else(closed)?;
        batch.orgs.insert(org);
        Ok(Arc::clone(&batch.answer))
    }

    /// Takes the next batch for which a request still waits.
    fn next(&self) -> Option<Batch> {
        let mut waiting = self.waiting.lock();
        loop {
            let batch = waiting.batches.pop_front()?;
            if Arc::strong_count(&batch.answer) > 1 {
                return Some(batch);
            }
        }
    }

    /// Waits until there is a batch to read.
    async fn are_wanted(&self) {
        while self.waiting.lock().batches.is_empty() {
            self.news.notified().await;
        }
    }

    /// Answers each waiting request with an error.
    fn refuse(&self, error: &Error) {
        let batches = std::mem::take(&mut self.waiting.lock().batches);
        batches.iter().for_each(|batch| batch.answer.give(Err(error.clone())));
    }
}

/// A guard that makes requests for positions fail once the task that reads the positions has ended.
struct Attended(Arc<Heads>);

impl Drop for Attended {
    fn drop(&mut self) {
        self.0.waiting.lock().is_closed = true;
        self.0.refuse(&closed());
    }
}

fn closed() -> Error {
    Error::Unavailable("the database was closed".into())
}

/// Answers requests for organizations' positions until the task is dropped. Connects when the first
/// request arrives, and again after an error.
pub(crate) async fn run(heads: Arc<Heads>, server: Server) {
    let attended = Attended(heads);
    let heads = &*attended.0;
    let session = server.session(SCAN_DEADLINE_MS, &SETTINGS);
    loop {
        heads.are_wanted().await;
        let made = Instant::now();
        match server.unpooled(&session).await {
            Ok(connected) => answer_over(heads, &session, connected, made).await,
            Err(error) => heads.refuse(&error),
        }
    }
}

/// Answers requests for organizations' positions over a connection made at `made`, until the
/// connection is lost or must not be used any more.
async fn answer_over(heads: &Heads, session: &Session, connected: Connected, made: Instant) {
    let (client, connection) = connected;
    let mut connection = pin!(connection);
    let mut patience = Patience::new(session.patience);
    let mut asker = Asker { session, client, prepared: None };
    loop {
        tokio::select! {
            biased;
            _ = &mut connection => return,
            () = heads.are_wanted() => {}
        }
        // Lets other ready tasks run first, such as the tasks that received the last answer. Their
        // new requests join this batch.
        for _ in 0..2 {
            yield_now().await;
        }
        if session.doubt.covers(made) {
            return;
        }
        let Some(batch) = heads.next() else { continue };
        patience.begin();
        let found = tokio::select! {
            biased;
            found = asker.ask(&batch.orgs).instrument(HEADS.statement.span()) => found,
            ended = &mut connection => Err(match ended {
                Ok(()) => Error::Unavailable("the connection ended".into()),
                Err(cause) => error(&cause),
            }),
            () = patience.ends() => {
                session.doubt.raise();
                Err(Error::Unavailable("the server does not answer".into()))
            }
        };
        // Any other error may have its cause in this session, and would occur again.
        let is_usable = matches!(found, Ok(_) | Err(Error::Deadline | Error::Busy(_)));
        batch.answer.give(found.map_err(|error| HEADS.statement.named(error)));
        if !is_usable {
            return;
        }
    }
}

/// A connection on which positions are read, with the state that its statements share.
struct Asker<'s> {
    session: &'s Session,
    client: Client,
    /// The prepared statement; `None` before the first request.
    prepared: Option<Statement>,
}

impl Asker<'_> {
    /// Reads the positions of the last changes of these organizations. Unknown organizations are
    /// left out.
    async fn ask(&mut self, orgs: &HashSet<OrgId>) -> Result<HashMap<OrgId, FeedPosition>> {
        let ids: Vec<i64> = orgs.iter().map(|org| org.get()).collect();
        let began = Instant::now();
        let rows = match self.session.pooling {
            Pooling::Session => self.rows(&ids).await,
            Pooling::Transaction => self.rows_of_transaction(&ids).await,
        };
        self.session.meters.record(&HEADS.statement, began);
        let mut found = HashMap::with_capacity(ids.len());
        for row in rows.map_err(|cause| error(&cause))? {
            let Head(org, last) = Head::from_row(&mut Columns::new(&row))?;
            if !self.session.doubt.is_current(last.history.timeline) {
                return Err(Error::Unavailable(REPLACED.into()));
            }
            found.insert(org, last);
        }
        Ok(found)
    }

    async fn rows(&mut self, ids: &Vec<i64>) -> Result<Vec<Row>, tokio_postgres::Error> {
        let statement = match &mut self.prepared {
            Some(prepared) => prepared,
            none => {
                let text = dialect::text(Engine::Postgres, &HEADS.statement);
                let prepared = self.client.prepare_typed(&text, &[Type::INT8_ARRAY]).await?;
                none.insert(prepared)
            }
        };
        self.client.query(statement, &[ids]).await
    }

    /// Sends BEGIN, the statement and ROLLBACK at once, for a session that a pooler shares.
    async fn rows_of_transaction(&self, ids: &Vec<i64>) -> Result<Vec<Row>, tokio_postgres::Error> {
        let begin = self.session.begin(BEGIN);
        let text = dialect::text(Engine::Postgres, &HEADS.statement);
        let (begun, rows, ended) = join3(
            self.client.batch_execute(&begin),
            self.client.query_typed(&text, &[(ids, Type::INT8_ARRAY)]),
            self.client.batch_execute("ROLLBACK"),
        )
        .await;
        begun.and(rows).and_then(|rows| ended.map(|()| rows))
    }
}

/// The deadline of the running statement. All statements share one timer; if the timer fires before
/// the deadline, it is set again.
struct Patience {
    length: Duration,
    deadline: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Patience {
    fn new(length: Duration) -> Self {
        let deadline = Instant::now() + length;
        Self { length, deadline, timer: Box::pin(sleep_until(deadline.into())) }
    }

    fn begin(&mut self) {
        self.deadline = Instant::now() + self.length;
    }

    async fn ends(&mut self) {
        loop {
            self.timer.as_mut().await;
            if Instant::now() >= self.deadline {
                return;
            }
            self.timer.as_mut().reset(self.deadline.into());
        }
    }
}
