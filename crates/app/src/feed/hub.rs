//! Live followers of an organization: what was committed is read once, rendered once, and shared.
//! A follower who is behind what is shared reads on from the table, at its own speed; nobody waits
//! for it.

use std::collections::{HashMap, VecDeque};
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{self, Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::limits::{
    FEED_BYTES_AT_ONCE, FEED_BYTES_SHARED_MAX, FEED_FRAMES_AT_ONCE, FEED_FRAMES_SHARED_MAX,
    FEED_RETRY_MS, FEED_ROWS_ALONE, FEED_ROWS_MAX,
};
use deskbell_model::{ChatId, Kind, OrgId};
use deskbell_wire as wire;
use tokio::sync::watch;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::bell::{Bell, Place};
use super::{ChangeRow, Interest, Wanted, entry};
use crate::App;
use crate::error::{Error, Refused, Result};

/// A change, rendered.
#[derive(Debug)]
pub struct Frame {
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub kind: Kind,
    chat: Option<ChatId>,
    /// As a server-sent event. Clones share it: it is rendered once for all who follow.
    pub event: Bytes,
    /// What it tells, a part of the same bytes: the change as the feed shows it.
    pub json: Bytes,
}

impl Frame {
    fn of(row: &ChangeRow) -> Self {
        let mut event = Vec::new();
        let told = wire::changes::write_event(&mut event, entry(row));
        let event = Bytes::from(event);
        let json = event.slice(told);
        Self { seq: row.seq.get(), kind: row.kind, chat: row.chat, event, json }
    }
}

/// The last frames of an organization, dense in their numbers.
#[derive(Debug, Default)]
struct Recent {
    frames: VecDeque<Arc<Frame>>,
    bytes: usize,
}

impl Recent {
    fn push(&mut self, frame: Arc<Frame>) {
        self.bytes += frame.event.len();
        self.frames.push_back(frame);
        // The newest stays, however large: those who keep up need it.
        while self.frames.len() > 1 && self.is_too_much() {
            let oldest = self.frames.pop_front().map_or(0, |oldest| oldest.event.len());
            self.bytes -= oldest;
        }
    }

    fn is_too_much(&self) -> bool {
        self.frames.len() > FEED_FRAMES_SHARED_MAX || self.bytes > FEED_BYTES_SHARED_MAX
    }
}

/// What an organization's followers share.
#[derive(Debug)]
struct Hub {
    recent: Mutex<Recent>,
    /// The number of the last frame, or how far was read when there is none.
    last: AtomicI64,
    /// Wakes the followers.
    bell: Bell,
    /// Goes with the hub: then its reader ends, between two reads.
    _lives: watch::Sender<()>,
}

/// The organizations that are followed live.
#[derive(Debug, Default)]
pub struct Hubs(Mutex<HashMap<OrgId, Weak<Hub>>>);

/// What is shared behind a change.
enum Shared {
    /// Nothing yet.
    Nothing,
    /// These frames, one or more.
    Frames(Vec<Arc<Frame>>),
    /// It is too long ago.
    TooOld,
}

impl Hub {
    /// A hub behind that change, and what ends with it.
    fn new(last: i64) -> (Arc<Self>, watch::Receiver<()>) {
        let (lives, living) = watch::channel(());
        let (recent, last, bell) = (Mutex::default(), AtomicI64::new(last), Bell::default());
        (Arc::new(Self { recent, last, bell, _lives: lives }), living)
    }

    fn last(&self) -> i64 {
        self.last.load(Ordering::Acquire)
    }

    fn share(&self, frames: impl IntoIterator<Item = Frame>) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        frames.into_iter().for_each(|frame| recent.push(Arc::new(frame)));
        let last = recent.frames.back().map_or(0, |frame| frame.seq);
        drop(recent);
        self.come_to(last);
    }

    /// Goes on behind a change up to which nothing is kept: who has not come so far asks the table,
    /// and is told.
    fn pass_over(&self, last: i64) {
        *self.recent.lock().unwrap_or_else(PoisonError::into_inner) = Recent::default();
        self.come_to(last);
    }

    fn come_to(&self, last: i64) {
        self.last.store(last, Ordering::Release);
        self.bell.ring();
    }

    fn behind(&self, after: i64) -> Shared {
        if after >= self.last() {
            return Shared::Nothing;
        }
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        match recent.frames.front() {
            Some(first) if first.seq <= after + 1 => {
                let skipped = usize::try_from(after + 1 - first.seq).unwrap_or(usize::MAX);
                let frames = recent.frames.range(skipped.min(recent.frames.len())..);
                Shared::Frames(at_once(frames.cloned()))
            }
            _ => Shared::TooOld,
        }
    }
}

