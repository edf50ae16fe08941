//! The facts of a chat: the parts of the chat that reports count, and the text in which the facts
//! are stored.

use super::sorted;
use crate::{AgentId, Day, DepartmentId, Rating, Seconds, Side, TagId, Timestamp};

/// The first reply of an agent after the customer first wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstReply {
    /// The day of the reply.
    pub day: Day,
    /// The agent who replied, if known.
    pub agent: Option<AgentId>,
    /// The seconds from the customer's first message to the reply.
    pub seconds: u32,
    /// True if the customer first wrote within the opening hours.
    pub within_hours: bool,
}

/// The facts of a chat: the values that reports count. Days are days in the organization's time
/// zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatFacts {
    /// The time zone and the opening hours with which the facts were computed, as a short text
    /// without spaces.
    pub calendar: String,
    /// The day and the hour at which the chat began.
    pub created: (Day, u32),
    /// The agent to whom the chat is attributed: the assignee, or else the agent who wrote last.
    pub agent: Option<AgentId>,
    /// The department to which the chat is attributed.
    pub department: Option<DepartmentId>,
    /// The tags of the customer, sorted.
    pub tags: Vec<TagId>,
    /// The day of closing, and the seconds from the beginning of the chat to its closing; `None`
    /// for a chat that is not closed.
    pub closed: Option<(Day, u32)>,
    /// The ratings, each with the day on which the rated chat was closed.
    pub ratings: Vec<(Day, Rating)>,
    /// The position of the last message that was counted.
    pub counted_to: u64,
    /// The time of the customer's first message in the chat.
    pub asked_at: Option<Seconds>,
    /// The first reply to the customer; `None` before an agent has replied.
    pub reply: Option<FirstReply>,
    /// The numbers of messages by author and day. The author is an agent, or `None` for the
    /// customer.
    pub messages: Vec<(Option<AgentId>, Day, u32)>,
    /// The agents who wrote in the chat, each with the day of the agent's first message.
    pub joined: Vec<(AgentId, Day)>,
}

/// The parts of a message that reports use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The position of the message in the chat.
    pub seq: u64,
    /// The side that wrote the message.
    pub from: Side,
    /// The agent who wrote the message; `None` for all other authors.
    pub agent: Option<AgentId>,
    /// The time at which the message was written.
    pub at: Timestamp,
}

impl ChatFacts {
    /// Counts the chat's next message, which was written on `day`. `is_open` tells whether a time
    /// is within the opening hours.
    pub fn hear(&mut self, spoken: &Spoken, day: Day, is_open: impl FnOnce(Seconds) -> bool) {
        let at = spoken.at.seconds();
        let agent = spoken.agent.filter(|_| spoken.from == Side::Agent);
        match self.messages.iter_mut().find(|it| (it.0, it.1) == (agent, day)) {
            Some((_, _, amount)) => *amount = amount.saturating_add(1),
            None => self.messages.push((agent, day, 1)),
        }
        if let Some(agent) = agent
            && !self.joined.iter().any(|(joined, _)| *joined == agent)
        {
            self.joined.push((agent, day));
        }
        match (spoken.from, self.asked_at) {
            (Side::Customer, None) => self.asked_at = Some(at),
            (Side::Agent, Some(asked_at)) if self.reply.is_none() => {
                let seconds = at.get().saturating_sub(asked_at.get());
                let within_hours = is_open(asked_at);
                self.reply = Some(FirstReply { day, agent, seconds, within_hours });
            }
            _ => {}
        }
        self.counted_to = spoken.seq;
    }

    /// Sets the customer's tags, in any order.
    pub fn set_tags(&mut self, tags: Vec<TagId>) {
        self.tags = sorted(tags);
    }

