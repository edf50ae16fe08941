//! The check of a server's certificate.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use crate::authorities::Authorities;

/// The checks made on a server's certificate.
#[derive(Clone, Debug)]
pub enum Check {
    /// No check: the connection is encrypted, but any server can answer.
    Nothing,
    /// The authority is checked, but not the name.
    Authority(Authorities),
    /// The authority and the name are checked.
    Name(Authorities),
}

pub(crate) fn verifier(
    check: Check,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let (Authorities { roots, own }, is_name_checked) = match check {
        Check::Nothing => return Ok(Arc::new(Unchecked(provider))),
        Check::Authority(authorities) => (authorities, false),
        Check::Name(authorities) => (authorities, true),
    };
    let web = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|error| format!("no authority can be trusted: {error}"))?;
    Ok(Arc::new(Checked { web, own, is_name_checked }))
}

/// A verifier that checks the authority, and the name if `is_name_checked` is set.
#[derive(Debug)]
struct Checked {
    web: Arc<WebPkiServerVerifier>,
    own: Vec<CertificateDer<'static>>,
    is_name_checked: bool,
}

impl Checked {
    /// Tells whether a server's certificate is in the file of authorities, and is refused only
    /// because it is an authority's certificate. Both are true for a self-signed certificate in
    /// that file.
    fn is_own(&self, certificate: &CertificateDer<'_>, error: &CertificateError) -> bool {
        let CertificateError::Other(cause) = error else { return false };
        // The dates of the certificate were checked before.
        let is_authority = cause.0.downcast_ref() == Some(&webpki::Error::CaUsedAsEndEntity);
        is_authority && self.own.contains(certificate)
    }
}

impl ServerCertVerifier for Checked {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.web.verify_server_cert(certificate, chain, name, ocsp, now);
        let Err(Error::InvalidCertificate(error)) = &verdict else { return verdict };
        match error {
            // The name is checked last, so every other check has passed.
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
                if !self.is_name_checked =>
            {
                Ok(ServerCertVerified::assertion())
            }
            error if self.is_own(certificate, error) => {
                if self.is_name_checked {
                    verify_server_name(&ParsedCertificate::try_from(certificate)?, name)?;
                }
                Ok(ServerCertVerified::assertion())
            }
            _ => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.web.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.web.supported_verify_schemes()
    }
}

/// A verifier that accepts every certificate whose key the server has.
#[derive(Debug)]
struct Unchecked(Arc<CryptoProvider>);

impl ServerCertVerifier for Unchecked {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _chain: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
