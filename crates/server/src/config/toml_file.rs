//! The settings of a TOML file, each with its line.

use toml::Value;
use toml::de::{DeTable, DeValue};

/// A setting of a file: key, line number, value.
pub(super) type TomlSetting = (String, usize, Value);

/// Parses the settings of a file. An error has the line number and the reason.
pub(super) fn flatten(text: &str) -> Result<Vec<TomlSetting>, (usize, String)> {
    let line_of = |at: usize| text.get(..at).map_or(1, |before| before.split('\n').count());
    let table = DeTable::parse(text).map_err(|error| {
        (line_of(error.span().map_or(0, |span| span.start)), error.message().to_owned())
    })?;
    let mut found = Vec::new();
    for (section, settings) in table.get_ref() {
        let line = line_of(section.span().start);
        let DeValue::Table(settings) = settings.get_ref() else {
            return Err((line, format!("`{}` stands in no section", section.get_ref())));
        };
        for (name, value) in settings {
            let line = line_of(name.span().start);
            let path = format!("{}.{}", section.get_ref(), name.get_ref());
            let value = match value.get_ref() {
                DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                    .map(Value::Integer)
                    .map_err(|_| (line, format!("the number of `{path}` is too large")))?,
                DeValue::String(text) => Value::String(text.to_string()),
                DeValue::Boolean(is_so) => Value::Boolean(*is_so),
                _ => {
                    return Err((
                        line,
                        format!("`{path}` must be a number, a text, true or false"),
                    ));
                }
            };
            found.push((path, line, value));
        }
    }
    Ok(found)
}
