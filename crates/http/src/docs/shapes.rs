//! The conversion of texts and JSON schemas to HTML, for the documentation page.

use serde_json::Value;

/// Returns the fields of an object. Any other value has no fields.
pub(super) fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Returns the items of an array. Any other value has no items.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Escapes the special characters of HTML in a text.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Renders a text as HTML paragraphs. Parts in backticks become `<code>`.
pub(super) fn prose(text: &str) -> String {
    let mut html = String::new();
    for paragraph in text.split("\n\n").filter(|it| !it.is_empty()) {
        html.push_str("<p>");
        for (place, part) in paragraph.split('`').enumerate() {
            let part = escaped(part);
            html.push_str(&if place % 2 == 1 { format!("<code>{part}</code>") } else { part });
        }
        html.push_str("</p>");
    }
    html
}

/// Renders the type of a schema in a few words, as HTML.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#shape-{name}\"><code>{name}</code></a>");
    }
    for word in ["anyOf", "allOf"] {
        let between = if word == "anyOf" { " or " } else { " and " };
        let parts: Vec<_> = items(&schema[word]).map(kind).filter(|it| !it.is_empty()).collect();
        if !parts.is_empty() && schema["properties"].is_null() {
            return parts.join(between);
        }
    }
    if !schema["const"].is_null() {
        return format!("<code>{}</code>", escaped(&schema["const"].to_string()));
    }
    let words: Vec<_> = items(&schema["enum"]).map(|it| escaped(&it.to_string())).collect();
    if !words.is_empty() {
        return format!("<code>{}</code>", words.join("</code>, <code>"));
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind).to_owned(),
    };
    let of = match &schema["items"] {
        Value::Null => String::new(),
        items => format!(" of {}", kind(items)),
    };
    format!("{}{of}{}", escaped(&kinds), bounds(schema))
}

/// Describes the bounds of a schema in words: of a number, a text's length, or the number of items.
fn bounds(schema: &Value) -> String {
    let mut bounds = Vec::new();
    for (least, most, what) in [
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " items"),
    ] {
        bounds.push(match (&schema[least], &schema[most]) {
            (Value::Null, Value::Null) => continue,
            (least, Value::Null) => format!("at least {least}{what}"),
            (Value::Null, most) => format!("up to {most}{what}"),
            (least, most) => format!("{least} to {most}{what}"),
        });
    }
    let says_more = bounds.is_empty();
    if let Some(pattern) = schema["pattern"].as_str().filter(|it| says_more && it.len() < 80) {
        bounds.push(format!("<code>{}</code>", escaped(pattern)));
    }
    if bounds.is_empty() { String::new() } else { format!(" ({})", bounds.join(", ")) }
}

/// Renders the type of a schema with a table of its fields, as HTML.
pub(super) fn shape(schema: &Value) -> String {
    let required: Vec<_> = items(&schema["required"]).collect();
    let mut rows = String::new();
    for (name, field) in fields(&schema["properties"]) {
        let must = if required.iter().any(|it| *it == name) { "" } else { ", may be left out" };
        rows.push_str(&format!(
            "<tr><td><code>{}</code></td><td>{}{must}</td><td>{}</td></tr>",
            escaped(name),
            kind(field),
            prose(text(&field["description"])),
        ));
    }
    if rows.is_empty() {
        let forms: Vec<_> =
            items(&schema["anyOf"]).filter(|it| !it["properties"].is_null()).collect();
        if forms.is_empty() {
            return format!("<p>{}</p>", kind(schema));
        }
        return forms.into_iter().map(shape).collect::<Vec<_>>().join("<p>or</p>");
    }
    format!("<table>{rows}</table>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_shown_is_taken_for_html() {
        assert_eq!(escaped("<a href=\"x\">'&'"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
        assert_eq!(prose("a `<b>`\n\nc"), "<p>a <code>&lt;b&gt;</code></p><p>c</p>");
    }
}
