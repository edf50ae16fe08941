//! Notifications between processes on one database. For each commit, followers in other processes
//! are notified of the organization's last position. A notification may be lost, so followers also
//! poll the table. The nodes' messages about typing and presence are sent as notifications, too.
//!
//! One separate connection sends and receives. NOTIFY inside a writer's transaction would hold a
//! lock of the whole cluster until COMMIT.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deskbell_model::{FeedPosition, OrgId};
use parking_lot::Mutex;
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Client, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use super::error::error;
use super::notice::{self, Notice};
use crate::change_row::ChangeRow;
use crate::committed::Committed;
use crate::error::{Error, Result};
use crate::limits::{
    NODE_NOTICES_WAITING_MAX, NOTICES_BACKOFF_MAX_MS, NOTICES_BACKOFF_MIN_MS, NOTICES_DEADLINE_MS,
    NOTICES_EVERY_MS, NOTICES_TRIED_EVERY_MS,
};
use crate::node_notices::{LinkState, NodeLink, NodeNotice};

/// SQL that listens on the channel of this schema, since several Deskbells may share a database.
/// The channel's name contains a hash of the schema's name, since the schema's name can already
/// have the 63 bytes that PostgreSQL allows for a name.
const LISTEN: &str = "DO $$ BEGIN
    EXECUTE format('LISTEN %I', 'deskbell_' || md5(current_schema())); END $$";
/// SQL that sends the notifications in $1, which are separated by spaces.
const NOTIFY: &str = "SELECT pg_notify('deskbell_' || md5(current_schema()), notice)
    FROM unnest(string_to_array($1, ' ')) AS notice";
/// The deadline of each statement and connection.
const DEADLINE: Duration = Duration::from_millis(NOTICES_DEADLINE_MS);

/// The followers in this process, and the commits of which other processes are not yet notified.
#[derive(Debug)]
pub(crate) struct Notices {
    /// True when notifications are sent; otherwise `unsent` stays empty.
    are_sent: bool,
    /// The followers in this process, with the last committed position of each followed
    /// organization.
    pub(crate) committed: Committed,
    unsent: Mutex<BTreeMap<OrgId, FeedPosition>>,
    news: Notify,
    is_closing: AtomicBool,
    /// The sending end of the channel for this node's messages to other nodes.
    outgoing: mpsc::Sender<Batch>,
    /// The sending end of the channel for the messages that arrive from all nodes.
    heard: broadcast::Sender<NodeNotice>,
    state: watch::Sender<LinkState>,
}

pub(super) type Batch = Vec<NodeNotice>;

impl Notices {
    /// Creates the notifications, without a connection. If `are_sent` is false, other processes
    /// find commits by polling. The receiver gets this node's messages.
    pub(crate) fn new(are_sent: bool) -> (Self, mpsc::Receiver<Batch>) {
        let (committed, unsent, news, state) = Default::default();
        let (is_closing, (outgoing, batches)) = (AtomicBool::new(false), mpsc::channel(1));
        let heard = broadcast::Sender::new(NODE_NOTICES_WAITING_MAX);
        let new = Self { are_sent, committed, unsent, news, is_closing, outgoing, heard, state };
        (new, batches)
    }

    /// Returns a connection to the other nodes, if notifications are sent.
    pub(crate) fn link(&self) -> Option<NodeLink> {
        let (outgoing, heard) = (self.outgoing.clone(), self.heard.subscribe());
        let state = self.state.subscribe();
        self.news.notify_one();
        self.are_sent.then_some(NodeLink { outgoing, heard, state })
    }

    /// Announces, at once in this process and soon to other processes, that the changes up to
    /// `last` are committed. `recorded` has the changes that this process has just recorded.
    pub(crate) fn tell(&self, org: OrgId, last: FeedPosition, recorded: Vec<ChangeRow>) {
        self.committed.tell(org, last, recorded);
        if self.are_sent {
            let mut unsent = self.unsent.lock();
            let sent = unsent.entry(org).or_insert(last);
            *sent = (*sent).max(last);
            drop(unsent);
            self.news.notify_one();
        }
    }

    /// Follows an organization's commits, like [`Committed::follow`]. From now on, notifications of
    /// other processes are received, too.
    pub(crate) fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        let followed = self.committed.follow(org);
        self.news.notify_one();
        followed
    }

    /// Closes the notifications after the waiting notifications are sent.
    pub(crate) fn close(&self) {
        self.is_closing.store(true, Ordering::Release);
        self.news.notify_one();
    }

    /// Waits until a connection is needed; returns `false` after the notifications were closed.
    async fn are_wanted(&self) -> bool {
        loop {
            let is_closing = self.is_closing.load(Ordering::Acquire);
            let is_unsent = !self.unsent.lock().is_empty();
            let is_followed =
                || self.heard.receiver_count() > 0 || !self.committed.followed().is_empty();
            if is_unsent || (!is_closing && is_followed()) {
                return true;
            }
            if is_closing {
                return false;
            }
            self.news.notified().await;
        }
    }

    /// Waits for the next notifications to send: the latest commit of each organization, then a
    /// batch of this node's messages. `None` after closing.
    async fn next(&self, batches: &mut mpsc::Receiver<Batch>) -> Option<String> {
        let mut batch = Batch::new();
        loop {
            let is_closing = self.is_closing.load(Ordering::Acquire);
            let unsent = {
                let mut unsent = self.unsent.lock();
                std::mem::take(&mut *unsent)
            };
            if batch.is_empty() {
                batch = batches.try_recv().unwrap_or_default();
            }
            let commits = unsent.into_iter().map(|(org, last)| notice::write_commit(org, last));
            let of_nodes = batch.iter().flat_map(notice::write_node);
            let notices: Vec<String> = commits.chain(of_nodes).collect();
            batch.clear();
            if !notices.is_empty() {
                return Some(notices.join(" "));
            }
            if is_closing {
                return None;
            }
            let news = async {
                tokio::select! {
                    () = self.news.notified() => None,
                    next = batches.recv() => next,
                }
            };
            match timeout(Duration::from_millis(NOTICES_TRIED_EVERY_MS), news).await {
                Ok(next) => batch = next.unwrap_or_default(),
                // After a long silence, an empty notification statement tests whether the
                // connection still works.
                Err(_) => return Some(String::new()),
            }
        }
    }
}

