//! Secrets: texts that sign or authenticate. Only `reveal` and `into_text` return the text.

/// A secret text, hidden from `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Creates a secret with this text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text of the secret, to hash, store, sign, or show to the owner once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns the text of the secret, to show to the owner once.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

/// Hides the text of the secret.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_debug_output_shows_a_secret() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "only shown")]
        struct Holder(Option<(Secret, u8)>);

        let secret = Secret::new("whsec_abc".to_owned());
        assert_eq!(secret.reveal(), "whsec_abc");
        let shown = format!("{secret:?} {:#?}", Holder(Some((secret.clone(), 7))));
        assert!(shown.contains("Secret(***)") && !shown.contains("whsec"), "{shown}");
    }
}
