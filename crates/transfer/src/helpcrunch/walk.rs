//! A walk through a list in windows (ranges) of a key that never changes, from the highest key down
//! to the lowest. Each window is read by one request, so that no object shifts while the window is
//! read. A window that is too large for one answer is narrowed.

use std::collections::BTreeMap;

use deskbell_wire::times;
use serde_json::{Value, json};

use super::client::{Reply, SourceClient};
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::read::{id, rows};

/// The largest number of objects in an answer.
pub(super) const PAGE: u64 = PAGE_ROWS as u64;
pub(super) const PAGE_ROWS: usize = 100;
/// The number of objects that a window should have. With a higher number, more windows would exceed
/// one answer and have to be read again.
const AIM: u64 = 80;
/// The greatest factor by which the width of windows grows after a window with few objects.
const GROWTH_MAX: i64 = 8;
/// The largest number of attempts to read a window that is too large for one answer, cannot be
/// narrowed, and changes during the read.
const READINGS_MAX: u32 = 5;

/// A list that is read in windows, the ranges of its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// All chats, by creation time.
    Chats,
    /// The chats that are not closed, by creation time.
    OpenChats,
    /// All customers, by id.
    Customers,
}

impl List {
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Chats | Self::OpenChats => "chats",
            Self::Customers => "customers",
        }
    }

    const fn field(self) -> &'static str {
        match self {
            Self::Chats | Self::OpenChats => "chats.createdAt",
            Self::Customers => "customers.id",
        }
    }

    /// Returns the key of an object in this list.
    pub(super) fn key(self, object: &Value) -> Option<i64> {
        match self {
            Self::Chats | Self::OpenChats => {
                times::lenient_seconds(&object["createdAt"]).map(|at| at.get().into())
            }
            Self::Customers => id(&object["id"]),
        }
    }

    /// Returns the body of the search for the objects of a window, a range of keys.
    fn search(self, (from, to): (i64, i64), offset: u64) -> Value {
        let field = self.field();
        let mut filter = vec![
            json!({"field": field, "operator": ">=", "value": from}),
            json!({"field": field, "operator": "<", "value": to}),
        ];
        if self == Self::OpenChats {
            let closed = json!({"field": "chats.status", "operator": "!=", "value": "closed"});
            filter.push(closed);
        }
        let mut search =
            json!({"filter": filter, "comparison": "AND", "limit": PAGE, "offset": offset});
        if self != Self::Customers {
            search["sort"] = "chats.createdAt".into();
            search["order"] = "desc".into();
        }
        search
    }
}

/// The answer to a search for the objects of a window, a range of keys.
pub(super) enum WindowAnswer {
    /// At most a hundred objects of the window, and the total number of objects in the window.
    Rows(Vec<Value>, u64),
    /// The source does not answer the search properly, for this reason.
    Unsearchable(String),
}

/// A walk through a list of the source, window by window, from the highest key down to the lowest.
#[derive(Debug)]
pub(super) struct Walk {
    list: List,
    /// The lowest key of the list.
    low: i64,
    /// The lowest key down to which the list is done.
    pub(super) reached: i64,
    /// The width of the next window: the range of its keys, which are ids or times.
    width: i64,
    /// The number of objects that a window should have.
    aim: u64,
}

/// A window of a list that was read completely: the range of keys, and all objects in the range.
#[derive(Debug)]
pub(super) struct KeyWindow {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) rows: Vec<Value>,
}

impl Walk {
    /// Creates a walk from below `top` down to `low`, with about `total` objects between these
    /// keys.
    pub(super) fn new(list: List, (low, top): (i64, i64), total: u64) -> Self {
        let parts = i64::try_from(total.div_ceil(AIM)).unwrap_or(i64::MAX);
        let width = top.saturating_sub(low).checked_div(parts.max(1)).unwrap_or(1).max(1);
        Self { list, low, reached: top, width, aim: AIM }
    }

