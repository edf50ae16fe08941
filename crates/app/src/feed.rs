//! The change feed (contract §8): all changes, in order, without a gap. The table `changes` stores
//! the changes. Each follower has a separate position.

mod audit;
mod bell;
mod channels;
mod ears;
mod hub;
mod newcomers;
mod nodes;
mod overhearing;
mod presences;
mod shared;
mod signals;

use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{
    CHATS_FOLLOWED_MAX, FEED_AROUND_BYTES, FEED_BYTES_LOOKED_AT, FEED_IN_PLACE_BYTES,
    FEED_ROWS_AT_ONCE, FEED_ROWS_FIRST, FEED_ROWS_LOOKED_AT_MAX,
};
use deskbell_model::{Audience, ChatId, FeedPosition, History, Kind, OrgId};
use deskbell_storage::changes::{self, ChangeRow, Size};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult};
use deskbell_wire as wire;
use parking_lot::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

pub(crate) use audit::view as audited;
pub use channels::Signals;
pub use hub::{Following, Hubs};
pub use newcomers::{Awaited, Awaiting};
pub use overhearing::Overhearing;
pub use shared::Frame;
pub(crate) use shared::{News, SeenMessage};
pub use signals::Listening;

use crate::context::Context;
use crate::error::{Rejected, Result};

/// A set of kinds of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u32);

const _: () = assert!(Kind::ALL.len() <= 32, "each kind has a bit");

impl Kinds {
    const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<T: IntoIterator<Item = Kind>>(kinds: T) -> Self {
        Self(kinds.into_iter().fold(0, |set, kind| set | 1 << kind as u32))
    }
}

/// The changes that a follower wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// The wanted kinds of changes; an empty set means all kinds.
    pub kinds: Kinds,
    /// The chat whose changes are wanted, including changes of its messages; `None` for the changes
    /// of all objects.
    pub chat: Option<ChatId>,
    /// Further chats whose changes are wanted, if `chat` is `Some`.
    pub more_chats: [Option<ChatId>; CHATS_FOLLOWED_MAX - 1],
    /// The audience, which limits the kinds.
    pub audience: Audience,
}

impl Interest {
    /// The interest of a follower who wants all changes of every audience.
    pub const EVERYTHING: Self = Self {
        kinds: Kinds(0),
        chat: None,
        more_chats: [None; CHATS_FOLLOWED_MAX - 1],
        audience: Audience::Agents,
    };

    /// Returns the interest of a follower who wants changes of these kinds in `chats`. Chats beyond
    /// the limit of followed chats are ignored. Returns `None` if `chats` is empty.
    pub(crate) fn of_chats(kinds: Kinds, chats: &[ChatId]) -> Option<Self> {
        let (first, others) = chats.split_first()?;
        let mut interest = Self { kinds, chat: Some(*first), ..Self::default() };
        for (place, chat) in interest.more_chats.iter_mut().zip(others) {
            *place = Some(*chat);
        }
        Some(interest)
    }

    /// Returns the wanted chats; a single `None` for the changes of all objects.
    fn rows(&self) -> impl Iterator<Item = Option<ChatId>> + use<> {
        let more = self.more_chats.into_iter().filter(Option::is_some);
        std::iter::once(self.chat).chain(more)
    }

    /// Tells whether a change of this kind in this chat, or of this deleted chat, is wanted. A
    /// reset is always wanted.
    #[must_use]
    pub fn wants(&self, kind: Kind, chat: Option<ChatId>) -> bool {
        self.audience.hears(kind)
            && (kind == Kind::Reset
                || ((self.kinds == Kinds::default() || self.kinds.has(kind))
                    && (self.chat.is_none()
                        || self.chat == chat
                        || (chat.is_some() && self.more_chats.contains(&chat)))))
    }

    /// Tells whether every change is wanted.
    fn is_all(&self) -> bool {
        let hears_all = || Kind::ALL.iter().all(|kind| self.audience.hears(*kind));
        self.kinds == Kinds::default() && self.chat.is_none() && hears_all()
    }
}

/// The history of changes that a follower expects. A failover begins another history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Followed {
    /// Any history.
    #[default]
    Any,
    /// The history whose text form is this string.
    Text(String),
    /// Exactly this history.
    Is(History),
}

impl Followed {
    /// Refuses a position that belongs to another history than the last change, or is beyond the
    /// last change.
    fn check(&self, after: i64, last: FeedPosition) -> Result<(), Rejected> {
        let is_it = match self {
            Self::Any => true,
            Self::Text(text) => *text == last.history.to_string(),
            Self::Is(history) => *history == last.history,
        };
        if is_it && after <= last.seq { Ok(()) } else { Err(Rejected::HistoryReplaced) }
    }
}

