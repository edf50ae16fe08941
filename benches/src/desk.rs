//! Departments and signed-in agents that are written into seeded data, and the requests of the
//! agents' pages. This module must not know what a bench measures.

use std::fmt::Write as _;

use deskbell_lab::{Result, hex};
use sha2::{Digest as _, Sha256};

use crate::data::Data;

/// The number of departments.
pub const DEPARTMENTS: u64 = 20;
/// The number of sessions of each agent: many, since each session has a limit of requests per
/// minute.
pub const SESSIONS: u64 = 200;
/// The number of requests in a session before the next session is used. A high number lets the
/// server recognize the session from memory, as with real pages.
const REQUESTS_OF_A_SESSION: u64 = 100;
/// At a [`Desk::Settled`] desk, one in this number of chats is open.
const OPEN_OF: u64 = 40;

/// The share of open chats in the data of a bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// One chat in 40: most chats of a real desk are closed.
    Settled,
    /// Half of the chats: the share in the data of `deskbell seed`.
    Busy,
}

/// An agent who is written into the seeded data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    /// An administrator, who sees all chats.
    Admin = 1,
    /// An agent of three departments, who sees the chats of these departments, unassigned chats and
    /// the agent's own chats.
    Member = 2,
}

impl Desk {
    /// A sentence about the share of open chats, for the report.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Settled => "one chat in 40 is open",
            Self::Busy => "half of the chats are open",
        }
    }

    /// Writes departments and agents into seeded data. No server may use the database meanwhile.
    ///
    /// # Errors
    /// When the database reports an error.
    pub fn furnish(self, data: &Data) -> Result<()> {
        let mut sql = format!(
            "INSERT INTO departments (org_id, id, name)
             WITH RECURSIVE ids(id) AS
                (SELECT CAST(5 AS BIGINT) UNION ALL SELECT id + 1 FROM ids WHERE id < {DEPARTMENTS})
             SELECT 1, id, 'Desk ' || id FROM ids;
             UPDATE chats SET department_id = id % {DEPARTMENTS} + 1
              WHERE org_id = 1 AND id % ({DEPARTMENTS} + 1) <> 0;
             UPDATE chats SET department_id = NULL
              WHERE org_id = 1 AND id % ({DEPARTMENTS} + 1) = 0;
             DELETE FROM department_agents WHERE org_id = 1 AND agent_id = 2;
             INSERT INTO department_agents (org_id, department_id, agent_id)
             VALUES (1, 1, 2), (1, 2, 2), (1, 3, 2);
             UPDATE organizations SET agents_see_all = 0 WHERE id = 1;"
        );
        if self == Self::Settled {
            let _ = write!(
                sql,
                "UPDATE chats SET status = 'closed', closed_at = updated_at, waiting_since = NULL,
                        snoozed_until = NULL
                  WHERE org_id = 1 AND id % {OPEN_OF} <> 0;"
            );
        }
        for agent in [Agent::Admin, Agent::Member] {
            let rows = (0..SESSIONS).map(|session| {
                let (id, hash) = (agent.session(session), agent.secret(session));
                let hash = hex(&Sha256::digest(hash));
                format!("(1, {id}, '{hash}', {}, NOW, NOW, NOW + 40000, 0, 0, '', '')", agent as u8)
            });
            let rows = rows.collect::<Vec<_>>().join(", ");
            let _ = write!(
                sql,
                "INSERT INTO sessions (org_id, id, hash, agent_id, created_at, last_used_at,
                    expires_at, awaits_code, tries, device, address) VALUES {rows};"
            );
        }
        let sqlite = format!("BEGIN;{};COMMIT;", sql.replace("NOW", "unixepoch()"));
        data.execute(&sqlite, &sql.replace("NOW", "CAST(extract(epoch FROM now()) AS BIGINT)"))
    }
}

impl Agent {
    const fn session(self, number: u64) -> u64 {
        self as u64 * SESSIONS + number
    }

    fn secret(self, number: u64) -> String {
        format!("dbs_{:064x}", self.session(number))
    }

    /// The agent's description for the report.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Admin => "administrator",
            Self::Member => "agent of 3 departments",
        }
    }

    /// Builds the request number `turn` of the agent's page, with a JSON body.
    #[must_use]
    pub fn post(self, path: &str, turn: u64, body: &str) -> Vec<u8> {
        let secret = self.secret(turn / REQUESTS_OF_A_SESSION % SESSIONS);
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-deskbell={secret}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// Returns, as JSON, the views whose numbers of chats a page for agents shows: the views that every
/// agent has, and a view for each department.
#[must_use]
pub fn counted() -> String {
    let own = ["mine", "unassigned", "all", "snoozed", "drafts"].map(|name| format!("\"{name}\""));
    let of_departments = (1..=DEPARTMENTS).map(|id| format!("{{\"department\":{id}}}"));
    let views: Vec<_> = own.into_iter().chain(of_departments).collect();
    format!("[{}]", views.join(","))
}
