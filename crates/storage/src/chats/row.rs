//! A chat's row: its columns, alone and with the objects around it.

use deskbell_model::{
    AgentRef, Chat, ChatId, ChatView, CreatedWith, CustomerRef, DepartmentRef, Rating, Role, Side,
    Status,
};

use crate::columns::Columns;
use crate::error::Result;
use crate::port::{FromRow, Row};

/// A chat's own columns.
macro_rules! own {
    () => {
        "c.id, c.customer_id, c.application_id, c.assignee_id, c.department_id, c.status,
         c.closed_by, c.created_with, c.created_at, c.updated_at, c.closed_at, c.snoozed_until,
         c.rating, c.last_customer_message_at, c.last_message_at, c.last_message_text,
         c.last_message_id, c.last_communicated_agent_id, c.read_by_agent, c.read_by_customer,
         c.messages, c.agent_read_to, c.customer_read_to"
    };
}
pub(super) use own;

/// The columns of a chat `c` with its customer, assignee and department: where it comes from, which
/// one it is, and in which order. CROSS JOIN makes SQLite read in the order written; left to itself
/// it may walk a whole index to save sorting a page.
macro_rules! select {
    ($($part:literal),+; $($tail:expr),*) => {
        concat!(
            "SELECT ", $crate::chats::row::own!(), ",
                    u.name AS customer_name, u.email AS customer_email, u.user_id, u.notes,
                    a.name AS agent_name, a.email AS agent_email, a.role AS agent_role,
                    d.name AS department_name ",
            $($part,)+
            " CROSS JOIN customers u
              LEFT JOIN agents a ON a.org_id = $1 AND a.id = c.assignee_id
              LEFT JOIN departments d ON d.org_id = $1 AND d.id = c.department_id
              WHERE u.org_id = $1 AND u.id = c.customer_id AND c.org_id = $1 AND c.id ",
            $($tail),*
        )
    };
}
pub(super) use select;

/// How many of the columns are a chat's own.
const OWN_COLUMNS: usize = 23;

/// A chat's row with what stands beside it; who wrote in it comes from rows of its own.
pub(super) struct ChatRow(pub(super) ChatView);

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
        "agent_read_to",
        "customer_read_to",
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
        agent_read_to: columns.count()?,
        customer_read_to: columns.count()?,
    })
}

/// A chat's row alone; who wrote in it comes from rows of its own.
pub(super) struct StateRow(pub(super) Chat);

impl FromRow for StateRow {
    const COLUMNS: &'static [&'static str] = ChatRow::COLUMNS.split_at(OWN_COLUMNS).0;

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        chat(columns).map(Self)
    }
}

/// One agent who wrote in one chat.
pub(super) struct ChatAgentRow {
    pub(super) chat: ChatId,
    pub(super) agent: AgentRef,
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