/// A requested range of the feed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The number of the last change before the range; 0 to begin with the oldest stored change.
    pub after: i64,
    /// The history to which `after` belongs.
    pub history: Followed,
    /// The limit of changes, 1 to 1,000.
    pub limit: u32,
    /// The limit of the answer, in bytes. A change that exceeds the limit is returned without other
    /// changes.
    pub bytes: u64,
    /// The changes that are wanted.
    pub interest: Interest,
}

#[derive(Debug)]
struct FeedRange {
    rows: Vec<ChangeRow>,
    /// The number of the last examined change, after which the next range begins.
    next: i64,
    history: History,
    /// True when the limit in bytes ended the range.
    is_cut: bool,
}

enum Found {
    FeedRange(FeedRange),
    Rejected(Rejected),
}

impl From<Found> for Result<FeedRange> {
    fn from(found: Found) -> Self {
        match found {
            Found::FeedRange(range) => Ok(range),
            Found::Rejected(refused) => Err(refused.into()),
        }
    }
}

struct ReadOn(OrgId, Wanted);

impl Read for ReadOn {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, wanted) = self;
        let Wanted { after, limit, interest, .. } = wanted;
        let (oldest, last) = changes::bounds(org, conn).await?;
        if let Err(refused) = wanted.history.check(after, last) {
            return Ok(Found::Rejected(refused));
        }
        if after > 0 && after < oldest.saturating_sub(1) {
            return Ok(Found::Rejected(Rejected::HistoryExpired(oldest)));
        }
        let mut found =
            FeedRange { rows: Vec::new(), next: after, history: last.history, is_cut: false };
        let mut room = Room::of(&wanted);
        let most = if interest.is_all() { limit.min(FEED_ROWS_AT_ONCE) } else { FEED_ROWS_AT_ONCE };
        let mut take = most.min(FEED_ROWS_FIRST);
        let mut looked_at = 0;
        // Each read has its own limits, and the next read continues at its end.
        while found.next < last.seq && room.is_left() && looked_at < FEED_ROWS_LOOKED_AT_MAX {
            let sizes = changes::sizes(org, conn, found.next, take).await?;
            let near = room.fit(&sizes, interest);
            // The number of changes that fit into the answer, by the mean size of the last changes
            // read.
            let mean = sizes.iter().map(|size| size.bytes).sum::<u64>() / sizes.len().max(1) as u64;
            let fit = u32::try_from(room.bytes / mean.max(1)).unwrap_or(u32::MAX);
            take = fit.clamp(FEED_ROWS_FIRST, FEED_ROWS_AT_ONCE).min(most);
            let Some(furthest) = near.last().map(|size| size.seq) else { break };
            looked_at += near.len();
            found.next = furthest;
            let is_wanted = |size: &Size| is_wanted(interest, size);
            let first = near.iter().position(is_wanted);
            let Some((first, last)) = first.zip(near.iter().rposition(is_wanted)) else { continue };
            // The numbers of changes have no gaps, except where the oldest changes were deleted.
            let (before, many) = (near[first].seq - 1, u32::try_from(last + 1 - first));
            let rows = changes::after(org, conn, before, many.unwrap_or(u32::MAX)).await?;
            let is_wanted = |row: &ChangeRow| {
                interest.wants(row.kind, row.kind.followed_chat(row.subject, row.chat))
            };
            found.rows.extend(rows.into_iter().filter(is_wanted));
        }
        found.is_cut = room.is_cut;
        Ok(Found::FeedRange(found))
    }
}

/// Tells whether a follower wants the change.
fn is_wanted(interest: Interest, size: &Size) -> bool {
    interest.wants(size.kind, size.kind.followed_chat(size.subject, size.chat))
}

/// The number of changes and bytes that an answer may still take.
struct Room {
    rows: u32,
    bytes: u64,
    is_untouched: bool,
    /// True if a change did not fit into the limits.
    is_cut: bool,
    /// The limit of one read of the database, in bytes.
    read_max: u64,
    /// The number of bytes of unwanted changes that may still be examined for the answer.
    looks: u64,
}

impl Room {
    const fn of(wanted: &Wanted) -> Self {
        let bytes = wanted.bytes.saturating_sub(FEED_AROUND_BYTES);
        let (rows, read_max) = (wanted.limit, wanted.bytes);
        Self {
            rows,
            bytes,
            is_untouched: true,
            is_cut: false,
            read_max,
            looks: read_max.saturating_mul(FEED_BYTES_LOOKED_AT),
        }
    }

    const fn is_left(&self) -> bool {
        self.rows > 0 && (self.bytes > 0 || self.is_untouched)
    }

