//! The appearance of a widget, and its forms, in JSON.

use deskbell_model::SettingKind;
use deskbell_model::limits::{LOOK_OFFSET_PX_MAX, LOOK_TEXT_CHARS_MAX, TEXT_CHARS_MAX};
use deskbell_model::setting::{Form, FormField, FormFieldName, Look, Position};
use serde_json::{Value, json};

use super::documents::Document;
use super::fields::{Bad, field, flag, items, number, part, text, text_up_to, whole};
use crate::json::string;
use crate::object::{named, object, values};
use crate::read::Object;
use crate::schema::{Named, about, input, like, reference, text_up_to as text_schema, word};

/// A colour, `#rrggbb`.
struct Color<'a>(&'a str);

fn color_schema() -> Value {
    like(json!({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}), "#0f6a53")
}

fn words<T: Copy>(all: &[T], word_of: fn(T) -> &'static str) -> Value {
    word(all.iter().map(|it| word_of(*it)))
}

values! { |value, out|
    Color<'_> => string(out, value.0), color_schema();
    Position => string(out, value.as_str()), words(Position::ALL, Position::as_str);
    FormFieldName => string(out, value.as_str()), words(FormFieldName::ALL, FormFieldName::as_str);
}

object! {
    "WidgetFormField" for FormField as field {
        "name": FormFieldName = field.name;
        "required": bool = field.required;
    }
}

object! {
    "WidgetForm" for Form as form {
        "enabled": bool = form.enabled;
        "text": String = form.text => "The text above the fields.";
        "fields": Vec<FormField> = form.fields;
    }
}

object! {
    "WidgetLook" for Look as look {
        "color": Color<'_> = Color(&look.color) => "All other colours are derived from it.";
        "position": Position = look.position => "The corner of the button.";
        "offsetX": u32 = look.offset_x => "The distance from the side, in pixels.";
        "offsetY": u32 = look.offset_y => "The distance from the bottom, in pixels.";
        "title": String = look.title;
        "greeting": String = look.greeting => "The text shown above the first message.";
        "showsAgents": bool = look.shows_agents => "Whether visitors see who answers.";
        "asksRating": bool = look.asks_rating
            => "Whether visitors are asked to rate a closed chat.";
        "preChat": Form = look.pre_chat => "The form that is shown before the first message.";
        "offline": Form = look.offline => "The form that is shown while no agent is online.";
    }
}

impl Document for Look {
    const KIND: SettingKind = SettingKind::Look;

    fn read(body: &mut Object) -> Option<Self> {
        let new = Self::default();
        let pixels = || number(0, LOOK_OFFSET_PX_MAX, "it is no number of pixels up to 500");
        let long = || text_up_to(LOOK_TEXT_CHARS_MAX, "it has more than 500 characters");
        Some(Self {
            color: field(body, "color", color).unwrap_or(new.color),
            position: field(body, "position", position).unwrap_or(new.position),
            offset_x: field(body, "offsetX", pixels()).unwrap_or(new.offset_x),
            offset_y: field(body, "offsetY", pixels()).unwrap_or(new.offset_y),
            title: field(body, "title", text).unwrap_or(new.title),
            greeting: field(body, "greeting", long()).unwrap_or(new.greeting),
            shows_agents: field(body, "showsAgents", flag).unwrap_or(new.shows_agents),
            asks_rating: field(body, "asksRating", flag).unwrap_or(new.asks_rating),
            pre_chat: field(body, "preChat", form).unwrap_or(new.pre_chat),
            offline: field(body, "offline", form).unwrap_or(new.offline),
        })
    }
}

fn color(value: &Value) -> Result<String, Bad> {
    let text = value.as_str().unwrap_or_default();
    let digits = text.strip_prefix('#').unwrap_or_default();
    let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_color { Ok(text.to_ascii_lowercase()) } else { Err(whole("it is no #rrggbb")) }
}

fn position(value: &Value) -> Result<Position, Bad> {
    value.as_str().and_then(Position::parse).ok_or(whole("it is neither right nor left"))
}

