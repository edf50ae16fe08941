//! The SQL that reads a window, which is some rows of a view of chats. Each condition of the view
//! is one piece of SQL.

use deskbell_model::{ChatId, ChatScope, OrgId};
use deskbell_query::{Assigned, Offset, Statuses, View, WAITS_NOT, Window, WindowAt, WindowSort};

use super::{anything, statement, tags};
use crate::columns::Id;
use crate::composed::Composed;
use crate::conn::Conn;
use crate::error::{Error, Result};

/// The FROM and WHERE clauses of every statement about views of chats. CROSS JOIN fixes SQLite's
/// join order.
const FROM: &str = " FROM chats c CROSS JOIN customers u
    WHERE u.org_id = $1 AND u.id = c.customer_id AND c.org_id = $1";

/// A range of rows of a view of chats: the ids of the chats in the range, the range's position, and
/// the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowPage {
    /// The page's chats, in the order of the view.
    pub chats: Vec<ChatId>,
    /// The number of chats in the view.
    pub total: u64,
    /// The number of chats in the view before the page's first chat.
    pub offset: u64,
    /// The number of chats in each further view that the request names.
    pub counts: Vec<u64>,
}

/// Returns the requested range of a view of chats, and the number of chats in each further view
/// that the request names.
///
/// # Errors
/// When the database fails.
pub async fn windows<C: Conn>(org: OrgId, conn: &mut C, window: &Window) -> Result<WindowPage> {
    let Window { scope, view, sort, at, limit, counts, .. } = window;
    let total = number(conn, &counting(org, scope, view)).await?;
    let position = match at {
        WindowAt::Offset(_) => None,
        WindowAt::Around(chat) => {
            let place = number(conn, &position(org, scope, view, (*sort, *chat))).await?;
            place.checked_sub(1)
        }
    };
    let offset = at.offset(position, *limit);
    let ids = conn.composed(&page(org, scope, view, (*sort, offset, limit.get()))).await?;
    let id = |id| ChatId::from_i64(id).ok_or_else(|| Error::corrupt("no id"));
    let chats = ids.into_iter().map(id).collect::<Result<_>>()?;
    let mut counted = Vec::with_capacity(counts.len());
    for view in counts {
        counted.push(number(conn, &counting(org, scope, view)).await?);
    }
    Ok(WindowPage { chats, total, offset: offset.get(), counts: counted })
}

async fn number<C: Conn>(conn: &mut C, counting: &Composed<i64>) -> Result<u64> {
    let found = conn.composed(counting).await?.first().copied();
    u64::try_from(found.unwrap_or_default()).map_err(|_| Error::corrupt("a negative number"))
}

/// Composes the statement that counts a view's chats.
pub(crate) fn counting(org: OrgId, scope: &ChatScope, view: &View) -> Composed<i64> {
    let mut sql = statement("search::WINDOW_COUNT", org);
    sql.push("SELECT count(*) AS value").push(FROM);
    conditions(&mut sql, scope, view);
    sql
}

/// Composes the statement that counts the chats of a view up to and including a given chat. The
/// count is 0 if the chat is not in the view.
pub(crate) fn position(
    org: OrgId,
    scope: &ChatScope,
    view: &View,
    (sort, chat): (WindowSort, ChatId),
) -> Composed<i64> {
    let mut sql = statement("search::WINDOW_POSITION", org);
    sql.push("WITH hits AS MATERIALIZED (SELECT c.id AS id, ").push(key(sort));
    sql.push(" AS sort_key, ").push(tie(sort)).push(" AS tie").push(FROM);
    conditions(&mut sql, scope, view);
    sql.push(
        ") SELECT count(*) AS value FROM hits one CROSS JOIN hits other
           WHERE one.id = ",
    );
    sql.int(chat.get()).push(match sort {
        WindowSort::Activity | WindowSort::Created | WindowSort::Closed => {
            " AND (other.sort_key > one.sort_key
                OR (other.sort_key = one.sort_key AND other.tie >= one.tie))"
        }
        WindowSort::Waiting => {
            " AND (other.sort_key < one.sort_key
                OR (other.sort_key = one.sort_key AND other.tie <= one.tie))"
        }
    });
    sql
}

/// Composes the statement that gives the ids of a page.
pub(crate) fn page(
    org: OrgId,
    scope: &ChatScope,
    view: &View,
    (sort, offset, limit): (WindowSort, Offset, u32),
) -> Composed<i64> {
    let mut sql = statement("search::WINDOW", org);
    sql.push("SELECT c.id AS value").push(FROM);
    conditions(&mut sql, scope, view);
    let direction = match sort {
        WindowSort::Activity | WindowSort::Created | WindowSort::Closed => " DESC",
        WindowSort::Waiting => " ASC",
    };
    sql.push(" ORDER BY ").push(key(sort)).push(direction);
    sql.push(", ").push(tie(sort)).push(direction);
    sql.push(" LIMIT ").count(limit.into()).push(" OFFSET ").count(offset.get());
    sql
}

