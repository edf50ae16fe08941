//! Windows, which show some rows of a view of chats. This module computes the sets of views, counts
//! the chats of views, and renders the rows of one page. All of this comes from one state of the
//! index.

use std::borrow::Cow;
use std::cell::OnceCell;

use deskbell_model::limits::ROW_TAGS_MAX;
use deskbell_model::{AgentId, ChatId, ChatScope, DepartmentId, DraftBy};
use deskbell_query::{
    Assigned, Offset, Order, Predicate, Relation, Statuses, View, Window, WindowAt, WindowSort,
};
use deskbell_wire as wire;

use crate::chat_tables::ChatTables;
use crate::chats::Flag;
use crate::dates::Dates;
use crate::dict_column::{DictCode, DictColumn};
use crate::filter::Set;
use crate::lookup::DictJson;
use crate::missing::{ChatForm, Missing};
use crate::parts::RenderedPart;
use crate::set::SlotSet;
use crate::slot::{Slot, at};
use crate::ties::Ties;

/// The conditions that many views have in common, and the set of the chats that meet these
/// conditions.
struct Base {
    of: View,
    set: SlotSet,
    /// The number of the set's chats for each assigned agent, by the agent's code. The numbers are
    /// computed when a view first needs them.
    by_agent: OnceCell<Vec<usize>>,
    /// The number of the set's chats for each assigned department, by the department's code. The
    /// numbers are computed when a view first needs them.
    by_department: OnceCell<Vec<usize>>,
}

/// The views of one window, within the scope of the window's agent.
struct Views<'i> {
    tables: &'i ChatTables<'i>,
    /// The chats in the agent's scope; `None` if the scope is all chats.
    scope: Option<SlotSet>,
    /// The sets that were computed so far. Views share these sets, since most views differ in only
    /// one condition.
    bases: Vec<Base>,
    /// The text of the first view with a text, and the chats of the customers that match the text.
    /// Only these chats are stored, since in a search all views have the same text.
    named: OnceCell<(String, SlotSet)>,
}

/// Returns those conditions of a view for which several views can share one set of chats.
fn base_of(view: &View) -> View {
    View {
        statuses: view.statuses,
        is_snoozed: view.is_snoozed,
        is_blocked: view.is_blocked,
        ..View::ALL
    }
}

/// Finds the chats that meet a condition on the assigned agent or department.
fn assigned<'i>(
    tables: &ChatTables<'i>,
    marks: &'i DictColumn,
    known: &DictJson,
    to: Assigned<i64>,
) -> Set<'i> {
    match to {
        Assigned::ToNone => Cow::Borrowed(marks.find(0)),
        Assigned::ToAny => Cow::Owned(tables.chats.slots.live.clone().without(marks.find(0))),
        Assigned::To(id) => match known.codes.find(id) {
            Some(code) => Cow::Borrowed(marks.find(code)),
            None => Cow::default(),
        },
    }
}

/// Finds the chats of a scope; `None` if the scope is all chats.
fn in_scope(tables: &ChatTables<'_>, scope: &ChatScope) -> Option<SlotSet> {
    let ChatScope::Of { agent, departments } = scope else { return None };
    let ChatTables { chats, lookup, .. } = tables;
    let mut found = chats.assignee.find(0).clone();
    if let Some(code) = lookup.agents.codes.find(agent.get()) {
        found = found.or(chats.assignee.find(code));
    }
    for department in departments.iter() {
        if let Some(code) = lookup.departments.codes.find(department.get()) {
            found = found.or(chats.department.find(code));
        }
    }
    Some(found)
}

impl<'i> Views<'i> {
    fn of(tables: &'i ChatTables<'i>, scope: &ChatScope) -> Self {
        let (bases, named) = (Vec::new(), OnceCell::new());
        Self { tables, scope: in_scope(tables, scope), bases, named }
    }

    /// Finds the chats with these statuses; `None` for all statuses.
    fn by_status(&self, statuses: Statuses) -> Option<SlotSet> {
        if statuses == Statuses::ALL {
            return None;
        }
        let chats = self.tables.chats;
        let of = |status| chats.status.find(status as DictCode + 1);
        let have: usize = statuses.iter().map(|status| of(status).len()).sum();
        if have * 2 <= chats.slots.live.len() {
            let found = statuses.iter().map(of);
            return Some(found.fold(SlotSet::default(), SlotSet::or));
        }
        let others = statuses.others().map(of);
        Some(others.fold(chats.slots.live.clone(), SlotSet::without))
    }

