//! The conversations of generated data.

use deskbell_app::actions::conversation::Conversation;
use deskbell_app::{App, Caller, Error};
use deskbell_model::{
    AgentId, Chat, CreatedWith, OrgId, Rating, Seconds, Side, Status, Timestamp, rules,
};

use super::shop::{COMMENTS, TOPICS, Topic};
use super::{Cast, Plan};
use crate::splitmix::SplitMix;

/// The time of the first chat in unix seconds; the last chat begins about [`SPAN`] seconds later.
const BEGINS: u64 = 1_700_000_000;
const SPAN: u64 = 60_000_000;
/// The earliest end of a snooze; snoozes end between 2035 and 2038.
const SNOOZED_UNTIL: u32 = 2_051_222_400;

/// The number of a shop's recent chats, which begin in the last hours of the data. The n-th newest
/// chat begins n² × [`RECENT_TENTHS`] / 10 seconds before the end: 54 chats within half an hour,
/// all within about three hours.
const RECENT: u64 = 140;
const RECENT_TENTHS: u64 = 6;
/// The age of a chat, in seconds, from which the customer's last message has been answered. One in
/// [`FORGOTTEN_ONE_IN`] of these chats still waits for an answer, on average.
const ANSWERED_AFTER_S: u64 = 25 * 60;
const FORGOTTEN_ONE_IN: u32 = 30;
/// One in this number of a shop's recent chats is assigned to the first agent, on average.
const FIRST_AGENT_ONE_IN: u32 = 4;
/// The time over which the older chats of a shop are spread: 200 days, in seconds.
const DESK_SPAN: u64 = 200 * DAY_S;
const DAY_S: u64 = 86_400;

/// The time at which a shop's data ends, and whether a chat is among the chats of the last hours.
struct Recency {
    /// The time of the last chats.
    until: u64,
    /// True for a chat of the last hours.
    is_recent: bool,
}

/// The state of a generated conversation in a shop.
struct AtShop {
    topic: &'static Topic,
    /// The number of the topic's lines that the customer has said; `answered` is the number of
    /// lines that the agent has said.
    asked: usize,
    answered: usize,
    /// True if the customer writes the last line.
    waits: bool,
}

/// The statuses of twenty consecutive chats.
const STATUSES: [Status; 20] = [
    Status::Closed,
    Status::Opened,
    Status::Closed,
    Status::New,
    Status::Closed,
    Status::Pending,
    Status::Closed,
    Status::OnHold,
    Status::Closed,
    Status::Opened,
    Status::Closed,
    Status::NoCommunication,
    Status::Closed,
    Status::Empty,
    Status::Closed,
    Status::Pending,
    Status::Opened,
    Status::OnHold,
    Status::New,
    Status::Opened,
];

const QUESTIONS: [&str; 12] = [
    "Hi! Where can I find my last invoice?",
    "The export stops at 80 % every time. Any idea?",
    "Can two of us share one seat?",
    "Hello, my confirmation mail never arrived 😕",
    "Do you ship to Norway?",
    "How do I change the colour of the button?",
    "I was charged twice this month.",
    "Is there a way to import contacts from a file?\nI have about 3,000.",
    "The page stays white since this morning.",
    "Wie kann ich mein Passwort ändern?",
    "どうすれば退会できますか。",
    "Thanks, that worked! One more thing: can I undo it?",
];

const ANSWERS: [&str; 12] = [
    "Hi, thanks for writing! Let me look that up for you.",
    "You will find it under Settings → Billing.",
    "Could you send me the time at which it happened?",
    "I have resent it just now. Please check your spam folder, too.",
    "Yes, we do: it takes three to five days.",
    "That is a known problem, a fix is on its way.",
    "I have refunded the second charge; it may take a few days to show.",
    "Sure! Save the list as CSV, then choose Import.",
    "Sorry for the trouble. Does it help to sign out and in again?",
    "Das geht unter „Konto“ → „Sicherheit“.",
    "Is there anything else I can do for you?",
    "Glad to hear that. Have a nice day! 🙂",
];

