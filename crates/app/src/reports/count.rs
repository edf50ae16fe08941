//! The counting of chats in steps. A step counts the chats that the next changes in the feed
//! concern. All chats are counted at the beginning, and again after a change of the time zone or of
//! opening hours, or after a reset in the feed. Until all chats are counted, each step also counts
//! the next chats in the order of ids.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use deskbell_model::limits::{
    CUSTOMER_TAGS_MAX, REPORT_CHANGES_AT_ONCE, REPORT_CHATS_AT_ONCE, REPORT_CHATS_OF_CUSTOMER_MAX,
    REPORT_MESSAGES_AT_ONCE, REPORT_RATINGS_MAX,
};
use deskbell_model::report::{ChatFacts, Sums};
use deskbell_model::{Chat, ChatId, Kind, OrgId};
use deskbell_storage::changes::{self, Touched};
use deskbell_storage::ratings::{self, ChatRating};
use deskbell_storage::reports::{self, ReportState};
use deskbell_storage::{Conn, Error, Lane, Read, Result, Stop, Tx, Write, chats, leases};

use super::calendar::Calendar;

/// A write that runs one step of counting chats for reports. Returns whether more chats remain to
/// be counted.
pub(super) struct Count {
    /// The node that runs the step as a background job and needs the organization's lease; `None`
    /// for a step of a request.
    pub(super) node: Option<String>,
}

impl Write for Count {
    type Out = bool;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        if let Some(node) = &self.node
            && !leases::take(tx, node).await?
        {
            return Ok(false);
        }
        Ok(step(tx).await?)
    }
}

/// Tells whether every chat is counted.
fn is_done(state: &ReportState, last: i64, calendar: &Calendar) -> bool {
    state.seq == last && state.walked_to.is_none() && state.calendar == calendar.name
}

async fn step<C: Conn>(tx: &mut Tx<'_, C>) -> Result<bool> {
    let calendar = Calendar::of(tx.org, tx.conn).await?;
    let last = reports::last_change(tx);
    let begun = reports::state(tx.org, tx.conn).await?;
    if let Some(state) = begun.as_ref().filter(|it| is_done(it, last, &calendar)) {
        // The row of counters may still say that something is left to count.
        reports::set_state(tx, state, true).await?;
        return Ok(false);
    }
    let new = || ReportState { seq: last, walked_to: Some(0), calendar: calendar.name.clone() };
    let mut state = begun.unwrap_or_else(new);
    if state.calendar != calendar.name {
        (state.walked_to, state.calendar) = (Some(0), calendar.name.clone());
    }
    let mut todo = told(tx, &mut state, last).await?;
    let mut sums = Sums::default();
    if todo.len() < REPORT_CHATS_AT_ONCE as usize
        && let Some(from) = state.walked_to
    {
        let next = reports::next_chats(tx.org, tx.conn, from, REPORT_CHATS_AT_ONCE).await?;
        state.walked_to = next.last().map(|chat| chat.get());
        todo.extend(next);
    }
    let todo: Vec<_> = todo.into_iter().collect();
    for chats in todo.chunks(REPORT_CHATS_AT_ONCE as usize) {
        count(tx, chats, &calendar, &mut sums).await?;
    }
    sums.settle();
    reports::add(tx.org, tx.conn, &sums).await?;
    let is_done = is_done(&state, last, &calendar);
    reports::set_state(tx, &state, is_done).await?;
    Ok(!is_done)
}

