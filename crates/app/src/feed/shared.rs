//! The state that the live followers of an organization share: the organization's last changes,
//! each rendered once. This module is independent of the followers and of the source of the
//! changes.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use deskbell_model::limits::{
    FEED_BYTES_AT_ONCE, FEED_BYTES_SHARED_MAX, FEED_FRAMES_AT_ONCE, FEED_FRAMES_SHARED_MAX,
};
use deskbell_model::{AgentId, ChatId, FeedPosition, History, Kind, Seconds, Side};
use deskbell_wire as wire;
use deskbell_wire::files::Linking;
use deskbell_wire::inbox::live::{Assignment, assigned_before};
use deskbell_wire::inbox::message::RecordedMessage;
use deskbell_wire::widget::{MessageNews, RecordedChat};
use parking_lot::Mutex;
use tokio::sync::watch;

use super::bell::{Bell, Seat};
use super::{ChangeRow, entry};
use crate::memory_budget::BudgetPermit;

/// The largest number of bytes that a rendered change has in addition to its object.
const AROUND_BYTES: usize = 256;

/// A rendered change.
#[derive(Debug)]
pub struct Frame {
    /// The number of the change.
    pub seq: i64,
    /// The kind of the change.
    pub kind: Kind,
    /// The id of the object that changed; 0 for a reset.
    pub subject: i64,
    pub(crate) chat: Option<ChatId>,
    /// The agent and the department to which the chat was assigned before the change; `None` unless
    /// the change modified the assignment.
    pub was_assigned_to: Option<Assignment>,
    /// The change as a server-sent event, whose bytes all followers share.
    pub event: Bytes,
    /// The JSON of the change, which is a part of the bytes of `event`.
    pub json: Bytes,
    /// The change in the form shown to visitors, which is rendered at the first request.
    news: OnceLock<Option<News>>,
    /// The change in the form shown to agents, which is rendered at the first request.
    for_agents: OnceLock<Option<Bytes>>,
}

/// A change in the form shown to the visitor of its chat.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// A new or changed message.
    Message(SeenMessage),
    /// A new or changed chat.
    Chat(Box<RecordedChat>),
}

/// A message that the visitor of its chat may see.
#[derive(Clone, Debug)]
pub(crate) struct SeenMessage {
    /// The message in JSON, without files and without the picture of the agent.
    pub(crate) json: Bytes,
    /// The agent who wrote the message.
    pub(crate) agent: Option<AgentId>,
    /// The values for reading the message's files; `None` if the message has no files.
    pub(crate) linking: Option<Linking>,
    /// The side that wrote the message.
    pub(crate) from: Side,
    /// True when the other side has read the message.
    pub(crate) is_read: bool,
}

/// Bytes of a change that hold a permit of the memory budget until the last connection has sent the
/// bytes.
struct Roomed(
    Vec<u8>,
    #[expect(dead_code, reason = "it is given back with the bytes")] Arc<BudgetPermit>,
);

impl AsRef<[u8]> for Roomed {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Frame {
    pub(super) fn of(row: &ChangeRow) -> Self {
        Self::in_room(row, None)
    }

    /// Creates the frame of a change: the change in rendered form. The frame holds the permit until
    /// it is sent.
    pub(super) fn in_room(row: &ChangeRow, room: Option<&Arc<BudgetPermit>>) -> Self {
        let object = row.payload.as_ref().map_or(0, String::len);
        let mut event = Vec::with_capacity(object + AROUND_BYTES);
        let place = wire::changes::write_event(&mut event, entry(row));
        let event = match room {
            Some(room) => Bytes::from_owner(Roomed(event, Arc::clone(room))),
            None => Bytes::from(event),
        };
        let json = event.slice(place);
        let was_assigned_to = match (row.kind, &row.before, &row.payload) {
            (Kind::ChatUpdated, Some(before), Some(chat)) => assigned_before(before, chat),
            _ => None,
        };
        let (seq, kind, chat, subject) = (row.seq.get(), row.kind, row.chat, row.subject);
        let (news, for_agents) = Default::default();
        Self { seq, kind, subject, chat, was_assigned_to, event, json, news, for_agents }
    }

    /// Returns the chat that changed, or the chat to which the changed object belongs; `None` for a
    /// deleted chat.
    #[must_use]
    pub const fn chat(&self) -> Option<ChatId> {
        self.chat
    }

    /// Returns the chat whose followers receive the change.
    pub(super) const fn followed_chat(&self) -> Option<ChatId> {
        self.kind.followed_chat(self.subject, self.chat)
    }

    /// Returns the change in the form shown to the visitor of the chat; `None` for a change that
    /// visitors do not get.
    pub(crate) fn news(&self) -> Option<&News> {
        let rendered = || {
            if matches!(self.kind, Kind::ChatCreated | Kind::ChatUpdated) {
                return Some(News::Chat(Box::new(RecordedChat::of_change(&self.json)?)));
            }
            let news = MessageNews::of(&self.json)?;
            let (json, linking) = (news.json().into(), news.message.linking());
            let (from, is_read) = (news.message.from, news.message.is_read);
            let agent = news.message.agent.map(|agent| agent.id);
            Some(News::Message(SeenMessage { json, agent, linking, from, is_read }))
        };
        self.news.get_or_init(rendered).as_ref()
    }

