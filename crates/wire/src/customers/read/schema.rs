//! The schemas of the bodies of requests that create or change customers.

use deskbell_model::customer::COLOR_NAMES;
use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, BATCH_CUSTOMERS_MAX, CUSTOM_DATA_CHARS_MAX, CUSTOMER_TAGS_MAX,
    NOTES_CHARS_MAX, TAG_NAME_CHARS_MAX,
};
use serde_json::{Value, json};

use crate::schema::{
    Named, about, array, input, or_null, reference, text_in, text_up_to, words_in_any_case,
};

pub(crate) fn schemas() -> Named {
    let digits = json!({
        "type": ["string", "null"],
        "pattern": "^(#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}))?$",
    });
    let names: Vec<_> = COLOR_NAMES.split_ascii_whitespace().collect();
    let color = json!({"anyOf": [digits, words_in_any_case(&names)]});
    let says = "The new colour of the tag, for all customers; empty or null keeps the present one.";
    let tag_in = input(&["name"], vec![("name", tag_name_in(1)), ("color", about(color, says))]);
    let tag_in = json!({"anyOf": [tag_in, tag_name_in(1)]});
    let tag_name = input(&["name"], vec![("name", tag_name_in(1))]);
    let tag_name = json!({"anyOf": [tag_name, tag_name_in(1)]});
    let item = json!({"allOf": [
        input(&["customer"], vec![("customer", reference("IdIn"))]),
        reference("CustomerIn"),
    ]});
    let batch = json!({
        "type": "array", "minItems": 1, "maxItems": BATCH_CUSTOMERS_MAX, "items": item,
    });
    vec![
        ("TagIn", tag_in),
        ("CustomDataIn", custom_data_in()),
        ("Properties", properties()),
        ("CustomerIn", customer_in()),
        ("CustomersIn", batch),
        ("AddTags", input(&["tags"], vec![("tags", tags_in("TagIn"))])),
        ("RemoveTags", input(&["tags"], vec![("tags", array(reference("TagName")))])),
        ("TagName", tag_name),
    ]
}

/// Returns the schema of a tag's name of at least `least` characters.
pub(crate) fn tag_name_in(least: usize) -> Value {
    text_in(least, TAG_NAME_CHARS_MAX)
}

fn tags_in(item: &str) -> Value {
    json!({"type": "array", "maxItems": CUSTOMER_TAGS_MAX, "items": reference(item)})
}

fn customer_in() -> Value {
    let text = || or_null(reference("TextIn"));
    let parts = || vec![("regionCode", text()), ("countryCode", text()), ("city", text())];
    let mut fields = Vec::new();
    for name in ["name", "email", "userId", "company", "phone"] {
        fields.push((name, text()));
    }
    for name in ["firstSeen", "lastSeen"] {
        let mut time = or_null(reference("TimeIn"));
        if let Some(forms) = time["anyOf"].as_array_mut() {
            forms.push(json!({"const": ""}));
        }
        fields.push((name, about(time, "An empty text counts as null.")));
    }
    let none = json!({"type": "array", "maxItems": 0});
    let location = or_null(json!({"anyOf": [input(&[], parts()), none]}));
    fields.push(("location", about(location, "Only the given parts change; null clears all.")));
    fields.extend(parts());
    fields.push(("unsubscribed", or_null(reference("FlagIn"))));
    fields.push(("blocked", or_null(reference("FlagIn"))));
    for name in ["source", "referer", "lastPage"] {
        fields.push((name, or_null(text_in(0, ADDRESS_CHARS_MAX))));
    }
    for name in ["locale", "createdFrom", "integrationId"] {
        fields.push((name, text()));
    }
    fields.push(("notes", or_null(text_in(0, NOTES_CHARS_MAX))));
    fields.push(("tags", about(or_null(tags_in("TagIn")), "They replace the present tags.")));
    fields.push(("customData", or_null(reference("CustomDataIn"))));
    about(input(&[], fields), "Null clears a field.")
}

fn custom_data_in() -> Value {
    about(either_form(), "`{property: value}`, or `[{property, value}]`; at most 16 KiB in all.")
}

fn properties() -> Value {
    let says = "`{property: value}`, or `[{property, value}]`. Only these properties change; null \
        removes one. All custom data of a customer has at most 16 KiB.";
    about(either_form(), says)
}

/// Returns the schema of custom data: `{property: value}` or `[{property, value}]`.
fn either_form() -> Value {
    let mut value = or_null(text_up_to(CUSTOM_DATA_CHARS_MAX));
    value["type"] = json!(["string", "number", "boolean", "null"]);
    let name = text_up_to(CUSTOM_DATA_CHARS_MAX);
    let object = json!({
        "type": "object",
        "additionalProperties": value.clone(),
        "propertyNames": {"maxLength": name["maxLength"], "pattern": name["pattern"]},
    });
    let property = text_in(0, CUSTOM_DATA_CHARS_MAX);
    let item = input(&["property", "value"], vec![("property", property), ("value", value)]);
    json!({"anyOf": [object, array(item)]})
}
