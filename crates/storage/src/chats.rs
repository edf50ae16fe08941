//! Chats' rows, and the pages of the list.

use deskbell_model::{
    AgentRef, Chat, ChatId, ChatView, CreatedWith, CustomerRef, DepartmentRef, OrgId, Rating, Role,
    Side, Status,
};
use deskbell_query::{ChatSort, Order, Sorted};

use crate::columns::{Columns, params};
use crate::error::{Error, Result};
use crate::head;
use crate::port::{Conn, FromRow, Nothing, Param, Query, Row, statements};
use crate::write::Tx;

/// The columns of a chat `c` with its customer, assignee and department: where it comes from, which
/// one it is, and in which order. CROSS JOIN makes SQLite read in the order written; left to itself
/// it may walk a whole index to save sorting a page.
macro_rules! select {
    ($($part:literal),+; $($tail:literal),*) => {
        concat!(
            "SELECT c.id, c.customer_id, c.application_id, c.assignee_id, c.department_id,
                    c.status, c.closed_by, c.created_with, c.created_at, c.updated_at,
                    c.closed_at, c.snoozed_until, c.rating, c.last_customer_message_at,
                    c.last_message_at, c.last_message_text, c.last_message_id,
                    c.last_communicated_agent_id, c.read_by_agent, c.read_by_customer, c.messages,
                    u.name AS customer_name, u.email AS customer_email, u.user_id, u.notes,
                    a.name AS agent_name, a.email AS agent_email, a.role AS agent_role,
                    d.name AS department_name ",
            $($part,)+
            " CROSS JOIN customers u
              LEFT JOIN agents a ON a.org_id = $1 AND a.id = c.assignee_id
              LEFT JOIN departments d ON d.org_id = $1 AND d.id = c.department_id
              WHERE u.org_id = $1 AND u.id = c.customer_id AND c.org_id = $1 AND c.id = ",
            $($tail),*
        )
    };
}

/// A page of the list by one key. Its ids come from the key's index alone, and only then are their
/// rows read. Null is lower than every value, and descending is ascending reversed (contract §4).
/// A key that is never null has an index that says nothing of nulls, and the order must not either:
/// PostgreSQL would sort all chats.
macro_rules! page {
    ($key:literal never null asc) => {
        page!($key, " ASC", " DESC")
    };
    ($key:literal never null desc) => {
        page!($key, " DESC", " ASC")
    };
    ($key:literal asc) => {
        page!($key, " ASC NULLS FIRST", " DESC")
    };
    ($key:literal desc) => {
        page!($key, " DESC NULLS LAST", " ASC")
    };
    ($key:literal, $order:literal, $ids:literal) => {
        select!(
            "FROM (SELECT id FROM chats WHERE org_id = $1 ORDER BY ", $key, $order, ", id", $ids,
            " LIMIT $2 OFFSET $3) AS page CROSS JOIN chats c";
            "page.id ORDER BY c.", $key, $order, ", c.id", $ids
        )
    };
}

statements! {
    /// A new chat.
    INSERT: Point => Nothing =
        "INSERT INTO chats (org_id, id, customer_id, application_id, assignee_id, department_id,
                status, closed_by, created_with, created_at, updated_at, closed_at, snoozed_until,
                rating, last_customer_message_at, last_message_at, last_message_text,
                last_message_id, last_communicated_agent_id, read_by_agent, read_by_customer,
                messages)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22)";
    /// What changes about a chat, all of it.
    SAVE: Point => Nothing =
        "UPDATE chats SET assignee_id = $1, department_id = $2, status = $3, closed_by = $4,
                updated_at = $5, closed_at = $6, snoozed_until = $7, rating = $8,
                last_customer_message_at = $9, last_message_at = $10, last_message_text = $11,
                last_message_id = $12, last_communicated_agent_id = $13, read_by_agent = $14,
                read_by_customer = $15, messages = $16
         WHERE org_id = $17 AND id = $18";
    /// Who wrote in a chat.
    INSERT_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)";
    /// One chat.
    FIND: Point => ChatRow = select!("FROM chats c"; "$2");
    /// The same, unless it is known.
    KEEP_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING";
    /// Who wrote in each of up to 100 chats.
    AGENTS: Page => ChatAgentRow =
        "SELECT w.chat_id, a.id, a.name, a.email, a.role
         FROM chat_agents w CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = w.agent_id AND w.org_id = $1 AND w.chat_id IN (
                $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
                $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51,
                $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67,
                $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83,
                $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99,
                $100, $101)
         ORDER BY w.chat_id, w.place";
    /// Pages of the list.
    BY_CREATED_AT_ASC: Page => ChatRow = page!("created_at" never null asc);
    BY_CREATED_AT_DESC: Page => ChatRow = page!("created_at" never null desc);
    BY_LAST_CUSTOMER_MESSAGE_AT_ASC: Page => ChatRow = page!("last_customer_message_at" asc);
    BY_LAST_CUSTOMER_MESSAGE_AT_DESC: Page => ChatRow = page!("last_customer_message_at" desc);
    BY_LAST_MESSAGE_AT_ASC: Page => ChatRow = page!("last_message_at" asc);
    BY_LAST_MESSAGE_AT_DESC: Page => ChatRow = page!("last_message_at" desc);
    BY_CLOSED_AT_ASC: Page => ChatRow = page!("closed_at" asc);
    BY_CLOSED_AT_DESC: Page => ChatRow = page!("closed_at" desc);
}

