//! TLS errors in words for an operator.

use std::error::Error;
use std::io;

use rustls::{AlertDescription as Alert, CertificateError as Certificate};

/// The certificate keys that the cryptography in use (ring) supports, in words for errors.
const KEYS: &str = "RSA from 2,048 bits on, ECDSA on P-256 or P-384, or Ed25519";

/// Returns the reason why a handshake failed, in words; `None` when neither the error nor a cause
/// of the error is a TLS error.
#[must_use]
pub fn explain(error: &(dyn Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        // The `source` of an `io::Error` is the source of its inner error, and skips the inner
        // error itself.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(error) = inner.or_else(|| error.downcast_ref()) {
            return Some(words(error));
        }
        cause = error.source();
    }
    None
}

fn words(error: &rustls::Error) -> String {
    use rustls::Error::{AlertReceived, InvalidCertificate};
    match error {
        InvalidCertificate(error) => certificate(error),
        AlertReceived(received) => alert(*received),
        other => format!("no TLS with the server: {other}"),
    }
}

/// Returns the reason, in words, why the server ended the handshake.
fn alert(alert: Alert) -> String {
    let ended = format!("the server ended the TLS handshake ({alert:?}): see its log");
    match alert {
        // The server has nothing to offer that this side supports, or misses a certificate.
        Alert::HandshakeFailure | Alert::InsufficientSecurity => format!(
            "{ended}; it may ask for a certificate of ours, or have one with a key that is not \
             supported here, such as P-521: use {KEYS}"
        ),
        Alert::CertificateRequired => format!("{ended}; it asks for a certificate of ours"),
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA => format!("{ended}; it does not accept our certificate"),
        _ => ended,
    }
}

/// Returns the reason, in words, why Deskbell's own certificate cannot be used with the key.
pub(crate) fn unusable(error: &rustls::Error) -> String {
    match error {
        rustls::Error::General(_) => format!(
            "the key of our certificate is damaged, or of a kind that is not supported here, such \
             as one of P-521: use {KEYS}"
        ),
        rustls::Error::InvalidCertificate(error) if is_version_1(error) => {
            "our certificate is of X.509 version 1: make one of version 3, such as with `openssl \
             x509 -req -extfile`"
                .into()
        }
        other => format!("the certificate with its key cannot be used: {other}"),
    }
}

fn is_version_1(error: &Certificate) -> bool {
    let Certificate::Other(cause) = error else { return false };
    cause.0.downcast_ref() == Some(&webpki::Error::UnsupportedCertVersion)
}

fn certificate(error: &Certificate) -> String {
    match error {
        Certificate::Expired | Certificate::ExpiredContext { .. } => {
            "the server's certificate has expired: renew it (or see that the clocks agree)".into()
        }
        Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet: see that the clocks agree".into()
        }
        Certificate::NotValidForName => "the server's certificate is for another name".into(),
        Certificate::NotValidForNameContext { expected, presented } => {
            let names = match presented.as_slice() {
                [] => "no name (subjectAltName)".to_owned(),
                names => names.join(", "),
            };
            format!(
                "the server's certificate is for another name: it has {names}, and the address \
                 has {}",
                expected.to_str()
            )
        }
        // An authority with the right name but another key fails as a bad signature.
        Certificate::UnknownIssuer | Certificate::BadSignature => {
            "the server's certificate is of an unknown authority: name \
             a file with the authority's certificate"
                .into()
        }
        Certificate::Revoked => "the server's certificate was revoked".into(),
        Certificate::UnsupportedSignatureAlgorithmContext { .. }
        | Certificate::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => format!(
            "the server's certificate is signed in a way that is not supported here, such as by \
             an authority with a key of P-521: use {KEYS}"
        ),
        error if is_version_1(error) => "the server's certificate is of X.509 version 1: make one \
             of version 3, with a subjectAltName"
            .into(),
        Certificate::Other(cause) => match cause.0.downcast_ref() {
            Some(webpki::Error::CaUsedAsEndEntity) => "the server's certificate is that of an \
                 authority: name a file with it"
                .into(),
            _ => format!("the server's certificate is not accepted: {cause}"),
        },
        other => format!("the server's certificate is not accepted: {other}"),
    }
}
