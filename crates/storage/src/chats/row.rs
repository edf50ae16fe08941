//! A chat's row: the columns of the chat, and columns of its customer, assignee and department.

use deskbell_model::{AgentRef, Chat, ChatId, ChatView, CustomerRef, DepartmentRef, Role};
use deskbell_query::ChatIndexRow;
use smallvec::SmallVec;

use crate::columns::{Columns, FromRow};
use crate::error::Result;
use crate::record::record;
use crate::row::Row;
use crate::selected::selected;
use crate::sql::{columns, text};

record! { Chat {
    key { id }
    fixed {
        customer = "customer_id",
        application = "application_id",
        created_with,
        created_at,
    }
    often {
        assignee = "assignee_id",
        status,
        updated_at,
        last_customer_message_at,
        waiting_since,
        last_message_at,
        last_message_text,
        last_message_id,
        last_message_agent = "last_message_agent_id",
        last_communicated_agent = "last_communicated_agent_id",
        read_by_agent,
        read_by_customer,
        messages,
    }
    seldom {
        department = "department_id",
        closed_by,
        closed_at,
        snoozed_until,
        rating,
        agent_read_to,
        customer_read_to,
    }
    beside { agents: Vec::new() }
} }

record! { ChatIndexRow {
    key { id }
    often {
        customer = "customer_id",
        assignee = "assignee_id",
        department = "department_id",
        status,
        rating,
        created_at,
        updated_at,
        closed_at,
        last_message_at,
        last_customer_message_at,
        waiting_since,
        snoozed_until,
        read_by_agent,
    }
    beside { agents: SmallVec::new(), drafts: SmallVec::new(), mentions: SmallVec::new() }
} }

pub(super) const OWN: &str = text!(list("c.", Chat::COLUMNS));

/// A SELECT of a chat `c` with its customer, assignee and department. CROSS JOIN fixes SQLite's
/// join order, since in another order SQLite may read a whole index to avoid sorting a page.
macro_rules! select {
    ($($part:literal),+; $($tail:expr),*) => {
        $crate::sql::text!(join(&[
            "SELECT ", $crate::chats::row::OWN, ",
                    u.name AS customer_name, u.email AS customer_email, u.user_id, u.notes,
                    a.name AS agent_name, a.email AS agent_email, a.role AS agent_role,
                    d.name AS department_name ",
            $($part,)+
            " CROSS JOIN customers u
              LEFT JOIN agents a ON a.org_id = $1 AND a.id = c.assignee_id
              LEFT JOIN departments d ON d.org_id = $1 AND d.id = c.department_id
              WHERE u.org_id = $1 AND u.id = c.customer_id AND c.org_id = $1 AND c.id ",
            $($tail),*
        ]))
    };
}
pub(super) use select;

/// The columns of a chat's customer, assignee and department.
const AROUND: &[&str] = &[
    "customer_name",
    "customer_email",
    "user_id",
    "notes",
    "agent_name",
    "agent_email",
    "agent_role",
    "department_name",
];

/// Reads all fields except the agents who wrote in the chat; these agents are in the table
/// `chat_agents`.
impl FromRow for ChatView {
    const COLUMNS: &'static [&'static str] = columns!(Chat::COLUMNS, AROUND);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let chat = Chat::from_row(columns)?;
        let customer = CustomerRef {
            id: chat.customer,
            name: columns.get()?,
            email: columns.get()?,
            user_id: columns.get()?,
            notes: columns.get()?,
        };
        let (name, email) = (columns.opt_text()?, columns.get()?);
        let role = columns.get::<Option<Role>>()?;
        let assignee = chat.assignee.zip(name).zip(role);
        let assignee = assignee.map(|((id, name), role)| AgentRef { id, name, email, role });
        let department = chat.department.zip(columns.get()?);
        let department = department.map(|(id, name)| DepartmentRef { id, name });
        Ok(Self { chat, customer, assignee, department, agents: Vec::new() })
    }
}

pub(super) struct ChatAgentRow {
    pub(super) chat: ChatId,
    pub(super) agent: AgentRef,
}

selected! { ChatAgentRow { chat = "chat_id", agent: AgentRef } }
