//! The meanings of a file's columns. The user states a meaning, or it is guessed from the names
//! that other tools give to columns.

use deskbell_app::actions::upsert::{LeftOut, is_nameless};
use deskbell_model::CustomerEdit;
use deskbell_model::limits::CUSTOM_DATA_CHARS_MAX;

use super::cells;
use super::meaning::Meaning;

/// The keys of fields, each with the column names that mean the field. The names have only
/// lower-case letters and digits. A column may also be named by the key.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "name",
        &["fullname", "displayname", "customername", "contactname", "visitorname", "nickname"],
    ),
    ("email", &["emailaddress", "mail", "contactemail", "customeremail", "primaryemail"]),
    ("userId", &["externalid", "uniqueexternalid", "userid", "identifier", "customeruserid"]),
    ("company", &["companyname", "organization", "organisation", "accountname"]),
    ("phone", &["phonenumber", "mobile", "mobilephone", "telephone", "workphone"]),
    ("firstSeen", &["firstseenutc", "signedup", "signeduputc", "createdat", "created", "joined"]),
    ("lastSeen", &["lastseenutc", "lastactive", "lastactivityat", "lastvisit", "lastlogin"]),
    ("countryCode", &["country_code"]),
    ("regionCode", &[]),
    ("city", &["town", "lastseencity"]),
    ("unsubscribed", &["unsubscribedfromemails", "unsubscribedfrommail"]),
    ("blocked", &["isblocked", "banned", "suspended"]),
    ("source", &["leadsource"]),
    ("referer", &["referrer", "referrerurl"]),
    ("lastPage", &["lastpageurl", "lastseenpage"]),
    ("locale", &["language", "languageoverride", "browserlanguage", "lang"]),
    ("notes", &["note", "comment", "comments", "details"]),
    ("createdFrom", &[]),
    ("integrationId", &[]),
];
const FIRST_NAMES: [&str; 3] = ["firstname", "givenname", "forename"];
const LAST_NAMES: [&str; 3] = ["lastname", "surname", "familyname"];
const TAGS: [&str; 4] = ["tags", "tag", "labels", "segments"];
/// The prefix of a column's name that marks the column as a property of the custom data.
const DATA: &str = "customData.";

/// A column whose meaning the command line states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedColumn {
    meaning: Meaning,
    column: String,
}

/// Parses `KEY=COLUMN`, as in `email=E-mail` or `customData.plan=Plan`.
///
/// # Errors
/// The reason why the text cannot be parsed, as a sentence.
pub fn parse_mapped(text: &str) -> Result<MappedColumn, String> {
    let (key, column) = text.split_once('=').ok_or("it must be KEY=COLUMN, as in email=E-mail")?;
    let meaning = keyed(key).ok_or_else(|| {
        let keys: Vec<_> = FIELDS.iter().map(|(key, _)| *key).collect();
        let keys = keys.join(", ");
        format!("{key} is none of {keys}, firstName, lastName, tags and customData.NAME")
    })?;
    Ok(MappedColumn { meaning, column: column.to_owned() })
}

/// Returns the meaning that a key names.
fn keyed(key: &str) -> Option<Meaning> {
    if let Some(property) = key.strip_prefix(DATA) {
        return Some(Meaning::Data(property.to_owned())).filter(|_| !property.is_empty());
    }
    match key {
        "firstName" => Some(Meaning::First),
        "lastName" => Some(Meaning::Last),
        "tags" => Some(Meaning::Tags),
        key => FIELDS.iter().find(|(it, _)| *it == key).map(|(key, _)| Meaning::Field(key)),
    }
}

/// Returns the meaning that a column's name suggests.
fn guessed(column: &str) -> Option<Meaning> {
    if let Some(meaning) = keyed(column) {
        return Some(meaning);
    }
    let name: String =
        column.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_one = |names: &[&str]| names.contains(&name.as_str());
    if is_one(&FIRST_NAMES) {
        return Some(Meaning::First);
    }
    if is_one(&LAST_NAMES) {
        return Some(Meaning::Last);
    }
    if is_one(&TAGS) {
        return Some(Meaning::Tags);
    }
    let is_field = |(key, names): &&(&str, &[&str])| key.to_lowercase() == name || is_one(names);
    FIELDS.iter().find(is_field).map(|(key, _)| Meaning::Field(key))
}

#[derive(Debug)]
pub(super) struct CustomerColumns {
    names: Vec<String>,
    meanings: Vec<Option<Meaning>>,
}

