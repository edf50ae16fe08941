//! Case folding: what `~` and `!~` compare (contract §6).

use unicase::UniCase;

/// A text in Unicode's default case folding: `ß` and `SS` are both `ss`. Folding twice changes
/// nothing more.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        UniCase::unicode(text).to_folded_case()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_only_in_case_folds_to_the_same() {
        for (text, folded) in [
            ("Anna@Example.COM", "anna@example.com"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("ПРИВЕТ", "привет"),
            ("İ", "i\u{307}"),
            ("ﬁn", "fin"),
            ("\u{1f44b} Ñ", "\u{1f44b} ñ"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(folded), folded, "{folded}");
        }
    }
}