/// A conversation that is being generated. A long conversation is stored in parts.
pub(super) struct Talk<'a> {
    dice: SplitMix,
    cast: &'a Cast,
    conversation: Conversation,
    agent: Option<AgentId>,
    status: Status,
    recency: Option<Recency>,
    shop: Option<AtShop>,
    at: u64,
    left: u64,
    is_stored: bool,
}

impl<'a> Talk<'a> {
    /// Begins the chat with this number.
    pub(super) fn new(plan: Plan, number: u64, cast: &'a Cast) -> Result<Self, Error> {
        let mut dice = SplitMix::new(plan.seed, number.wrapping_mul(2));
        let place = usize::try_from(number % 20).unwrap_or(0);
        let status = if plan.messages_per_chat == 0 { Status::Empty } else { STATUSES[place] };
        let (at, recency) = when(plan, number, cast.until, &mut dice);
        let status = match &recency {
            Some(it) if !it.is_recent => Status::Closed,
            Some(_) if matches!(status, Status::Empty | Status::NoCommunication) => Status::Closed,
            _ => status,
        };
        let shop = recency.as_ref().and_then(|it| AtShop::new(&mut dice, it, at, status));
        // Somebody answers whoever does not wait.
        let status = match &shop {
            Some(it) if !it.waits && status == Status::New => Status::Opened,
            _ => status,
        };
        let customer = usize::try_from(dice.next()).unwrap_or(0) % cast.customers.len().max(1);
        let answers = !matches!(status, Status::New | Status::Empty | Status::NoCommunication);
        let created_with = match status {
            Status::Empty => CreatedWith::PublicApi,
            _ if shop.is_none() && answers && dice.one_in(6) => CreatedWith::AgentMessage,
            _ => CreatedWith::CustomerMessage,
        };
        let nothing = || deskbell_storage::Error::NotFound;
        let customer = *cast.customers.get(customer).ok_or_else(nothing)?;
        let began = seconds(at);
        let conversation = Conversation::new(customer, cast.application, created_with, began)
            .ok_or_else(nothing)?;
        let is_first = recency.as_ref().is_some_and(|it| it.is_recent);
        let is_first = is_first && dice.one_in(FIRST_AGENT_ONE_IN);
        let agents = if is_first { cast.agents.get(..1) } else { None };
        let agents = agents.unwrap_or(&cast.agents).iter().collect::<Vec<_>>();
        let agent = dice.of(&agents).map(|agent| agent.id);
        let left = match (status, &shop) {
            (Status::New, Some(_)) => 1,
            (_, Some(it)) => it.lines(&mut dice),
            (Status::Empty, _) => 0,
            // The number of messages: from 1 to one less than twice the average, and at least 2
            // where an agent answers.
            _ => {
                let spread = plan.messages_per_chat.saturating_mul(2).saturating_sub(1);
                u64::from(1 + dice.below(spread)).max(if answers { 2 } else { 1 })
            }
        };
        let agent = agent.filter(|_| answers);
        let is_stored = false;
        Ok(Self { dice, cast, conversation, agent, status, recency, shop, at, left, is_stored })
    }

    /// Adds messages until `part` messages wait to be stored; `false` when the conversation is
    /// complete.
    pub(super) fn goes_on(&mut self, part: usize) -> bool {
        while self.left > 0 {
            if self.conversation.messages.len() >= part {
                return true;
            }
            self.say();
        }
        false
    }

