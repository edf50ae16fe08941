//! Certificate authorities for tests, and the certificates of these authorities, made by `openssl`.
//!
//! This module must not know which program presents a certificate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The end of validity of certificates that do not expire during tests.
pub const LASTING: &str = "20991231000000Z";
/// An end of validity in the past.
pub const EXPIRED: &str = "20210101000000Z";
/// The settings for `openssl ca`; the authority accepts the names in a request.
const SETTINGS: &str = "[ca]\ndefault_ca = authority\n[authority]\ndatabase = issued\n\
    new_certs_dir = .\npolicy = names\ndefault_md = default\ncopy_extensions = copy\n\
    unique_subject = no\nrand_serial = yes\n[names]\ncommonName = supplied\n";

/// A certificate authority, with its files in a folder.
#[derive(Clone, Debug)]
pub struct Authority {
    folder: PathBuf,
    algorithm: &'static [&'static str],
}

/// The files of a certificate and its key, in PEM.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The file of the certificate.
    pub certificate: PathBuf,
    /// The file of the certificate's private key, which only this account can read.
    pub key: PathBuf,
}

/// RSA with 2,048 bits, as an argument of `openssl req -newkey`.
pub const RSA: &[&str] = &["rsa:2048"];
/// ECDSA on P-256, as arguments of `openssl req -newkey`.
pub const ECDSA: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
/// ECDSA on P-521, as arguments of `openssl req -newkey`.
pub const P521: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-521"];
/// Ed25519, as an argument of `openssl req -newkey`.
pub const ED25519: &[&str] = &["ed25519"];

impl Authority {
    /// Makes an authority in an existing folder. Issued certificates have keys of the same
    /// algorithm.
    ///
    /// # Panics
    /// When `openssl` is missing or fails.
    #[must_use]
    pub fn make(folder: &Path, algorithm: &'static [&'static str]) -> Self {
        fs::write(folder.join("settings"), SETTINGS).expect("a file");
        fs::write(folder.join("issued"), "").expect("a file");
        let authority = Self { folder: folder.to_owned(), algorithm };
        let words = ["-x509", "-days", "2", "-subj", "/CN=authority", "-out", "authority.crt"];
        authority.request("authority.key", &words);
        authority
    }

    /// Returns this authority, set to issue certificates with keys of `algorithm`.
    #[must_use]
    pub fn for_keys_of(&self, algorithm: &'static [&'static str]) -> Self {
        Self { algorithm, ..self.clone() }
    }

    /// The file with the authority's certificate.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("authority.crt")
    }

    /// Issues a certificate with the common name `name` and the alternative names `names` (like
    /// `DNS:localhost,IP:127.0.0.1`), valid until `until` (like [`LASTING`]).
    ///
    /// # Panics
    /// When `openssl` fails.
    #[must_use]
    pub fn issue(&self, name: &str, names: &str, until: &str) -> Issued {
        let names = format!("subjectAltName={names}");
        let (request, certificate) = self.requested(name, &["-addext", &names]);
        let words = ["ca", "-batch", "-notext", "-config", "settings", "-cert", "authority.crt"];
        let files = ["-keyfile", "authority.key", "-in", &request, "-out", &certificate];
        let days = ["-startdate", "20200101000000Z", "-enddate", until];
        self.run(&[&words[..], &files, &days].concat());
        self.issued(name)
    }

    /// Issues a certificate of X.509 version 1, which has no alternative names.
    ///
    /// # Panics
    /// When `openssl` fails.
    #[must_use]
    pub fn issue_version_1(&self, name: &str) -> Issued {
        let (request, certificate) = self.requested(name, &[]);
        let files = ["-in", &request, "-CA", "authority.crt", "-CAkey", "authority.key"];
        let rest = ["-days", "2", "-out", &certificate];
        // The first command makes a certificate of version 1 since `openssl` 3.2, the second
        // command before that.
        let newer = [&["req", "-x509", "-x509v1"], &files[..], &rest].concat();
        let older = [&["x509", "-req", "-CAcreateserial"], &files[..], &rest].concat();
        if self.try_run(&newer).is_err() {
            self.run(&older);
        }
        self.issued(name)
    }

    /// Requests a certificate with this common name; returns the file names of the request and of
    /// the future certificate.
    fn requested(&self, name: &str, words: &[&str]) -> (String, String) {
        let (request, key) = (format!("{name}.csr"), format!("{name}.key"));
        let subject = format!("/CN={name}");
        self.request(&key, &[&["-subj", &subject, "-out", &request], words].concat());
        (request, format!("{name}.crt"))
    }

    fn issued(&self, name: &str) -> Issued {
        let file = |kind: &str| self.folder.join(format!("{name}.{kind}"));
        Issued { certificate: file("crt"), key: file("key") }
    }

    fn request(&self, key: &str, words: &[&str]) {
        let request = [&["req", "-newkey"], self.algorithm, &["-nodes", "-keyout", key]].concat();
        self.run(&[&request, words].concat());
    }

    fn run(&self, words: &[&str]) {
        let made = self.try_run(words);
        assert!(made.is_ok(), "openssl {words:?}: {made:?}");
    }

    /// Runs `openssl`; the error has the output of `openssl`.
    fn try_run(&self, words: &[&str]) -> Result<(), String> {
        let mut command = Command::new("openssl");
        command.args(words).current_dir(&self.folder).stdin(Stdio::null());
        let made = command.output().expect("this test needs the program `openssl`");
        let said = String::from_utf8_lossy(&made.stderr);
        if made.status.success() { Ok(()) } else { Err(said.into_owned()) }
    }
}
