//! Searches. A filter becomes one statement, which reads the organization's rows at most once,
//! counts the matches, and returns the ids of one page.

mod chats;
mod customers;
mod windows;

use deskbell_model::{OrgId, Seconds};
use deskbell_query::{
    Comparison, Condition, Field, Filter, Meta, NextPage, Offset, Order, Position, Predicate,
    Relation, Search, Sort, Start,
};

pub use chats::chats;
pub use customers::customers;
pub use windows::{WindowPage, windows};
#[cfg(test)]
pub(crate) use windows::{counting, page, position};

use crate::columns::{FromRow, Id};
use crate::composed::Composed;
use crate::conn::Conn;
use crate::cursor_pages;
use crate::error::{Error, Result};
use crate::selected::selected;

/// The SQL expressions of a field's values.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SearchColumn {
    /// The expression of an id, a time, a status or a rating.
    Value(&'static str),
    /// The expressions of a text and of its folded form, without case and accents.
    Text(&'static str, &'static str),
    /// The e-mail address of the customer `u`, in the original, folded and caseless forms.
    Email,
    /// The ids of the agents who wrote in the chat `c`.
    Agents,
    /// The tags of the customer whose id is this SQL expression.
    Tags(&'static str),
    /// All fields of the customer `u` in which agents search for a text.
    Anything,
}

/// A text column of the customer `u`, and its folded form.
macro_rules! text {
    ($column:literal) => {
        SearchColumn::Text(
            concat!("u.", $column),
            concat!("COALESCE(u.", $column, "_folded, u.", $column, ")"),
        )
    };
}
use text;

/// The fields of a kind of object that searches can filter on.
pub(crate) trait Searched: Field {
    /// The type of the sorts of the list that is searched.
    type Sort: Sort;
    /// The statement's name in tests and logs.
    const NAME: &'static str;
    /// The SQL expression of the object's id.
    const ID: &'static str;

    fn place(self) -> SearchColumn;

    fn key(sort: Self::Sort) -> &'static str;

    /// Returns the FROM and WHERE clauses that the filter's fields need, for organization `$1`
    /// only.
    fn from(filter: &Filter<Self>) -> &'static str;
}

/// A row of a search: the number of matches, and one match with its sort key. A page without
/// matches is one row with only the number.
#[derive(Debug)]
pub(crate) struct Hit {
    total: u64,
    id: Option<i64>,
    key: Option<Seconds>,
}

selected! { Hit { total, id, key = "sort_key" } }

/// Returns the ids of the matches on a page, in order, and the total.
async fn hits<F: Searched, T: Id, C: Conn>(
    org: OrgId,
    conn: &mut C,
    search: &Search<F, F::Sort>,
) -> Result<(Vec<T>, Meta)> {
    let page = search.page;
    let (part, moved) = match page.page.start {
        Start::Offset(offset) => (MatchRange::Offset(offset), NextPage::Unasked),
        Start::Cursor(cursor) => match cursor.at {
            Position::Begin => (MatchRange::Behind(None), NextPage::Last),
            Position::After { key, id, .. } => {
                (MatchRange::Behind(Some((key, id))), NextPage::Last)
            }
            Position::CatchUp { after, until } => {
                let (ids, next) =
                    cursor_pages::moved(org, conn, page, (cursor, after, until)).await?;
                (MatchRange::Among(ids), next)
            }
        },
    };
    let rows = conn.composed(&compose(org, search, &part)?).await?;
    // The statement gives at least one row, so a page past the end has the total, too.
    let total = rows.first().map(|hit| hit.total).ok_or(Error::NotFound)?;
    let mut rows: Vec<_> = rows.iter().filter_map(|hit| Some((hit.id?, hit.key))).collect();
    let next = match (&part, page.page.start) {
        (MatchRange::Behind(_), Start::Cursor(cursor)) => {
            let since = cursor_pages::since(org, conn, page, cursor.at).await?;
            let is_more = cursor_pages::shorten(&mut rows, page.page.limit);
            match rows.last().filter(|_| is_more) {
                Some(&(id, key)) => {
                    NextPage::At(cursor.text_at(Position::After { key, id, since }))
                }
                None => cursor_pages::end(org, conn, page, cursor, since).await?,
            }
        }
        _ => moved,
    };
    let id = |(id, _)| T::from_i64(id).ok_or_else(|| Error::corrupt("no id"));
    let ids = rows.into_iter().map(id).collect::<Result<_>>()?;
    Ok((ids, Meta { total, next }))
}

/// The part of the matches that a page shows.
#[derive(Debug)]
pub(crate) enum MatchRange {
    /// The matches from an offset.
    Offset(Offset),
    /// The matches that follow a sort key and an id, or all matches for `None`. The statement reads
    /// one match more than the page shows.
    Behind(Option<(Option<Seconds>, i64)>),
    /// The matches with one of these ids.
    Among(Vec<i64>),
}

fn statement<T: FromRow>(name: &'static str, org: OrgId) -> Composed<T> {
    Composed::new(name, org)
}

/// Composes the statement of a search. Null is lower than every value, and descending order is the
/// exact reverse of ascending order (contract §4).
pub(crate) fn compose<F: Searched>(
    org: OrgId,
    search: &Search<F, F::Sort>,
    part: &MatchRange,
) -> Result<Composed<Hit>> {
    let Search { filter, page } = search;
    let order = match page.order {
        Order::Asc => " ORDER BY sort_key ASC NULLS FIRST, id DESC",
        Order::Desc => " ORDER BY sort_key DESC NULLS LAST, id ASC",
    };
    let mut sql = statement(F::NAME, org);
    sql.push("WITH hits AS MATERIALIZED (SELECT ").push(F::ID).push(" AS id, ");
    sql.push(F::key(page.sort)).push(" AS sort_key").push(F::from(filter));
    conditions(&mut sql, filter)?;
    sql.push(
        ") SELECT counted.total, page.id, page.sort_key
         FROM (SELECT count(*) AS total FROM hits) AS counted
         LEFT JOIN (SELECT id, sort_key FROM hits",
    );
    let limit = u64::from(page.page.limit.get());
    match part {
        MatchRange::Offset(offset) => {
            sql.push(order).push(" LIMIT ").count(limit).push(" OFFSET ").count(offset.get());
        }
        MatchRange::Behind(mark) => {
            behind(&mut sql, page.order, *mark);
            sql.push(order).push(" LIMIT ").count(limit + 1);
        }
        MatchRange::Among(ids) => among(&mut sql, ids),
    }
    sql.push(") AS page ON TRUE").push(order);
    Ok(sql)
}

/// Appends the condition for rows that follow `mark`, a sort key and an id. Without `mark` appends
/// nothing.
fn behind(sql: &mut Composed<Hit>, order: Order, mark: Option<(Option<Seconds>, i64)>) {
    let Some((key, id)) = mark else { return };
    sql.push(" WHERE ");
    let (keys, ids) = match order {
        Order::Asc => ("sort_key > ", "id < "),
        Order::Desc => ("sort_key < ", "id > "),
    };
    match (key.map(|key| i64::from(key.get())), order) {
        (Some(key), _) => {
            sql.push("(sort_key = ").int(key).push(" AND ").push(ids).int(id);
            sql.push(" OR ").push(keys).int(key);
            sql.push(if order == Order::Desc { " OR sort_key IS NULL)" } else { ")" });
        }
        (None, Order::Asc) => {
            sql.push("(sort_key IS NOT NULL OR ").push(ids).int(id).push(")");
        }
        (None, Order::Desc) => {
            sql.push("(sort_key IS NULL AND ").push(ids).int(id).push(")");
        }
    }
}

fn among(sql: &mut Composed<Hit>, ids: &[i64]) {
    sql.push(" WHERE id IN (NULL");
    for id in ids {
        sql.push(", ").int(*id);
    }
    sql.push(")");
}

fn conditions<F: Searched>(sql: &mut Composed<Hit>, filter: &Filter<F>) -> Result<()> {
    if !filter.is_empty() {
        sql.push(" AND ");
        group(sql, filter)?;
    }
    Ok(())
}

fn group<F: Searched>(sql: &mut Composed<Hit>, filter: &Filter<F>) -> Result<()> {
    // `IS TRUE` makes one expression of the OR conditions. Without it, SQLite may look up each
    // condition in its own index, in one pass per condition.
    let (between, end) = match filter.comparison() {
        _ if filter.is_empty() => ("", "TRUE)"),
        Comparison::And => (" AND ", ")"),
        Comparison::Or => (" OR ", ") IS TRUE"),
    };
    sql.push("(");
    let mut separators = std::iter::once("").chain(std::iter::repeat(between));
    for condition in filter.conditions() {
        sql.push(separators.next().unwrap_or(between));
        let Condition { field, test, is_negated } = condition;
        if *is_negated {
            // A negated predicate also matches the rows without a value.
            sql.push("(");
            question(sql, field.place(), test)?;
            sql.push(") IS NOT TRUE");
        } else {
            question(sql, field.place(), test)?;
        }
    }
    for nested in filter.groups() {
        sql.push(separators.next().unwrap_or(between)).push("(");
        group(sql, nested)?;
        sql.push(")");
    }
    sql.push(end);
    Ok(())
}

/// Appends the condition on one field.
fn question(sql: &mut Composed<Hit>, place: SearchColumn, test: &Predicate) -> Result<()> {
    match (place, test) {
        (SearchColumn::Value(value) | SearchColumn::Text(value, _), Predicate::Null) => {
            sql.push(value).push(" IS NULL");
        }
        (SearchColumn::Value(value), Predicate::Number(relation, number)) => {
            sql.push(value).push(sign(*relation)).int(*number);
        }
        (SearchColumn::Value(value), Predicate::Status(status)) => {
            sql.push(value).push(" = ").text(status.as_str());
        }
        (SearchColumn::Value(value), Predicate::Rating(rating)) => {
            sql.push(value).push(" = ").text(rating.as_str());
        }
        (SearchColumn::Text(value, _), Predicate::Text(text)) => {
            sql.push(value).push(" = ").text(text);
        }
        (SearchColumn::Email, Predicate::Caseless(text)) => {
            sql.push("COALESCE(u.email_caseless, u.email) = ").text(text);
        }
        (SearchColumn::Email, test) => question(sql, text!("email"), test)?,
        (SearchColumn::Text(_, folded), Predicate::Contains(text)) => {
            sql.push(folded).push(" LIKE ").text(pattern(text)).push(" ESCAPE '\\'");
        }
        (SearchColumn::Agents, Predicate::Null) => {
            sql.push("NOT ").push(chats::WROTE).push(")");
        }
        (SearchColumn::Agents, Predicate::Number(relation, number)) => {
            sql.push(chats::WROTE).push(" AND w.agent_id").push(sign(*relation)).int(*number);
            sql.push(")");
        }
        (SearchColumn::Tags(customer), Predicate::Tags(names)) => tags(sql, customer, names),
        (SearchColumn::Anything, Predicate::Contains(text)) => anything(sql, text),
        (place, test) => {
            return Err(Error::Internal(format!("{test:?} is asked of {place:?}")));
        }
    }
    Ok(())
}

const fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => " = ",
        Relation::Greater => " > ",
        Relation::Less => " < ",
        Relation::AtLeast => " >= ",
        Relation::AtMost => " <= ",
    }
}