    fn say(&mut self) {
        self.left -= 1;
        let is_recent = self.recency.as_ref().is_some_and(|it| it.is_recent);
        self.at += u64::from(1 + self.dice.below(if is_recent { 90 } else { 600 }));
        if let Some(Recency { until, .. }) = self.recency {
            self.at = self.at.min(until);
        }
        let millis = i64::try_from(self.at * 1000).unwrap_or(i64::MAX);
        let at = Timestamp::from_millis(millis.saturating_add(self.dice.below(1000).into()));
        // The customer writes first, unless an agent's message created the chat. An agent writes at
        // least once.
        let is_first = self.conversation.chat.messages == 0;
        let agents_turn = match (self.conversation.chat.created_with, &self.shop) {
            (_, Some(it)) => it.asked > it.answered,
            (CreatedWith::AgentMessage, _) if is_first => true,
            _ if is_first => false,
            _ => self.dice.one_in(2) || self.conversation.chat.agents.is_empty(),
        };
        let agent = if agents_turn { self.agent } else { None };
        let texts = if agent.is_some() { &ANSWERS } else { &QUESTIONS };
        let text = match &mut self.shop {
            Some(it) => it.line(agent.is_some()),
            None => self.dice.of(texts).unwrap_or("…"),
        };
        let text = text.to_owned();
        self.conversation.say(agent, text, at.unwrap_or(Timestamp::MAX));
    }

    /// Stores the generated messages.
    pub(super) async fn store_part(&mut self, app: &App, org: OrgId) -> Result<(), Error> {
        let part = self.conversation.clone();
        self.conversation.chat = if self.is_stored {
            app.actions.bulk_continue(Caller::command(org), part).await?
        } else {
            let stored = app.actions.bulk_conversations(Caller::command(org), vec![part]).await?;
            stored.into_iter().next().ok_or(deskbell_storage::Error::NotFound)?
        };
        self.conversation.messages.clear();
        self.is_stored = true;
        Ok(())
    }

    /// Sets the chat's final status. Stores the remaining messages if a part of the conversation is
    /// stored already. Otherwise returns the whole conversation.
    pub(super) async fn end(
        mut self,
        app: &App,
        org: OrgId,
    ) -> Result<Option<Conversation>, Error> {
        self.conclude();
        if !self.is_stored {
            return Ok(Some(self.conversation));
        }
        app.actions.bulk_continue(Caller::command(org), self.conversation).await?;
        Ok(None)
    }

    fn conclude(&mut self) {
        let ended = self.at + u64::from(self.dice.below(3_600));
        let until = self.recency.as_ref().map(|it| it.until);
        let ended = seconds(until.map_or(ended, |until| ended.min(until)));
        let departments: Vec<_> = self.cast.departments.iter().collect();
        let chat = &mut self.conversation.chat;
        if self.dice.one_in(2) {
            chat.department = self.dice.of(&departments).map(|department| department.id);
        }
        match self.status {
            Status::Closed => {
                close(chat, &mut self.dice, ended);
                if self.shop.is_some() && chat.rating.is_some() {
                    let comment = self.dice.of(&COMMENTS.each_ref());
                    if let Some((rating, text)) = comment.filter(|_| self.dice.one_in(2)) {
                        chat.rating = Some(*rating);
                        self.conversation.comment = Some((*text).to_owned());
                    } else if !self.dice.one_in(6) {
                        chat.rating = Some(Rating::Perfect);
                    }
                }
            }
            Status::Pending | Status::OnHold | Status::NoCommunication | Status::Opened => {
                chat.status = self.status;
            }
            Status::New | Status::Empty => {}
        }
        if matches!(self.status, Status::Pending | Status::Opened) && self.dice.one_in(4) {
            let later = self.dice.below(90_000_000);
            chat.snoozed_until = Some(match until {
                Some(until) => seconds(until + 3_600 + u64::from(later % 500_000)),
                None => Seconds::new(SNOOZED_UNTIL + later),
            });
        }
        let is_read = match &self.shop {
            Some(it) if !it.waits => !self.dice.one_in(8),
            _ => self.dice.one_in(3),
        };
        if is_read {
            self.conversation.read_all();
        }
    }
}

