//! Proactive rules in the form sent to the widget: without the name of the rule and without the
//! author.

use deskbell_model::setting::Rule;
use deskbell_model::{Setting, SettingId};

use crate::json::array;
use crate::object::{ToJson as _, object};

/// An enabled proactive rule.
pub struct VisitorRule<'a>(&'a Setting<Rule>);

object! {
    "VisitorRule" for VisitorRule<'_> as rule {
        "id": SettingId = rule.0.id;
        "message": String = rule.0.value.message;
        "pages": Vec<String> = rule.0.value.pages
            => "Patterns of the URLs of pages where the rule applies, with `*` for any characters; \
                empty for all pages.";
        "seconds": u32 = rule.0.value.seconds
            => "The seconds that the visitor must have been on the page.";
        "visits": u32 = rule.0.value.visits => "The least number of visits of the visitor.";
        "locales": Vec<String> = rule.0.value.locales
            => "The locales of visitors for whom the rule applies; empty for all.";
    }
}

/// Returns the enabled rules of `rules`, as a JSON array.
#[must_use]
pub fn rules_text(rules: &[Setting<Rule>]) -> String {
    let mut json = Vec::new();
    let enabled = rules.iter().filter(|rule| rule.value.enabled);
    array(&mut json, enabled, |out, rule| VisitorRule(rule).write(out));
    // The writers only write valid UTF-8.
    String::from_utf8(json).unwrap_or_default()
}
