//! Codes of a second factor (TOTP, RFC 6238): six digits of HMAC-SHA1, a new code every 30 seconds.
//! This module does not know agents.

use deskbell_model::Seconds;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;

use crate::Entropy;
use crate::error::Result;

/// The length of a secret in bytes, equal to the length of an HMAC-SHA1 (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
/// The length of a time step, in seconds.
const STEP_S: i64 = 30;
/// The number of possible codes.
const CODES: u32 = 1_000_000;
const DIGITS: usize = 6;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Makes a secret, in base32.
///
/// # Errors
/// When the operating system gives no randomness.
pub(super) fn generate(entropy: &dyn Entropy) -> Result<String> {
    let mut secret = [0; SECRET_BYTES];
    entropy.fill(&mut secret)?;
    Ok(base32(&secret))
}

/// Returns the `otpauth` address, with which an authenticator app imports a secret, usually from a
/// QR code.
pub(super) fn address(secret: &str, login: &str) -> String {
    let login = utf8_percent_encode(login, NON_ALPHANUMERIC);
    format!("otpauth://totp/Deskbell:{login}?secret={secret}&issuer=Deskbell")
}

/// Returns the code that an authenticator with this secret shows; `None` if the secret is not
/// base32.
#[must_use]
pub fn code(secret: &str, now: Seconds) -> Option<String> {
    let step = u64::from(now.get()) / STEP_S.unsigned_abs();
    Some(format!("{:0DIGITS$}", code_of(&bytes(secret)?, step)?))
}

/// Finds the time step of a code. The step must be at most one step away from `now`, and later than
/// `last`. Returns `None` for a wrong or used code.
pub(super) fn accepted(secret: &str, code: &str, now: Seconds, last: Option<i64>) -> Option<i64> {
    let secret = bytes(secret)?;
    let code: String = code.chars().filter(|it| !it.is_whitespace()).collect();
    if code.len() != DIGITS || !code.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let given: u32 = code.parse().ok()?;
    let at = i64::from(now.get()) / STEP_S;
    let steps = at - 1..=at + 1;
    steps
        .filter(|step| last.is_none_or(|last| *step > last))
        .find(|step| u64::try_from(*step).is_ok_and(|step| code_of(&secret, step) == Some(given)))
}

/// Returns the code of a time step (RFC 4226, section 5.3).
fn code_of(secret: &[u8], step: u64) -> Option<u32> {
    let mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    let hash = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let start = usize::from(hash.last()? & 15);
    let word: [u8; 4] = hash.get(start..start + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(word) & 0x7fff_ffff) % CODES)
}

/// Writes bytes in base32 (RFC 4648, section 6) without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(BASE32[(bits >> count & 31) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(BASE32[(bits << (5 - count) & 31) as usize]));
    }
    text
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let digit = BASE32.iter().position(|it| *it == letter)?;
        bits = bits << 5 | u32::try_from(digit).ok()?;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The secret of RFC 6238, appendix B: `12345678901234567890`.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: u32) -> Seconds {
        Seconds::new(seconds)
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // The expected codes are the last six digits of the eight-digit codes in appendix B, with
        // SHA-1.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                accepted(SECRET, code, at(time), None),
                Some(i64::from(time) / 30),
                "{code}"
            );
        }
        assert_eq!(base32(b"12345678901234567890"), SECRET);
    }

    #[test]
    fn a_code_is_valid_a_step_early_and_late_and_once() {
        let step = 1_111_111_109 / 30;
        for (time, expected) in [(-60, None), (-30, Some(step)), (30, Some(step)), (60, None)] {
            let now = at(u32::try_from(1_111_111_109 + time).unwrap());
            assert_eq!(accepted(SECRET, "081804", now, None), expected, "{time}");
        }
        let now = at(1_111_111_109);
        assert_eq!(accepted(SECRET, "081 804", now, Some(step - 1)), Some(step));
        assert_eq!(accepted(SECRET, "081804", now, Some(step)), None, "it was used");
        for wrong in ["", "81804", "0818040", "08180a", "+81804", "０８１８０４"] {
            assert_eq!(accepted(SECRET, wrong, now, None), None, "{wrong}");
        }
        assert_eq!(accepted("no base32!", "081804", now, None), None);
    }

    #[test]
    fn the_address_holds_any_name() {
        let address = address("ABC", "ann+x@example.com");
        let expected = "otpauth://totp/Deskbell:ann%2Bx%40example%2Ecom?secret=ABC&issuer=Deskbell";
        assert_eq!(address, expected);
    }

    proptest! {
        #[test]
        fn bytes_come_back_from_base32(given in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(bytes(&base32(&given)), Some(given));
        }

        #[test]
        fn nothing_that_is_typed_makes_it_panic(code: String, now: u32, last: Option<i64>) {
            accepted(SECRET, &code, at(now), last);
        }
    }
}