    /// Returns the first changes that fit the limits, and at least one change. Only wanted changes
    /// count towards the limits of the answer. Unwanted changes count towards the limit
    /// [`Room::looks`].
    fn fit<'s>(&mut self, sizes: &'s [Size], interest: Interest) -> &'s [Size] {
        let mut read: u64 = 0;
        for (place, size) in sizes.iter().enumerate() {
            read = read.saturating_add(size.bytes);
            if place > 0 && self.looks == 0 {
                (self.rows, self.is_cut) = (0, true);
                return &sizes[..place];
            }
            self.looks = self.looks.saturating_sub(size.bytes);
            if place > 0 && read > self.read_max {
                return &sizes[..place];
            }
            if !is_wanted(interest, size) {
                continue;
            }
            let bytes = size.bytes.saturating_add(FEED_AROUND_BYTES);
            if self.rows == 0 {
                return &sizes[..place];
            }
            if bytes > self.bytes && !self.is_untouched {
                (self.rows, self.is_cut) = (0, true);
                return &sizes[..place];
            }
            self.rows -= 1;
            self.bytes = self.bytes.saturating_sub(bytes);
            self.is_untouched = false;
        }
        sizes
    }
}

/// The service for followers of changes, with the feed, live streams and signals.
#[derive(Debug)]
pub struct Feed {
    context: Context,
    budget: Arc<crate::MemoryBudget>,
    hubs: Hubs,
    signals: Arc<Signals>,
    newcomers: Arc<newcomers::Newcomers>,
    /// True when the exchange of signals with other nodes was started.
    is_linked: Mutex<bool>,
    /// The background tasks, which end when the application closes.
    tasks: Mutex<JoinSet<()>>,
}

impl Feed {
    pub(crate) fn new(context: Context, budget: Arc<crate::MemoryBudget>) -> Self {
        let hubs = Hubs::default();
        let signals = Arc::new(Signals::new(Arc::clone(&context.clock)));
        let (newcomers, is_linked, tasks) = Default::default();
        Self { context, budget, hubs, signals, newcomers, is_linked, tasks }
    }

    /// Waits for the end of the background tasks.
    pub(crate) async fn close(&self) {
        let mut tasks = std::mem::take(&mut *self.tasks.lock());
        while tasks.join_next().await.is_some() {}
    }

    async fn read_feed(&self, org: OrgId, wanted: Wanted) -> Result<FeedRange> {
        self.context.store.snapshot(Class::Page, ReadOn(org, wanted)).await?.into()
    }

    /// Reads a range of the feed. A large range needs a permit for large reads, and is cut short
    /// without a permit.
    async fn read_much(&self, org: OrgId, wanted: Wanted) -> Result<FeedRange> {
        let bytes = wanted.bytes.min(FEED_IN_PLACE_BYTES);
        let turn = self.budget.turn(org).await;
        let found = self.read_feed(org, Wanted { bytes, ..wanted.clone() }).await?;
        if !found.is_cut || bytes == wanted.bytes {
            return Ok(found);
        }
        drop(turn);
        let Some(_hand) = self.budget.hand().await else { return Ok(found) };
        self.context.store.snapshot(Class::Scan, ReadOn(org, wanted)).await?.into()
    }

    /// Reads a range of the change feed: `GET /v1/changes`. If the range is empty, waits for a
    /// change, at most for `wait`.
    ///
    /// # Errors
    /// [`Rejected::HistoryExpired`], [`Rejected::HistoryReplaced`], or when the database fails.
    pub async fn changes(&self, org: OrgId, wanted: Wanted, wait: Duration) -> Result<Vec<u8>> {
        let until = Instant::now() + wait;
        let mut news = self.context.store.follow(org);
        let mut wanted = wanted;
        loop {
            news.mark_unchanged();
            let found = self.read_much(org, wanted.clone()).await?;
            let may_wait = found.rows.is_empty() && !wait.is_zero();
            if !may_wait || Instant::now() >= until {
                return Ok(render(&found));
            }
            // The next read begins after the changes that were skipped.
            let is_behind = found.next > wanted.after;
            wanted.after = found.next;
            wanted.history = Followed::Is(found.history);
            if !is_behind && timeout_at(until, news.changed()).await.is_err() {
                return Ok(render(&found));
            }
        }
    }
}

fn render(found: &FeedRange) -> Vec<u8> {
    let mut json = Vec::new();
    let entries = found.rows.iter().map(entry);
    wire::changes::write_page(&mut json, entries, found.next, found.history);
    json
}

fn entry(row: &ChangeRow) -> wire::changes::Entry<'_> {
    let (seq, at, kind, actor) = (row.seq.get(), row.at, row.kind, row.actor);
    wire::changes::Entry { seq, at, kind, actor, object: row.payload.as_deref() }
}
