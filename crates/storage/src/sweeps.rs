//! The time of an organization's next sweep. The time is a column of the organization's head (its
//! row of counters), so that writing the time needs no separate statement.

use deskbell_model::{OrgId, Seconds};

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

/// A sweep that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueSweep {
    /// The time at which the sweep becomes due.
    pub at: Seconds,
    /// The organization whose sweep is due.
    pub org: OrgId,
}

selected! { DueSweep { at = "sweep_at", org = "org_id" } }

/// The times of the oldest rows of each kind; `None` without rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oldest {
    /// The time of the oldest change except the last change, which is never removed.
    pub change: Option<Seconds>,
    /// The time of the oldest request with an Idempotency-Key.
    pub request: Option<Seconds>,
    /// The earliest time at which a ticket expires.
    pub ticket: Option<Seconds>,
    /// The time of last use of the least recently used visitor session.
    pub visitor: Option<Seconds>,
    /// The time of the oldest file that is in no message and is no agent's picture.
    pub file: Option<Seconds>,
    /// The time of the oldest upload without a file.
    pub upload: Option<Seconds>,
    /// The time since which bytes have been waiting for deletion.
    pub loose: Option<Seconds>,
    /// The earliest time at which a session ends.
    pub session: Option<Seconds>,
    /// The earliest time at which an agent's password link expires.
    pub link: Option<Seconds>,
    /// The time of the least recently stored draft.
    pub draft: Option<Seconds>,
}

selected! { Oldest {
    change, request, ticket, visitor, file, upload, loose, session, link, draft
} }

statements! {
    OLDEST: Page => Oldest =
        "SELECT (SELECT at FROM changes WHERE org_id = $1 AND seq < $2 ORDER BY seq LIMIT 1)
                    AS change,
                (SELECT at FROM idempotency WHERE org_id = $1 ORDER BY at LIMIT 1) AS request,
                (SELECT expires_at FROM tickets WHERE org_id = $1 ORDER BY expires_at LIMIT 1)
                    AS ticket,
                (SELECT used_at FROM visitor_sessions WHERE org_id = $1 ORDER BY used_at LIMIT 1)
                    AS visitor,
                (SELECT f.created_at FROM files f WHERE f.org_id = $1 AND f.chat_id IS NULL
                   AND (SELECT count(*) FROM agents a
                        WHERE a.org_id = $1 AND a.picture = f.id) = 0
                 ORDER BY f.created_at LIMIT 1) AS file,
                (SELECT noted_at FROM loose_blobs WHERE org_id = $1 AND state = 'uploading'
                 ORDER BY noted_at LIMIT 1) AS upload,
                (SELECT noted_at FROM loose_blobs WHERE org_id = $1 AND state = 'removing'
                 ORDER BY noted_at LIMIT 1) AS loose,
                (SELECT expires_at FROM sessions WHERE org_id = $1 ORDER BY expires_at LIMIT 1)
                    AS session,
                (SELECT expires_at FROM links WHERE org_id = $1 ORDER BY expires_at LIMIT 1)
                    AS link,
                (SELECT updated_at FROM drafts WHERE org_id = $1 ORDER BY updated_at LIMIT 1)
                    AS draft";
}

/// Returns the times of the oldest rows.
///
/// # Errors
/// When the database fails.
pub async fn oldest<C: Conn>(tx: &mut Tx<'_, C>) -> Result<Oldest> {
    let last = tx.counters.last_seq();
    tx.conn.one(&OLDEST, &params![tx.org, last]).await
}

/// Sets the time of the next sweep; `None` if no sweep is needed.
pub fn next<C: Conn>(tx: &mut Tx<'_, C>, at: Option<Seconds>) {
    tx.counters.sweep_at = at;
}
