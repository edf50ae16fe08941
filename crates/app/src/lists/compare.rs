//! The comparison of an index with its database: both answer the same questions, and the answers
//! must be equal. If the data changed between the two answers, a difference does not count, and the
//! question is repeated.

use deskbell_model::limits::PAGE_ITEMS_MAX;
use deskbell_model::{Agent, AgentId, ChatScope, OrgId, Rating, Role, Status};
use deskbell_query::{
    Assigned, ChatField, ChatSort, Condition, CustomerField, CustomerSort, Field, FieldKind,
    Filter, Limit, Offset, Order, Page, Predicate, Question, Relation, Search, Sorted, Start,
    Statuses, View, Window, WindowAt, WindowSort,
};
use deskbell_storage::{
    Class, Conn, Error as StorageError, Read, Result as StorageResult, chats, customers,
    index_rows, reads,
};

use super::Lists;
use crate::error::{Error, Result};
use crate::index::Estimate;
use crate::index::limits::INDEX_TRIES_MAX;

/// The largest number of agents, and of tags, for which searches are compared.
const SEARCHED_MAX: usize = 50;

/// The result of a comparison of an index with its database.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The number of lists and searches whose answers were compared.
    pub made: usize,
    /// The number of lists and searches that were not compared, because too much changed during the
    /// comparison or the database took too long.
    pub left_out: usize,
    /// The lists and searches with different answers.
    pub differences: Vec<String>,
    /// The memory that the index takes without its cached JSON, in bytes; `None` when the index
    /// does not fit.
    pub bytes: Option<usize>,
}

reads! {
    Totals(org: OrgId) -> (u64, u64) =
        async |conn| Ok((chats::total(org, conn).await?, customers::total(org, conn).await?));
}

struct Tags(OrgId);

impl Read for Tags {
    type Out = Vec<String>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let tags = index_rows::tags_changed(self.0, conn, -1).await?;
        Ok(tags.into_iter().map(|tag| tag.name).collect())
    }
}

/// Returns the first, the middle and the last page of `total` objects, in both orders of each sort.
fn pages<S: Copy>(sorts: &[(S, &str)], total: u64) -> Vec<Sorted<S>> {
    let limit = u64::from(PAGE_ITEMS_MAX);
    let mut pages = Vec::new();
    for (sort, _) in sorts {
        for (order, _) in Order::ALL {
            for offset in [0, total / 2, total.saturating_sub(limit / 2)] {
                let offset = Offset::new(offset).unwrap_or_default();
                let page = Page { start: Start::Offset(offset), ..Page::default() };
                pages.push(Sorted { page, sort: *sort, order });
            }
        }
    }
    pages
}

/// Returns a filter that has one condition.
fn only<F>(field: F, test: Predicate) -> Filter<F> {
    Filter::only(Condition { field, test, is_negated: false })
}

/// Returns filters for each field except tags: for each status and each rating, for missing values
/// of every other field, and for texts that contain the letter a.
fn of_each_field<F: Field>() -> Vec<Filter<F>> {
    let of_field = |(field, kind, _): &(F, FieldKind, _)| {
        let tests = match kind {
            FieldKind::Tags => Vec::new(),
            FieldKind::Status => Status::ALL.iter().copied().map(Predicate::Status).collect(),
            FieldKind::Rating => Rating::ALL.iter().copied().map(Predicate::Rating).collect(),
            FieldKind::Text | FieldKind::Email => {
                vec![Predicate::Null, Predicate::Contains("a".into())]
            }
            FieldKind::Id | FieldKind::Ids | FieldKind::Date => vec![Predicate::Null],
        };
        let field = *field;
        tests.into_iter().map(move |test| only(field, test))
    };
    F::ALL.iter().flat_map(of_field).collect()
}

fn questions(totals: (u64, u64), agents: &[AgentId], tags: Vec<String>) -> Vec<Question> {
    let mut questions: Vec<_> =
        pages(&ChatSort::ALL, totals.0).into_iter().map(Question::Chats).collect();
    questions.extend(pages(&CustomerSort::ALL, totals.1).into_iter().map(Question::Customers));
    let (mut filters, mut of_customers) = (of_each_field(), of_each_field());
    of_customers.push(only(CustomerField::Anything, Predicate::Contains("a".into())));
    for agent in agents {
        let is_it = || Predicate::Number(Relation::Equal, agent.get());
        filters.extend([only(ChatField::Assignee, is_it()), only(ChatField::Agents, is_it())]);
    }
    for tag in tags {
        filters.push(only(ChatField::CustomerTags, Predicate::Tags(vec![tag.clone()])));
        of_customers.push(only(CustomerField::Tags, Predicate::Tags(vec![tag])));
    }
    let page = Sorted { sort: ChatSort::LastMessageAt, ..Sorted::default() };
    let search = |filter| Question::FindChats(Search { filter, page });
    questions.extend(filters.into_iter().map(search));
    let page = Sorted { sort: CustomerSort::LastSeen, ..Sorted::default() };
    let search = |filter| Question::FindCustomers(Search { filter, page });
    questions.extend(of_customers.into_iter().map(search));
    questions.extend(windows(agents).map(|window| Question::Window(Box::new(window))));
    questions
}