/// Returns the SQL of the sort key, which is never null.
const fn key(sort: WindowSort) -> &'static str {
    const _: () = assert!(WAITS_NOT.get() == 4_294_967_294, "as in the text below");
    match sort {
        WindowSort::Activity => "COALESCE(c.last_message_at, -1)",
        WindowSort::Waiting => "COALESCE(c.waiting_since, 4294967294)",
        WindowSort::Created => "c.created_at",
        WindowSort::Closed => "COALESCE(c.closed_at, -1)",
    }
}

/// Returns the SQL of the number by which chats with equal sort keys are sorted, in the direction
/// of the sort.
const fn tie(sort: WindowSort) -> &'static str {
    match sort {
        WindowSort::Activity => "CASE WHEN c.last_message_at IS NULL THEN -c.id ELSE c.id END",
        WindowSort::Created => "c.id",
        WindowSort::Closed => "CASE WHEN c.closed_at IS NULL THEN -c.id ELSE c.id END",
        WindowSort::Waiting => "CASE WHEN c.waiting_since IS NULL THEN -c.id ELSE c.id END",
    }
}

/// Appends the conditions of a scope (the chats that an agent may see) and of a view to the WHERE
/// clause.
fn conditions(sql: &mut Composed<i64>, scope: &ChatScope, view: &View) {
    if let ChatScope::Of { agent, departments } = scope {
        sql.push(" AND (c.assignee_id IS NULL OR c.assignee_id = ").int(agent.get());
        for (number, department) in departments.iter().enumerate() {
            sql.push(if number == 0 { " OR c.department_id IN (" } else { ", " });
            sql.int(department.get());
        }
        sql.push(if departments.is_empty() { ")" } else { ")) " });
    }
    if view.statuses != Statuses::ALL {
        sql.push(" AND c.status IN (NULL");
        for status in view.statuses.iter() {
            sql.push(", ").text(status.as_str());
        }
        sql.push(")");
    }
    assigned(sql, "c.assignee_id", view.assignee.map(|to| to.map(|id| id.get())));
    assigned(sql, "c.department_id", view.department.map(|to| to.map(|id| id.get())));
    for (wanted, holds, lacks) in [
        (view.is_unread, " AND c.read_by_agent = 0", " AND c.read_by_agent = 1"),
        (view.is_snoozed, " AND c.snoozed_until IS NOT NULL", " AND c.snoozed_until IS NULL"),
        (view.is_blocked, " AND u.blocked = 1", " AND u.blocked = 0"),
        (view.is_waiting, " AND c.waiting_since IS NOT NULL", " AND c.waiting_since IS NULL"),
    ] {
        sql.push(match wanted {
            Some(true) => holds,
            Some(false) => lacks,
            None => "",
        });
    }
    if let Some(tag) = &view.tag {
        sql.push(" AND ");
        tags(sql, "c.customer_id", std::slice::from_ref(tag));
    }
    if let Some(customer) = view.customer {
        sql.push(" AND c.customer_id = ").int(customer.get());
    }
    if let Some(chats) = &view.chats {
        sql.push(" AND c.id IN (NULL");
        for chat in chats {
            sql.push(", ").int(chat.get());
        }
        sql.push(")");
    }
    if let Some(text) = &view.text {
        sql.push(" AND ");
        anything(sql, text);
    }
    for (agent, exists) in [
        (
            view.drafted_by,
            " AND EXISTS (SELECT 1 FROM drafts f
              WHERE f.org_id = $1 AND f.chat_id = c.id AND f.agent_id = ",
        ),
        (
            view.mentions,
            " AND EXISTS (SELECT 1 FROM mentions n
              WHERE n.org_id = $1 AND n.chat_id = c.id AND n.agent_id = ",
        ),
    ] {
        if let Some(agent) = agent {
            sql.push(exists).int(agent.get()).push(")");
        }
    }
}

fn assigned(sql: &mut Composed<i64>, column: &'static str, to: Option<Assigned<i64>>) {
    let Some(to) = to else { return };
    sql.push(" AND ").push(column);
    match to {
        Assigned::ToNone => sql.push(" IS NULL"),
        Assigned::ToAny => sql.push(" IS NOT NULL"),
        Assigned::To(id) => sql.push(" = ").int(id),
    };
}
