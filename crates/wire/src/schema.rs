//! The building blocks of JSON Schemas (2020-12, the dialect of OpenAPI 3.1). This module knows no
//! resource.

use deskbell_query::CURSOR_CHARS;
use serde_json::{Map, Value, json};

/// Schemas by their names, in the order of `openapi.json`.
pub(crate) type Named = Vec<(&'static str, Value)>;

/// Returns a reference to a schema by its name.
#[must_use]
pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Adds a description to a schema.
pub(crate) fn about(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}

/// Adds an example to a schema.
pub(crate) fn like(mut schema: Value, example: impl Into<Value>) -> Value {
    schema["examples"] = Value::Array(vec![example.into()]);
    schema
}

/// Extends a schema so that null is allowed.
pub(crate) fn or_null(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return json!({"anyOf": [schema, {"type": "null"}]});
    }
    if let Some(any) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        any.push(json!({"type": "null"}));
        return schema;
    }
    if let Some(names) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        names.push(Value::Null);
    }
    let kind = schema["type"].take();
    schema["type"] = json!([kind, "null"]);
    schema
}

/// Returns the schema of an object in an answer, which has all of these keys.
pub(crate) fn object(fields: Vec<(&str, Value)>) -> Value {
    let required: Vec<_> = fields.iter().map(|(name, _)| (*name).to_owned()).collect();
    let required: Vec<_> = required.iter().map(String::as_str).collect();
    input(&required, fields)
}

/// Returns the schema of an object in a request, which may have further keys.
pub(crate) fn input(required: &[&str], fields: Vec<(&str, Value)>) -> Value {
    let properties: Map<_, _> =
        fields.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    let mut object = json!({"type": "object"});
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object["properties"] = Value::Object(properties);
    object
}

/// Returns the schema of an array of any number of these items.
#[must_use]
pub fn array(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

pub(crate) fn boolean() -> Value {
    json!({"type": "boolean"})
}

pub(crate) fn text() -> Value {
    json!({"type": "string"})
}

/// Returns the schema of a text in a request: at most `chars_max` characters, without U+0000.
#[must_use]
pub fn text_up_to(chars_max: usize) -> Value {
    json!({"type": "string", "maxLength": chars_max, "pattern": "^[^\\u0000]*$"})
}

/// Returns the schema of a value in a request's body that is read as a text of `least` to `most`
/// characters: a string, or a number, which is converted to its digits.
pub(crate) fn text_in(least: usize, most: usize) -> Value {
    let mut text = text_up_to(most);
    if least > 0 {
        text["minLength"] = json!(least);
    }
    json!({"anyOf": [text, {"type": "number", "minimum": i64::MIN, "maximum": i64::MAX}]})
}

pub(crate) fn flag() -> Value {
    json!({"anyOf": [boolean(), {"enum": [1, 0, "1", "0", "true", "false"]}]})
}

/// Returns the schema of a text that is one of `words`.
pub(crate) fn word<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": words.into_iter().collect::<Vec<_>>()})
}

/// Returns the schema of an id.
#[must_use]
pub fn id() -> Value {
    json!({"type": "integer", "format": "int64", "minimum": 1, "maximum": i64::MAX})
}

/// Returns the schema of a time in Unix seconds.
#[must_use]
pub fn seconds() -> Value {
    json!({"type": "integer", "format": "int64", "minimum": 0, "maximum": u32::MAX})
}

/// Returns the schema of a time in Unix seconds with three digits after the point, as a text.
#[must_use]
pub fn at() -> Value {
    json!({"type": "string", "pattern": "^[0-9]{1,10}\\.[0-9]{3}$"})
}

pub(crate) fn count() -> Value {
    json!({"type": "integer", "format": "int64", "minimum": 0})
}

/// Returns the schema of a whole number in a request: a number, or a text of digits.
#[must_use]
pub fn whole(least: u64, most: u64) -> Value {
    let number = json!({"type": "integer", "format": "int64", "minimum": least, "maximum": most});
    json!({"anyOf": [number, {"type": "string", "pattern": digits(least, most)}]})
}