    /// Computes the set of the scope's chats that meet the conditions that `base_of` selects from
    /// the view.
    fn compute(&self, view: &View) -> SlotSet {
        let chats = self.tables.chats;
        let mut found = match (self.by_status(view.statuses), &self.scope) {
            (Some(found), Some(scope)) => found.and(scope),
            (Some(found), None) => found,
            (None, Some(scope)) => scope.clone(),
            (None, None) => chats.slots.live.clone(),
        };
        for (flag, wanted) in [(Flag::Snoozed, view.is_snoozed), (Flag::Blocked, view.is_blocked)] {
            found = match wanted {
                Some(true) => found.and(chats.flags.find(flag as usize)),
                Some(false) => found.without(chats.flags.find(flag as usize)),
                None => found,
            };
        }
        found
    }

    /// Returns the index in `bases` of the set with the view's shared conditions; computes the set
    /// if it is missing.
    fn base(&mut self, view: &View) -> usize {
        let of = base_of(view);
        self.bases.iter().position(|base| base.of == of).unwrap_or_else(|| {
            let set = self.compute(&of);
            let (by_agent, by_department) = (OnceCell::new(), OnceCell::new());
            self.bases.push(Base { of, set, by_agent, by_department });
            self.bases.len() - 1
        })
    }

    /// Returns a set for each condition that `base_of` does not select from the view. The flag is
    /// true if the chats of the set are excluded.
    fn others(&self, view: &View) -> Vec<(Set<'i>, bool)> {
        let ChatTables { chats, customers, lookup } = *self.tables;
        let mut sets = Vec::new();
        for (flag, wanted) in [(Flag::Unread, view.is_unread), (Flag::Waiting, view.is_waiting)] {
            if let Some(wanted) = wanted {
                sets.push((Cow::Borrowed(chats.flags.find(flag as usize)), !wanted));
            }
        }
        if let Some(to) = view.assignee {
            let to = to.map(AgentId::get);
            sets.push((assigned(self.tables, &chats.assignee, &lookup.agents, to), false));
        }
        if let Some(to) = view.department {
            let to = to.map(DepartmentId::get);
            sets.push((assigned(self.tables, &chats.department, &lookup.departments, to), false));
        }
        for (agent, column) in [(view.drafted_by, &chats.drafts), (view.mentions, &chats.mentions)]
        {
            let Some(agent) = agent else { continue };
            let code = lookup.agents.codes.find(agent.get());
            let found = code.map(|code| Cow::Borrowed(column.find(code)));
            sets.push((found.unwrap_or_default(), false));
        }
        if let Some(customer) = view.customer {
            let found = customers.with_id(Relation::Equal, customer.get());
            sets.push((self.tables.of_customers(&found, None), false));
        }
        if let Some(ids) = &view.chats {
            let found = ids.iter().filter_map(|chat| chats.slots.find(chat.get()));
            sets.push((Cow::Owned(found.collect()), false));
        }
        if let Some(tag) = &view.tag {
            let wearers = customers.with_tags(lookup, &Predicate::Tags(vec![tag.clone()]));
            sets.push((self.tables.of_customers(&wearers, None), false));
        }
        if let Some(text) = &view.text {
            sets.push((Cow::Owned(self.named(text)), false));
        }
        sets
    }

    /// Returns the chats of the customers whom agents find by this text.
    fn named(&self, text: &str) -> SlotSet {
        let find = || {
            let named = self.tables.customers.anything(self.tables.lookup, text);
            self.tables.of_customers(&named, None).into_owned()
        };
        let (first, chats) = self.named.get_or_init(|| (text.to_owned(), find()));
        if first == text { chats.clone() } else { find() }
    }

    /// Returns the number of a view's chats.
    fn count(&mut self, view: &View) -> usize {
        let base = self.base(view);
        let base = &self.bases[base];
        if let Some(count) = self.tallied(view, base) {
            return count;
        }
        match self.others(view).as_slice() {
            [] => base.set.len(),
            [(only, false)] => base.set.and_len(only),
            [(only, true)] => base.set.len() - base.set.and_len(only),
            others => join(&base.set, others).len(),
        }
    }

    /// Returns the number of a view's chats, computed from the small set of `base`. Returns `None`
    /// if the set is not small, or if the view differs from `base` in more than the agent or the
    /// department. One pass over the set counts the chats of all agents or departments.
    fn tallied(&self, view: &View, base: &Base) -> Option<usize> {
        let ChatTables { chats, lookup, .. } = self.tables;
        let (assignee, department) = (view.assignee, view.department);
        if !base.set.is_few() || *view != (View { assignee, department, ..base.of.clone() }) {
            return None;
        }
        let (tally, known, to) = match (assignee, department) {
            (Some(to), None) => {
                let tally = base.by_agent.get_or_init(|| chats.assignee.tally(&base.set));
                (tally, &lookup.agents, to.map(AgentId::get))
            }
            (None, Some(to)) => {
                let tally = base.by_department.get_or_init(|| chats.department.tally(&base.set));
                (tally, &lookup.departments, to.map(DepartmentId::get))
            }
            _ => return None,
        };
        let of = |code: DictCode| tally.get(at(code)).copied().unwrap_or_default();
        Some(match to {
            Assigned::ToNone => of(0),
            Assigned::ToAny => base.set.len() - of(0),
            Assigned::To(id) => known.codes.find(id).map_or(0, of),
        })
    }

