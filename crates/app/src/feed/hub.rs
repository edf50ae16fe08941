//! Live followers of an organization: each commit is rendered once and shared. The writers of this
//! process pass on the changes that they record. The changes of other processes are read from the
//! database once. A follower whose next change is no longer shared reads the table `changes`, and
//! delays no other follower.

use std::collections::HashMap;
use std::future::{pending, poll_fn, ready};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{self, Context, Poll};
use std::time::Duration;

use deskbell_model::limits::{
    FEED_BYTES_AT_ONCE, FEED_BYTES_MAX, FEED_BYTES_WITHOUT_ROOM, FEED_RETRY_MS, FEED_ROWS_ALONE,
    FEED_ROWS_MAX,
};
use deskbell_model::{FeedPosition, History, OrgId};
use deskbell_storage::Handover;
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::watch;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::bell::Seat;
use super::shared::{Frame, Hub, Shared, at_once};
use super::{Followed, Interest, Wanted};
use crate::Feed;
use crate::error::{Error, Rejected, Result};

/// The pause after a failed read of the database.
const RETRY: Duration = Duration::from_millis(FEED_RETRY_MS);

/// The hub (the shared state of the followers) of each organization that is followed live.
#[derive(Debug, Default)]
pub struct Hubs(Mutex<HashMap<OrgId, Weak<Hub>>>);

/// The outcome of a read of the table `changes` for one follower.
enum Found {
    /// The changes that were read, rendered as frames; the list may be empty.
    Frames(Vec<Arc<Frame>>),
    /// The hub (the followers' shared state) of another history of changes, which replaced the
    /// follower's history.
    Another(Arc<Hub>),
}

type Reading = Pin<Box<dyn Future<Output = Result<Found>> + Send>>;

/// A live follower of an organization.
pub struct Following {
    feed: Arc<Feed>,
    org: OrgId,
    hub: Arc<Hub>,
    place: Seat,
    /// The number of the last change that the follower received or skipped.
    pub after: i64,
    interest: Interest,
    /// The running read of the table `changes` for only this follower.
    reading: Option<Reading>,
}

impl Following {
    /// Checks that the changes after the follower's position are still stored, so that a refusal
    /// comes before the stream begins.
    ///
    /// # Errors
    /// The errors of [`Following::next`].
    pub async fn begin(&mut self) -> Result<()> {
        if matches!(self.hub.behind(self.after), Shared::TooOld) {
            let read = self.read_on().await?;
            if matches!(read, Found::Another(_)) {
                return Err(Rejected::HistoryReplaced.into());
            }
            self.reading = Some(Box::pin(ready(Ok(read))));
        }
        Ok(())
    }

    /// Returns the history of changes that is followed.
    #[must_use]
    pub fn history(&self) -> History {
        self.hub.history
    }

    /// Tells whether there are changes that the follower has neither received nor skipped.
    pub(crate) fn is_behind(&self) -> bool {
        self.reading.is_some() || self.hub.is_over() || self.after < self.hub.last()
    }

    /// Sets the kinds and chats that are wanted from now on. Skips the changes up to `after`.
    pub(crate) fn want(&mut self, interest: Interest, after: i64) {
        self.hub.bell.leave(&mut self.place);
        self.interest = interest;
        self.after = self.after.max(after);
    }

    fn read_on(&self) -> impl Future<Output = Result<Found>> + use<> {
        read_on(Arc::clone(&self.feed), self.org, Arc::clone(&self.hub), self.after)
    }

    /// Moves the follower to the hub (the followers' shared state) of another history, at the last
    /// change of that history. Returns the rendered reset that announces the new history to the
    /// follower.
    fn move_to(&mut self, hub: Arc<Hub>) -> Arc<Frame> {
        self.hub.bell.leave(&mut self.place);
        self.after = hub.last();
        let to = FeedPosition { history: hub.history, seq: self.after };
        self.hub = hub;
        Arc::new(Frame::reset(to, self.feed.context.now()))
    }