    /// Returns the text in which the facts are stored: numbers separated by spaces, and lists
    /// preceded by their lengths.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = vec![self.calendar.clone()];
        let mut push = |number: i64| out.push(number.to_string());
        let agent = |it: Option<AgentId>| it.map_or(0, AgentId::get);
        let length = |length: usize| i64::try_from(length).unwrap_or(0);
        push(self.created.0.number());
        push(self.created.1.into());
        push(agent(self.agent));
        push(self.department.map_or(0, DepartmentId::get));
        push(length(self.tags.len()));
        self.tags.iter().for_each(|tag| push(tag.get()));
        push(i64::from(self.closed.is_some()));
        if let Some((day, seconds)) = self.closed {
            push(day.number());
            push(seconds.into());
        }
        push(length(self.ratings.len()));
        for (day, rating) in &self.ratings {
            push(day.number());
            push(length(Rating::ALL.iter().position(|it| it == rating).unwrap_or(0)));
        }
        push(i64::try_from(self.counted_to).unwrap_or(i64::MAX));
        push(self.asked_at.map_or(-1, |at| at.get().into()));
        push(i64::from(self.reply.is_some()));
        if let Some(reply) = &self.reply {
            push(reply.day.number());
            push(agent(reply.agent));
            push(reply.seconds.into());
            push(i64::from(reply.within_hours));
        }
        push(length(self.messages.len()));
        for (who, day, amount) in &self.messages {
            push(agent(*who));
            push(day.number());
            push((*amount).into());
        }
        push(length(self.joined.len()));
        for (who, day) in &self.joined {
            push(who.get());
            push(day.number());
        }
        out.join(" ")
    }

    /// Reads the text in which facts are stored; `None` for any other text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let calendar = words.next()?.to_owned();
        let mut numbers = words.map(|word| word.parse::<i64>().ok());
        let mut next = || numbers.next().flatten();
        let small = |number: i64| u32::try_from(number).ok();
        let created = (Day::new(next()?), small(next()?)?);
        let (agent, department) = (AgentId::new(next()?), DepartmentId::new(next()?));
        let tags = (0..next()?).map(|_| TagId::new(next()?)).collect::<Option<_>>()?;
        let closed = match next()? {
            0 => None,
            _ => Some((Day::new(next()?), small(next()?)?)),
        };
        let rating = |place: i64| usize::try_from(place).ok().and_then(|at| Rating::ALL.get(at));
        let ratings = (0..next()?).map(|_| Some((Day::new(next()?), *rating(next()?)?)));
        let ratings = ratings.collect::<Option<_>>()?;
        let counted_to = u64::try_from(next()?).ok()?;
        let asked_at = Seconds::from_i64(next()?);
        let reply = match next()? {
            0 => None,
            _ => Some(FirstReply {
                day: Day::new(next()?),
                agent: AgentId::new(next()?),
                seconds: small(next()?)?,
                within_hours: next()? != 0,
            }),
        };
        let messages = (0..next()?)
            .map(|_| Some((AgentId::new(next()?), Day::new(next()?), small(next()?)?)))
            .collect::<Option<_>>()?;
        let joined = (0..next()?).map(|_| Some((AgentId::new(next()?)?, Day::new(next()?))));
        let joined = joined.collect::<Option<_>>()?;
        Some(Self {
            calendar,
            created,
            agent,
            department,
            tags,
            closed,
            ratings,
            counted_to,
            asked_at,
            reply,
            messages,
            joined,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Metric, Sums};
    use super::*;

    fn agent(id: i64) -> Option<AgentId> {
        AgentId::new(id)
    }

    fn facts() -> ChatFacts {
        ChatFacts {
            calendar: "c".into(),
            created: (Day::new(10), 9),
            agent: agent(1),
            department: DepartmentId::new(4),
            tags: vec![TagId::new(5).unwrap()],
            closed: Some((Day::new(12), 3_700)),
            ratings: vec![(Day::new(12), Rating::Great)],
            counted_to: 0,
            asked_at: None,
            reply: None,
            messages: Vec::new(),
            joined: Vec::new(),
        }
    }

    fn said(seq: u64, from: Side, by: i64, second: i64) -> Spoken {
        let at = Timestamp::from_millis(second * 1000 + 999).unwrap();
        Spoken { seq, from, agent: agent(by), at }
    }

    #[test]
    fn the_first_reply_is_the_first_of_an_agent_after_the_customer_wrote() {
        let mut facts = facts();
        for (spoken, day) in [
            (said(1, Side::Agent, 7, 50), 10),
            (said(2, Side::Customer, 0, 100), 10),
            (said(3, Side::Customer, 0, 110), 10),
            (said(5, Side::Agent, 8, 190), 11),
            (said(6, Side::Agent, 7, 200), 11),
        ] {
            facts.hear(&spoken, Day::new(day), |at| at.get() == 100);
        }
        let reply = facts.reply.unwrap();
        assert_eq!((reply.agent, reply.seconds, reply.within_hours), (agent(8), 90, true));
        assert_eq!(facts.counted_to, 6);
        let day = Day::new;
        let messages = [
            (agent(7), day(10), 1),
            (None, day(10), 2),
            (agent(8), day(11), 1),
            (agent(7), day(11), 1),
        ];
        assert_eq!(facts.messages, messages);
        assert_eq!(facts.joined, [(agent(7).unwrap(), day(10)), (agent(8).unwrap(), day(11))]);
        assert_eq!(ChatFacts::from_text(&facts.to_text()), Some(facts));
    }

    #[test]
    fn what_is_added_and_taken_back_leaves_nothing() {
        let mut facts = facts();
        facts.hear(&said(1, Side::Customer, 0, 100), Day::new(10), |_| true);
        facts.hear(&said(2, Side::Agent, 7, 160), Day::new(10), |_| true);
        let mut sums = Sums::default();
        sums.add(&facts, 1);
        let of = |metric| sums.0.iter().filter(move |(key, _)| key.metric == metric);
        assert_eq!(of(Metric::Reply).count(), 2, "one of the agent, and one of the tag");
        assert!(of(Metric::Closed).all(|(_, sum)| (sum.amount, sum.seconds) == (1, 3_700)));
        let kept = ChatFacts::from_text(&facts.to_text()).unwrap();
        sums.add(&kept, -1);
        sums.settle();
        assert_eq!(sums, Sums::default());
    }

    #[test]
    fn a_text_that_is_cut_is_none() {
        let text = facts().to_text();
        for (place, _) in text.match_indices(' ') {
            assert_eq!(ChatFacts::from_text(&text[..place]), None, "{}", &text[..place]);
        }
        assert_eq!(ChatFacts::from_text("c 1 9223372036854775808"), None);
    }
}
