//! The name of the unique key that a statement violates.

use crate::migrate;

/// Returns the name of the violated key in the schema; an unknown name is returned unchanged. Citus
/// adds the number of the table's part to the name, as in `agents_id_102084`. If `field` is `None`,
/// the name is only in the error's text, whose words depend on the language.
pub(super) fn constraint<'n>(field: Option<&'n str>, message: &str) -> &'n str {
    let is_part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = message.split(|c| !is_part_of_name(c));
    field.into_iter().chain(words).find_map(key).or(field).unwrap_or_default()
}

/// Returns the unique key that a word names; a number at the end of the word is ignored if
/// necessary.
fn key(word: &str) -> Option<&'static str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    migrate::unique_keys().find(|key| match word.strip_prefix(key) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('_').is_some_and(is_number),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "duplicate key value violates unique constraint";

    #[test]
    fn a_key_has_the_name_of_the_schema_whichever_server_answers() {
        for (field, message, name) in [
            (Some("agents_id"), "", "agents_id"),
            (Some("agents_id_102084"), "", "agents_id"),
            (None, &*format!("{ENGLISH} \"agents_id_102084\""), "agents_id"),
            (
                None,
                "doppelter Schlüsselwert verletzt „customers_user_id_102099“",
                "customers_user_id",
            ),
            (None, "valeur dupliquée dans « api_keys_hash »", "api_keys_hash"),
            // The shorter name, without the number, is the name of another key.
            (Some("deliveries_webhook_id_id_7"), "", "deliveries_webhook_id_id"),
            (Some("agents_id_x7"), "", "agents_id_x7"),
            (Some("agents_id_"), "", "agents_id_"),
            (None, "agents_102084 and nothing that is known", ""),
            (None, "", ""),
        ] {
            assert_eq!(constraint(field, message), name, "{field:?} {message}");
        }
    }

    #[test]
    fn every_unique_key_is_known() {
        let keys: Vec<_> = migrate::unique_keys().collect();
        for key in ["organizations_domain", "heads_pkey", "timers_kind_subject", "tickets_hash"] {
            assert!(keys.contains(&key), "{key} is not in {keys:?}");
        }
    }
}
