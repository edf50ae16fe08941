//! Windows: parts of chat lists (views) that agents see. This module does not know whether the rows
//! come from memory or from SQL.

use deskbell_model::{AgentId, ChatId, ChatScope, CustomerId, DepartmentId, Seconds, Status};

use crate::page::{Limit, Offset};

/// A set of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Statuses(u8);

const _: () = assert!(Status::ALL.len() <= 8, "each status has a bit");

impl Statuses {
    /// Every status.
    pub const ALL: Self = Self::of(Status::ALL);
    /// The statuses of chats on which an agent or the customer still has to act.
    pub const ACTIVE: Self =
        Self::of(&[Status::New, Status::Opened, Status::Pending, Status::OnHold]);
    /// The statuses of chats that have ended.
    pub const CLOSED: Self = Self::of(&[Status::Closed, Status::NoCommunication]);

    /// Creates the set of these statuses.
    #[must_use]
    pub const fn of(mut statuses: &[Status]) -> Self {
        let mut set = 0;
        while let [status, rest @ ..] = statuses {
            set |= 1 << *status as u8;
            statuses = rest;
        }
        Self(set)
    }

    /// Tells whether the set has a status.
    #[must_use]
    pub const fn has(self, status: Status) -> bool {
        self.0 & (1 << status as u8) != 0
    }

    /// Returns the statuses of the set, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Status> {
        Status::ALL.iter().copied().filter(move |status| self.has(*status))
    }

    /// Returns the statuses that are not in the set, in the order of declaration.
    pub fn others(self) -> impl Iterator<Item = Status> {
        Status::ALL.iter().copied().filter(move |status| !self.has(*status))
    }
}

/// A condition on the assigned agent or department of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assigned<I> {
    /// No agent or department is assigned.
    ToNone,
    /// Any agent or department is assigned.
    ToAny,
    /// The agent or department with this id is assigned.
    To(I),
}

impl<I> Assigned<I> {
    /// Returns the same condition with another type of id.
    pub fn map<J>(self, other: impl FnOnce(I) -> J) -> Assigned<J> {
        match self {
            Self::ToNone => Assigned::ToNone,
            Self::ToAny => Assigned::ToAny,
            Self::To(one) => Assigned::To(other(one)),
        }
    }
}

impl<I: PartialEq> Assigned<I> {
    /// Tells whether the condition holds for a chat that is assigned to `to`.
    #[must_use]
    pub fn holds(&self, to: Option<I>) -> bool {
        match (self, to) {
            (Self::ToNone, to) => to.is_none(),
            (Self::ToAny, to) => to.is_some(),
            (Self::To(one), to) => to.is_some_and(|to| to == *one),
        }
    }
}

/// A view: the chats for which every condition holds. A field that is `None` sets no condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// The statuses that the chats may have.
    pub statuses: Statuses,
    /// The condition on the assigned agent.
    pub assignee: Option<Assigned<AgentId>>,
    /// The condition on the assigned department.
    pub department: Option<Assigned<DepartmentId>>,
    /// True for chats that the agents have not read, false for read chats.
    pub is_unread: Option<bool>,
    /// True for snoozed chats, false for all other chats.
    pub is_snoozed: Option<bool>,
    /// True for chats of blocked customers, false for all other chats.
    pub is_blocked: Option<bool>,
    /// True for chats whose customer waits for an answer, false for all other chats.
    pub is_waiting: Option<bool>,
    /// Only chats whose customer has a tag with this name.
    pub tag: Option<String>,
    /// Only chats of this customer.
    pub customer: Option<CustomerId>,
    /// Only chats with these ids.
    pub chats: Option<Vec<ChatId>>,
    /// Only chats whose customer has this folded text in a field that agents see; see
    /// [`crate::CustomerField::Anything`].
    pub text: Option<String>,
    /// Only chats in which this agent has a draft.
    pub drafted_by: Option<AgentId>,
    /// Only chats in which this agent is mentioned.
    pub mentions: Option<AgentId>,
}

impl View {
    /// The view of every chat.
    pub const ALL: Self = Self {
        statuses: Statuses::ALL,
        assignee: None,
        department: None,
        is_unread: None,
        is_snoozed: None,
        is_blocked: None,
        is_waiting: None,
        tag: None,
        customer: None,
        chats: None,
        text: None,
        drafted_by: None,
        mentions: None,
    };

    /// The view of the active chats, without snoozed chats and without chats of blocked customers.
    /// A chat is active while an agent or the customer still has to act.
    pub const OPEN: Self = Self {
        statuses: Statuses::ACTIVE,
        is_snoozed: Some(false),
        is_blocked: Some(false),
        ..Self::ALL
    };
}

/// The order of the chats in a window. Of two chats with equal times, the chat with the larger id
/// counts as newer. Chats without a time are in the order of their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WindowSort {
    /// By the last message of a customer or agent, newest first.
    #[default]
    Activity,
    /// By the customer's wait, the longest wait first. The chats in which no customer waits follow,
    /// newest first.
    Waiting,
    /// By the time of creation, newest first.
    Created,
    /// By the time of closing, newest first. The chats that are not closed follow.
    Closed,
}

impl WindowSort {
    /// Every order, with its name.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Activity, "activity"),
        (Self::Waiting, "waiting"),
        (Self::Created, "created"),
        (Self::Closed, "closed"),
    ];

    /// Reads the name of an order.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
    }
}

/// The sort key of chats in which no customer waits. This time is later than every time at which a
/// wait can begin.
pub const WAITS_NOT: Seconds = Seconds::new(u32::MAX - 1);

/// The position of a window in its view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowAt {
    /// The window begins after this number of chats.
    Offset(Offset),
    /// The window is around this chat. If the chat is not in the view, the window is at the view's
    /// beginning.
    Around(ChatId),
}

impl Default for WindowAt {
    fn default() -> Self {
        Self::Offset(Offset::default())
    }
}

impl WindowAt {
    /// Returns the number of chats before the window. `position` is the position, in the view, of
    /// the chat that `WindowAt::Around` names.
    #[must_use]
    pub fn offset(self, position: Option<u64>, limit: Limit) -> Offset {
        match self {
            Self::Offset(offset) => offset,
            Self::Around(_) => {
                let half = u64::from(limit.get()) / 2;
                Offset::new(position.unwrap_or_default().saturating_sub(half)).unwrap_or_default()
            }
        }
    }
}

/// A request for a part of a view, and for the numbers of chats in several views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The agent who sees the window.
    pub agent: AgentId,
    /// The chats that the agent may see.
    pub scope: ChatScope,
    /// The view that the window is a part of.
    pub view: View,
    /// The order of the chats.
    pub sort: WindowSort,
    /// The position of the window in its view.
    pub at: WindowAt,
    /// The largest number of rows in the window.
    pub limit: Limit,
    /// The views whose chats are counted.
    pub counts: Vec<View>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statuses_of_a_set_and_the_others_are_all() {
        assert_eq!(Statuses::ACTIVE.iter().count(), 4);
        assert_eq!(Statuses::ACTIVE.others().count(), 3);
        assert_eq!(Statuses::ALL.others().count(), 0);
        assert!(Statuses::CLOSED.iter().all(|status| !Statuses::ACTIVE.has(status)));
    }

    #[test]
    fn a_window_around_a_chat_has_the_chat_in_its_middle_or_begins_with_the_view() {
        let chat = WindowAt::Around(ChatId::new(5).unwrap());
        let limit = Limit::new(50).unwrap();
        let offset = |position| chat.offset(position, limit).get();
        assert_eq!([offset(Some(100)), offset(Some(20)), offset(None)], [75, 0, 0]);
    }
}
