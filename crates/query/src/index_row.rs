//! What objects are sorted by and searched by, as of a moment: what an index keeps of each. Where
//! it comes from and where it goes is not known here.

use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId, Rating, Seconds, Status, TagId};
use smallvec::SmallVec;

/// What every field in the table of chats asks for, but the customer's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatIndexRow {
    /// Its id.
    pub id: ChatId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Who is to answer.
    pub assignee: Option<AgentId>,
    /// Which department is to answer.
    pub department: Option<DepartmentId>,
    /// Who wrote in it, in the order they first did.
    pub agents: SmallVec<[AgentId; 4]>,
    /// Where it stands.
    pub status: Status,
    /// How the customer rated it.
    pub rating: Option<Rating>,
    /// When it began.
    pub created_at: Seconds,
    /// The last change of the chat or its messages.
    pub updated_at: Seconds,
    /// When it was closed.
    pub closed_at: Option<Seconds>,
    /// The last message of customer or agent.
    pub last_message_at: Option<Seconds>,
    /// The last message of its customer.
    pub last_customer_message_at: Option<Seconds>,
}

/// What every field in the table of customers asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerIndexRow {
    /// Its id.
    pub id: CustomerId,
    /// Its name.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its company.
    pub company: Option<String>,
    /// Its phone number.
    pub phone: Option<String>,
    /// Its country's code.
    pub country_code: Option<String>,
    /// Its city.
    pub city: Option<String>,
    /// Its region's code.
    pub region_code: Option<String>,
    /// Its id in the organization's own system.
    pub user_id: Option<String>,
    /// Its language.
    pub locale: Option<String>,
    /// The channel it came by.
    pub created_from: Option<String>,
    /// Its id in that channel.
    pub integration_id: Option<String>,
    /// When it was recorded.
    pub created_at: Seconds,
    /// When it was first seen.
    pub first_seen: Option<Seconds>,
    /// When it was last seen.
    pub last_seen: Option<Seconds>,
    /// Its tags, in the order they were added.
    pub tags: SmallVec<[TagId; 4]>,
}
