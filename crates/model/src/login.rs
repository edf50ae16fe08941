//! Sign-in names: the names with which agents sign in, unique over all organizations. E-mail
//! addresses of agents need not be unique, so they cannot serve as sign-in names.

use unicode_normalization::UnicodeNormalization as _;

use crate::limits::{LOGIN_CHARS_MAX, LOGIN_CHARS_MIN};

/// A sign-in name, normalized to NFKC and lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LoginName(String);

impl LoginName {
    /// Reads a sign-in name; the error says which rule the text breaks.
    ///
    /// # Errors
    /// When the name is too short or too long, or has spaces or control characters.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const LENGTH: &str = "it must have 3 to 255 characters";
        // A character has at most four bytes, and NFKC turns one character into at most eighteen.
        if text.len() > 4 * LOGIN_CHARS_MAX {
            return Err(LENGTH);
        }
        let lower: String = text.trim().nfkc().collect::<String>().to_lowercase();
        let name: String = lower.nfkc().collect();
        if !(LOGIN_CHARS_MIN..=LOGIN_CHARS_MAX).contains(&name.chars().count()) {
            return Err(LENGTH);
        }
        if name.contains(|it: char| it.is_whitespace() || it.is_control()) {
            return Err("it must not have spaces or control characters");
        }
        Ok(Self(name))
    }

    /// Returns the text of the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_has_one_form_whatever_its_case_and_width() {
        for text in ["Ann@Example.com", " ann@example.com ", "ＡＮＮ@example.com"] {
            assert_eq!(LoginName::parse(text).unwrap().as_str(), "ann@example.com");
        }
        for bad in
            ["", "ab", "a b c", "ann\u{0}", "a\u{2003}nn", &"x".repeat(256), &"x".repeat(9_999)]
        {
            assert!(LoginName::parse(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_reads_back_as_itself(text in "\\PC{0,40}") {
            if let Ok(name) = LoginName::parse(&text) {
                prop_assert_eq!(LoginName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