    /// Waits for the next wanted changes, in order. Dropping the future loses no change.
    ///
    /// # Errors
    /// [`crate::Rejected::HistoryExpired`], or when the database fails; the next call tries again.
    /// A change of the history is no error, and is announced by a reset.
    pub async fn next(&mut self) -> Result<Vec<Arc<Frame>>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// Polls for the next changes.
    ///
    /// # Errors
    /// The errors of [`Following::next`].
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<Arc<Frame>>>> {
        self.hub.bell.sign_up(&mut self.place, self.interest, context.waker());
        loop {
            let is_alone = self.reading.is_some();
            let found = if let Some(reading) = &mut self.reading {
                let read = task::ready!(reading.as_mut().poll(context));
                self.reading = None;
                read?
            } else if self.hub.is_over() {
                let (feed, hub) = (Arc::clone(&self.feed), Arc::clone(&self.hub));
                self.reading = Some(Box::pin(another(feed, self.org, hub)));
                continue;
            } else {
                match self.hub.next(&self.place, &mut self.after) {
                    Shared::Nothing => return Poll::Pending,
                    Shared::Frames(frames) => Found::Frames(frames),
                    Shared::TooOld => {
                        self.reading = Some(Box::pin(self.read_on()));
                        continue;
                    }
                }
            };
            let frames = match found {
                Found::Frames(frames) => frames,
                Found::Another(hub) => return Poll::Ready(Ok(vec![self.move_to(hub)])),
            };
            // The read found no change, although the hub announced one. The follower waits until it
            // is woken again.
            let Some(last) = frames.last().map(|frame| frame.seq) else { return Poll::Pending };
            self.after = last;
            let wants = |frame: &Arc<Frame>| self.interest.wants(frame.kind, frame.followed_chat());
            let wanted: Vec<_> = frames.into_iter().filter(wants).collect();
            if !wanted.is_empty() {
                return Poll::Ready(Ok(wanted));
            }
            if is_alone {
                // A follower that skips many changes lets other tasks run in between.
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.hub.bell.leave(&mut self.place);
    }
}

/// Reads changes for only one follower. Each organization has few permits for such reads, and a
/// long read reserves memory of the budget until its changes are sent. Therefore slow followers
/// cannot use up the server's memory.
async fn read_on(feed: Arc<Feed>, org: OrgId, hub: Arc<Hub>, after: i64) -> Result<Found> {
    loop {
        let turn = feed.budget.turn(org).await;
        let (history, interest) = (Followed::Is(hub.history), Interest::EVERYTHING);
        let (limit, bytes) = (FEED_ROWS_ALONE, FEED_BYTES_AT_ONCE);
        let wanted = Wanted { after, history, limit, bytes, interest };
        let rows = match feed.read_feed(org, wanted).await {
            Err(Error::Rejected(Rejected::HistoryReplaced)) => {
                drop(turn);
                return another(feed, org, hub).await;
            }
            found => found?.rows,
        };
        let bytes: usize = rows.iter().map(|row| row.payload.as_ref().map_or(0, String::len)).sum();
        let room = if bytes > FEED_BYTES_WITHOUT_ROOM {
            let Some(held) = feed.budget.take(org, bytes as u64).await else { continue };
            Some(Arc::new(held))
        } else {
            None
        };
        let frame = |row| Arc::new(Frame::in_room(row, room.as_ref()));
        return Ok(Found::Frames(at_once(rows.iter().map(frame))));
    }
}

/// Returns the hub (the followers' shared state) of the history that replaced the follower's
/// history. Tries again until the database answers, and does not disconnect the follower meanwhile.
/// A disconnected follower would continue at a number of the old history, and no check would notice
/// the mistake.
async fn another(feed: Arc<Feed>, org: OrgId, hub: Arc<Hub>) -> Result<Found> {
    feed.leave_hub(org, &hub);
    loop {
        match feed.hub(org).await {
            Ok(hub) => return Ok(Found::Another(hub)),
            Err(error) => tracing::warn!(%error, "the change feed could not be read, trying again"),
        }
        let _ = timeout(RETRY, pending::<()>()).await;
    }
}

impl Feed {
    /// Follows an organization's changes after the number `after` of this history. Without a
    /// number, follows the changes from now on.
    ///
    /// # Errors
    /// [`crate::Rejected::HistoryReplaced`], or when the database fails.
    pub async fn follow(
        self: &Arc<Self>,
        org: OrgId,
        (after, history): (Option<i64>, Followed),
        interest: Interest,
    ) -> Result<Following> {
        let mut hub = self.hub(org).await?;
        if after.is_some() || history != Followed::Any {
            // The hub may lag behind the database, or another history may have replaced its
            // history.
            let last = self.context.last_change(org).await?;
            history.check(after.unwrap_or(0), last)?;
            if hub.history != last.history {
                self.leave_hub(org, &hub);
                hub = self.hub(org).await?;
            }
            if hub.history != last.history {
                return Err(Rejected::HistoryReplaced.into());
            }
        }
        let after = after.unwrap_or_else(|| hub.last());
        let (feed, place) = (Arc::clone(self), Seat::default());
        Ok(Following { feed, org, hub, place, after, interest, reading: None })
    }

    /// Wakes all followers although no change is new, so that their streams can end.
    pub fn wake_followers(&self) {
        self.hubs().values().filter_map(Weak::upgrade).for_each(|hub| hub.bell.ring());
    }

    fn hubs(&self) -> MutexGuard<'_, HashMap<OrgId, Weak<Hub>>> {
        self.hubs.0.lock()
    }

    /// Ends a hub (the followers' shared state) whose history of changes was replaced, as after a
    /// failover. The followers move to another hub.
    fn leave_hub(&self, org: OrgId, hub: &Arc<Hub>) {
        let mut hubs = self.hubs();
        if hubs.get(&org).is_some_and(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(hub))) {
            hubs.remove(&org);
        }
        drop(hubs);
        hub.end();
    }

