//! The check of a site's proof of a visitor's identity: the HMAC-SHA256 of the user's id, or a
//! token (JWT, RFC 7519) signed with HMAC-SHA256. No other algorithm is accepted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_model::customer::{Assign, TextField};
use deskbell_model::limits::PROOF_LEEWAY_S;
use deskbell_model::{Claim, IdentityDoubt, Seconds, Secret};
use deskbell_wire::widget::{Claims, is_signed_with_hmac, read_claims};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::token::unhex;

const MD5_DIGITS: usize = 32;

/// The result of a checked claim.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checked {
    /// The id of the user in the site's own system.
    pub(super) user_id: String,
    /// True if the site proved the claim.
    pub(super) is_proved: bool,
    /// The reason why the claim's proof is ignored; `None` if the proof is not ignored.
    pub(super) doubt: Option<IdentityDoubt>,
}

/// Checks a claim with an application's secret; `None` for a claim that names no user. Fields in a
/// token replace equally named fields of the claim.
///
/// # Errors
/// The reason why the claim must be rejected.
pub(super) fn check(
    secret: Option<&Secret>,
    claim: &mut Claim,
    now: Seconds,
) -> Result<Option<Checked>, IdentityDoubt> {
    let unproved = |user_id: String, doubt| Checked { user_id, is_proved: false, doubt };
    let Some(proof) = claim.proof.take() else {
        return Ok(claim.user_id.clone().map(|user_id| unproved(user_id, None)));
    };
    let doubt = match secret {
        None => Some(IdentityDoubt::SecretMissing),
        Some(_) if is_md5(&proof) => Some(IdentityDoubt::ProofOutdated),
        Some(_) => None,
    };
    let (Some(secret), None) = (secret, doubt) else {
        return Ok(claim.user_id.clone().map(|user_id| unproved(user_id, doubt)));
    };
    let user_id = if proof.contains('.') {
        let Claims { user_id, email, name, .. } = token(secret, &proof, now)?;
        if claim.user_id.as_ref().is_some_and(|claimed| *claimed != user_id) {
            return Err(IdentityDoubt::ProofWrong);
        }
        for (field, text) in [(TextField::Email, email), (TextField::Name, name)] {
            if text.is_some() {
                let is_it = |it: &Assign| matches!(it, Assign::Text(of, _) if *of == field);
                claim.fields.retain(|it| !is_it(it));
                claim.fields.push(Assign::Text(field, text));
            }
        }
        user_id
    } else {
        let user_id = claim.user_id.clone().ok_or(IdentityDoubt::ProofWrong)?;
        signature(secret, &user_id, &proof)?;
        user_id
    };
    Ok(Some(Checked { user_id, is_proved: true, doubt: None }))
}

fn is_md5(proof: &str) -> bool {
    proof.len() == MD5_DIGITS && proof.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn mac(secret: &Secret) -> Result<Hmac<Sha256>, IdentityDoubt> {
    // HMAC takes a key of any length.
    let mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes());
    mac.map_err(|_| IdentityDoubt::ProofWrong)
}

fn signature(secret: &Secret, user_id: &str, proof: &str) -> Result<(), IdentityDoubt> {
    let wrong = IdentityDoubt::ProofWrong;
    let signature = unhex::<32>(&proof.to_ascii_lowercase()).ok_or(wrong)?;
    mac(secret)?.chain_update(user_id).verify_slice(&signature).map_err(|_| wrong)
}

/// Checks a token, and returns its claims.
fn token(secret: &Secret, text: &str, now: Seconds) -> Result<Claims, IdentityDoubt> {
    let wrong = || IdentityDoubt::ProofWrong;
    let (signed, signature) = text.rsplit_once('.').ok_or_else(wrong)?;
    let (header, payload) = signed.split_once('.').ok_or_else(wrong)?;
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| wrong());
    let mac = mac(secret)?.chain_update(signed);
    mac.verify_slice(&decoded(signature)?).map_err(|_| wrong())?;
    if !is_signed_with_hmac(&decoded(header)?) {
        return Err(wrong());
    }
    let claims = read_claims(&decoded(payload)?).ok_or_else(wrong)?;
    let (now, leeway) = (i64::from(now.get()), i64::from(PROOF_LEEWAY_S));
    let is_early = claims.valid_from.is_some_and(|from| from > now.saturating_add(leeway));
    if is_early || claims.expires_at.saturating_add(leeway) <= now {
        return Err(IdentityDoubt::ProofExpired);
    }
    Ok(claims)
}

#[cfg(test)]
mod tests;