/// Reads the next changes in the feed, and returns the chats that the changes concern.
async fn told<C: Conn>(
    tx: &mut Tx<'_, C>,
    state: &mut ReportState,
    last: i64,
) -> Result<BTreeSet<ChatId>> {
    let mut todo = BTreeSet::new();
    if state.seq == last {
        return Ok(todo);
    }
    let (oldest, _) = changes::bounds(tx.org, tx.conn).await?;
    if state.seq > last || state.seq + 1 < oldest {
        // The changes that were not counted yet were deleted, or belong to another history. All
        // chats are counted again.
        (state.seq, state.walked_to) = (last, Some(0));
        return Ok(todo);
    }
    let rows = changes::touched(tx.org, tx.conn, state.seq, REPORT_CHANGES_AT_ONCE).await?;
    let mut to = state.seq;
    for Touched { seq, kind, subject, chat } in rows {
        match kind {
            Kind::ChatCreated | Kind::ChatUpdated | Kind::ChatDeleted => {
                todo.extend(ChatId::new(subject));
            }
            Kind::MessageCreated => todo.extend(chat),
            Kind::Reset => state.walked_to = Some(0),
            _ => {}
        }
        to = seq;
        if todo.len() >= REPORT_CHATS_AT_ONCE as usize {
            break;
        }
    }
    let range = (state.seq, to);
    let limit = REPORT_CHATS_OF_CUSTOMER_MAX;
    todo.extend(reports::retagged_chats(tx.org, tx.conn, range, limit).await?);
    state.seq = to;
    Ok(todo)
}

/// Counts chats again: subtracts each chat's old facts (counted values) from the sums, and adds the
/// new facts.
async fn count<C: Conn>(
    tx: &mut Tx<'_, C>,
    chats: &[ChatId],
    calendar: &Calendar,
    sums: &mut Sums,
) -> Result<()> {
    let old = stored(tx.org, tx.conn, chats).await?;
    let new = found(tx.org, tx.conn, chats, calendar, &old).await?;
    for chat in chats {
        let (old, new) = (old.get(chat), new.get(chat));
        if old == new {
            continue;
        }
        old.iter().for_each(|facts| sums.add(facts, -1));
        new.iter().for_each(|facts| sums.add(facts, 1));
        let text = new.map(ChatFacts::to_text);
        reports::set_facts(tx.org, tx.conn, *chat, text.as_deref()).await?;
    }
    Ok(())
}

/// Reads the stored facts (counted values) of those of `chats` that were counted before.
async fn stored<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<BTreeMap<ChatId, ChatFacts>> {
    let texts = reports::facts(org, conn, chats).await?;
    let texts = chats.iter().zip(texts).filter_map(|(chat, text)| Some((*chat, text?)));
    texts.map(|(chat, text)| Ok((chat, read(&text)?))).collect()
}

fn read(text: &str) -> Result<ChatFacts> {
    let facts = ChatFacts::from_text(text);
    facts.ok_or_else(|| Error::Corrupt("what was counted of a chat cannot be read".into()))
}

/// Computes the facts (values that reports count) of those of `chats` that exist. Messages that are
/// counted in `known` are not read again, unless the calendar or the chat's department has changed.
async fn found<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
    calendar: &Calendar,
    known: &BTreeMap<ChatId, ChatFacts>,
) -> Result<BTreeMap<ChatId, ChatFacts>> {
    let chats: Vec<_> = chats::states(org, conn, chats).await?.into_iter().flatten().collect();
    let (ids, customers): (Vec<_>, Vec<_>) =
        chats.iter().map(|chat| (chat.id, chat.customer)).unzip();
    let ratings = ratings::of_chats(org, conn, &ids, REPORT_RATINGS_MAX).await?;
    let limit = u32::try_from(CUSTOMER_TAGS_MAX).unwrap_or(u32::MAX);
    let tags = reports::tags(org, conn, &customers, limit).await?;
    let mut facts: Vec<_> = chats.iter().map(|chat| begun(chat, calendar, known)).collect();
    for ((facts, ratings), tags) in facts.iter_mut().zip(ratings).zip(tags) {
        let rating = |it: ChatRating| (calendar.zone.local(it.closed_at).0, it.rating);
        facts.ratings = ratings.into_iter().map(rating).collect();
        facts.set_tags(tags);
    }
    let mut unread: Vec<_> = chats.iter().zip(&mut facts).collect();
    loop {
        unread.retain(|(chat, facts)| facts.counted_to < chat.messages);
        if unread.is_empty() {
            break;
        }
        let from: Vec<_> = unread.iter().map(|(chat, it)| (chat.id, it.counted_to)).collect();
        let limit = REPORT_MESSAGES_AT_ONCE;
        let spoken = reports::spoken(org, conn, &from, limit).await?;
        for ((chat, facts), spoken) in unread.iter_mut().zip(spoken) {
            for message in &spoken {
                let (day, _) = calendar.zone.local(message.at.seconds());
                facts.hear(message, day, |at| calendar.is_open(chat.department, at));
            }
            if spoken.len() < limit as usize {
                facts.counted_to = chat.messages;
            }
        }
    }
    Ok(ids.into_iter().zip(facts).collect())
}

