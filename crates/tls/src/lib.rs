//! TLS of the connections that Deskbell opens: the trusted authorities, the checks of a server's
//! certificate, Deskbell's own certificate, and the explanation of TLS errors in words.
//!
//! This crate depends on neither the called servers nor the exchanged data.

mod authorities;
mod explain;
mod identity;
mod verifier;

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;

pub use authorities::Authorities;
pub use explain::explain;
pub use identity::Identity;
pub use verifier::Check;

/// Builds the configuration of a client for TLS 1.2 and 1.3.
///
/// # Errors
/// The reason, in words: there are no authorities, the identity's certificate or key cannot be
/// read, or the key does not fit the certificate.
pub fn client_config(check: Check, identity: Option<Identity>) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let verifier = verifier::verifier(check, Arc::clone(&provider))?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    match identity {
        None => Ok(builder.with_no_client_auth()),
        Some(Identity { chain, key }) => {
            builder.with_client_auth_cert(chain, key).map_err(|error| explain::unusable(&error))
        }
    }
}
