//! The update of an index from one snapshot of the database. The snapshot has the objects that
//! changed after the last change in the index, and the missing data of a requested page.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use deskbell_index::{CapacityExceeded, CatchUpIds, CatchUpRange, Delta, Missing};
use deskbell_model::limits::{PAGE_ITEMS_MAX, PAGE_TEXT_BYTES_MAX};
use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId, FeedPosition, Kind, OrgId};
use deskbell_storage::changes::{self, Touched};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, agents, chats, customers, departments, index_rows,
};
use tokio::task::spawn_blocking;

use super::Indexes;
use super::{ANOTHER_SERVER, OrgIndex, State};
use crate::customer_view::view;
use crate::error::Result;
use crate::index::limits::INDEX_CHANGES_AT_ONCE;

/// The result of reading the changes that an index lacks.
enum Found {
    /// The delta (the objects that changed) up to a change; the flag is true if the change is the
    /// organization's last change.
    Delta(Box<Delta>, bool),
    /// The index cannot follow the changes, for this reason.
    Lost(&'static str),
}

struct ReadDelta {
    org: OrgId,
    after: FeedPosition,
    missing: Missing,
}

/// The objects that a range of changes modified.
#[derive(Default)]
struct Subjects {
    chats: BTreeSet<ChatId>,
    customers: BTreeSet<CustomerId>,
    agents: BTreeSet<AgentId>,
    departments: BTreeSet<DepartmentId>,
}

impl Subjects {
    /// Returns the objects that these changes modified; `None` if one of the changes is a reset,
    /// which names no object.
    fn of(rows: &[Touched]) -> Option<Self> {
        let mut subjects = Self::default();
        for row in rows {
            match row.kind {
                Kind::ChatCreated | Kind::ChatUpdated | Kind::ChatDeleted => {
                    subjects.chats.extend(ChatId::new(row.subject));
                }
                // If the chat was deleted, the changes of its messages, drafts and mentions no
                // longer name the chat.
                Kind::MessageCreated
                | Kind::MessageUpdated
                | Kind::DraftUpdated
                | Kind::MentionUpdated => {
                    subjects.chats.extend(row.chat);
                }
                Kind::CustomerCreated | Kind::CustomerUpdated | Kind::CustomerDeleted => {
                    subjects.customers.extend(CustomerId::new(row.subject));
                }
                Kind::AgentCreated | Kind::AgentUpdated => {
                    subjects.agents.extend(AgentId::new(row.subject));
                }
                Kind::DepartmentCreated | Kind::DepartmentUpdated => {
                    subjects.departments.extend(DepartmentId::new(row.subject));
                }
                // No list in memory shows these objects, and chats keep a deleted department.
                Kind::EventCreated
                | Kind::DepartmentDeleted
                | Kind::RatingCommented
                | Kind::ApplicationCreated
                | Kind::ApplicationUpdated
                | Kind::WebhookCreated
                | Kind::WebhookUpdated
                | Kind::WebhookDeleted
                | Kind::SettingUpdated => {}
                Kind::Reset => return None,
            }
        }
        Some(subjects)
    }
}

impl Read for ReadDelta {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let Self { org, after, missing } = self;
        let last = changes::last(org, conn).await?;
        if last.history != after.history {
            return Ok(Found::Lost(ANOTHER_SERVER));
        }
        let (last, after) = (last.seq, after.seq);
        if last < after {
            return Ok(Found::Lost("the database is older than the index"));
        }
        let mut rows = Vec::new();
        if last > after {
            rows = changes::touched(org, conn, after, INDEX_CHANGES_AT_ONCE).await?;
            if rows.first().is_none_or(|row| row.seq != after + 1) {
                return Ok(Found::Lost("changes are no longer kept"));
            }
        }
        let Some(subjects) = Subjects::of(&rows) else {
            return Ok(Found::Lost("more changed at once than is told"));
        };
        let seq = rows.last().map_or(after, |row| row.seq);
        let mut delta = Delta { seq, ..Delta::default() };
        if seq > after {
            read_changed(org, conn, subjects, &mut delta).await?;
            delta.tags = index_rows::tags_changed(org, conn, after).await?;
        }
        read_missing(org, conn, &missing, &mut delta).await?;
        Ok(Found::Delta(Box::new(delta), seq == last))
    }
}

/// A read of the objects whose sort key changed in a range of changes.
pub(super) struct ReadCatchUp(pub(super) OrgId, pub(super) CatchUpRange);

impl Read for ReadCatchUp {
    type Out = CatchUpIds;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<CatchUpIds> {
        let Self(org, range) = self;
        let CatchUpRange { bit, after, until, limit } = range;
        let changes::ChangedIds { ids, next } =
            changes::sort_keys_changed(org, conn, bit, (after, until), limit).await?;
        Ok(CatchUpIds { range, ids, next })
    }
}