/// Appends the condition that the customer has all of these tags. The subquery starts from the tags
/// and runs once.
fn tags<T: FromRow>(sql: &mut Composed<T>, customer: &'static str, names: &[String]) {
    sql.push(customer).push(
        " IN (SELECT x.customer_id FROM tags t CROSS JOIN customer_tags x
              WHERE t.org_id = $1 AND x.org_id = $1 AND x.tag_id = t.id AND t.name IN ",
    );
    for (number, name) in names.iter().enumerate() {
        sql.push(if number == 0 { "(" } else { ", " }).text(name);
    }
    sql.push(") GROUP BY x.customer_id HAVING count(*) = ").count(names.len() as u64).push(")");
}

/// The texts of the customer `u` that match if they contain the text that agents search for.
const PARTS: [&str; 9] = [
    "COALESCE(u.name_folded, u.name)",
    "COALESCE(u.email_folded, u.email)",
    "COALESCE(u.phone_folded, u.phone)",
    "COALESCE(u.user_id_folded, u.user_id)",
    "COALESCE(u.company_folded, u.company)",
    "COALESCE(u.city_folded, u.city)",
    "COALESCE(u.integration_id_folded, u.integration_id)",
    "COALESCE(u.notes_folded, u.notes)",
    "u.custom_data_folded",
];

/// The codes of the customer `u` that match only if they equal the text that agents search for.
const CODES: [&str; 3] = [
    "COALESCE(u.country_code_folded, u.country_code)",
    "COALESCE(u.region_code_folded, u.region_code)",
    "COALESCE(u.locale_folded, u.locale)",
];

/// Appends the condition that a field of the customer `u` matches an agent's search for a text.
fn anything<T: FromRow>(sql: &mut Composed<T>, text: &str) {
    sql.push("(");
    for column in PARTS {
        sql.push(column).push(" LIKE ").text(pattern(text)).push(" ESCAPE '\\' OR ");
    }
    for column in CODES {
        sql.push(column).push(" = ").text(text).push(" OR ");
    }
    sql.push(
        "u.id IN (SELECT x.customer_id FROM tags t CROSS JOIN customer_tags x
                  WHERE t.org_id = $1 AND x.org_id = $1 AND x.tag_id = t.id
                    AND COALESCE(t.name_folded, t.name) LIKE ",
    );
    sql.text(pattern(text)).push(" ESCAPE '\\'))");
}

/// Returns the LIKE pattern for texts that contain this text.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
