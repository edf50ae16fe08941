//! Reads of windows (parts of agents' chat lists) from the database. Also reads the rows with which
//! a list shows given chats.

use std::collections::BTreeMap;

use deskbell_model::{AgentId, ChatId, ChatView, CustomerId, DraftBy, OrgId, Tag};
use deskbell_query::Window;
use deskbell_storage::{Conn, Result as StorageResult, changes, chats, customers, drafts, search};
use deskbell_wire as wire;

/// The chats in the rows of a window (a part of an agent's chat list), with the tags and drafts
/// that the rows show.
#[derive(Debug, Default)]
pub(crate) struct ChatRows {
    /// The chats, in the order of the rows.
    pub(crate) chats: Vec<ChatView>,
    tags: BTreeMap<CustomerId, Vec<Tag>>,
    drafts: BTreeMap<ChatId, Vec<AgentId>>,
}

impl ChatRows {
    /// Reads up to 100 chats in the order of `ids`, and omits missing chats.
    pub(crate) async fn read<C: Conn>(
        org: OrgId,
        conn: &mut C,
        ids: &[ChatId],
    ) -> StorageResult<Self> {
        let mut rows = Self { chats: chats::found(org, conn, ids).await?, ..Self::default() };
        let mut owners: Vec<_> = rows.chats.iter().map(|view| view.chat.customer).collect();
        owners.sort_unstable();
        owners.dedup();
        for (customer, tag) in customers::tags_of(org, conn, &owners).await? {
            rows.tags.entry(customer).or_default().push(tag);
        }
        for draft in drafts::of_chats(org, conn, ids).await? {
            rows.drafts.entry(draft.chat).or_default().push(draft.agent);
        }
        Ok(rows)
    }

    /// Returns the row of one of the chats as the agent `me` sees it.
    pub(crate) fn row<'r>(
        &'r self,
        view: &'r ChatView,
        me: AgentId,
    ) -> wire::inbox::row::WindowRow<'r> {
        let tags = self.tags.get(&view.chat.customer).map_or(&[][..], Vec::as_slice);
        let authors = self.drafts.get(&view.chat.id).into_iter().flatten().copied();
        wire::inbox::row::WindowRow { view, tags, draft: DraftBy::of(me, authors) }
    }
}

/// Writes the answer to a request for a window (a part of an agent's chat list). An index writes
/// the same bytes. The JSON is small, since a row shows no long text.
pub(super) async fn window<C: Conn>(
    org: OrgId,
    conn: &mut C,
    window: &Window,
) -> StorageResult<Vec<u8>> {
    let seq = changes::last(org, conn).await?.seq;
    let page = search::windows(org, conn, window).await?;
    let rows = ChatRows::read(org, conn, &page.chats).await?;
    let search::WindowPage { total, offset, counts, .. } = page;
    let head = wire::inbox::window::Head { seq, total, offset, counts };
    let mut json = Vec::new();
    wire::inbox::window::write(&mut json, &head, &rows.chats, |out, view| {
        wire::write(out, &rows.row(view, window.agent));
    });
    Ok(json)
}