impl CustomerColumns {
    /// Creates the columns with these names. If several columns have one meaning, only the first
    /// column is imported.
    pub(super) fn new(
        header: &[String],
        named: &[MappedColumn],
        takes_rest: bool,
    ) -> Result<Self, String> {
        let names: Vec<_> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut meanings: Vec<Option<Meaning>> = vec![None; names.len()];
        for MappedColumn { meaning, column } in named {
            let at = names.iter().position(|name| name == column.trim()).ok_or_else(|| {
                format!("it has no column {column}: its columns are {}", names.join(", "))
            })?;
            meanings[at] = Some(meaning.clone());
        }
        for (at, name) in names.iter().enumerate() {
            if meanings[at].is_some() {
                continue;
            }
            let meaning = guessed(name).filter(|it| !meanings.contains(&Some(it.clone())));
            let is_fit =
                takes_rest && !name.is_empty() && name.chars().nth(CUSTOM_DATA_CHARS_MAX).is_none();
            let rest = || is_fit.then(|| Meaning::Data(name.clone()));
            meanings[at] = meaning.or_else(rest);
        }
        let has = |key| meanings.contains(&Some(Meaning::Field(key)));
        if !has("email") && !has("userId") {
            return Err(format!(
                "no column is an e-mail address or a userId: say which, as by --map \
                 email=COLUMN; its columns are {}",
                names.join(", ")
            ));
        }
        Ok(Self { names, meanings })
    }

    pub(super) fn meanings(&self) -> Vec<(String, Option<String>)> {
        let meaning = |it: &Meaning| match it {
            Meaning::Field(key) => (*key).to_owned(),
            Meaning::First => "firstName".to_owned(),
            Meaning::Last => "lastName".to_owned(),
            Meaning::Tags => "tags".to_owned(),
            Meaning::Data(property) => format!("{DATA}{property}"),
        };
        let meanings = self.meanings.iter().map(|it| it.as_ref().map(meaning));
        self.names.iter().cloned().zip(meanings).collect()
    }

    /// Converts a row to a change of a customer. Empty cells change nothing.
    pub(super) fn edit(&self, row: &[String]) -> Result<CustomerEdit, String> {
        if row.len() > self.names.len() {
            let (cells, columns) = (row.len(), self.names.len());
            return Err(format!("it has {cells} values for {columns} columns"));
        }
        let taken = self.meanings.iter().zip(row);
        let taken = taken.filter_map(|(meaning, cell)| Some((meaning.as_ref()?, cell.as_str())));
        let edit = cells::edit(taken)?;
        if is_nameless(&edit) { Err(LeftOut::Nameless.to_string()) } else { Ok(edit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(header: &[&str], named: &[&str], takes_rest: bool) -> Vec<String> {
        let header: Vec<_> = header.iter().map(|it| (*it).to_owned()).collect();
        let named: Vec<_> = named.iter().map(|it| parse_mapped(it).unwrap()).collect();
        let columns = CustomerColumns::new(&header, &named, takes_rest).unwrap();
        columns.meanings().into_iter().map(|(_, it)| it.unwrap_or("-".to_owned())).collect()
    }

    #[test]
    fn the_names_of_other_tools_are_known() {
        for (header, expected) in [
            // HelpCrunch
            (
                vec!["Name", "Email", "User ID", "Phone", "Tags"],
                vec!["name", "email", "userId", "phone", "tags"],
            ),
            // Intercom
            (
                vec![
                    "ID",
                    "Name",
                    "Email",
                    "Phone",
                    "User ID",
                    "Signed up (UTC)",
                    "Last seen (UTC)",
                    "Unsubscribed from Emails",
                    "City",
                ],
                vec![
                    "-",
                    "name",
                    "email",
                    "phone",
                    "userId",
                    "firstSeen",
                    "lastSeen",
                    "unsubscribed",
                    "city",
                ],
            ),
            // Zendesk
            (
                vec![
                    "name",
                    "email",
                    "external_id",
                    "details",
                    "notes",
                    "phone",
                    "organization",
                    "tags",
                ],
                vec!["name", "email", "userId", "notes", "-", "phone", "company", "tags"],
            ),
            // HubSpot
            (
                vec!["First Name", "Last Name", "E-mail", "Company name"],
                vec!["firstName", "lastName", "email", "company"],
            ),
        ] {
            assert_eq!(meanings(&header, &[], false), expected, "{header:?}");
        }
    }

    #[test]
    fn what_is_said_comes_before_what_is_guessed_and_the_rest_is_taken_if_asked() {
        let header = ["Mail 1", "Email", "Plan", ""];
        let named = ["email=Mail 1", "customData.second=Email"];
        assert_eq!(meanings(&header, &named, false), ["email", "customData.second", "-", "-"]);
        let all = ["email", "customData.second", "customData.Plan", "-"];
        assert_eq!(meanings(&header, &named, true), all);
    }

    #[test]
    fn columns_that_are_not_there_or_tell_nobody_apart_are_refused() {
        let header = ["a".to_owned(), "b".to_owned()];
        let named = [parse_mapped("email=c").unwrap()];
        let error = CustomerColumns::new(&header, &named, false).unwrap_err();
        assert_eq!(error, "it has no column c: its columns are a, b");
        let error = CustomerColumns::new(&header, &[], false).unwrap_err();
        assert!(error.contains("--map email=COLUMN"), "{error}");
        assert!(parse_mapped("mail=c").unwrap_err().contains("mail is none of name, email"));
        assert!(parse_mapped("mail").is_err());
    }
}