/// As many as a follower is given at once: one or more.
fn at_once(frames: impl Iterator<Item = Arc<Frame>>) -> Vec<Arc<Frame>> {
    let mut bytes = 0;
    let fits = |frame: &Arc<Frame>| {
        let is_first = bytes == 0;
        bytes += frame.event.len();
        is_first || bytes <= FEED_BYTES_AT_ONCE
    };
    frames.take(FEED_FRAMES_AT_ONCE).take_while(fits).collect()
}

type Reading = Pin<Box<dyn Future<Output = Result<Vec<Arc<Frame>>>> + Send>>;

/// Somebody who follows an organization from a change on.
pub struct Following {
    app: Arc<App>,
    org: OrgId,
    hub: Arc<Hub>,
    place: Place,
    /// The last change that was given out or passed over.
    pub after: i64,
    interest: Interest,
    /// What is being read for this follower alone.
    reading: Option<Reading>,
}

impl Following {
    /// Sees that there is something to go on with, so that whoever cannot be given what they ask
    /// for is told before anything begins.
    ///
    /// # Errors
    /// As [`Following::next`].
    pub async fn begin(&mut self) -> Result<()> {
        if matches!(self.hub.behind(self.after), Shared::TooOld) {
            let read = read_on(Arc::clone(&self.app), self.org, self.after).await?;
            self.reading = Some(Box::pin(ready(Ok(read))));
        }
        Ok(())
    }