/// Sends and receives notifications until they are closed; connects when needed.
pub(crate) async fn run(
    notices: Arc<Notices>,
    mut batches: mpsc::Receiver<Batch>,
    address: Address,
) {
    let mut backoff_ms = NOTICES_BACKOFF_MIN_MS;
    while notices.are_wanted().await {
        let began = Instant::now();
        let Err(error) = session(&notices, &mut batches, &address).await else { return };
        notices.state.send_modify(|state| state.is_connected = false);
        if notices.is_closing.load(Ordering::Acquire) {
            return;
        }
        tracing::warn!(%error, "no notices from other processes: they are found by looking");
        if began.elapsed() > Duration::from_millis(NOTICES_BACKOFF_MAX_MS) {
            backoff_ms = NOTICES_BACKOFF_MIN_MS;
        }
        let closing = async {
            while !notices.is_closing.load(Ordering::Acquire) {
                notices.news.notified().await;
            }
        };
        let _ = timeout(Duration::from_millis(backoff_ms), closing).await;
        backoff_ms = (backoff_ms * 2).min(NOTICES_BACKOFF_MAX_MS);
    }
}

/// Sends and receives over one connection, until the notifications are closed or the connection
/// fails.
async fn session(
    notices: &Notices,
    batches: &mut mpsc::Receiver<Batch>,
    address: &Address,
) -> Result<()> {
    let (client, connection) = answered(address.connect()).await?;
    tokio::select! {
        // Sending ends without an error only after the last notification.
        sent = send(notices, batches, client) => sent,
        broken = hear(notices, connection) => Err(broken),
    }
}

async fn send(
    notices: &Notices,
    batches: &mut mpsc::Receiver<Batch>,
    client: Client,
) -> Result<()> {
    answered(client.batch_execute(LISTEN)).await?;
    // A batch that waited until the connection was open may be too old, and is dropped.
    let _ = batches.try_recv();
    notices.state.send_modify(|state| {
        *state = LinkState { is_connected: true, times: state.times + 1 };
    });
    let notify = answered(client.prepare(NOTIFY)).await?;
    let mut every = interval(Duration::from_millis(NOTICES_EVERY_MS));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while let Some(unsent) = notices.next(batches).await {
        answered(client.execute(&notify, &[&unsent])).await?;
        // Notifications that arrive during this pause are sent together.
        every.tick().await;
    }
    Ok(())
}

/// Drives the connection and announces the notifications of other processes, until an error.
async fn hear(
    notices: &Notices,
    connection: Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>,
) -> Error {
    let mut connection = pin!(connection);
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(notification))) => {
                match notice::read(notification.payload()) {
                    Some(Notice::Commit(org, last)) => {
                        notices.committed.tell(org, last, Vec::new());
                    }
                    Some(Notice::Node(notice)) => {
                        // Sending fails when there are no receivers.
                        let _ = notices.heard.send(notice);
                    }
                    None => {}
                }
            }
            Some(Ok(_)) => {}
            Some(Err(cause)) => return error(&cause),
            None => return Error::Unavailable("the connection ended".into()),
        }
    }
}

async fn answered<T>(
    answer: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>,
) -> Result<T> {
    match timeout(DEADLINE, answer).await {
        Ok(answer) => answer.map_err(|cause| error(&cause)),
        Err(_) => Err(Error::Unavailable("the server does not answer".into())),
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::History;
    use futures_util::FutureExt as _;

    use super::*;
    use crate::node_notices::{NodeId, NodeNews};

    fn org(id: i64) -> OrgId {
        OrgId::new(id).expect("an id")
    }

    fn place(seq: i64) -> FeedPosition {
        FeedPosition { seq, history: History { id: 9, timeline: 2 } }
    }

    #[test]
    fn a_connection_is_wanted_when_somebody_follows_or_commits() {
        let (notices, _batches) = Notices::new(true);
        assert_eq!(notices.are_wanted().now_or_never(), None);
        let followed = notices.follow(org(1));
        assert_eq!(notices.are_wanted().now_or_never(), Some(true));
        drop(followed);
        assert_eq!(notices.are_wanted().now_or_never(), None);
        notices.tell(org(1), place(1), Vec::new());
        assert_eq!(notices.are_wanted().now_or_never(), Some(true));
    }

    #[tokio::test]
    async fn only_the_latest_of_an_organization_is_sent_and_the_last_one_is() {
        let (notices, mut batches) = Notices::new(true);
        let asks = NodeNotice { node: NodeId(u128::MAX), org: org(3), news: NodeNews::Asks };
        notices.outgoing.try_send(vec![asks]).expect("room for a batch");
        for (id, seq) in [(1, 5), (2, 1), (1, 6), (1, 7)] {
            notices.tell(org(id), place(seq), Vec::new());
        }
        notices.close();
        assert!(notices.are_wanted().await);
        let sent = format!("1:7:9:2 2:1:9:2 asks:{}:3", "f".repeat(32));
        assert_eq!(notices.next(&mut batches).await, Some(sent));
        assert_eq!(notices.next(&mut batches).await, None);
        assert!(!notices.are_wanted().await);
    }
}
