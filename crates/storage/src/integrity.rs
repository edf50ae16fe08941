//! The integrity check, which compares stored counts and copies with the rows that were counted or
//! copied, and finds rows of deleted objects.

use deskbell_model::OrgId;

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;

/// A stored number, and the number computed from the rows.
struct Compared {
    kept: i64,
    found: i64,
}

selected! { Compared { kept, found } }

statements! {
    CHATS: Scan => Compared =
        "SELECT h.chats AS kept, (SELECT count(*) FROM chats c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    CUSTOMERS: Scan => Compared =
        "SELECT h.customers AS kept,
                (SELECT count(*) FROM customers c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    AGENTS: Scan => Compared =
        "SELECT h.agents AS kept,
                (SELECT count(*) FROM agents o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    APPLICATIONS: Scan => Compared =
        "SELECT h.applications AS kept,
                (SELECT count(*) FROM applications o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    DEPARTMENTS: Scan => Compared =
        "SELECT h.departments AS kept,
                (SELECT count(*) FROM departments o
                 WHERE o.org_id = $1 AND o.deleted_at IS NULL) AS found
         FROM heads h WHERE h.org_id = $1";
    WEBHOOKS: Scan => Compared =
        "SELECT h.webhooks AS kept,
                (SELECT count(*) FROM webhooks o WHERE o.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// Selects the enabled webhooks with a lane (an ordered queue of deliveries) whose waiting
    /// deliveries all lack a next attempt.
    LANES_ASTRAY: Scan => i64 =
        "SELECT d.webhook_id AS value FROM deliveries d
         JOIN webhooks w ON w.org_id = $1 AND w.id = d.webhook_id AND w.enabled = 1
         WHERE d.org_id = $1 AND d.ended_at IS NULL
         GROUP BY d.webhook_id, d.lane
         HAVING MAX(COALESCE(d.next_attempt_at, -1)) < 0
         ORDER BY d.webhook_id LIMIT 10";
    /// Selects the deleted webhooks that still have deliveries and whose erasure is not scheduled.
    /// CASE looks for an erasure only where the webhook is gone: PostgreSQL, which may know nothing
    /// of `erasures` yet, would otherwise read all of that table for each delivery.
    DELIVERIES_ASTRAY: Scan => i64 =
        "SELECT d.webhook_id AS value FROM deliveries d
         WHERE d.org_id = $1
           AND CASE WHEN (SELECT count(*) FROM webhooks w
                          WHERE w.org_id = $1 AND w.id = d.webhook_id) > 0 THEN 1 = 0
               ELSE (SELECT count(*) FROM erasures e
                     WHERE e.org_id = $1 AND e.kind = 'webhook' AND e.subject = d.webhook_id) = 0
               END
         ORDER BY d.webhook_id LIMIT 10";
    /// Selects the number of the last change twice: as stored with the organization's counters, and
    /// as found in `changes`.
    CHANGES: Scan => Compared =
        "SELECT h.seq AS kept,
                (SELECT COALESCE(MAX(c.seq), 0) FROM changes c WHERE c.org_id = $1) AS found
         FROM heads h WHERE h.org_id = $1";
    /// Selects the number of stored changes, and the number that would be stored without gaps.
    GAPS: Scan => Compared =
        "SELECT count(*) AS kept, COALESCE(MAX(c.seq) - MIN(c.seq) + 1, 0) AS found
         FROM changes c WHERE c.org_id = $1";
    /// Selects the chats whose message count is wrong, or whose messages' positions have gaps.
    MESSAGES: Scan => i64 =
        "SELECT c.id AS value FROM chats c
         WHERE c.org_id = $1
           AND (c.messages <> (SELECT count(*) FROM messages m
                               WHERE m.org_id = $1 AND m.chat_id = c.id)
             OR c.messages <> (SELECT COALESCE(MAX(m.seq), 0) FROM messages m
                               WHERE m.org_id = $1 AND m.chat_id = c.id))
         ORDER BY c.id LIMIT 10";
    /// Selects the chats whose customer does not exist. The subqueries count instead of using NOT
    /// EXISTS, since PostgreSQL, without statistics of new tables, might compare all pairs of rows.
    CHATS_ASTRAY: Scan => i64 =
        "SELECT c.id AS value FROM chats c
         WHERE c.org_id = $1
           AND (SELECT count(*) FROM customers u
                WHERE u.org_id = $1 AND u.id = c.customer_id) = 0
         ORDER BY c.id LIMIT 10";
    /// Selects the deleted chats that still have agents.
    AGENTS_ASTRAY: Scan => i64 =
        "SELECT w.chat_id AS value FROM chat_agents w
         WHERE w.org_id = $1
           AND (SELECT count(*) FROM chats c WHERE c.org_id = $1 AND c.id = w.chat_id) = 0
         ORDER BY w.chat_id LIMIT 10";
    /// Selects the missing or deleted departments that still have agents.
    MEMBERS_ASTRAY: Scan => i64 =
        "SELECT m.department_id AS value FROM department_agents m
         WHERE m.org_id = $1
           AND (SELECT count(*) FROM departments d WHERE d.org_id = $1
                AND d.id = m.department_id AND d.deleted_at IS NULL) = 0
         ORDER BY m.department_id LIMIT 10";
    /// Selects the deleted customers and chats that still have ids of other systems.
    EXTERNAL_ASTRAY: Scan => i64 =
        "SELECT e.id AS value FROM external_ids e
         WHERE e.org_id = $1
           AND ((e.kind = 'customer' AND (SELECT count(*) FROM customers u
                    WHERE u.org_id = $1 AND u.id = e.id) = 0)
             OR (e.kind = 'chat' AND (SELECT count(*) FROM chats c
                    WHERE c.org_id = $1 AND c.id = e.id) = 0))
         ORDER BY e.id LIMIT 10";
    /// Selects the missing agents that still have a login.
    LOGINS_ASTRAY: Scan => i64 =
        "SELECT l.agent_id AS value FROM logins l
         WHERE l.org_id = $1
           AND (SELECT count(*) FROM agents a WHERE a.org_id = $1 AND a.id = l.agent_id) = 0
         ORDER BY l.agent_id LIMIT 10";
    /// Selects the sessions of agents who are missing, are deactivated, or have no login.
    SESSIONS_ASTRAY: Scan => i64 =
        "SELECT s.id AS value FROM sessions s
         WHERE s.org_id = $1
           AND (SELECT count(*) FROM agents a JOIN logins l ON l.org_id = $1 AND l.agent_id = a.id
                WHERE a.org_id = $1 AND a.id = s.agent_id AND a.deactivated_at IS NULL) = 0
         ORDER BY s.id LIMIT 10";
    /// Selects the missing or deactivated agents that still have a sign-in link.
    LINKS_ASTRAY: Scan => i64 =
        "SELECT k.agent_id AS value FROM links k
         WHERE k.org_id = $1
           AND (SELECT count(*) FROM agents a WHERE a.org_id = $1 AND a.id = k.agent_id
                AND a.deactivated_at IS NULL) = 0
         ORDER BY k.agent_id LIMIT 10";
    /// Selects the deleted customers that still have tags.
    TAGS_ASTRAY: Scan => i64 =
        "SELECT t.customer_id AS value FROM customer_tags t
         WHERE t.org_id = $1
           AND (SELECT count(*) FROM customers u
                WHERE u.org_id = $1 AND u.id = t.customer_id) = 0
         ORDER BY t.customer_id LIMIT 10";
    /// Selects the deleted customers that still have rows in `addresses`.
    ADDRESSES_ASTRAY: Scan => i64 =
        "SELECT a.customer_id AS value FROM addresses a
         WHERE a.org_id = $1
           AND (SELECT count(*) FROM customers u
                WHERE u.org_id = $1 AND u.id = a.customer_id) = 0
         ORDER BY a.customer_id LIMIT 10";
    /// Selects the customers whose e-mail address has no row in `addresses`.
    ADDRESSES_MISSING: Scan => i64 =
        "SELECT u.id AS value FROM customers u
         WHERE u.org_id = $1 AND u.email IS NOT NULL
           AND (SELECT count(*) FROM addresses a WHERE a.org_id = $1
                AND a.address = COALESCE(u.email_caseless, u.email) AND a.customer_id = u.id) = 0
         ORDER BY u.id LIMIT 10";
    /// Selects the deleted chats that still have a row in `ratings`.
    RATINGS_ASTRAY: Scan => i64 =
        "SELECT r.chat_id AS value FROM ratings r
         WHERE r.org_id = $1
           AND (SELECT count(*) FROM chats c WHERE c.org_id = $1 AND c.id = r.chat_id) = 0
         ORDER BY r.chat_id LIMIT 10";
    /// Selects the size of all stored bytes, as recorded for the organization and as the sum over
    /// its blobs.
    FILE_BYTES: Scan => Compared =
        "SELECT COALESCE((SELECT f.bytes FROM file_heads f WHERE f.org_id = $1), 0) AS kept,
                CAST(COALESCE((SELECT SUM(b.bytes) FROM blobs b WHERE b.org_id = $1), 0) AS BIGINT)
                    AS found
         FROM heads h WHERE h.org_id = $1";
    /// Selects the files without a blob.
    FILES_EMPTY: Scan => i64 =
        "SELECT f.id AS value FROM files f
         WHERE f.org_id = $1
           AND (SELECT count(*) FROM blobs b
                WHERE b.org_id = $1 AND b.sha256 = f.sha256 AND b.bytes = f.bytes) = 0
         ORDER BY f.id LIMIT 10";
    /// Selects the blobs whose stored number of files is wrong, with the right number.
    BLOBS_MISCOUNTED: Scan => i64 =
        "SELECT b.files AS value FROM blobs b
         WHERE b.org_id = $1
           AND (b.files <= 0 OR b.files <> (SELECT count(*) FROM files f
                                            WHERE f.org_id = $1 AND f.sha256 = b.sha256))
         ORDER BY b.files LIMIT 10";
    /// Selects the deleted chats that still have files and whose erasure is not scheduled.
    FILES_ASTRAY: Scan => i64 =
        "SELECT DISTINCT f.chat_id AS value FROM files f
         WHERE f.org_id = $1 AND f.chat_id IS NOT NULL
           AND CASE WHEN (SELECT count(*) FROM chats c
                          WHERE c.org_id = $1 AND c.id = f.chat_id) > 0 THEN 1 = 0
               ELSE (SELECT count(*) FROM erasures e
                     WHERE e.org_id = $1 AND e.kind = 'chat' AND e.subject = f.chat_id) = 0
               END
         ORDER BY value LIMIT 10";
    /// Selects the agents whose picture is a missing file, or a file of a message.
    PICTURES_ASTRAY: Scan => i64 =
        "SELECT a.id AS value FROM agents a
         WHERE a.org_id = $1 AND a.picture IS NOT NULL
           AND (SELECT count(*) FROM files f WHERE f.org_id = $1 AND f.id = a.picture
                AND f.chat_id IS NULL) = 0
         ORDER BY a.id LIMIT 10";
    /// Selects the deleted chats in which agents still have drafts.
    DRAFTS_ASTRAY: Scan => i64 =
        "SELECT f.chat_id AS value FROM drafts f
         WHERE f.org_id = $1
           AND (SELECT count(*) FROM chats c WHERE c.org_id = $1 AND c.id = f.chat_id) = 0
         ORDER BY f.chat_id LIMIT 10";
    /// Selects the deleted chats in which agents are still mentioned.
    MENTIONS_ASTRAY: Scan => i64 =
        "SELECT f.chat_id AS value FROM mentions f
         WHERE f.org_id = $1
           AND (SELECT count(*) FROM chats c WHERE c.org_id = $1 AND c.id = f.chat_id) = 0
         ORDER BY f.chat_id LIMIT 10";
    /// Selects the chats with a wrong `waiting_since`: closed chats with this time, and chats whose
    /// time is before the chat's creation or after the customer's last message.
    WAITING_ASTRAY: Scan => i64 =
        "SELECT c.id AS value FROM chats c
         WHERE c.org_id = $1 AND c.waiting_since IS NOT NULL
           AND (c.status = 'closed' OR c.last_customer_message_at IS NULL
             OR c.waiting_since < c.created_at
             OR c.waiting_since > c.last_customer_message_at)
         ORDER BY c.id LIMIT 10";
    /// Selects the snooze timers without a chat that is snoozed until the timer's time.
    TIMERS_ASTRAY: Scan => i64 =
        "SELECT t.subject AS value FROM timers t
         WHERE t.org_id = $1 AND t.kind = 'snooze'
           AND (SELECT count(*) FROM chats c WHERE c.org_id = $1 AND c.id = t.subject
                AND c.snoozed_until = t.due_at) = 0
         ORDER BY t.subject LIMIT 10";
    /// Selects the snoozed chats without a timer.
    TIMERS_MISSING: Scan => i64 =
        "SELECT c.id AS value FROM chats c
         WHERE c.org_id = $1 AND c.snoozed_until IS NOT NULL
           AND (SELECT count(*) FROM timers t
                WHERE t.org_id = $1 AND t.kind = 'snooze' AND t.subject = c.id) = 0
         ORDER BY c.id LIMIT 10";
    /// Selects the deleted chats that still have messages and whose erasure is not scheduled.
    MESSAGES_ASTRAY: Scan => i64 =
        "SELECT m.chat_id AS value FROM messages m
         WHERE m.org_id = $1
           AND CASE WHEN (SELECT count(*) FROM chats c
                          WHERE c.org_id = $1 AND c.id = m.chat_id) > 0 THEN 1 = 0
               ELSE (SELECT count(*) FROM erasures e
                     WHERE e.org_id = $1 AND e.kind = 'chat' AND e.subject = m.chat_id) = 0
               END
         ORDER BY m.chat_id LIMIT 10";
    /// Selects the deleted customers that still have events and whose erasure is not scheduled.
    EVENTS_ASTRAY: Scan => i64 =
        "SELECT v.customer_id AS value FROM events v
         WHERE v.org_id = $1
           AND CASE WHEN (SELECT count(*) FROM customers u
                          WHERE u.org_id = $1 AND u.id = v.customer_id) > 0 THEN 1 = 0
               ELSE (SELECT count(*) FROM erasures e
                     WHERE e.org_id = $1 AND e.kind = 'customer' AND e.subject = v.customer_id) = 0
               END
         ORDER BY v.customer_id LIMIT 10";
    /// Selects the deleted customers with sessions that have not ended.
    VISITORS_ASTRAY: Scan => i64 =
        "SELECT s.customer_id AS value FROM visitor_sessions s
         WHERE s.org_id = $1 AND s.customer_id IS NOT NULL
           AND (SELECT count(*) FROM customers u
                WHERE u.org_id = $1 AND u.id = s.customer_id) = 0
         ORDER BY s.customer_id LIMIT 10";
    /// Selects the settings of widgets whose application does not exist.
    WIDGETS_ASTRAY: Scan => i64 =
        "SELECT w.application_id AS value FROM widget_settings w
         WHERE w.org_id = $1
           AND (SELECT count(*) FROM applications a
                WHERE a.org_id = $1 AND a.id = w.application_id) = 0
         ORDER BY w.application_id LIMIT 10";
}

/// Checks an organization, and returns one sentence for each fault found. Reads whole tables.
///
/// # Errors
/// When the database fails.
pub async fn check<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (query, what) in [
        (&CHATS, "chats"),
        (&CUSTOMERS, "customers"),
        (&AGENTS, "agents"),
        (&APPLICATIONS, "applications"),
        (&DEPARTMENTS, "departments"),
        (&WEBHOOKS, "webhooks"),
        (&CHANGES, "changes"),
        (&GAPS, "changes without gaps"),
        (&FILE_BYTES, "bytes of files"),
    ] {
        let Compared { kept, found } = conn.one(query, &params![org]).await?;
        if kept != found {
            findings.push(format!("{kept} {what} are counted, {found} are there"));
        }
    }
    for (query, object, what) in [
        (&MESSAGES, "chat", "miscounts its messages"),
        (&CHATS_ASTRAY, "chat", "has no customer"),
        (&AGENTS_ASTRAY, "chat", "is gone and somebody wrote in it"),
        (&MEMBERS_ASTRAY, "department", "is gone and has agents"),
        (&LOGINS_ASTRAY, "agent", "is gone and can sign in"),
        (&SESSIONS_ASTRAY, "session", "is of nobody who can sign in"),
        (&LINKS_ASTRAY, "agent", "is gone and has a link"),
        (&EXTERNAL_ASTRAY, "object", "is gone and left the id of another system"),
        (&TAGS_ASTRAY, "customer", "is gone and wears a tag"),
        (&ADDRESSES_ASTRAY, "customer", "is gone and left an address"),
        (&ADDRESSES_MISSING, "customer", "is not found by its e-mail address"),
        (&RATINGS_ASTRAY, "chat", "is gone and left a rating"),
        (&DRAFTS_ASTRAY, "chat", "is gone and left a draft"),
        (&MENTIONS_ASTRAY, "chat", "is gone and left a mention"),
        (&WAITING_ASTRAY, "chat", "waits although nobody in it does"),
        (&TIMERS_ASTRAY, "chat", "has a timer without a snooze"),
        (&TIMERS_MISSING, "chat", "is snoozed and nothing wakes it"),
        (&MESSAGES_ASTRAY, "chat", "is gone and left messages"),
        (&EVENTS_ASTRAY, "customer", "is gone and left events"),
        (&VISITORS_ASTRAY, "customer", "is gone and has a session"),
        (&WIDGETS_ASTRAY, "application", "is not there and has a widget"),
        (&FILES_ASTRAY, "chat", "is gone and left files"),
        (&PICTURES_ASTRAY, "agent", "has a picture that is not there"),
        (&FILES_EMPTY, "file", "has no stored bytes"),
        (&BLOBS_MISCOUNTED, "a content of files with the count", "miscounts its files"),
        (&LANES_ASTRAY, "webhook", "has a delivery that nothing wakes"),
        (&DELIVERIES_ASTRAY, "webhook", "is gone and left deliveries"),
    ] {
        for id in conn.all(query, &params![org]).await? {
            findings.push(format!("{object} {id} {what}"));
        }
    }
    Ok(findings)
}
