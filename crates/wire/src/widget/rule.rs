//! Proactive rules as the widget receives them: without the name and the author of a rule.

use deskbell_model::setting::Rule;
use deskbell_model::{Setting, SettingId};

use crate::json::array;
use crate::object::{ToJson as _, object};

/// An enabled rule.
pub struct VisitorRule<'a>(&'a Setting<Rule>);

object! {
    "VisitorRule" for VisitorRule<'_> as rule {
        "id": SettingId = rule.0.id;
        "message": String = rule.0.value.message;
        "pages": Vec<String> = rule.0.value.pages
            => "Patterns of the pages where it applies, `*` for any characters; empty for all.";
        "seconds": u32 = rule.0.value.seconds => "How long the visitor must have been on the page.";
        "visits": u32 = rule.0.value.visits => "The visitor's visits at the least.";
        "locales": Vec<String> = rule.0.value.locales
            => "The visitor's locale is one of these; empty for any.";
    }
}

/// The enabled rules among these, as a JSON array.
#[must_use]
pub fn rules_text(rules: &[Setting<Rule>]) -> String {
    let mut json = Vec::new();
    let enabled = rules.iter().filter(|rule| rule.value.enabled);
    array(&mut json, enabled, |out, rule| VisitorRule(rule).write(out));
    // The writers write valid UTF-8 only.
    String::from_utf8(json).unwrap_or_default()
}
