//! The address of the database, from a setting or a file, and additional values from libpq's
//! environment variables.

use std::env;
use std::path::PathBuf;

use deskbell_storage::{ConnectionDefaults, Location};

use super::{Layers, secret_text};

/// The valid forms of an address, for error messages.
const FORMS: &str = "sqlite:PATH or postgres://…";
/// The valid forms of the address that bypasses a pooler, for error messages.
const LISTEN_FORMS: &str = "postgres://… or nothing";

/// Returns the database's location: `database.url`, or the content of the file that
/// `database.url_file` names.
pub(super) fn location(layers: &Layers) -> Result<Location, String> {
    let url = secret_text::read(layers, "database.url", FORMS)?;
    Location::parse(&url.text).ok_or_else(|| url.refuse(FORMS))
}

/// Returns the URL of PostgreSQL for connections that must bypass a pooler; `None` when the setting
/// is empty.
pub(super) fn listen_url(layers: &Layers) -> Result<Option<Location>, String> {
    let url = secret_text::read(layers, "postgres.listen_url", LISTEN_FORMS)?;
    match Location::parse(&url.text) {
        Some(location @ Location::Postgres(_)) => Ok(Some(location)),
        _ if url.text.is_empty() => Ok(None),
        _ => Err(url.refuse(LISTEN_FORMS)),
    }
}

/// Reads libpq's environment variables, such as `PGPASSWORD`, for the values that the address of a
/// database omits.
pub(super) fn defaults() -> ConnectionDefaults {
    let path = |name: &str| env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let text = |name: &str| env::var(name).ok().filter(|it| !it.is_empty());
    ConnectionDefaults {
        password: text("PGPASSWORD"),
        passfile: path("PGPASSFILE"),
        mode: text("PGSSLMODE"),
        roots: path("PGSSLROOTCERT"),
        certificate: path("PGSSLCERT"),
        key: path("PGSSLKEY"),
        home: path("HOME"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::DEFAULTS;

    fn read(file: &str, variables: &[(&str, &str)], flag: Option<&str>) -> Result<String, String> {
        let mut layers = Layers::defaults(DEFAULTS).unwrap();
        layers.file(Path::new("own.toml"), file).unwrap();
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        layers.environment(variables).unwrap();
        if let Some(url) = flag {
            layers.flag("database.url", "--database", url);
        }
        location(&layers).map(|location| match location {
            Location::Sqlite(path) => path.display().to_string(),
            Location::Postgres(url) => url,
        })
    }

    #[test]
    fn the_later_layer_decides_where_the_database_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("url");
        std::fs::write(&path, "postgres://u:secret@h/d\n").unwrap();
        let path = path.to_str().unwrap();
        let (of_file, in_file) =
            (format!("[database]\nurl_file = '{path}'"), "[database]\nurl = 'sqlite:own.db'");
        let (url, url_file) = ("DESKBELL_DATABASE__URL", "DESKBELL_DATABASE__URL_FILE");
        let platform = ("DATABASE_URL", "postgres://u@platform/d");
        for (expected, file, variables, flag) in [
            ("deskbell.db", "", &[][..], None),
            ("postgres://u:secret@h/d", &of_file, &[], None),
            ("own.db", in_file, &[], None),
            ("postgres://u:secret@h/d", in_file, &[(url_file, path)], None),
            ("postgres://u@platform/d", "", &[platform], None),
            ("own.db", in_file, &[platform], None),
            ("postgres://u:secret@h/d", &of_file, &[platform], None),
            ("deskbell.db", "", &[("DATABASE_URL", "")], None),
            ("postgres://u:secret@h/d", in_file, &[(url_file, path), platform], None),
            ("x.db", &of_file, &[(url, "sqlite:x.db"), platform], None),
            ("y.db", &of_file, &[(url_file, path), platform], Some("sqlite:y.db")),
        ] {
            assert_eq!(read(file, variables, flag).as_deref(), Ok(expected), "{variables:?}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_had_is_an_error_with_its_place() {
        let file = |path: &str| ("DESKBELL_DATABASE__URL_FILE", path.to_owned());
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty");
        std::fs::write(&empty, " \n").unwrap();
        for (variables, why) in [
            (
                vec![file("/nowhere/url")],
                "DESKBELL_DATABASE__URL_FILE: /nowhere/url cannot be read",
            ),
            (
                vec![file(empty.to_str().unwrap())],
                "must hold one line: sqlite:PATH or postgres://…",
            ),
            (
                vec![file("/x"), ("DESKBELL_DATABASE__URL", "sqlite:x".into())],
                "are both set: remove one",
            ),
            (
                vec![("DATABASE_URL", "mysql://u:secret@h/d".into())],
                "DATABASE_URL: `database.url` must be",
            ),
        ] {
            let variables: Vec<_> =
                variables.iter().map(|(name, it)| (*name, it.as_str())).collect();
            let told = read("", &variables, None).unwrap_err();
            assert!(told.contains(why) && !told.contains("secret"), "{told}");
        }
    }

    #[test]
    fn a_credential_of_systemd_overrides_the_file_and_not_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("database.url"), "postgres://u:secret@h/d\n").unwrap();
        std::fs::write(folder.path().join("other"), "x").unwrap();
        let layers = |variable: Option<&str>| {
            let mut layers = Layers::defaults(DEFAULTS).unwrap();
            layers.file(Path::new("own.toml"), "[database]\nurl = 'sqlite:own.db'").unwrap();
            layers.credentials(folder.path()).unwrap();
            let variable = variable.map(|url| ("DESKBELL_DATABASE__URL".into(), url.into()));
            layers.environment(variable.into_iter()).unwrap();
            layers
        };
        let passed = layers(None);
        assert_eq!(location(&passed), Ok(Location::Postgres("postgres://u:secret@h/d".into())));
        let shown = passed.shown().find(|(key, ..)| *key == "database.url_file").unwrap();
        assert_eq!(shown.2, "the credential database.url");
        assert_eq!(location(&layers(Some("sqlite:x.db"))), Ok(Location::Sqlite("x.db".into())));
    }
}
