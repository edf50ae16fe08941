//! Password files in libpq's format. Each line is `host:port:database:user:password`, in which `*`
//! matches any value and a backslash escapes `:` and `\`.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tokio_postgres::config::{Config, Host};

const FILE_MAX: u64 = 1024 * 1024;

/// Reads a password file. A file that the settings name must be readable. The default file in the
/// home folder counts as absent (`None`) if it cannot be opened, or if other users can read it. The
/// text of an error continues the words "the address".
pub(super) fn read(path: &Path, is_named: bool) -> Result<Option<String>, String> {
    let shown = path.display();
    let unreadable = |error| format!("has no password, and the passfile {shown}: {error}");
    let file = match File::open(path) {
        Err(_) if !is_named => return Ok(None),
        opened => opened.map_err(unreadable)?,
    };
    let mode = file.metadata().map_err(unreadable)?.permissions().mode();
    if mode & 0o077 != 0 && !is_named {
        tracing::warn!(file = %shown, "a passfile that others can read is not read: chmod 600");
        return Ok(None);
    }
    if mode & 0o077 != 0 {
        // libpq ignores a file that others can read. Here it is an error, which is easier to
        // understand.
        return Err(format!(
            "has no password, and others can read the passfile {shown}: chmod 600 {shown}"
        ));
    }
    let mut text = String::new();
    file.take(FILE_MAX).read_to_string(&mut text).map_err(unreadable)?;
    Ok(Some(text))
}

/// Finds the password of the first line that matches one of the hosts.
pub(super) fn find(text: &str, config: &Config, database: &str, user: &str) -> Option<String> {
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.to_string_lossy().into_owned(),
    });
    let addresses = config.get_hostaddrs().iter().map(ToString::to_string);
    let hosts: Vec<String> = hosts.chain(addresses).collect();
    let is_local = config.get_hosts().iter().any(|host| matches!(host, Host::Unix(_)));
    let ports = match config.get_ports() {
        [] => vec!["5432".to_owned()],
        ports => ports.iter().map(ToString::to_string).collect(),
    };
    let fits =
        |field: &str, values: &[String]| field == "*" || values.iter().any(|value| value == field);
    text.lines().find_map(|line| {
        let line = fields(line)?;
        let [host, port, name, account, password] = line.as_slice() else { return None };
        let is_this = (fits(host, &hosts) || (is_local && host == "localhost"))
            && fits(port, &ports)
            && fits(name, &[database.to_owned()])
            && fits(account, &[user.to_owned()]);
        is_this.then(|| password.clone())
    })
}

/// Splits a line into its fields; `None` for a comment.
fn fields(line: &str) -> Option<Vec<String>> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut rest = line.trim_end_matches('\r').chars();
    while let Some(c) = rest.next() {
        if c == ':' && fields.len() < 5 {
            fields.push(String::new());
            continue;
        }
        let c = if c == '\\' { rest.next()? } else { c };
        fields.last_mut()?.push(c);
    }
    Some(fields)
}
