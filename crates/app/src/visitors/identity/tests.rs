//! Tests of identity checks with valid proofs, and with invalid proofs of every kind.

use crate::access::secrets::hex;

use super::*;

const NOW: Seconds = Seconds::new(1_800_000_000);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn signed(secret: &Secret, text: &str) -> Vec<u8> {
    mac(secret).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

fn jwt(secret: &Secret, header: &str, payload: &str) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let body = format!("{}.{}", encode(header.as_bytes()), encode(payload.as_bytes()));
    let signature = encode(&signed(secret, &body));
    format!("{body}.{signature}")
}

fn claim(user_id: Option<&str>, proof: Option<String>) -> Claim {
    Claim { user_id: user_id.map(str::to_owned), proof, fields: Vec::new() }
}

fn checked(user_id: Option<&str>, proof: &str) -> Result<Option<Checked>, IdentityDoubt> {
    check(Some(&secret("s3cret")), &mut claim(user_id, Some(proof.to_owned())), NOW)
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
const PAYLOAD: &str = r#"{"sub":"42","exp":1800000300}"#;

#[test]
fn the_hmac_of_the_id_proves_it_in_either_case() {
    // The expected value was computed by `printf 42 | openssl dgst -sha256 -hmac s3cret`.
    let proof = hex(&signed(&secret("s3cret"), "42"));
    for proof in [proof.clone(), proof.to_uppercase()] {
        let found = checked(Some("42"), &proof).unwrap().unwrap();
        assert_eq!((found.user_id.as_str(), found.is_proved), ("42", true));
    }
    assert_eq!(checked(Some("43"), &proof), Err(IdentityDoubt::ProofWrong));
    assert_eq!(checked(None, &proof), Err(IdentityDoubt::ProofWrong));
    let other = hex(&signed(&secret("other"), "42"));
    assert_eq!(checked(Some("42"), &other), Err(IdentityDoubt::ProofWrong));
    for bad in ["x", &proof[1..], &format!("{proof}00"), &"é".repeat(32)] {
        assert_eq!(checked(Some("42"), bad), Err(IdentityDoubt::ProofWrong), "{bad}");
    }
}

/// Checks a token that another program made. The example of RFC 7515, A.1, cannot be used, since
/// its key is not a text.
#[test]
fn a_token_proves_its_subject_until_it_expires() {
    let secret = secret("s3cret");
    let token = jwt(&secret, HEADER, PAYLOAD);
    for user_id in [None, Some("42")] {
        assert!(checked(user_id, &token).unwrap().unwrap().is_proved, "{user_id:?}");
    }
    assert_eq!(checked(Some("43"), &token), Err(IdentityDoubt::ProofWrong));
    for (payload, doubt) in [
        (r#"{"sub":"42","exp":1799999940}"#, IdentityDoubt::ProofExpired),
        (r#"{"sub":"42","exp":1800000300,"nbf":1800000061}"#, IdentityDoubt::ProofExpired),
        (r#"{"sub":"42"}"#, IdentityDoubt::ProofWrong),
        (r#"{"exp":1800000300}"#, IdentityDoubt::ProofWrong),
        ("[]", IdentityDoubt::ProofWrong),
    ] {
        let token = jwt(&secret, HEADER, payload);
        assert_eq!(checked(None, &token), Err(doubt), "{payload}");
    }
    for payload in
        [r#"{"sub":"42","exp":1799999941}"#, r#"{"sub":"42","exp":1800000300,"nbf":1800000060}"#]
    {
        assert!(checked(None, &jwt(&secret, HEADER, payload)).is_ok(), "{payload}");
    }
}

#[test]
fn no_other_algorithm_and_no_changed_part_is_believed() {
    let secret = secret("s3cret");
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS256"}"#,
        r#"{"typ":"JWT"}"#,
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
    ] {
        let token = jwt(&secret, header, PAYLOAD);
        assert_eq!(checked(None, &token), Err(IdentityDoubt::ProofWrong), "{header}");
    }
    let token = jwt(&secret, HEADER, PAYLOAD);
    let parts: Vec<_> = token.split('.').collect();
    let other = URL_SAFE_NO_PAD.encode(r#"{"sub":"43","exp":1800000300}"#);
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    for forged in [
        format!("{}.{other}.{}", parts[0], parts[2]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}="),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
        "..".to_owned(),
        jwt(&Secret::new("other".into()), HEADER, PAYLOAD),
    ] {
        assert_eq!(checked(None, &forged), Err(IdentityDoubt::ProofWrong), "{forged}");
    }
}

#[test]
fn what_a_token_says_wins_over_what_stands_beside_it() {
    let secret = secret("s3cret");
    let payload = r#"{"sub":"42","exp":1800000300,"email":"a@example.com"}"#;
    let mut claim = claim(None, Some(jwt(&secret, HEADER, payload)));
    let text = |field, text: &str| Assign::Text(field, Some(text.to_owned()));
    claim.fields = vec![text(TextField::Email, "b@example.com"), text(TextField::Name, "Ann")];
    check(Some(&secret), &mut claim, NOW).unwrap();
    let email = text(TextField::Email, "a@example.com");
    assert_eq!(claim.fields, [text(TextField::Name, "Ann"), email]);
}

#[test]
fn a_claim_without_a_usable_proof_is_a_claim_alone() {
    let md5 = "d41d8cd98f00b204e9800998ecf8427e";
    let found = checked(Some("42"), md5).unwrap().unwrap();
    assert_eq!((found.is_proved, found.doubt), (false, Some(IdentityDoubt::ProofOutdated)));
    let mut unchecked = claim(Some("42"), Some("x".into()));
    let found = check(None, &mut unchecked, NOW).unwrap().unwrap();
    assert_eq!((found.is_proved, found.doubt), (false, Some(IdentityDoubt::SecretMissing)));
    let found = check(Some(&secret("s3cret")), &mut claim(Some("42"), None), NOW);
    assert_eq!(found.unwrap().unwrap().doubt, None);
    assert_eq!(check(Some(&secret("s3cret")), &mut claim(None, None), NOW), Ok(None));
}
