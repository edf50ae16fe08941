//! The export of all customers as comma-separated values, for spreadsheets and for other systems.

use std::collections::BTreeSet;
use std::io::{self, Write};

use deskbell_app::{App, Error};
use deskbell_model::{CustomerView, OrgId, Scalar, Seconds, Zone};
use deskbell_wire::csv::{CsvCell, line};

use crate::Progress;

/// The largest number of properties of custom data that get a column, since a spreadsheet with more
/// columns is hard to use.
const PROPERTIES_MAX: usize = 500;

/// A function that returns the cell of a column for a customer.
type CellOf = fn(&CustomerView) -> CsvCell<'_>;

/// The columns before the tags and the custom data, named by the keys of the API.
const COLUMNS: [(&str, CellOf); 20] = [
    ("id", |it| CsvCell::Number(it.customer.id.get().unsigned_abs())),
    ("name", |it| text(&it.customer.name)),
    ("email", |it| text(&it.customer.email)),
    ("userId", |it| text(&it.customer.user_id)),
    ("company", |it| text(&it.customer.company)),
    ("phone", |it| text(&it.customer.phone)),
    ("firstSeen", |it| time(it.customer.first_seen)),
    ("lastSeen", |it| time(it.customer.last_seen)),
    ("countryCode", |it| text(&it.customer.location.country_code)),
    ("regionCode", |it| text(&it.customer.location.region_code)),
    ("city", |it| text(&it.customer.location.city)),
    ("unsubscribed", |it| flag(it.customer.unsubscribed)),
    ("blocked", |it| flag(it.customer.blocked)),
    ("source", |it| text(&it.customer.source)),
    ("referer", |it| text(&it.customer.referer)),
    ("lastPage", |it| text(&it.customer.last_page)),
    ("locale", |it| text(&it.customer.locale)),
    ("notes", |it| text(&it.customer.notes)),
    ("createdFrom", |it| text(&it.customer.created_from)),
    ("integrationId", |it| text(&it.customer.integration_id)),
];
const TAGS: &str = "tags";

/// The outcome of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The number of exported customers.
    pub customers: u64,
    /// The number of properties that got no column, because the table has enough columns.
    pub left_out: usize,
}

/// The reason why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum WriteFailed {
    /// The file cannot be written.
    #[error("it cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The data could not be read.
    #[error(transparent)]
    App(#[from] Error),
}

/// Writes all customers, in the order of their ids. The customers are read twice, first for the
/// names of their properties, so that only a few customers are in memory at once.
///
/// # Errors
/// When the file cannot be written, or the database fails.
pub async fn write_customers(
    app: &App,
    org: OrgId,
    mut to: impl Write,
    progress: &mut impl Progress,
) -> Result<Written, WriteFailed> {
    let (mut properties, mut left_out, mut total) = (Vec::new(), BTreeSet::new(), 0);
    let mut known = BTreeSet::new();
    let mut after = 0;
    loop {
        let found = app.lists.customers_behind(org, after).await?;
        let Some(last) = found.last() else { break };
        (after, total) = (last.customer.id.get(), total + found.len() as u64);
        for (name, _) in found.iter().flat_map(|view| &view.customer.custom_data) {
            if known.contains(name) {
                continue;
            }
            if properties.len() == PROPERTIES_MAX {
                // Their number is for people: it need not be exact.
                if left_out.len() < PROPERTIES_MAX {
                    left_out.insert(name.clone());
                }
                continue;
            }
            known.insert(name.clone());
            properties.push(name.clone());
        }
    }
    let titles: Vec<_> = properties.iter().map(|name| format!("customData.{name}")).collect();
    let own = COLUMNS.iter().map(|(name, _)| *name).chain([TAGS]);
    let mut text = String::new();
    line(&mut text, own.chain(titles.iter().map(String::as_str)).map(CsvCell::Text));
    let mut written = Written { customers: 0, left_out: left_out.len() };
    after = 0;
    loop {
        let found = app.lists.customers_behind(org, after).await?;
        for view in &found {
            row(&mut text, view, &properties);
        }
        to.write_all(text.as_bytes())?;
        text.clear();
        let Some(last) = found.last() else { break };
        after = last.customer.id.get();
        written.customers += found.len() as u64;
        progress.at(written.customers.min(total), total, &format!("{}", written.customers));
    }
    to.flush()?;
    Ok(written)
}

fn row(out: &mut String, view: &CustomerView, properties: &[String]) {
    let it = &view.customer;
    let tags = view.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join("; ");
    let own = COLUMNS.iter().map(|(_, cell_of)| cell_of(view)).chain([CsvCell::Text(&tags)]);
    let data = properties.iter().map(|name| {
        let value = it.custom_data.iter().find(|(property, _)| property == name);
        value.map_or(CsvCell::Empty, |(_, value)| cell(value))
    });
    line(out, own.chain(data));
}

fn time(at: Option<Seconds>) -> CsvCell<'static> {
    at.map_or(CsvCell::Empty, |at| CsvCell::Word(rfc3339(at)))
}

fn flag(value: bool) -> CsvCell<'static> {
    CsvCell::Word(value.to_string())
}

fn text(value: &Option<String>) -> CsvCell<'_> {
    value.as_deref().map_or(CsvCell::Empty, CsvCell::Text)
}

fn cell(value: &Scalar) -> CsvCell<'_> {
    match value {
        Scalar::Null => CsvCell::Empty,
        Scalar::Bool(value) => CsvCell::Word(value.to_string()),
        Scalar::Int(number) => CsvCell::Word(number.to_string()),
        Scalar::Float(number) => CsvCell::Word(number.to_string()),
        Scalar::Text(text) => CsvCell::Text(text),
    }
}

/// Writes a time in UTC, in the form that spreadsheets and imports read.
fn rfc3339(at: Seconds) -> String {
    let (day, second) = Zone::utc().local(at);
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}