    /// Returns the change of a message in the form shown to agents; `None` if files may have to be
    /// read first.
    pub(crate) fn for_agents(&self) -> Option<&Bytes> {
        let rendered = || match RecordedMessage::of_change(&self.json) {
            Some(message) if message.linking().is_some() => None,
            Some(message) => Some(message.shown(&[]).into()),
            None => Some(self.json.clone()),
        };
        self.for_agents.get_or_init(rendered).as_ref()
    }

    /// Creates the rendered reset that moves a follower to a position of another history of
    /// changes. Earlier changes are not part of the other history.
    pub(super) fn reset(to: FeedPosition, at: Seconds) -> Self {
        let mut event = Vec::new();
        let place = wire::changes::write_reset_event(&mut event, (to.seq, at), to.history);
        let event = Bytes::from(event);
        let json = event.slice(place);
        let (seq, kind, chat, was_assigned_to) = (to.seq, Kind::Reset, None, None);
        let (news, for_agents) = Default::default();
        Self { seq, kind, subject: 0, chat, was_assigned_to, event, json, news, for_agents }
    }
}

/// The last changes of an organization, rendered as frames with consecutive numbers.
#[derive(Debug, Default)]
struct Recent {
    frames: VecDeque<Arc<Frame>>,
    bytes: usize,
}

impl Recent {
    fn push(&mut self, frame: Arc<Frame>) {
        self.bytes += frame.event.len();
        self.frames.push_back(frame);
        // The newest frame stays even if it is large, since followers that keep up need it.
        while self.frames.len() > 1 && self.is_too_much() {
            let oldest = self.frames.pop_front().map_or(0, |oldest| oldest.event.len());
            self.bytes -= oldest;
        }
    }

    fn is_too_much(&self) -> bool {
        self.frames.len() > FEED_FRAMES_SHARED_MAX || self.bytes > FEED_BYTES_SHARED_MAX
    }
}

/// The state that all followers of one history of an organization's changes share.
#[derive(Debug)]
pub(super) struct Hub {
    pub(super) history: History,
    /// True when another history of changes has replaced the history of this hub, as after a
    /// failover.
    is_over: AtomicBool,
    recent: Mutex<Recent>,
    /// The number of the last rendered change; before any change is rendered, the number of the
    /// last change that was read.
    last: AtomicI64,
    pub(super) bell: Bell,
    /// The sender that lives as long as the hub. When the hub is dropped, the task that reads for
    /// the hub stops.
    _lives: watch::Sender<()>,
}

/// The changes that a hub (the followers' shared state) has for a follower who has read up to a
/// position.
pub(super) enum Shared {
    /// There is no later change yet.
    Nothing,
    /// The rendered changes after the position, at least one.
    Frames(Vec<Arc<Frame>>),
    /// The position is older than the shared changes, so the follower must read the table
    /// `changes`.
    TooOld,
}

impl Hub {
    /// Creates a hub (the followers' shared state) that begins after the change at a position. Also
    /// returns a receiver that closes when the hub is dropped.
    pub(super) fn new(behind: FeedPosition) -> (Arc<Self>, watch::Receiver<()>) {
        let (lives, living) = watch::channel(());
        let (recent, last) = (Mutex::default(), AtomicI64::new(behind.seq));
        let bell = Bell::new(behind.seq);
        let (history, is_over) = (behind.history, AtomicBool::new(false));
        (Arc::new(Self { history, is_over, recent, last, bell, _lives: lives }), living)
    }

    /// Ends the hub (the followers' shared state). The hub gets no further changes, and its
    /// followers move to another hub.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Release);
        self.bell.ring();
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    pub(super) fn last(&self) -> i64 {
        self.last.load(Ordering::Acquire)
    }

    pub(super) fn share(&self, frames: impl IntoIterator<Item = Frame>) {
        let mut announced = Vec::new();
        let mut recent = self.recent.lock();
        for frame in frames {
            announced.push((frame.seq, frame.kind, frame.followed_chat()));
            recent.push(Arc::new(frame));
        }
        let last = recent.frames.back().map_or(0, |frame| frame.seq);
        drop(recent);
        self.last.store(last, Ordering::Release);
        self.bell.announce(announced);
    }

    /// Removes all rendered changes and continues after the change `last`. A follower with an older
    /// position reads the table `changes`, and so learns of the gap.
    pub(super) fn pass_over(&self, last: i64) {
        *self.recent.lock() = Recent::default();
        self.last.store(last, Ordering::Release);
        self.bell.announce_gap(last);
    }

    /// Returns the shared rendered changes for a follower at position `after`. First moves `after`
    /// past unwanted changes for which the follower was not woken.
    pub(super) fn next(&self, seat: &Seat, after: &mut i64) -> Shared {
        if *after >= self.last() {
            return Shared::Nothing;
        }
        *after = self.bell.skip(seat, *after);
        self.behind(*after)
    }

    pub(super) fn behind(&self, after: i64) -> Shared {
        if after >= self.last() {
            return Shared::Nothing;
        }
        let recent = self.recent.lock();
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

/// Returns the rendered changes that a follower takes in one step: at least one, and more up to the
/// limits.
pub(super) fn at_once(frames: impl Iterator<Item = Arc<Frame>>) -> Vec<Arc<Frame>> {
    let mut bytes = 0;
    let fits = |frame: &Arc<Frame>| {
        let is_first = bytes == 0;
        bytes += frame.event.len() as u64;
        is_first || bytes <= FEED_BYTES_AT_ONCE
    };
    frames.take(FEED_FRAMES_AT_ONCE).take_while(fits).collect()
}

#[cfg(test)]
mod tests;
