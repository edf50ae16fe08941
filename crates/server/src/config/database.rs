//! The address of the database, from a setting or a file, and the values that libpq's environment
//! variables add to it.

use std::env;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use deskbell_storage::{ConnectionDefaults, Location};

use super::{Layers, secrets};

/// The maximal size of a file with an address, in bytes.
const FILE_MAX: u64 = 64 * 1024;
/// The forms of an address, for errors.
const FORMS: &str = "sqlite:PATH or postgres://…";

/// Gives the database's location: `database.url`, or the content of the file that
/// `database.url_file` names. If both are set, the one of the later layer counts; both in one layer
/// are an error.
pub(super) fn location(layers: &Layers) -> Result<Location, String> {
    let path = layers.text("database.url_file")?;
    let (by_url, by_file) = (layers.origin("database.url")?, layers.origin("database.url_file")?);
    if path.is_empty() || by_url.layer > by_file.layer {
        return layers.parsed("database.url", FORMS, |url| Location::parse(url.trim()));
    }
    if by_url.layer == by_file.layer {
        return Err(format!(
            "`database.url` ({}) and `database.url_file` ({}) are both set: remove one",
            by_url.place, by_file.place
        ));
    }
    let mut text = String::new();
    let read = File::open(path).and_then(|it| it.take(FILE_MAX).read_to_string(&mut text));
    read.map_err(|error| {
        format!("{}: {} cannot be read: {error}", by_file.place, secrets::path(path))
    })?;
    let is_one_line = text.trim().lines().count() == 1;
    Location::parse(text.trim()).filter(|_| is_one_line).ok_or_else(|| {
        format!("{}: {} must hold one line: {FORMS}", by_file.place, secrets::path(path))
    })
}

/// Gives the URL at which PostgreSQL itself listens, for connections that must bypass a pooler;
/// `None` when the setting is empty.
pub(super) fn listen_url(layers: &Layers) -> Result<Option<Location>, String> {
    let parse = |text: &str| match Location::parse(text) {
        Some(url @ Location::Postgres(_)) => Some(Some(url)),
        _ if text.is_empty() => Some(None),
        _ => None,
    };
    layers.parsed("postgres.listen_url", "postgres://… or nothing", parse)
}

/// Reads libpq's environment variables, such as `PGPASSWORD`, which give what the address of a
/// database leaves out.
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
}
