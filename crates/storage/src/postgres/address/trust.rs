//! The TLS of an address: libpq's `sslmode`, `sslrootcert`, `sslcert` and `sslkey`, with libpq's
//! default files in `~/.postgresql`.

use std::path::PathBuf;

use deskbell_tls::{Authorities, Check, Identity, client_config};
use rustls::ClientConfig;
use tokio_postgres::config::SslMode;

use super::parameters::Own;
use crate::options::ConnectionDefaults;

/// Returns the mode and the settings of the client's TLS. The text of an error continues the words
/// "the address".
pub(super) fn tls(
    own: &Own,
    defaults: &ConnectionDefaults,
) -> Result<(SslMode, ClientConfig), String> {
    let asks = |why: String| format!("asks for TLS, but {why}");
    let usual = |name: &str| defaults.home.as_ref().map(|home| home.join(".postgresql").join(name));
    let there = |name: &str| usual(name).filter(|path| path.is_file());
    let system = own.roots.as_ref().is_some_and(|path| path.as_os_str() == "system");
    let mode = own.mode.as_deref().unwrap_or(if system { "verify-full" } else { "prefer" });
    if system && mode != "verify-full" && mode != "disable" {
        return Err(format!(
            "has sslrootcert=system with sslmode={mode}: anybody can have a certificate of these \
             authorities, so use sslmode=verify-full"
        ));
    }
    let authorities = || match own.roots.clone().or_else(|| there("root.crt")) {
        Some(path) if !system => Authorities::of_file(&path).map_err(asks),
        _ => Authorities::of_system().map_err(asks),
    };
    let (mode, check) = match mode {
        "disable" => (SslMode::Disable, Check::Nothing),
        "prefer" => (SslMode::Prefer, Check::Nothing),
        // As in libpq, a file of authorities makes the client check the server's certificate.
        "require" if own.roots.is_some() || there("root.crt").is_some() => {
            (SslMode::Require, Check::Authority(authorities()?))
        }
        "require" => (SslMode::Require, Check::Nothing),
        "verify-ca" if own.roots.is_none() && there("root.crt").is_none() => {
            return Err(
                "has sslmode=verify-ca without sslrootcert: name a file of authorities, or \
                 use sslmode=verify-full, which checks the name too"
                    .into(),
            );
        }
        "verify-ca" => (SslMode::Require, Check::Authority(authorities()?)),
        "verify-full" => (SslMode::Require, Check::Name(authorities()?)),
        _ => {
            return Err("has an unknown sslmode: use disable, prefer, require, verify-ca or \
                 verify-full"
                .into());
        }
    };
    let identity = match (mode, identity_files(own, &there)?) {
        (SslMode::Disable, _) | (_, None) => None,
        (_, Some((certificate, key))) => Some(Identity::read(&certificate, &key).map_err(asks)?),
    };
    let config = client_config(check, identity).map_err(asks)?;
    Ok((mode, config))
}

/// Returns the files of the client's certificate and key, if any.
fn identity_files(
    own: &Own,
    there: &impl Fn(&str) -> Option<PathBuf>,
) -> Result<Option<(PathBuf, PathBuf)>, String> {
    let certificate = own.certificate.clone().or_else(|| there("postgresql.crt"));
    let key = own.key.clone().or_else(|| there("postgresql.key"));
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some((certificate, key))),
        (Some(_), None) => Err("has sslcert without sslkey: name the file of its key".into()),
        (None, _) => Ok(None),
    }
}
