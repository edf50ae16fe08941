//! The proofs of identity that a site makes, as documented.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

fn hmac(secret: &str, text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

/// The HMAC-SHA256 of a user's id, in hexadecimal digits.
pub fn signature(secret: &str, user_id: &str) -> String {
    hmac(secret, user_id).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a token (JWT) with these claims, signed with `secret`.
pub fn jwt(secret: &str, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({"alg": "HS256", "typ": "JWT"})), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(hmac(secret, &signed));
    format!("{signed}.{signature}")
}