    /// The next changes, once there are some: all that are wanted of a stretch, in order. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    /// [`crate::Refused::HistoryExpired`], or as the database says; following may go on later.
    pub async fn next(&mut self) -> Result<Vec<Arc<Frame>>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The same for whoever polls.
    ///
    /// # Errors
    /// As [`Following::next`].
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<Arc<Frame>>>> {
        self.hub.bell.sign_up(&mut self.place, context.waker());
        loop {
            let is_alone = self.reading.is_some();
            let frames = if let Some(reading) = &mut self.reading {
                let read = task::ready!(reading.as_mut().poll(context));
                self.reading = None;
                read?
            } else {
                match self.hub.behind(self.after) {
                    Shared::Nothing => return Poll::Pending,
                    Shared::Frames(frames) => frames,
                    Shared::TooOld => {
                        let (app, org, after) = (Arc::clone(&self.app), self.org, self.after);
                        self.reading = Some(Box::pin(read_on(app, org, after)));
                        continue;
                    }
                }
            };
            // The table has nothing behind it, though others came further: wait for more.
            let Some(last) = frames.last().map(|frame| frame.seq) else { return Poll::Pending };
            self.after = last;
            let wants = |frame: &Arc<Frame>| self.interest.wants(frame.kind, frame.chat);
            let wanted: Vec<_> = frames.into_iter().filter(wants).collect();
            if !wanted.is_empty() {
                return Poll::Ready(Ok(wanted));
            }
            if is_alone {
                // Whoever wants little of much lets others work in between.
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

async fn read_on(app: Arc<App>, org: OrgId, after: i64) -> Result<Vec<Arc<Frame>>> {
    let interest = Interest::default();
    let wanted = Wanted { after, limit: FEED_ROWS_ALONE, interest };
    let found = app.read_feed(org, wanted).await?;
    Ok(at_once(found.rows.iter().map(|row| Arc::new(Frame::of(row)))))
}

impl App {
    /// Follows an organization's changes: those behind `after`, or from now on when it is `None`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn follow(
        self: &Arc<Self>,
        org: OrgId,
        after: Option<i64>,
        interest: Interest,
    ) -> Result<Following> {
        let hub = self.hub(org).await?;
        let after = after.unwrap_or_else(|| hub.last());
        let (app, place) = (Arc::clone(self), Place::default());
        Ok(Following { app, org, hub, place, after, interest, reading: None })
    }

    /// Wakes everybody who follows: something else than a change is to be looked at.
    pub fn wake_followers(&self) {
        let hubs = self.hubs.0.lock().unwrap_or_else(PoisonError::into_inner);
        hubs.values().filter_map(Weak::upgrade).for_each(|hub| hub.bell.ring());
    }

    /// The hub of an organization; it reads on as long as somebody holds it.
    async fn hub(self: &Arc<Self>, org: OrgId) -> Result<Arc<Hub>> {
        let known = |hubs: &Hubs| {
            let hubs = hubs.0.lock().unwrap_or_else(PoisonError::into_inner);
            hubs.get(&org).and_then(Weak::upgrade)
        };
        if let Some(hub) = known(&self.hubs) {
            return Ok(hub);
        }
        let committed = self.store.follow(org);
        let last = self.last_change(org).await?;
        let mut hubs = self.hubs.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hub) = hubs.get(&org).and_then(Weak::upgrade) {
            return Ok(hub);
        }
        let (hub, living) = Hub::new(last);
        hubs.retain(|_, hub| hub.strong_count() > 0);
        hubs.insert(org, Arc::downgrade(&hub));
        drop(hubs);
        let (app, shared) = (Arc::downgrade(self), Arc::downgrade(&hub));
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(read(app, shared, org, committed, (living, self.closing.subscribe())));
        drop(tasks);
        Ok(hub)
    }
}

/// Reads what was committed and shares it, until nobody follows.
async fn read(
    app: Weak<App>,
    hub: Weak<Hub>,
    org: OrgId,
    mut committed: watch::Receiver<i64>,
    (mut living, mut closing): (watch::Receiver<()>, watch::Receiver<bool>),
) {
    const RETRY: Duration = Duration::from_millis(FEED_RETRY_MS);
    while !*closing.borrow() {
        committed.mark_unchanged();
        let (Some(app), Some(shared)) = (app.upgrade(), hub.upgrade()) else { return };
        let after = shared.last();
        let wanted = Wanted { after, limit: FEED_ROWS_MAX, interest: Interest::default() };
        let is_read = match app.read_feed(org, wanted).await {
            Ok(found) if found.rows.is_empty() => true,
            Ok(found) => {
                shared.share(found.rows.iter().map(Frame::of));
                drop((app, shared));
                // They take it first.
                yield_now().await;
                continue;
            }
            Err(Error::Refused(Refused::HistoryExpired(oldest))) => {
                shared.pass_over(oldest - 1);
                continue;
            }
            Err(error) => {
                tracing::warn!(%error, "the change feed could not be read, trying again");
                false
            }
        };
        drop((app, shared));
        let news = async {
            // Nobody tells a second time of what was committed.
            let news = committed.changed();
            if is_read { Ok(news.await) } else { timeout(RETRY, news).await }
        };
        tokio::select! {
            // Nobody follows any more, or nobody can.
            _ = living.changed() => return,
            _ = closing.wait_for(|is_closing| *is_closing) => return,
            news = news => if matches!(news, Ok(Err(_))) { return },
        }
    }
}

#[cfg(test)]
mod tests;