/// Returns windows (ranges of rows) of the first agent's chat list, in each order: with the scope
/// of all chats, and with the scope of an agent without departments. Each window also counts the
/// chats of several views, which together use every condition of a view.
fn windows(agents: &[AgentId]) -> impl Iterator<Item = Window> {
    let agent = agents.first().copied();
    let counts = move |agent: AgentId| {
        let to = |assignee| View { assignee: Some(assignee), ..View::OPEN };
        vec![
            View::ALL,
            View::OPEN,
            to(Assigned::ToNone),
            to(Assigned::To(agent)),
            View { department: Some(Assigned::ToAny), ..View::OPEN },
            View { is_unread: Some(true), ..View::OPEN },
            View { is_waiting: Some(true), ..View::ALL },
            View { is_snoozed: Some(true), ..View::ALL },
            View { is_blocked: Some(true), ..View::ALL },
            View { drafted_by: Some(agent), ..View::ALL },
            View { mentions: Some(agent), ..View::ALL },
            View { text: Some("a".into()), ..View::ALL },
            View { statuses: Statuses::CLOSED, ..View::ALL },
        ]
    };
    agent.into_iter().flat_map(move |agent| {
        let of = ChatScope::of(agent, Role::Agent, false, &[]);
        [ChatScope::All, of].into_iter().flat_map(move |scope| {
            WindowSort::ALL.into_iter().map(move |(sort, _)| Window {
                agent,
                scope: scope.clone(),
                view: View::ALL,
                sort,
                at: WindowAt::default(),
                limit: Limit::default(),
                counts: counts(agent),
            })
        })
    })
}

impl Lists {
    /// Estimates the memory that an organization's index needs, in bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn index_estimate(&self, org: OrgId) -> Result<u64> {
        Ok(self.context.store.read(Class::Point, Estimate(org)).await?)
    }

    /// Builds an organization's index, and compares answers of the index and the database: three
    /// pages of every list in every order, and searches of many kinds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn compare_index(&self, org: OrgId) -> Result<Compared> {
        let mut compared = Compared::default();
        let kept = self.indexes.kept(org);
        self.indexes.build(org, &kept, true).await?;
        compared.bytes = kept.base_bytes();
        if compared.bytes.is_none() {
            return Ok(compared);
        }
        let totals = self.context.store.snapshot(Class::Point, Totals(org)).await?;
        let agents = self.list::<Agent>(org, 0, u32::try_from(SEARCHED_MAX).unwrap_or(1)).await?;
        let agents: Vec<_> = agents.iter().map(|agent| agent.id).collect();
        let mut tags = self.context.store.read(Class::Scan, Tags(org)).await?;
        tags.truncate(SEARCHED_MAX);
        for question in questions(totals, &agents, tags) {
            match self.is_same(org, &question).await {
                Ok(Some(true)) => compared.made += 1,
                Ok(Some(false)) => {
                    compared.made += 1;
                    compared.differences.push(format!("{question:?}"));
                }
                Ok(None) | Err(Error::Storage(StorageError::Deadline)) => compared.left_out += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(compared)
    }

    /// Tells whether the index and the database give equal answers to a question. Returns `None`
    /// when the data changed during every attempt, or the index could not follow the changes.
    async fn is_same(&self, org: OrgId, question: &Question) -> Result<Option<bool>> {
        for _ in 0..INDEX_TRIES_MAX {
            let before = self.context.last_change(org).await?;
            self.context.store.tell_committed(org, before);
            let Some(indexed) = self.indexes.ask(org, question).await? else {
                // The index could not follow the changes.
                self.indexes.build(org, &self.indexes.kept(org), true).await?;
                continue;
            };
            let stored = self.read(org, question).await?;
            if indexed.into_bytes() == stored.into_bytes() {
                return Ok(Some(true));
            }
            if self.context.last_change(org).await? == before {
                return Ok(Some(false));
            }
        }
        Ok(None)
    }
}
