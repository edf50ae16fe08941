//! The rows of an index: the values by which objects are sorted and searched. This module does not
//! know the source of the rows.

use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId, Rating, Seconds, Status, TagId};
use smallvec::SmallVec;

/// The row of a chat: the values of all fields except the customer's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatIndexRow {
    /// The id.
    pub id: ChatId,
    /// The customer.
    pub customer: CustomerId,
    /// The assigned agent.
    pub assignee: Option<AgentId>,
    /// The assigned department.
    pub department: Option<DepartmentId>,
    /// The agents who wrote in the chat, in the order of their first messages.
    pub agents: SmallVec<[AgentId; 4]>,
    /// The status.
    pub status: Status,
    /// The customer's rating.
    pub rating: Option<Rating>,
    /// The time of creation.
    pub created_at: Seconds,
    /// The time of the last change of the chat or its messages.
    pub updated_at: Seconds,
    /// The time of closing.
    pub closed_at: Option<Seconds>,
    /// The time of the last message of a customer or agent.
    pub last_message_at: Option<Seconds>,
    /// The time of the customer's last message.
    pub last_customer_message_at: Option<Seconds>,
    /// The time since when the customer waits for an answer.
    pub waiting_since: Option<Seconds>,
    /// The end of the snooze.
    pub snoozed_until: Option<Seconds>,
    /// True when the agents have read the chat.
    pub read_by_agent: bool,
    /// The agents with a draft in the chat, sorted by id.
    pub drafts: SmallVec<[AgentId; 2]>,
    /// The agents who are mentioned in the chat, by id.
    pub mentions: SmallVec<[AgentId; 2]>,
}

/// The row of a customer: the values of all fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerIndexRow {
    /// The id.
    pub id: CustomerId,
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The code of the country.
    pub country_code: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The code of the region.
    pub region_code: Option<String>,
    /// The id in the organization's own system.
    pub user_id: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The channel through which the customer came.
    pub created_from: Option<String>,
    /// The customer's id in the channel `created_from`.
    pub integration_id: Option<String>,
    /// True when the customer is blocked.
    pub blocked: bool,
    /// The time of creation.
    pub created_at: Seconds,
    /// The time of the first visit.
    pub first_seen: Option<Seconds>,
    /// The time of the last visit.
    pub last_seen: Option<Seconds>,
    /// The tags, in the order in which they were added.
    pub tags: SmallVec<[TagId; 4]>,
}
