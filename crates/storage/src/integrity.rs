//! Whether what is counted and derived agrees with the rows: heads, chats and their messages.

use deskbell_model::OrgId;

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Row, statements};

/// A number that is kept, and what the rows say.
struct Compared {
    kept: i64,
    found: i64,
}

impl FromRow for Compared {
    const COLUMNS: &'static [&'static str] = &["kept", "found"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { kept: columns.int()?, found: columns.int()? })
    }
}

statements! {
    /// The head's number of chats.
    CHATS: Scan => Compared =
        "SELECT h.chats AS kept, (SELECT count(*) FROM chats c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// The head's number of customers.
    CUSTOMERS: Scan => Compared =
        "SELECT h.customers AS kept,
                (SELECT count(*) FROM customers c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// The head's number of agents.
    AGENTS: Scan => Compared =
        "SELECT h.agents AS kept,
                (SELECT count(*) FROM agents o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// The head's number of applications.
    APPLICATIONS: Scan => Compared =
        "SELECT h.applications AS kept,
                (SELECT count(*) FROM applications o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// The head's number of departments.
    DEPARTMENTS: Scan => Compared =
        "SELECT h.departments AS kept,
                (SELECT count(*) FROM departments o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// The head's number of changes.
    CHANGES: Scan => Compared =
        "SELECT h.seq AS kept,
                (SELECT COALESCE(MAX(c.seq), 0) FROM changes c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// Gaps among the changes that are kept.
    GAPS: Scan => Compared =
        "SELECT count(*) AS kept, COALESCE(MAX(c.seq) - MIN(c.seq) + 1, 0) AS found
         FROM changes c WHERE c.org_id = $1";
    /// Chats whose number of messages is not what it says, or not dense.
    MESSAGES: Scan => i64 =
        "SELECT c.id AS value FROM chats c
         WHERE c.org_id = $1
           AND (c.messages <> (SELECT count(*) FROM messages m
                               WHERE m.org_id = $1 AND m.chat_id = c.id)
             OR c.messages <> (SELECT COALESCE(MAX(m.seq), 0) FROM messages m
                               WHERE m.org_id = $1 AND m.chat_id = c.id))
         ORDER BY c.id LIMIT 10";
}

/// What does not agree, a sentence each; none when all is well. Reads every row there is.
///
/// # Errors
/// As the database says.
pub async fn check<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (query, what) in [
        (&CHATS, "chats"),
        (&CUSTOMERS, "customers"),
        (&AGENTS, "agents"),
        (&APPLICATIONS, "applications"),
        (&DEPARTMENTS, "departments"),
        (&CHANGES, "changes"),
        (&GAPS, "changes without gaps"),
    ] {
        let Compared { kept, found } = conn.one(query, &params![org]).await?;
        if kept != found {
            findings.push(format!("{kept} {what} are counted, {found} are there"));
        }
    }
    for chat in conn.all(&MESSAGES, &params![org]).await? {
        findings.push(format!("chat {chat} miscounts its messages"));
    }
    Ok(findings)
}