impl AtShop {
    /// Picks the topic of a chat, and decides whether its customer waits for an answer.
    fn new(dice: &mut SplitMix, recency: &Recency, at: u64, status: Status) -> Option<Self> {
        let topic = dice.of(&TOPICS.each_ref())?;
        let is_old = recency.until.saturating_sub(at) > ANSWERED_AFTER_S;
        let waits = match status {
            Status::Closed | Status::OnHold | Status::Pending => false,
            _ if is_old => dice.one_in(FORGOTTEN_ONE_IN),
            _ => !dice.one_in(4),
        };
        Some(Self { topic, asked: 0, answered: 0, waits })
    }

    /// Picks the number of lines. The customer begins, the sides alternate, and a waiting customer
    /// has the last line.
    fn lines(&self, dice: &mut SplitMix) -> u64 {
        let turns = u32::try_from(self.topic.asks.len().min(self.topic.answers.len())).unwrap_or(1);
        let turns = u64::from(1 + dice.below(turns));
        2 * turns - u64::from(self.waits)
    }

    /// Returns the topic's next line of the agent or of the customer.
    fn line(&mut self, is_agent: bool) -> &'static str {
        let (lines, said) = match is_agent {
            true => (self.topic.answers, &mut self.answered),
            false => (self.topic.asks, &mut self.asked),
        };
        let line = lines.get(*said).copied().unwrap_or("…");
        *said += 1;
        line
    }
}

/// Picks the time at which a chat begins. For a chat of a shop, also returns its `Recency`.
fn when(
    plan: Plan,
    number: u64,
    until: Option<Seconds>,
    dice: &mut SplitMix,
) -> (u64, Option<Recency>) {
    let over = |number: u64, of: u64, span: u64| {
        let share = u128::from(number) * u128::from(span) / u128::from(of.max(1));
        u64::try_from(share).unwrap_or(span)
    };
    let Some(until) = until.map(|it| u64::from(it.get())) else {
        let at = BEGINS + over(number, plan.chats, SPAN);
        return (at + u64::from(dice.below(86_400)), None);
    };
    let left = plan.chats.saturating_sub(number);
    let is_recent = left <= RECENT;
    let at = if is_recent {
        until.saturating_sub(left * left * RECENT_TENTHS / 10 + u64::from(dice.below(20)))
    } else {
        let older = plan.chats.saturating_sub(RECENT);
        at_the_desk(until, over(number, older, DESK_SPAN / DAY_S), dice)
    };
    (at.min(until), Some(Recency { until, is_recent }))
}

/// Picks a random time for an older chat of a shop, on the day with this number (from 0). Times are
/// between 7:00 and 21:00, mostly around 14:00, and half as frequent on weekends. Every time is
/// earlier than the `RECENT` newest chats.
fn at_the_desk(until: u64, day: u64, dice: &mut SplitMix) -> u64 {
    let half_a_day = 7 * 3_600;
    let seconds = half_a_day + dice.below(half_a_day) + dice.below(half_a_day);
    let begins = until.saturating_sub(DESK_SPAN) / DAY_S + 1;
    // The first day of all times was a Thursday.
    let is_weekend = |day: u64| matches!(day % 7, 2 | 3);
    let day = begins + day;
    let day = if is_weekend(day) && dice.one_in(2) { day - 3 } else { day };
    let at = day * DAY_S + u64::from(seconds);
    let recent = until.saturating_sub(RECENT * RECENT * RECENT_TENTHS / 10);
    if at < recent { at } else { at - DAY_S }
}

fn close(chat: &mut Chat, dice: &mut SplitMix, at: Seconds) {
    let by = if dice.one_in(8) { Side::Customer } else { Side::Agent };
    rules::close(chat, by, at);
    if chat.last_communicated_agent.is_some() && dice.one_in(3) {
        let ratings: Vec<_> = Rating::ALL.iter().collect();
        chat.rating = dice.of(&ratings).copied();
    }
}

fn seconds(at: u64) -> Seconds {
    u32::try_from(at).map_or(Seconds::MAX, Seconds::new)
}