    /// Returns the hub (the followers' shared state) of an organization. A hub reads commits as
    /// long as it has a follower.
    async fn hub(self: &Arc<Self>, org: OrgId) -> Result<Arc<Hub>> {
        let known = |hubs: &HashMap<OrgId, Weak<Hub>>| {
            hubs.get(&org).and_then(Weak::upgrade).filter(|hub| !hub.is_over())
        };
        let hub = known(&self.hubs());
        if let Some(hub) = hub {
            return Ok(hub);
        }
        let committed = self.context.store.follow(org);
        let last = self.context.last_change(org).await?;
        let mut hubs = self.hubs();
        if let Some(hub) = known(&hubs) {
            if hub.history >= last.history {
                return Ok(hub);
            }
            hub.end();
        }
        let (hub, living) = Hub::new(last);
        hubs.retain(|_, hub| hub.strong_count() > 0);
        hubs.insert(org, Arc::downgrade(&hub));
        drop(hubs);
        let (feed, shared) = (Arc::downgrade(self), Arc::downgrade(&hub));
        let source = (committed, self.context.store.record(org));
        let mut tasks = self.tasks.lock();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(read(feed, shared, org, source, (living, self.context.closing())));
        drop(tasks);
        Ok(hub)
    }
}

/// Reads commits and shares their changes, until no follower is left, a failover begins another
/// history of changes, or the application closes.
async fn read(
    feed: Weak<Feed>,
    hub: Weak<Hub>,
    org: OrgId,
    (mut committed, recorded): (watch::Receiver<FeedPosition>, Handover),
    (mut living, mut closing): (watch::Receiver<()>, watch::Receiver<bool>),
) {
    let mut is_begun = false;
    while !*closing.borrow() {
        let announced = *committed.borrow_and_update();
        let (Some(feed), Some(shared)) = (feed.upgrade(), hub.upgrade()) else { return };
        let place = FeedPosition { history: shared.history, seq: shared.last() };
        // Most reads find everything that was announced meanwhile, so the table is read only if
        // more was announced.
        let is_due = !is_begun || place < announced;
        let mut found = Ok(if is_begun { recorded.take(place) } else { Vec::new() });
        if is_due && found.as_ref().is_ok_and(Vec::is_empty) {
            let (after, history) = (place.seq, Followed::Is(place.history));
            let (limit, bytes, interest) = (FEED_ROWS_MAX, FEED_BYTES_MAX, Interest::EVERYTHING);
            let wanted = Wanted { after, history, limit, bytes, interest };
            found = feed.read_feed(org, wanted).await.map(|found| found.rows);
        }
        is_begun |= found.is_ok();
        let is_read = match found {
            Ok(rows) if rows.is_empty() => true,
            Ok(rows) => {
                shared.share(rows.iter().map(Frame::of));
                feed.tell_of_chats(org, &rows);
                drop((feed, shared));
                // Lets the followers take the frames before the next read.
                yield_now().await;
                continue;
            }
            Err(Error::Rejected(Rejected::HistoryExpired(oldest))) => {
                shared.pass_over(oldest - 1);
                continue;
            }
            Err(Error::Rejected(Rejected::HistoryReplaced)) => {
                tracing::warn!(%org, "whoever follows is told that another history goes on");
                return feed.leave_hub(org, &shared);
            }
            Err(error) => {
                tracing::warn!(%error, "the change feed could not be read, trying again");
                false
            }
        };
        drop((feed, shared));
        let news = async {
            // A commit is announced once, so a failed read is also tried again after a pause.
            let news = committed.changed();
            if is_read { Ok(news.await) } else { timeout(RETRY, news).await }
        };
        tokio::select! {
            // No follower is left, or the application closes.
            _ = living.changed() => return,
            _ = closing.wait_for(|is_closing| *is_closing) => return,
            news = news => if matches!(news, Ok(Err(_))) { return },
        }
    }
}
