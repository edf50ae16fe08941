//! Certificate authorities: the certificates with which servers' certificates are verified.

use std::env;
use std::path::Path;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// The trusted certificate authorities.
#[derive(Clone, Debug)]
pub struct Authorities {
    pub(crate) roots: RootCertStore,
    /// The certificates that were read from files; a server's own certificate can be one of them.
    pub(crate) own: Vec<CertificateDer<'static>>,
}

impl Authorities {
    /// Tells whether `SSL_CERT_FILE` or `SSL_CERT_DIR` names the system's authorities.
    #[must_use]
    pub fn are_named() -> bool {
        ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(env::var_os).iter().any(Option::is_some)
    }

    /// The authorities of the operating system, or the authorities in `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR`. A system without authorities, such as an empty container, gets Mozilla's
    /// authorities, which are compiled into the program.
    ///
    /// # Errors
    /// The reason, in words: one of these variables is set but names no authority.
    pub fn of_system() -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        match (roots.is_empty(), Self::are_named()) {
            (true, true) => {
                return Err("SSL_CERT_FILE or SSL_CERT_DIR leads to no authority".into());
            }
            (true, false) => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            (false, _) => {}
        }
        Ok(Self { roots, own: Vec::new() })
    }

    /// Reads only the authorities of a PEM file.
    ///
    /// # Errors
    /// The errors of [`Authorities::and_file`].
    pub fn of_file(path: &Path) -> Result<Self, String> {
        Self { roots: RootCertStore::empty(), own: Vec::new() }.and_file(path)
    }

    /// Adds the authorities of a PEM file.
    ///
    /// # Errors
    /// The reason, in words: the file cannot be read, or holds no certificate of an authority.
    pub fn and_file(mut self, path: &Path) -> Result<Self, String> {
        for certificate in certificates(path)? {
            self.roots
                .add(certificate.clone())
                .map_err(|error| format!("{} is no authority: {error}", path.display()))?;
            self.own.push(certificate);
        }
        Ok(self)
    }
}

/// Reads the certificates of a PEM file, at least one.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let shown = path.display();
    let unreadable = |error| format!("{shown} cannot be read: {error}");
    let found = CertificateDer::pem_file_iter(path).map_err(unreadable)?;
    let found: Vec<_> = found.collect::<Result<_, _>>().map_err(unreadable)?;
    match found.is_empty() {
        true => Err(format!("{shown} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)")),
        false => Ok(found),
    }
}