/// Returns the facts of a chat (values that reports count) before its remaining messages, its
/// ratings and its tags are counted.
fn begun(chat: &Chat, calendar: &Calendar, known: &BTreeMap<ChatId, ChatFacts>) -> ChatFacts {
    let zone = &calendar.zone;
    let (day, second) = zone.local(chat.created_at);
    // Facts that were counted for another department may have used other opening hours.
    let known = known
        .get(&chat.id)
        .filter(|it| it.calendar == calendar.name && it.department == chat.department);
    let mut facts = known.cloned().unwrap_or_else(|| ChatFacts {
        calendar: calendar.name.clone(),
        created: (day, second / 3600),
        agent: None,
        department: chat.department,
        tags: Vec::new(),
        closed: None,
        ratings: Vec::new(),
        counted_to: 0,
        asked_at: None,
        reply: None,
        messages: Vec::new(),
        joined: Vec::new(),
    });
    facts.agent = chat.assignee.or(chat.last_communicated_agent);
    facts.closed =
        chat.closed_at.map(|at| (zone.local(at).0, at.get().saturating_sub(chat.created_at.get())));
    facts
}

/// A write that deletes all sums and the facts (counted values) of all chats, so that the next step
/// begins a new count.
pub(super) struct Forget;

impl Write for Forget {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        reports::forget(tx).await?;
        let (seq, calendar) = (reports::last_change(tx), String::new());
        let state = ReportState { seq, walked_to: Some(0), calendar };
        Ok(reports::set_state(tx, &state, false).await?)
    }
}

/// A read that compares the stored facts (counted values) and sums with a fresh count of every
/// chat.
pub(super) struct Compare(pub(super) OrgId);

/// The largest number of differences that are reported.
const FAULTS_MAX: usize = 20;

impl Read for Compare {
    type Out = Vec<String>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Vec<String>> {
        let Self(org) = self;
        let calendar = Calendar::of(org, conn).await?;
        let state = reports::state(org, conn).await?;
        let last = changes::last(org, conn).await?.seq;
        if !state.is_some_and(|state| is_done(&state, last, &calendar)) {
            return Ok(Vec::new());
        }
        let (mut faults, mut sums, mut after) = (Vec::new(), Sums::default(), 0);
        loop {
            let next = reports::next_chats(org, conn, after, REPORT_CHATS_AT_ONCE).await?;
            let Some(last) = next.last() else { break };
            after = last.get();
            let kept = stored(org, conn, &next).await?;
            let found = found(org, conn, &next, &calendar, &BTreeMap::new()).await?;
            for chat in next {
                let (kept, found) = (kept.get(&chat), found.get(&chat));
                if kept != found && faults.len() < FAULTS_MAX {
                    faults.push(format!("chat {chat} is counted otherwise than it is"));
                }
                found.iter().for_each(|facts| sums.add(facts, 1));
            }
        }
        sums.settle();
        if reports::all_sums(org, conn).await? != sums {
            faults.push("the sums of reports are not those of the chats".to_owned());
        }
        Ok(faults)
    }
}