fn form(value: &Value) -> Result<Form, Bad> {
    if !value.is_object() {
        return Err(whole("it is no object"));
    }
    let long = text_up_to(LOOK_TEXT_CHARS_MAX, "it has more than 500 characters");
    let fields = part(value, "fields", |value| items(value, form_field))?.unwrap_or_default();
    let names = fields.iter().map(|it| it.name);
    let is_double =
        names.clone().any(|name| names.clone().filter(|other| *other == name).count() > 1);
    if is_double {
        return Err((String::from("/fields"), "a field is there twice"));
    }
    Ok(Form {
        enabled: part(value, "enabled", flag)?.unwrap_or(false),
        text: part(value, "text", long)?.unwrap_or_default(),
        fields,
    })
}

fn form_field(value: &Value) -> Result<FormField, Bad> {
    let name = value.get("name").and_then(Value::as_str).and_then(FormFieldName::parse);
    let unknown = (String::from("/name"), "it is none of name, email, phone and company");
    let required = part(value, "required", flag)?.unwrap_or(false);
    Ok(FormField { name: name.ok_or(unknown)?, required })
}

pub(super) fn schemas() -> Named {
    let flag = || reference("FlagIn");
    let pixels = || json!({"type": "integer", "minimum": 0, "maximum": LOOK_OFFSET_PX_MAX});
    let name = words(FormFieldName::ALL, FormFieldName::as_str);
    let field = input(&["name"], vec![("name", name), ("required", flag())]);
    let fields = json!({"type": "array", "maxItems": FormFieldName::ALL.len(), "items": field});
    let form = input(
        &[],
        vec![
            ("enabled", flag()),
            ("text", text_schema(LOOK_TEXT_CHARS_MAX)),
            (
                "fields",
                about(
                    fields,
                    "The fields in the order in which they are shown, each at most once.",
                ),
            ),
        ],
    );
    let edit = input(
        &[],
        vec![
            ("color", color_schema()),
            ("position", words(Position::ALL, Position::as_str)),
            ("offsetX", pixels()),
            ("offsetY", pixels()),
            ("title", text_schema(TEXT_CHARS_MAX)),
            ("greeting", text_schema(LOOK_TEXT_CHARS_MAX)),
            ("showsAgents", flag()),
            ("asksRating", flag()),
            ("preChat", reference("WidgetFormIn")),
            ("offline", reference("WidgetFormIn")),
        ],
    );
    vec![
        named::<FormField>(),
        named::<Form>(),
        named::<Look>(),
        ("WidgetFormIn", form),
        (
            "WidgetLookEdit",
            about(
                edit,
                "Fields that are left out stay as they are; a form is replaced as a whole.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::documents::{from_text, read_edit, text};
    use super::*;

    #[test]
    fn a_look_is_kept_as_it_is_shown_and_changed_by_key() {
        let look = Look::default();
        assert_eq!(from_text::<Look>(&text(&look)), Some(look.clone()));
        assert_eq!(from_text::<Look>("{}"), Some(look.clone()));
        let form = json!({"enabled": 1, "fields": [{"name": "email", "required": true}]});
        let edit = json!({"color": "#ABCDEF", "position": "left", "preChat": form}).to_string();
        let changed = read_edit(edit.as_bytes()).unwrap().apply(&look).unwrap();
        assert_eq!((changed.color.as_str(), changed.position), ("#abcdef", Position::Left));
        assert!(changed.pre_chat.enabled && changed.pre_chat.fields[0].required);
        assert_eq!(changed.offline, look.offline);
    }

    #[test]
    fn what_does_not_fit_a_look_is_refused() {
        let twice = json!({"fields": [{"name": "name"}, {"name": "name"}]});
        let edit = json!({
            "color": "red", "position": "top", "offsetX": 501, "title": 5, "preChat": twice,
            "offline": {"fields": [{"name": "age"}]},
        });
        let edit = read_edit(edit.to_string().as_bytes()).unwrap();
        assert_eq!(edit.apply(&Look::default()).unwrap_err().len(), 6);
    }
}
