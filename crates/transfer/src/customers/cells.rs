//! The conversion of a row's cells into a customer's change. The cells are read like the body of a
//! request, so that the limits of the API apply.

use deskbell_model::customer::Assign;
use deskbell_model::{CustomerEdit, Retag};
use deskbell_wire as wire;
use deskbell_wire::times;
use serde_json::{Map, Value, json};
use wire::csv::without_guard;
use wire::invalid::{Found, InvalidField};

use super::meaning::Meaning;

/// The characters between the names of tags.
const BETWEEN_TAGS: [char; 3] = [',', ';', '|'];

/// Converts a row's cells to a change of a customer. The error names the invalid cell.
pub(super) fn edit<'a>(
    cells: impl Iterator<Item = (&'a Meaning, &'a str)>,
) -> Result<CustomerEdit, String> {
    let (mut body, mut data, mut names) = (Map::new(), Map::new(), [""; 2]);
    for (meaning, cell) in cells {
        let cell = without_guard(cell.trim());
        if cell.is_empty() {
            continue;
        }
        match meaning {
            Meaning::Field(key @ ("firstSeen" | "lastSeen")) => {
                let at = times::lenient_seconds(&with_seconds(cell).into());
                let at = at.ok_or_else(|| format!("`{key}` is no time ({})", short(cell)))?;
                body.insert((*key).to_owned(), at.get().into());
            }
            Meaning::Field(key @ ("unsubscribed" | "blocked")) => {
                let flag = flag(cell);
                let flag =
                    flag.ok_or_else(|| format!("`{key}` is not yes or no ({})", short(cell)))?;
                body.insert((*key).to_owned(), flag.into());
            }
            Meaning::Field(key) => drop(body.insert((*key).to_owned(), cell.into())),
            Meaning::First => names[0] = cell,
            Meaning::Last => names[1] = cell,
            Meaning::Tags => {
                let tags = cell.split(BETWEEN_TAGS).map(str::trim).filter(|it| !it.is_empty());
                let tags: Vec<_> = tags.map(|name| json!({"name": name})).collect();
                body.insert("tags".to_owned(), tags.into());
            }
            Meaning::Data(property) => drop(data.insert(property.clone(), scalar(cell))),
        }
    }
    let name = names.join(" ");
    if !name.trim().is_empty() && !body.contains_key("name") {
        body.insert("name".to_owned(), name.trim().into());
    }
    if !data.is_empty() {
        body.insert("customData".to_owned(), data.into());
    }
    let body = Value::Object(body).to_string();
    let edit = wire::customers::read_edit(body.as_bytes());
    edit.map(added).map_err(|found| found.iter().map(told).collect::<Vec<_>>().join(", "))
}

/// Makes a change add its tags and properties to the customer's present tags and properties instead
/// of replacing them.
fn added(mut edit: CustomerEdit) -> CustomerEdit {
    if let Retag::Replace(tags) = edit.tags {
        edit.tags = Retag::Add(tags);
    }
    for field in &mut edit.fields {
        if let Assign::CustomData(data) = field {
            *field = Assign::Properties(std::mem::take(data));
        }
    }
    edit
}

fn told(found: &Found) -> String {
    match found.invalid {
        InvalidField::Field(key) => format!("`{key}` is too long or cannot be stored"),
        _ => "it cannot be read".to_owned(),
    }
}

/// Returns a time with seconds, which spreadsheets often omit.
fn with_seconds(cell: &str) -> String {
    let is_short = cell.len() == "2026-03-01 09:00".len() && cell.as_bytes()[13] == b':';
    if is_short { format!("{cell}:00") } else { cell.to_owned() }
}

fn flag(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// Converts a cell to a property's value: a whole number or a truth value if possible, otherwise a
/// text.
fn scalar(cell: &str) -> Value {
    match cell {
        "true" => true.into(),
        "false" => false.into(),
        cell => match cell.parse::<i64>() {
            Ok(number) if number.to_string() == cell => number.into(),
            _ => cell.into(),
        },
    }
}

/// Returns the beginning of a cell, for messages.
fn short(cell: &str) -> String {
    cell.chars().take(40).filter(|it| !it.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use deskbell_model::customer::TextField;
    use deskbell_model::{NewTag, Scalar, Seconds};
    use proptest::prelude::*;

    use super::*;

    fn read(cells: &[(Meaning, &str)]) -> Result<CustomerEdit, String> {
        edit(cells.iter().map(|(meaning, cell)| (meaning, *cell)))
    }

    #[test]
    fn a_rows_cells_become_fields_tags_and_data() {
        let data = |name: &str| Meaning::Data(name.to_owned());
        let edit = read(&[
            (Meaning::Field("email"), " a@example.org "),
            (Meaning::First, "Ann"),
            (Meaning::Last, "Lee"),
            (Meaning::Field("phone"), "'+49301"),
            (Meaning::Field("lastSeen"), "2026-03-01 09:00:00"),
            (Meaning::Field("blocked"), "No"),
            (Meaning::Field("city"), ""),
            (Meaning::Tags, "vip; trial,"),
            (data("plan"), "pro"),
            (data("seats"), "5"),
            (data("zip"), "01099"),
        ]);
        let text = |field, text: &str| Assign::Text(field, Some(text.to_owned()));
        let tag = |name: &str| NewTag { name: name.to_owned(), color: None };
        let named = |name: &str, value| (name.to_owned(), value);
        let expected = CustomerEdit {
            clears: false,
            fields: vec![
                text(TextField::Name, "Ann Lee"),
                text(TextField::Email, "a@example.org"),
                text(TextField::Phone, "+49301"),
                Assign::LastSeen(Some(Seconds::new(1_772_355_600))),
                Assign::Blocked(false),
                Assign::Properties(vec![
                    named("plan", Scalar::Text("pro".to_owned())),
                    named("seats", Scalar::Int(5)),
                    named("zip", Scalar::Text("01099".to_owned())),
                ]),
            ],
            tags: Retag::Add(vec![tag("vip"), tag("trial")]),
        };
        assert_eq!(edit, Ok(expected));
    }

    #[test]
    fn what_a_customer_cannot_have_is_told_by_its_key() {
        let long = "x".repeat(256);
        for (meaning, cell, told) in [
            (Meaning::Field("name"), long.as_str(), "`name` is too long or cannot be stored"),
            (Meaning::Field("notes"), "a\0", "`notes` is too long or cannot be stored"),
            (Meaning::Field("firstSeen"), "yesterday", "`firstSeen` is no time (yesterday)"),
            (Meaning::Field("unsubscribed"), "maybe", "`unsubscribed` is not yes or no (maybe)"),
            (Meaning::Tags, long.as_str(), "`tags` is too long or cannot be stored"),
        ] {
            assert_eq!(read(&[(meaning, cell)]), Err(told.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn no_cell_panics(cells: Vec<String>) {
            let meanings = [
                Meaning::Field("name"), Meaning::Field("lastSeen"), Meaning::Field("blocked"),
                Meaning::First, Meaning::Tags, Meaning::Data("x".to_owned()),
            ];
            let row: Vec<_> =
                meanings.iter().cycle().cloned().zip(cells.iter().map(String::as_str)).collect();
            let _ = read(&row);
        }
    }
}
