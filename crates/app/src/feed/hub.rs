//! Live followers of an organization: what was committed is read once, rendered once, and shared.
//! A follower who is behind what is shared reads on from the table, at its own speed; nobody waits
//! for it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::limits::{
    FEED_FRAMES_AT_ONCE, FEED_FRAMES_SHARED_MAX, FEED_RETRY_MS, FEED_ROWS_MAX,
};
use deskbell_model::{ChatId, Kind, OrgId};
use deskbell_wire as wire;
use tokio::sync::watch;
use tokio::time::timeout;

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
#[derive(Debug)]
struct Hub {
    recent: Mutex<VecDeque<Arc<Frame>>>,
    /// The number of the last frame, or how far was read when there is none.
    last: watch::Sender<i64>,
    /// Goes with the hub: then its reader ends, between two reads.
    _lives: watch::Sender<()>,
}

/// The organizations that are followed live.
#[derive(Debug, Default)]
pub struct Hubs(Mutex<HashMap<OrgId, Weak<Hub>>>);

/// What was shared behind a change.
enum Shared {
    /// These frames, none or some.
    Frames(Vec<Arc<Frame>>),
    /// It is too long ago.
    TooOld,
}

impl Hub {
    /// A hub behind that change, and what ends with it.
    fn new(last: i64) -> (Arc<Self>, watch::Receiver<()>) {
        let (lives, living) = watch::channel(());
        let (recent, last) = (Mutex::default(), watch::channel(last).0);
        (Arc::new(Self { recent, last, _lives: lives }), living)
    }

    fn share(&self, frames: Vec<Arc<Frame>>) {
        let Some(last) = frames.last().map(|frame| frame.seq) else { return };
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.extend(frames);
        while recent.len() > FEED_FRAMES_SHARED_MAX {
            recent.pop_front();
        }
        drop(recent);
        self.last.send_replace(last);
    }

    /// Goes on behind a change up to which nothing is kept: who has not come so far asks the table,
    /// and is told.
    fn pass_over(&self, last: i64) {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.last.send_replace(last);
    }

    fn behind(&self, after: i64) -> Shared {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        match recent.front() {
            Some(first) if first.seq <= after + 1 => {
                let skipped = usize::try_from(after + 1 - first.seq).unwrap_or(usize::MAX);
                let frames = recent.iter().skip(skipped).take(FEED_FRAMES_AT_ONCE);
                Shared::Frames(frames.cloned().collect())
            }
            None if after >= *self.last.borrow() => Shared::Frames(Vec::new()),
            _ => Shared::TooOld,
        }
    }
}

/// Somebody who follows an organization from a change on.
#[derive(Debug)]
pub struct Following {
    app: Arc<App>,
    org: OrgId,
    hub: Arc<Hub>,
    news: watch::Receiver<i64>,
    /// The last change that was given out or passed over.
    pub after: i64,
    interest: Interest,
}

impl Following {
    /// The next changes, once there are some: all that are wanted of a stretch, in order. Dropping
    /// the future loses nothing.
    ///
    /// # Errors
    /// [`crate::Refused::HistoryExpired`], or as the database says; following may go on later.
    pub async fn next(&mut self) -> Result<Vec<Arc<Frame>>> {
        loop {
            self.news.mark_unchanged();
            let frames = match self.hub.behind(self.after) {
                Shared::Frames(frames) => frames,
                Shared::TooOld => self.read_on().await?,
            };
            let Some(last) = frames.last().map(|frame| frame.seq) else {
                // The hub lives as long as this follower, and its sender with it.
                let _ = self.news.changed().await;
                continue;
            };
            self.after = last;
            let wants = |frame: &Arc<Frame>| self.interest.wants(frame.kind, frame.chat);
            let wanted: Vec<_> = frames.into_iter().filter(wants).collect();
            if !wanted.is_empty() {
                return Ok(wanted);
            }
        }
    }

    async fn read_on(&self) -> Result<Vec<Arc<Frame>>> {
        let limit = u32::try_from(FEED_FRAMES_AT_ONCE).unwrap_or(FEED_ROWS_MAX);
        let wanted = Wanted { after: self.after, limit, interest: Interest::default() };
        let found = self.app.read_feed(self.org, wanted).await?;
        Ok(found.rows.iter().map(|row| Arc::new(Frame::of(row))).collect())
    }
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
        let news = hub.last.subscribe();
        let after = after.unwrap_or_else(|| *news.borrow());
        Ok(Following { app: Arc::clone(self), org, hub, news, after, interest })
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
        let after = *shared.last.borrow();
        let wanted = Wanted { after, limit: FEED_ROWS_MAX, interest: Interest::default() };
        let is_read = match app.read_feed(org, wanted).await {
            Ok(found) if found.rows.is_empty() => true,
            Ok(found) => {
                shared.share(found.rows.iter().map(|row| Arc::new(Frame::of(row))).collect());
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
