//! Signatures of deliveries (contract §7). HelpCrunch's signature is the HMAC-SHA1 of the body in
//! lower-case hex; the signature of Standard Webhooks is the HMAC-SHA256 of id, time and body in
//! Base64.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_model::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

/// The prefix of a secret in the Standard Webhooks format, followed by Base64.
const PREFIX: &str = "whsec_";

/// Computes HelpCrunch's signature. The key is the secret's text, as shown to the owner.
pub(crate) fn helpcrunch(secret: &Secret, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret.reveal().as_bytes()) else {
        return String::new();
    };
    let mut hex = String::with_capacity(40);
    for byte in mac.chain_update(body).finalize().into_bytes() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Computes the `v1,…` signature of the Standard Webhooks specification. The key is the secret
/// without its prefix, decoded from Base64, or the undecoded text if the decoding fails.
pub(crate) fn standard(secret: &Secret, id: &str, timestamp: u32, body: &[u8]) -> String {
    let text = secret.reveal();
    let text = text.strip_prefix(PREFIX).unwrap_or(text);
    let key = STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
    let mac = mac.chain_update(format!("{id}.{timestamp}.")).chain_update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha1_signs_as_the_vectors_of_rfc_2202_say() {
        for (key, body, expected) in [
            ("Jefe", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (&"\u{0b}".repeat(20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
            (
                &"\u{0c}".repeat(20),
                "Test With Truncation",
                "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04",
            ),
        ] {
            let key = Secret::new(key.to_owned());
            assert_eq!(helpcrunch(&key, body.as_bytes()), expected);
        }
    }

    /// The example of the Standard Webhooks specification, with HelpCrunch's signature of the same
    /// body. The documentation shows both signatures.
    #[test]
    fn both_sign_as_the_pages_on_the_interface_say() {
        const PAGE: &str = include_str!("../../../../docs/api/README.md");
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let (id, at) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330);
        let body = r#"{"test": 2432232314}"#;
        let sha256 = standard(&secret, id, at, body.as_bytes());
        assert_eq!(sha256, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        // By OpenSSL: openssl dgst -sha1 -hmac SECRET
        let sha1 = helpcrunch(&secret, body.as_bytes());
        assert_eq!(sha1, "2da57a63580e1b8259222d7c976d87cd11bdfb5b");
        for told in [secret.reveal(), id, &at.to_string(), body, &sha256, &sha1] {
            assert!(PAGE.contains(&format!("`{told}`")), "{told}");
        }
    }
}