    /// Reads the next window; `None` at the end of the walk. The caller marks the window as done by
    /// setting `reached` to the window's lowest key.
    pub(super) async fn next<L: SourceLink, P: Pace>(
        &mut self,
        client: &mut SourceClient<'_, L, P>,
    ) -> Result<Option<Result<KeyWindow, String>>, Failed> {
        while self.reached > self.low {
            let to = self.reached;
            let from = self.low.max(to.saturating_sub(self.width));
            let (rows, mut total) = match ask(client, self.list, (from, to), 0).await? {
                WindowAnswer::Rows(rows, total) => (rows, total),
                WindowAnswer::Unsearchable(why) => return Ok(Some(Err(why))),
            };
            let found = rows.len() as u64;
            if found < total && found < PAGE {
                // Either the total counts more than the window, or the source gives fewer at once.
                match ask(client, self.list, (from, to), found).await? {
                    WindowAnswer::Rows(more, _) if more.is_empty() => total = found,
                    WindowAnswer::Rows(..) => self.aim = (found * AIM / PAGE).max(1),
                    WindowAnswer::Unsearchable(why) => return Ok(Some(Err(why))),
                }
            }
            let width = to - from;
            let aim = i64::try_from(self.aim).unwrap_or(1);
            let fit =
                |total: u64| width.saturating_mul(aim) / i64::try_from(total.max(1)).unwrap_or(1);
            if found >= total {
                let wider = if total == 0 { i64::MAX } else { fit(total) };
                self.width = wider.clamp(1, width.saturating_mul(GROWTH_MAX));
                return Ok(Some(Ok(KeyWindow { from, to, rows })));
            }
            if width > 1 {
                self.width = fit(total).clamp(1, width - 1);
                continue;
            }
            return Ok(Some(whole(client, self.list, (from, to)).await?));
        }
        Ok(None)
    }
}

/// Reads a window that is too large for one answer and cannot be narrowed. Reads the window by
/// offsets until two consecutive results agree.
async fn whole<L: SourceLink, P: Pace>(
    client: &mut SourceClient<'_, L, P>,
    list: List,
    (from, to): (i64, i64),
) -> Result<Result<KeyWindow, String>, Failed> {
    let mut found: BTreeMap<i64, Value> = BTreeMap::new();
    for _ in 0..READINGS_MAX {
        let (mut offset, before) = (0, found.len());
        loop {
            let (rows, total) = match ask(client, list, (from, to), offset).await? {
                WindowAnswer::Rows(rows, total) => (rows, total),
                WindowAnswer::Unsearchable(why) => return Ok(Err(why)),
            };
            offset += rows.len() as u64;
            let is_over = rows.is_empty() || offset >= total;
            found.extend(rows.into_iter().filter_map(|row| Some((id(&row["id"])?, row))));
            if is_over {
                break;
            }
        }
        if found.len() == before {
            break;
        }
    }
    Ok(Ok(KeyWindow { from, to, rows: found.into_values().collect() }))
}

/// Requests the objects of a window.
pub(super) async fn ask<L: SourceLink, P: Pace>(
    client: &mut SourceClient<'_, L, P>,
    list: List,
    (from, to): (i64, i64),
    offset: u64,
) -> Result<WindowAnswer, Failed> {
    let path = format!("{}/search", list.path());
    let answer = match client.post(&path, &list.search((from, to), offset)).await? {
        Reply::Found(answer) => answer,
        Reply::Missing(_) => {
            return Ok(WindowAnswer::Unsearchable(format!("POST /{path} is missing")));
        }
        Reply::Refused(status) => {
            return Ok(WindowAnswer::Unsearchable(format!("POST /{path} answers {status}")));
        }
    };
    let Some((rows, total)) = rows(&answer) else {
        return Ok(WindowAnswer::Unsearchable(format!("POST /{path} answers something else")));
    };
    let is_outside = |row: &Value| list.key(row).is_none_or(|key| key < from || key >= to);
    if rows.iter().any(is_outside) {
        let why = format!("POST /{path} ignores its filter: it answers what is not between");
        return Ok(WindowAnswer::Unsearchable(why));
    }
    Ok(WindowAnswer::Rows(rows.to_vec(), total))
}
