//! The folding of texts (contract §6): one form for searches with `~` and `!~`, and another form
//! for the equality of e-mail addresses.

use std::borrow::Cow;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization as _;

/// Returns the form of a text for searches: decomposed (NFKD), without the combining marks U+0300
/// to U+036F, in Unicode's default case folding. `Zoë` becomes `zoe`, and `ß` becomes `ss`.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        // The loop reads all bytes without stopping early, so that the processor checks many bytes
        // at once. Most texts have no capital letter.
        let has_capital = text.bytes().fold(false, |any, byte| any | byte.is_ascii_uppercase());
        return if has_capital { text.to_ascii_lowercase().into() } else { text.into() };
    }
    let bare = |text: &str| text.nfkd().filter(|it| !is_mark(*it)).collect::<String>();
    let folded = caseless(&bare(text));
    // Case folding turns a few letters into letters that have to be decomposed again.
    let folded =
        if unicode_normalization::is_nfkd(&folded) { folded } else { caseless(&bare(&folded)) };
    folded.into()
}

/// Returns the text in Unicode's default case folding, in which texts that differ only in case are
/// equal.
#[must_use]
pub fn caseless(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        UniCase::unicode(text).to_folded_case()
    }
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_differs_only_in_case_and_marks_folds_to_the_same() {
        for (text, folded) in [
            ("Anna@Example.COM", "anna@example.com"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("ПРИВЕТ", "привет"),
            ("Київ", "киів"),
            ("İstanbul", "istanbul"),
            ("Chloé", "chloe"),
            ("Zoe\u{308}", "zoe"),
            ("Zoë", "zoe"),
            ("ﬁn", "fin"),
            ("ＡＢＣ１", "abc1"),
            ("\u{1f44b} Ñ", "\u{1f44b} n"),
            ("\u{301}", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(folded), folded, "{folded}");
        }
    }

    #[test]
    fn marks_make_addresses_differ_and_case_does_not() {
        assert_eq!(caseless("Zoë@Example.com"), caseless("ZOË@EXAMPLE.COM"));
        assert_ne!(caseless("zoë@example.com"), caseless("zoe@example.com"));
    }

    #[test]
    fn every_letter_folds_to_what_folds_to_itself() {
        for letter in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = letter.to_string();
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded, "{letter:?}");
            assert!(!folded.chars().any(is_mark), "{letter:?}");
            let caseless = caseless(letter.encode_utf8(&mut [0; 4]));
            assert_eq!(super::caseless(&caseless), caseless, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_folds_folds_to_what_folds_to_itself(text: String) {
            let folded = fold(&text);
            prop_assert_eq!(&fold(&folded), &folded);
            // Every spelling folds to the same text.
            let spellings: [String; 2] = [text.nfc().collect(), text.nfd().collect()];
            for spelling in &spellings {
                prop_assert_eq!(&fold(spelling), &folded);
            }
        }
    }
}