/// Returns the schema of words that are accepted in any case. The usual spelling comes first, so
/// that clients learn the usual spelling.
#[must_use]
pub fn words_in_any_case(words: &[&str]) -> Value {
    let any: Vec<_> = words.iter().map(|word| in_any_case(word)).collect();
    let pattern = format!("^({})$", any.join("|"));
    json!({"anyOf": [word(words.iter().copied()), {"type": "string", "pattern": pattern}]})
}

fn in_any_case(word: &str) -> String {
    let letter = |it: char| match it {
        'a'..='z' | 'A'..='Z' => {
            format!("[{}{}]", it.to_ascii_uppercase(), it.to_ascii_lowercase())
        }
        other => other.to_string(),
    };
    word.chars().map(letter).collect()
}

/// Returns the pattern of decimal numbers from `least`, which is 0 or 1, to `most`, with leading
/// zeros allowed.
pub(crate) fn digits(least: u64, most: u64) -> String {
    let most = most.to_string();
    let first = if least == 0 { "[0-9]" } else { "[1-9]" };
    let mut forms = match most.len() {
        1 => Vec::new(),
        length => vec![format!("{first}[0-9]{{0,{}}}", length - 2)],
    };
    for (place, digit) in most.char_indices() {
        let rest = most.len() - place - 1;
        let lowest = if place == 0 && (rest > 0 || least > 0) { '1' } else { '0' };
        if digit > lowest {
            let below = char::from_digit(digit.to_digit(10).unwrap_or(1).saturating_sub(1), 10);
            let below = below.unwrap_or(lowest);
            let behind = if rest == 0 { String::new() } else { format!("[0-9]{{{rest}}}") };
            forms.push(format!("{}[{lowest}-{below}]{behind}", &most[..place]));
        }
    }
    forms.push(most);
    format!("^0*({})$", forms.join("|"))
}

/// Returns the schema of a page: `{"data":[…],"meta":{"total":N}}`.
pub(crate) fn page(of: &str) -> Value {
    let data = about(array(reference(of)), "One page, at most `limit` of them.");
    object(vec![("data", data), ("meta", reference("Meta"))])
}

/// Returns the schema of a page that has its total twice, as in the list of customers and in
/// searches.
pub(crate) fn page_with_total(of: &str) -> Value {
    let data = about(array(reference(of)), "One page, at most `limit` of them.");
    let total = about(count(), "How many there are on all pages.");
    object(vec![("data", data), ("total", total), ("meta", reference("Meta"))])
}

/// Returns the schema of a cursor, or of the empty text for the first page.
#[must_use]
pub fn cursor() -> Value {
    json!({"type": "string", "pattern": format!("^([0-9a-f]{{{CURSOR_CHARS}}})?$")})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_of_numbers_is_written_out() {
        assert_eq!(digits(1, 6), "^0*([1-5]|6)$");
        assert_eq!(digits(0, 6), "^0*([0-5]|6)$");
        assert_eq!(digits(1, 100), "^0*([1-9][0-9]{0,1}|100)$");
        assert_eq!(
            digits(1, 325),
            "^0*([1-9][0-9]{0,1}|[1-2][0-9]{2}|3[0-1][0-9]{1}|32[0-4]|325)$"
        );
        assert_eq!(in_any_case("on-hold"), "[Oo][Nn]-[Hh][Oo][Ll][Dd]");
    }

    #[test]
    fn null_joins_whatever_there_is() {
        assert_eq!(or_null(boolean()), json!({"type": ["boolean", "null"]}));
        let word = or_null(word(["a"]));
        assert_eq!(word, json!({"type": ["string", "null"], "enum": ["a", null]}));
        assert_eq!(or_null(reference("A"))["anyOf"][1], json!({"type": "null"}));
        assert_eq!(or_null(whole(0, 9))["anyOf"][2], json!({"type": "null"}));
    }
}
