//! The rows of an index: the values by which objects are sorted and searched. This module does not
//! know the source of the rows.

use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId, Rating, Seconds, Status, TagId};
use smallvec::SmallVec;

/// The row of a chat: the values of all fields except the customer's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatIndexRow {
    /// The id of the chat.
    pub id: ChatId,
    /// The customer of the chat.
    pub customer: CustomerId,
    /// The agent to whom the chat is assigned.
    pub assignee: Option<AgentId>,
    /// The department to which the chat is assigned.
    pub department: Option<DepartmentId>,
    /// The agents who wrote in the chat, in the order of their first messages.
    pub agents: SmallVec<[AgentId; 4]>,
    /// The status of the chat.
    pub status: Status,
    /// The customer's rating of the chat.
    pub rating: Option<Rating>,
    /// The time at which the chat was created.
    pub created_at: Seconds,
    /// The time of the last change of the chat or its messages.
    pub updated_at: Seconds,
    /// The time at which the chat was closed; `None` while the chat is not closed.
    pub closed_at: Option<Seconds>,
    /// The time of the last message of a customer or agent.
    pub last_message_at: Option<Seconds>,
    /// The time of the customer's last message.
    pub last_customer_message_at: Option<Seconds>,
    /// The time at which the customer began to wait for an answer; `None` while the customer does
    /// not wait.
    pub waiting_since: Option<Seconds>,
    /// The end of the chat's snooze; `None` while the chat is not snoozed.
    pub snoozed_until: Option<Seconds>,
    /// True when the agents have read the chat.
    pub read_by_agent: bool,
    /// The agents with a draft in the chat, sorted by id.
    pub drafts: SmallVec<[AgentId; 2]>,
    /// The agents who are mentioned in the chat, sorted by id.
    pub mentions: SmallVec<[AgentId; 2]>,
}

/// The row of a customer: the values of all fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerIndexRow {
    /// The id of the customer.
    pub id: CustomerId,
    /// The name of the customer.
    pub name: Option<String>,
    /// The e-mail address of the customer.
    pub email: Option<String>,
    /// The company of the customer.
    pub company: Option<String>,
    /// The phone number of the customer.
    pub phone: Option<String>,
    /// The code of the customer's country.
    pub country_code: Option<String>,
    /// The city of the customer.
    pub city: Option<String>,
    /// The code of the customer's region.
    pub region_code: Option<String>,
    /// The customer's id in the organization's own system.
    pub user_id: Option<String>,
    /// The language of the customer.
    pub locale: Option<String>,
    /// The agents' notes about the customer.
    pub notes: Option<String>,
    /// The values of the customer's custom data, folded, each on a line; `None` without values.
    pub custom_data: Option<String>,
    /// The channel through which the customer came.
    pub created_from: Option<String>,
    /// The customer's id in the channel `created_from`.
    pub integration_id: Option<String>,
    /// True when the customer is blocked.
    pub blocked: bool,
    /// The time at which the customer was created.
    pub created_at: Seconds,
    /// The time of the customer's first visit.
    pub first_seen: Option<Seconds>,
    /// The time of the customer's last visit.
    pub last_seen: Option<Seconds>,
    /// The tags of the customer, in the order in which they were added.
    pub tags: SmallVec<[TagId; 4]>,
}
