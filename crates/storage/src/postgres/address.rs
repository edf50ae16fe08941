//! The address of a PostgreSQL server: a URL with libpq's parameters, which also determine the TLS
//! and the password. Errors name a parameter without its value, which may be a password.

mod connect;
mod parameters;
mod passfile;
mod trust;

use tokio_postgres::config::{Config, Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, Result};
use crate::options::ConnectionDefaults;
pub(crate) use connect::Connected;
use parameters::Parameters;

const FORM: &str = "postgres://USER:PASSWORD@HOST:PORT/NAME?PARAMETER=VALUE";

/// A server's address, read from its URL.
#[derive(Clone)]
pub(crate) struct Address {
    /// The settings of each host, with the role, the database and the driver's parameters; hosts
    /// are tried in this order.
    hosts: Vec<Config>,
    tls: MakeRustlsConnect,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // `Debug` of `Config` does not show the password.
        f.debug_struct("Address").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl Address {
    /// Reads a URL; `defaults` has the parts that the URL leaves out.
    ///
    /// # Errors
    /// `Misconfigured` with the reason.
    pub(crate) fn read(url: &str, defaults: &ConnectionDefaults) -> Result<Self> {
        read(url, defaults).map_err(|why| Error::Misconfigured(format!("the address {why}")))
    }
}

/// Reads a URL. The text of an error continues the words "the address".
fn read(url: &str, defaults: &ConnectionDefaults) -> Result<Address, String> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    check_escapes(base, query)?;
    let Parameters { own, passed, has_host, has_port } = Parameters::read(query)?;
    let own = own.or(defaults);
    let place = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    if (has_host || has_port) && !host.split('/').next().unwrap_or_default().is_empty() {
        return Err(
            "has a host and also the parameter `host` or `port`: write HOST:PORT, or leave \
             the host out"
                .into(),
        );
    }
    let mut config: Config = format!("{base}?{passed}").parse().map_err(|cause| {
        // The cause names a parameter or a part of the address, and shows no value.
        let why = std::error::Error::source(&cause).map(ToString::to_string).unwrap_or_default();
        format!("is malformed ({why}): it has the form {FORM}")
    })?;
    let Some(user) = config.get_user().filter(|user| !user.is_empty()).map(str::to_owned) else {
        return Err(format!("names no user: it has the form {FORM}"));
    };
    let Some(database) = config.get_dbname().map(str::to_owned) else {
        return Err(format!("names no database: it has the form {FORM}"));
    };
    let is_nowhere = |host: &Host| matches!(host, Host::Tcp(name) if name.is_empty());
    let hosts = config.get_hosts();
    if hosts.iter().any(is_nowhere) || (hosts.is_empty() && config.get_hostaddrs().is_empty()) {
        return Err(format!("names no host: it has the form {FORM}"));
    }
    let (mode, client) = trust::tls(&own, defaults)?;
    // A connection through a Unix socket stays within the machine, and needs no encryption.
    let is_local = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
    let is_local = is_local && config.get_hostaddrs().is_empty();
    config.ssl_mode(if is_local { SslMode::Disable } else { mode });
    let mut hosts = connect::each_alone(&config);
    if config.get_password().is_none() {
        for host in &mut hosts {
            if let Some(password) = defaults.password(&own, host, &database, &user)? {
                host.password(password);
            }
        }
    }
    Ok(Address { hosts, tls: MakeRustlsConnect::new(client) })
}

impl ConnectionDefaults {
    /// Finds the password of a host for a URL without a password, in libpq's order: `PGPASSWORD`,
    /// then the file that `passfile` or `PGPASSFILE` names, or else `~/.pgpass`.
    fn password(
        &self,
        own: &parameters::Own,
        host: &Config,
        database: &str,
        user: &str,
    ) -> Result<Option<String>, String> {
        if let Some(password) = &self.password {
            return Ok(Some(password.clone()));
        }
        let named = own.passfile.as_ref();
        let usual = self.home.as_ref().map(|home| home.join(".pgpass"));
        let Some(path) = named.or(usual.as_ref()) else { return Ok(None) };
        let text = passfile::read(path, named.is_some())?;
        Ok(text.and_then(|text| passfile::find(&text, host, database, user)))
    }
}

/// Refuses a user or a password that contains special characters of URLs without percent-encoding.
fn check_escapes(base: &str, query: &str) -> Result<(), String> {
    let authority = base.split_once("://").map_or(base, |(_, rest)| rest);
    let account = authority.rsplit_once('@').map(|(account, _)| account);
    let is_raw = match account {
        Some(account) => account.contains(['@', '/', '[', ']']),
        // If the password contains a question mark, the rest of the password and the host are
        // parsed as the query.
        None => query.split('&').next().is_some_and(|it| !it.contains('=') && it.contains('@')),
    };
    let is_cut = account.is_none() && query.contains('@') && authority.contains(':');
    match is_raw || is_cut {
        false => Ok(()),
        true => Err("has special characters in its user or password: percent-encode them (@ is \
             %40, / is %2F, : is %3A, ? is %3F, # is %23, % is %25)"
            .into()),
    }
}

#[cfg(test)]
mod tests;