async fn read_changed<C: Conn>(
    org: OrgId,
    conn: &mut C,
    subjects: Subjects,
    delta: &mut Delta,
) -> StorageResult<()> {
    for agent in subjects.agents {
        delta.agents.extend(agents::find(org, conn, agent).await?);
    }
    for department in subjects.departments {
        delta.departments.extend(departments::name(org, conn, department).await?);
    }
    let changed: Vec<_> = subjects.customers.into_iter().collect();
    for ids in changed.chunks(PAGE_ITEMS_MAX as usize) {
        let rows = index_rows::customers(org, conn, ids).await?;
        let is_there = |id: &CustomerId| rows.binary_search_by_key(id, |it| it.id).is_ok();
        delta.gone_customers.extend(ids.iter().filter(|id| !is_there(id)));
        delta.customers.extend(rows);
    }
    let changed: Vec<_> = subjects.chats.into_iter().collect();
    for ids in changed.chunks(PAGE_ITEMS_MAX as usize) {
        let rows = index_rows::chats(org, conn, ids).await?;
        let is_there = |id: &ChatId| rows.binary_search_by_key(id, |it| it.id).is_ok();
        delta.gone_chats.extend(ids.iter().filter(|id| !is_there(id)));
        delta.chats.extend(rows);
    }
    Ok(())
}

async fn read_missing<C: Conn>(
    org: OrgId,
    conn: &mut C,
    missing: &Missing,
    delta: &mut Delta,
) -> StorageResult<()> {
    delta.shown_chats = chats::found(org, conn, &missing.chats).await?;
    delta.shown_form = missing.form;
    for row in customers::views(org, conn, &missing.customers).await? {
        delta.shown_customers.push(view(row)?);
    }
    Ok(())
}

impl Indexes {
    /// Updates an index to the last change, and adds the missing data. Does nothing if no data is
    /// missing and the index already has the change `head`.
    pub(super) async fn feed_index(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        head: Option<FeedPosition>,
        missing: Missing,
    ) -> Result<()> {
        let _turn = kept.feeding.lock().await;
        let is_there = |head| kept.whole_to().is_some_and(|place| place >= head);
        if missing == Missing::default() && head.is_some_and(is_there) {
            return Ok(());
        }
        self.follow_on(org, kept, missing).await
    }

    /// Updates an index to the last change. The lock `feeding` must be held.
    pub(super) async fn follow_on(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        missing: Missing,
    ) -> Result<()> {
        loop {
            let Some(after) = kept.place() else { return Ok(()) };
            let behind = ReadDelta { org, after, missing: missing.clone() };
            match self.context.store.snapshot(Class::Page, behind).await? {
                Found::Delta(delta, is_whole) => {
                    if !self.give(org, kept, after, (delta, is_whole)).await || is_whole {
                        return Ok(());
                    }
                }
                Found::Lost(why) => {
                    self.drop_index(org, kept, why);
                    return Ok(());
                }
            }
        }
    }

    /// Applies the delta (the changed objects) that follows position `after` to an index. Returns
    /// `false` if the delta was not applied.
    async fn give(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        after: FeedPosition,
        (delta, is_whole): (Box<Delta>, bool),
    ) -> bool {
        let texts =
            delta.shown_chats.iter().filter_map(|view| view.chat.last_message_text.as_ref());
        let is_large = texts.map(|text| text.len() as u64).sum::<u64>() > PAGE_TEXT_BYTES_MAX;
        let at_once = if is_large { None } else { kept.try_take(after, &delta, is_whole) };
        let taken = if let Some(taken) = at_once {
            taken
        } else {
            let kept = Arc::clone(kept);
            let take = move || kept.take(after, &delta, is_whole);
            // A small delta that waits for the end of a search needs no permit, because it hardly
            // takes any processor time.
            let taken = if is_large {
                self.budget.work(take).await
            } else {
                spawn_blocking(take).await.ok()
            };
            taken.unwrap_or(Taken::Failed)
        };
        let why = match taken {
            Taken::Done => {
                self.count_fed(org, kept);
                return true;
            }
            Taken::Late => return false,
            Taken::CapacityExceeded => "something does not fit into it",
            Taken::Failed => "taking in failed",
        };
        self.drop_index(org, kept, why);
        false
    }
}

/// The result of applying a delta (the changed objects) to an index.
enum Taken {
    Done,
    /// The index was dropped, or already has the changes. An earlier update can finish after its
    /// request has ended, and apply the changes.
    Late,
    CapacityExceeded,
    Failed,
}

impl OrgIndex {
    /// Applies the delta (the changed objects) that follows position `after`, if the index is still
    /// at this position.
    fn take(&self, after: FeedPosition, delta: &Delta, is_whole: bool) -> Taken {
        self.write().take(after, delta, is_whole)
    }

    /// Applies a delta like [`Self::take`]; `None` if the index is in use.
    fn try_take(&self, after: FeedPosition, delta: &Delta, is_whole: bool) -> Option<Taken> {
        Some(self.state.try_write()?.take(after, delta, is_whole))
    }
}

impl State {
    /// Applies a delta to an index that has the changes up to `after`.
    fn take(&mut self, after: FeedPosition, delta: &Delta, is_whole: bool) -> Taken {
        let Self::Ready(built) = self else { return Taken::Late };
        if built.place() != after {
            return Taken::Late;
        }
        built.is_whole = is_whole;
        match catch_unwind(AssertUnwindSafe(|| built.index.take(delta))) {
            Ok(Ok(())) => Taken::Done,
            Ok(Err(CapacityExceeded)) => Taken::CapacityExceeded,
            Err(_) => Taken::Failed,
        }
    }
}
