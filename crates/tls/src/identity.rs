//! The certificate by which Deskbell proves its identity to a server, and the certificate's key.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::authorities::certificates;

/// A certificate with its chain, and its private key.
#[derive(Debug)]
pub struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Reads a certificate and its key from files in PEM.
    ///
    /// # Errors
    /// The reason, in words: a file cannot be read, holds no certificate or no key, or the
    /// permissions of the key's file let other users read it.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, String> {
        let chain = certificates(certificate)?;
        let shown = key.display();
        let found = std::fs::metadata(key);
        let found = found.map_err(|error| format!("{shown} cannot be read: {error}"))?;
        // The same rule as libpq's: the group may read a file that root owns.
        let allowed = if found.uid() == 0 { 0o640 } else { 0o600 };
        if found.permissions().mode() & 0o777 & !allowed != 0 {
            return Err(format!("{shown} can be read by others: chmod {allowed:o} {shown}"));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| {
            format!("{shown} holds no private key in PEM, or one with a password: {error}")
        })?;
        Ok(Self { chain, key })
    }
}
