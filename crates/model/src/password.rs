//! Passwords and the rules for passwords. This module does not know how passwords are hashed.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::limits::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, PASSWORD_KINDS_MIN};
use crate::{LoginName, Secret};

/// The most common passwords of at least 12 characters, in lower case. Shorter passwords are
/// refused by their length.
const COMMON: [&str; 60] = [
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789123",
    "1234567891011",
    "123456789abc",
    "123456789qwe",
    "123456789asd",
    "0123456789012",
    "012345678910",
    "098765432109",
    "987654321098",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopas",
    "qwertyuiopasdfghjkl",
    "qwerty123456",
    "qwerty1234567",
    "qwerty12345678",
    "qwerty123456789",
    "qazwsxedcrfv",
    "asdfghjkl123",
    "zxcvbnm12345",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijklmnopqrstuvwxyz",
    "abcd12345678",
    "abc123456789",
    "a1b2c3d4e5f6",
    "password1234",
    "password12345",
    "password123456",
    "password123!",
    "password1234!",
    "passwordpassword",
    "passw0rd1234",
    "p@ssw0rd1234",
    "p@ssword1234",
    "mypassword123",
    "changeme1234",
    "changemenow1",
    "letmein12345",
    "letmeinplease",
    "welcome12345",
    "welcome123456",
    "administrator",
    "administrator1",
    "admin1234567",
    "admin12345678",
    "iloveyou1234",
    "iloveyouforever",
    "trustno1trustno1",
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "deskbelldeskbell",
];

/// A password, normalized to NFKC and hidden from `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Password(Secret);

impl Password {
    /// Reads the password given at a sign-in; `None` for a text that is too long to be a password.
    #[must_use]
    pub fn tried(text: &str) -> Option<Self> {
        if text.len() > PASSWORD_BYTES_MAX {
            return None;
        }
        Some(Self(Secret::new(text.nfkc().collect())))
    }

    /// Reads a new password for a sign-in name; the error says which rule the password breaks.
    ///
    /// # Errors
    /// When the password is too short, too long or too common, or contains the sign-in name.
    pub fn chosen(text: &str, login: &LoginName) -> Result<Self, &'static str> {
        let Some(password) = Self::tried(text) else {
            return Err("it must have at most 1024 bytes");
        };
        let text = password.reveal();
        if text.chars().count() < PASSWORD_CHARS_MIN {
            return Err("it must have 12 characters or more");
        }
        let lower = text.to_lowercase();
        let kinds: BTreeSet<char> = lower.chars().collect();
        if kinds.len() < PASSWORD_KINDS_MIN || COMMON.contains(&lower.as_str()) {
            return Err("it is too common");
        }
        if lower.contains(login.as_str()) {
            return Err("it must not contain the sign-in name");
        }
        Ok(password)
    }

    /// Returns the text of the password, for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn login() -> LoginName {
        LoginName::parse("ann@example.com").unwrap()
    }

    #[test]
    fn twelve_characters_of_any_writing_are_enough() {
        for good in ["grün und blau", "пятнадцать слов", "quite a long one", "xK3#9aQ!z7Lm"]
        {
            assert!(Password::chosen(good, &login()).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("short", "12"),
            ("elevenchars", "12"),
            ("aaaaaaaaaaaaaaaa", "common"),
            ("Password1234", "common"),
            ("ann@example.com!", "name"),
            (&"long ".repeat(300), "1024"),
        ] {
            let told = Password::chosen(bad, &login()).unwrap_err();
            assert!(told.contains(why), "{bad}: {told}");
        }
        assert!(COMMON.iter().all(|it| it.chars().count() >= PASSWORD_CHARS_MIN));
        assert!(COMMON.iter().all(|it| it.to_lowercase() == *it));
    }

    #[test]
    fn a_password_typed_on_another_keyboard_is_the_same_and_no_debug_output_shows_it() {
        let one = Password::tried("Zoe\u{308} mag Käse").unwrap();
        assert_eq!(Some(&one), Password::tried("Zoë mag Käse").as_ref());
        assert!(!format!("{one:?}").contains("mag"));
    }

    proptest! {
        #[test]
        fn what_is_chosen_is_what_is_tried(text in "\\PC{0,40}") {
            if let Ok(password) = Password::chosen(&text, &login()) {
                prop_assert_eq!(Password::tried(&text), Some(password));
            }
        }
    }
}
