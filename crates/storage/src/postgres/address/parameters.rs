//! The parameters of an address. Deskbell handles some parameters itself, and passes others to the
//! driver.

use std::path::PathBuf;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::options::ConnectionDefaults;

/// The parameters that the driver knows, with libpq's names and meanings.
const PASSED: [&str; 17] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "options",
    "password",
    "port",
    "sslnegotiation",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];
/// The parameters that Deskbell handles itself.
const OWN: [&str; 5] = ["passfile", "sslcert", "sslkey", "sslmode", "sslrootcert"];
/// Parameters that other programs know, each with the advice for the error message.
const INSTEAD: [(&str, &str); 7] = [
    ("client_encoding", "remove it: Deskbell always speaks UTF-8"),
    ("gssencmode", "remove it: Deskbell encrypts by TLS (sslmode)"),
    ("load_balance_hosts", "remove it: of several hosts, the one that accepts writes is used"),
    ("pgbouncer", "remove it, and set postgres.pooling to \"transaction\""),
    ("schema", "remove it, and run ALTER ROLE … SET search_path = …"),
    ("search_path", "remove it, and run ALTER ROLE … SET search_path = …"),
    ("ssl", "remove it, and add sslmode=require or sslmode=verify-full"),
];

/// The values of the parameters in [`OWN`].
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) passfile: Option<PathBuf>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
    pub(super) mode: Option<String>,
    pub(super) roots: Option<PathBuf>,
}

impl Own {
    /// Takes missing parameters from the environment.
    pub(super) fn or(self, defaults: &ConnectionDefaults) -> Self {
        let path = |own: Option<PathBuf>, other: &Option<PathBuf>| own.or_else(|| other.clone());
        Self {
            passfile: path(self.passfile, &defaults.passfile),
            certificate: path(self.certificate, &defaults.certificate),
            key: path(self.key, &defaults.key),
            mode: self.mode.or_else(|| defaults.mode.clone()),
            roots: path(self.roots, &defaults.roots),
        }
    }
}

/// The parameters of an address.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) own: Own,
    /// The driver's parameters, percent-encoded again.
    pub(super) passed: String,
    /// True when a parameter names a host.
    pub(super) has_host: bool,
    /// True when a parameter names a port.
    pub(super) has_port: bool,
}

impl Parameters {
    /// Reads the part of a URL after its question mark. The text of an error continues the words
    /// "the address".
    pub(super) fn read(query: &str) -> Result<Self, String> {
        let mut read = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(value).decode_utf8();
            let value = value.map_err(|_| format!("has a value of `{name}` that is not UTF-8"))?;
            let path = || Some(PathBuf::from(value.as_ref())).filter(|_| !value.is_empty());
            match name {
                "passfile" => read.own.passfile = path(),
                "sslcert" => read.own.certificate = path(),
                "sslkey" => read.own.key = path(),
                "sslmode" => read.own.mode = Some(value.into_owned()),
                "sslrootcert" => read.own.roots = path(),
                // The driver takes one host per parameter, so the list is split.
                "host" | "hostaddr" => {
                    read.has_host = true;
                    value.split(',').for_each(|host| read.pass(name, host));
                }
                name if PASSED.contains(&name) => {
                    read.has_port |= name == "port";
                    read.pass(name, &value);
                }
                name => return Err(unknown(name)),
            }
        }
        read.passed.pop();
        Ok(read)
    }
}

impl Parameters {
    fn pass(&mut self, name: &str, value: &str) {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        self.passed.push_str(&format!("{name}={value}&"));
    }
}

fn unknown(name: &str) -> String {
    // A name with other characters may be a part of a password.
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if !is_plain {
        return "has a parameter that is no name: percent-encode the characters of the password"
            .into();
    }
    let instead = INSTEAD.iter().find(|(other, _)| *other == name);
    let instead = instead.map_or_else(
        || {
            let mut known = [&PASSED[..], &OWN[..]].concat();
            known.sort_unstable();
            format!("remove it; it may have {}", known.join(", "))
        },
        |(_, instead)| (*instead).to_owned(),
    );
    format!("has the parameter `{name}`, which Deskbell does not know: {instead}")
}