/// The chats whose agents one statement reads: a whole page.
const AGENTS_OF: usize = 100;

fn page_query(sort: ChatSort, order: Order) -> &'static Query<ChatRow> {
    match (sort, order) {
        (ChatSort::CreatedAt, Order::Asc) => &BY_CREATED_AT_ASC,
        (ChatSort::CreatedAt, Order::Desc) => &BY_CREATED_AT_DESC,
        (ChatSort::LastCustomerMessageAt, Order::Asc) => &BY_LAST_CUSTOMER_MESSAGE_AT_ASC,
        (ChatSort::LastCustomerMessageAt, Order::Desc) => &BY_LAST_CUSTOMER_MESSAGE_AT_DESC,
        (ChatSort::LastMessageAt, Order::Asc) => &BY_LAST_MESSAGE_AT_ASC,
        (ChatSort::LastMessageAt, Order::Desc) => &BY_LAST_MESSAGE_AT_DESC,
        (ChatSort::ClosedAt, Order::Asc) => &BY_CLOSED_AT_ASC,
        (ChatSort::ClosedAt, Order::Desc) => &BY_CLOSED_AT_DESC,
    }
}

/// A chat's row with what stands beside it; who wrote in it comes from rows of its own.
struct ChatRow(ChatView);

impl FromRow for ChatRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "application_id",
        "assignee_id",
        "department_id",
        "status",
        "closed_by",
        "created_with",
        "created_at",
        "updated_at",
        "closed_at",
        "snoozed_until",
        "rating",
        "last_customer_message_at",
        "last_message_at",
        "last_message_text",
        "last_message_id",
        "last_communicated_agent_id",
        "read_by_agent",
        "read_by_customer",
        "messages",
        "customer_name",
        "customer_email",
        "user_id",
        "notes",
        "agent_name",
        "agent_email",
        "agent_role",
        "department_name",
    ];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let chat = chat(columns)?;
        let customer = CustomerRef {
            id: chat.customer,
            name: columns.opt_text()?,
            email: columns.opt_text()?,
            user_id: columns.opt_text()?,
            notes: columns.opt_text()?,
        };
        let (name, email) = (columns.opt_text()?, columns.opt_text()?);
        let role = columns.opt_word(Role::parse)?;
        let assignee = chat.assignee.zip(name).zip(role);
        let assignee = assignee.map(|((id, name), role)| AgentRef { id, name, email, role });
        let department = chat.department.zip(columns.opt_text()?);
        let department = department.map(|(id, name)| DepartmentRef { id, name });
        Ok(Self(ChatView { chat, customer, assignee, department, agents: Vec::new() }))
    }
}

fn chat<R: Row>(columns: &mut Columns<'_, R>) -> Result<Chat> {
    Ok(Chat {
        id: columns.id()?,
        customer: columns.id()?,
        application: columns.id()?,
        assignee: columns.opt_id()?,
        department: columns.opt_id()?,
        agents: Vec::new(),
        status: columns.word(Status::parse)?,
        closed_by: columns.opt_word(Side::parse)?,
        created_with: columns.word(CreatedWith::parse)?,
        created_at: columns.seconds()?,
        updated_at: columns.seconds()?,
        closed_at: columns.opt_seconds()?,
        snoozed_until: columns.opt_seconds()?,
        rating: columns.opt_word(Rating::parse)?,
        last_customer_message_at: columns.opt_seconds()?,
        last_message_at: columns.opt_seconds()?,
        last_message_text: columns.opt_text()?,
        last_message_id: columns.opt_id()?,
        last_communicated_agent: columns.opt_id()?,
        read_by_agent: columns.bool()?,
        read_by_customer: columns.bool()?,
        messages: columns.count()?,
    })
}

/// One agent who wrote in one chat.
struct ChatAgentRow {
    chat: ChatId,
    agent: AgentRef,
}

impl FromRow for ChatAgentRow {
    const COLUMNS: &'static [&'static str] = &["chat_id", "id", "name", "email", "role"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let chat = columns.id()?;
        let (id, name, email) = (columns.id()?, columns.text()?, columns.opt_text()?);
        let role = columns.word(Role::parse)?;
        Ok(Self { chat, agent: AgentRef { id, name, email, role } })
    }
}

