//! Canned responses and saved views in JSON.

use deskbell_model::SettingKind;
use deskbell_model::limits::{
    CANNED_CHARS_MAX, SHORTCUT_CHARS_MAX, TEXT_CHARS_MAX, VIEW_BYTES_MAX,
};
use deskbell_model::setting::{Canned, SavedView, VARIABLES, variable_error};
use serde_json::{Value, json};

use super::documents::{Document, list, setting};
use super::fields::{Bad, name, required, text_up_to, whole};
use super::view::is_storable;
use crate::json::raw;
use crate::object::{object, values};
use crate::read::Object;
use crate::schema::{Named, about, input, like, reference, text_up_to as text_schema};

object! {
    "" for Canned as canned {
        "shortcut": String = canned.shortcut => "What an agent types to find it.", like "thanks";
        "text": String = canned.text;
    }
}

impl Document for Canned {
    const KIND: SettingKind = SettingKind::Canned;

    fn name(&self) -> Option<&str> {
        Some(&self.shortcut)
    }

    fn read(body: &mut Object) -> Option<Self> {
        let shortcut = required(body, "shortcut", shortcut);
        let text = required(body, "text", text);
        shortcut.zip(text).map(|(shortcut, text)| Self { shortcut, text })
    }
}

/// Reads a shortcut: a word without white space and slashes. Returns the word in lower case.
fn shortcut(value: &Value) -> Result<String, Bad> {
    let text = text_up_to(SHORTCUT_CHARS_MAX, "it has more than 50 characters")(value)?;
    let is_word = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '/');
    if !is_word {
        return Err(whole("it is empty, or has a space or a slash"));
    }
    Ok(text.to_lowercase())
}

fn text(value: &Value) -> Result<String, Bad> {
    let text = text_up_to(CANNED_CHARS_MAX, "it has more than 10,000 characters")(value)?;
    if text.trim().is_empty() {
        return Err(whole("it is empty"));
    }
    variable_error(&text).map_or(Ok(text), |why| Err(whole(why)))
}

/// The filter of a view, as its stored JSON.
struct Filter<'a>(&'a str);

values! { |value, out|
    Filter<'_> => raw(out, value.0), json!({"type": "object"});
}

object! {
    "" for SavedView as view {
        "name": String = view.name, like "Waiting over 10 min";
        "filter": Filter<'_> = Filter(&view.filter) => "Which chats it has, and their order.";
    }
}

impl Document for SavedView {
    const KIND: SettingKind = SettingKind::View;

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn read(body: &mut Object) -> Option<Self> {
        let name = required(body, "name", name);
        let filter = required(body, "filter", filter);
        name.zip(filter).map(|(name, filter)| Self { name, filter })
    }
}

/// Reads the filter of a saved view, and returns the filter's JSON.
fn filter(value: &Value) -> Result<String, Bad> {
    if !is_storable(value) {
        return Err(whole("it is no object of a view's conditions"));
    }
    let text = value.to_string();
    if text.len() > VIEW_BYTES_MAX {
        return Err(whole("it is larger than 4 KiB"));
    }
    Ok(text)
}

pub(super) fn schemas() -> Named {
    let shared = || about(reference("FlagIn"), "Whether all agents share it.");
    let shortcut = json!({
        "type": "string", "minLength": 1, "maxLength": SHORTCUT_CHARS_MAX,
        "pattern": "^[^\\s/\\u0000]+$",
    });
    let shortcut = like(about(shortcut, "It is kept in lower case."), "thanks");
    let variables = format!(
        "It may have variables in double braces, with a text for the case that the value is \
         empty: `{{{{customer.firstName|there}}}}`. There are {}.",
        VARIABLES.map(|name| format!("`{name}`")).join(", "),
    );
    let text = about(text_schema(CANNED_CHARS_MAX), &variables);
    let name = text_schema(TEXT_CHARS_MAX);
    let filter = about(json!({"type": "object"}), "At most 4 KiB.");
    let canned = || vec![("shortcut", shortcut.clone()), ("text", text.clone())];
    let view = || vec![("name", name.clone()), ("filter", filter.clone())];
    let with_shared = |mut fields: Vec<(&'static str, Value)>| {
        fields.push(("shared", shared()));
        fields
    };
    vec![
        ("CannedResponse", setting::<Canned>()),
        ("CannedResponses", list("CannedResponse")),
        ("NewCannedResponse", input(&["shortcut", "text"], with_shared(canned()))),
        ("CannedResponseEdit", input(&[], canned())),
        ("SavedView", setting::<SavedView>()),
        ("SavedViews", list("SavedView")),
        ("NewSavedView", input(&["name", "filter"], with_shared(view()))),
        ("SavedViewEdit", input(&[], view())),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::documents::{from_text, read_edit, read_own_or_shared, text};
    use super::*;
    use crate::invalid::{InvalidField, only};

    fn why<T: std::fmt::Debug>(reading: crate::invalid::Reading<T>) -> Vec<(&'static str, String)> {
        let found = reading.unwrap_err();
        let each = found.into_iter().map(|it| match it.invalid {
            InvalidField::Because(_, why) => (why, it.pointer.unwrap()),
            other => panic!("{other:?}"),
        });
        each.collect()
    }

    #[test]
    fn a_canned_response_is_kept_as_it_is_shown_and_changed_by_key() {
        let body = br#"{"shortcut":"Thanks","text":"Hi {{customer.name}}","shared":true}"#;
        let (is_shared, canned) = read_own_or_shared::<Canned>(body).unwrap();
        assert!(is_shared);
        assert_eq!(text(&canned), r#"{"shortcut":"thanks","text":"Hi {{customer.name}}"}"#);
        assert_eq!(from_text::<Canned>(&text(&canned)), Some(canned.clone()));
        let edit = read_edit(br#"{"text":"Bye"}"#).unwrap();
        let changed = edit.apply(&canned).unwrap();
        assert_eq!((changed.shortcut.as_str(), changed.text.as_str()), ("thanks", "Bye"));
        let edit = read_edit(br#"{"text":null,"shortcut":"a b"}"#).unwrap();
        assert_eq!(only(edit.apply(&canned)).unwrap_err().len(), 2);
    }

    #[test]
    fn what_is_wrong_with_a_canned_response_is_said_where_it_is() {
        let found = why(read_own_or_shared::<Canned>(br#"{"text":"{{x}}","shared":"maybe"}"#));
        assert_eq!(found[0], ("it is neither true nor false", "/shared".to_owned()));
        assert_eq!(found[1], ("it is missing", "/shortcut".to_owned()));
        assert!(found[2].0.starts_with("there is no such variable"), "{found:?}");
        let long = json!({"shortcut": "x".repeat(51), "text": "y".repeat(10_001)}).to_string();
        assert_eq!(why(read_own_or_shared::<Canned>(long.as_bytes())).len(), 2);
    }

    #[test]
    fn a_view_keeps_its_filter_as_it_was_given() {
        let body = br#"{"name":" Late ","filter":{"waiting":true,"unread":null}}"#;
        let (is_shared, view) = read_own_or_shared::<SavedView>(body).unwrap();
        assert!(!is_shared);
        assert_eq!(
            (view.name.as_str(), view.filter.as_str()),
            ("Late", r#"{"waiting":true,"unread":null}"#)
        );
        assert_eq!(from_text::<SavedView>(&text(&view)), Some(view));
        let bad = json!({"name": "n", "filter": {"nothing": 1}}).to_string();
        let found = why(read_own_or_shared::<SavedView>(bad.as_bytes()));
        assert_eq!(found, [("it is no object of a view's conditions", "/filter".to_owned())]);
    }
}