    fn set(&mut self, view: &View) -> SlotSet {
        let (others, base) = (self.others(view), self.base(view));
        join(&self.bases[base].set, &others)
    }
}

/// Returns the chats of a set that are in every included set and in no excluded set. `others` has
/// each set, and true if the set is excluded.
fn join(base: &SlotSet, others: &[(Set<'_>, bool)]) -> SlotSet {
    let mut others: Vec<_> = others.iter().collect();
    // Small sets come first, since they make the result small for the following intersections.
    others.sort_by_key(|(set, is_excluded)| (*is_excluded, !set.is_few()));
    let mut found = Cow::Borrowed(base);
    for (set, is_excluded) in others {
        found = Cow::Owned(match is_excluded {
            false => found.and(set),
            true => found.into_owned().without(set),
        });
    }
    found.into_owned()
}

/// Returns the column and the order by which a window (a part of an agent's chat list) is sorted.
fn ranked<'i>(tables: &ChatTables<'i>, sort: WindowSort) -> (&'i Dates, Order) {
    let chats = tables.chats;
    match sort {
        WindowSort::Activity => (chats.by_activity(), Order::Desc),
        WindowSort::Waiting => (chats.by_waiting(), Order::Asc),
        WindowSort::Created => (chats.by_creation(), Order::Desc),
        WindowSort::Closed => (chats.by_closing(), Order::Desc),
    }
}

/// Renders in JSON the answer to a request for a window (a part of an agent's chat list).
///
/// # Errors
/// The chats whose rows are missing.
pub(crate) fn show(tables: &ChatTables<'_>, window: &Window, seq: i64) -> Result<Vec<u8>, Missing> {
    let mut views = Views::of(tables, &window.scope);
    let set = views.set(&window.view);
    let (dates, order) = ranked(tables, window.sort);
    let slots = &tables.chats.slots;
    let around = match window.at {
        WindowAt::Around(chat) => slots.find(chat.get()).filter(|slot| set.contains(*slot)),
        WindowAt::Offset(_) => None,
    };
    let ties = Ties { set: &set, dates, slots, order };
    let around = around.map(|slot| ties.position(slot) as u64);
    let offset = window.at.offset(around, window.limit);
    let page = ties.page(offset, window.limit);
    let rows = rows(tables, &page)?;
    let counts: Vec<_> = window.counts.iter().map(|view| views.count(view) as u64).collect();
    let total = set.len() as u64;
    let head = wire::inbox::window::Head { seq, total, offset: Offset::get(offset), counts };
    let mut json = Vec::new();
    wire::inbox::window::write(&mut json, &head, rows, |out, row| {
        row.write(tables, window.agent, out);
    });
    Ok(json)
}

struct Row<'i> {
    slot: Slot,
    chat: &'i [u8],
    second: usize,
    customer: Slot,
    /// The customer's JSON, without the notes.
    customer_json: &'i [u8],
}

fn rows<'i>(tables: &ChatTables<'i>, page: &[Slot]) -> Result<Vec<Row<'i>>, Missing> {
    let ChatTables { chats, customers, .. } = *tables;
    let mut rows = Vec::with_capacity(page.len());
    let mut missing = Missing { form: ChatForm::Row, ..Missing::default() };
    for slot in page {
        let row = chats.rows.get(*slot).and_then(|part: RenderedPart<'_, 2>| {
            let [second, customer] = part.numbers;
            let shown = customers.refs.get(customer)?;
            let customer_json = &shown.json[..at(shown.numbers[0])];
            let (chat, second) = (part.json, at(second));
            Some(Row { slot: *slot, chat, second, customer, customer_json })
        });
        match row {
            Some(row) => rows.push(row),
            None => missing.chats.extend(ChatId::new(chats.slots.id(*slot))),
        }
    }
    if missing.chats.is_empty() { Ok(rows) } else { Err(missing) }
}

impl Row<'_> {
    fn write(&self, tables: &ChatTables<'_>, me: AgentId, out: &mut Vec<u8>) {
        let ChatTables { chats, customers, lookup } = *tables;
        let tags = customers.tags.get(self.customer).iter().take(ROW_TAGS_MAX);
        let authors = chats.drafts.get(self.slot).iter();
        let authors = authors.filter_map(|code| AgentId::new(lookup.agents.id(*code)?));
        let others = wire::inbox::row::Joined {
            customer: self.customer_json,
            tags: wire::Items(tags.map(|code| lookup.tags.part(*code))),
            draft: DraftBy::of(me, authors),
        };
        let (opening, closing) = self.chat.split_at(self.second);
        wire::inbox::row::splice(out, [opening, closing], others);
    }
}