/// Adds chats with who wrote in them, and counts them.
///
/// # Errors
/// `Conflict` of `chats_id` when an id is taken, otherwise as the database says.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, chats: &[Chat]) -> Result<()> {
    let org = tx.org;
    let rows: Vec<_> = chats.iter().map(|chat| values(org, chat)).collect();
    tx.conn.exec_many(&INSERT, &rows).await?;
    let mut writers: Vec<Vec<Param<'_>>> = Vec::new();
    for chat in chats {
        for (place, agent) in (1_u64..).zip(&chat.agents) {
            writers.push(params![org, chat.id, place, *agent].into());
        }
    }
    tx.conn.exec_many(&INSERT_AGENT, &writers).await?;
    tx.head.chats += i64::try_from(chats.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Writes a chat's changed fields, and who came to write in it.
///
/// # Errors
/// `NotFound` when the chat is not there, otherwise as the database says.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<()> {
    let row = params![
        chat.assignee,
        chat.department,
        chat.status.as_str(),
        chat.closed_by.map(Side::as_str),
        chat.updated_at,
        chat.closed_at,
        chat.snoozed_until,
        chat.rating.map(Rating::as_str),
        chat.last_customer_message_at,
        chat.last_message_at,
        chat.last_message_text.as_ref(),
        chat.last_message_id,
        chat.last_communicated_agent,
        chat.read_by_agent,
        chat.read_by_customer,
        chat.messages,
        org,
        chat.id,
    ];
    if conn.exec(&SAVE, &row).await? == 0 {
        return Err(Error::NotFound);
    }
    let places = (1_u64..).zip(&chat.agents);
    let rows: Vec<Vec<Param<'_>>> =
        places.map(|(place, agent)| params![org, chat.id, place, *agent].into()).collect();
    conn.exec_many(&KEEP_AGENT, &rows).await
}

fn values(org: OrgId, chat: &Chat) -> Vec<Param<'_>> {
    params![
        org,
        chat.id,
        chat.customer,
        chat.application,
        chat.assignee,
        chat.department,
        chat.status.as_str(),
        chat.closed_by.map(Side::as_str),
        chat.created_with.as_str(),
        chat.created_at,
        chat.updated_at,
        chat.closed_at,
        chat.snoozed_until,
        chat.rating.map(Rating::as_str),
        chat.last_customer_message_at,
        chat.last_message_at,
        chat.last_message_text.as_ref(),
        chat.last_message_id,
        chat.last_communicated_agent,
        chat.read_by_agent,
        chat.read_by_customer,
        chat.messages,
    ]
    .into()
}

/// A page of the list, and how many chats there are in all.
///
/// # Errors
/// As the database says.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<ChatSort>,
) -> Result<(Vec<ChatView>, u64)> {
    let total = total(org, conn).await?;
    let query = page_query(page.sort, page.order);
    let params = params![org, page.page.limit.get(), page.page.offset.get()];
    let rows = conn.all(query, &params).await?;
    let mut chats: Vec<_> = rows.into_iter().map(|row| row.0).collect();
    add_agents(org, conn, &mut chats).await?;
    Ok((chats, total))
}

/// One chat.
///
/// # Errors
/// As the database says.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<ChatView>> {
    let Some(ChatRow(found)) = conn.opt(&FIND, &params![org, chat]).await? else {
        return Ok(None);
    };
    let mut chats = [found];
    add_agents(org, conn, &mut chats).await?;
    let [chat] = chats;
    Ok(Some(chat))
}

/// How many chats there are.
///
/// # Errors
/// `NotFound` for an unknown organization, otherwise as the database says.
pub async fn total<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    head::chats(org, conn).await
}

/// Puts in who wrote in each chat. A list shorter than a page repeats its last id.
async fn add_agents<C: Conn>(org: OrgId, conn: &mut C, chats: &mut [ChatView]) -> Result<()> {
    let Some(last) = chats.last().map(|view| view.chat.id) else { return Ok(()) };
    if chats.len() > AGENTS_OF {
        return Err(Error::Internal("a page of more than 100 chats".into()));
    }
    let ids = chats.iter().map(|view| view.chat.id).chain(std::iter::repeat(last));
    let mut params = vec![Param::from(org)];
    params.extend(ids.take(AGENTS_OF).map(Param::from));
    let rows = conn.all(&AGENTS, &params).await?;
    let mut places: Vec<_> = (0..chats.len()).collect();
    places.sort_unstable_by_key(|place| chats[*place].chat.id);
    for row in rows {
        let found = places.binary_search_by_key(&row.chat, |place| chats[*place].chat.id);
        if let Ok(found) = found {
            chats[places[found]].agents.push(row.agent);
        }
    }
    Ok(())
}
