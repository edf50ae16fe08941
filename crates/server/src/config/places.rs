//! The folders and the bucket that settings name: for files, and for saved indexes.

use std::path::PathBuf;

use deskbell_app::files::{BucketSettings, Place};
use deskbell_model::Secret;
use deskbell_storage::Location;

use super::{Layers, secret_text};

/// Returns the folder of saved indexes: `set`, or else a folder next to the SQLite file; `None` if
/// indexes are not saved.
pub(super) fn images(set: &str, database: &Location) -> Option<PathBuf> {
    match (set, database) {
        ("off", _) => None,
        ("", Location::Postgres(_)) => None,
        ("", Location::Sqlite(path)) => {
            let mut path = path.clone().into_os_string();
            path.push(".index");
            Some(path.into())
        }
        (folder, _) => Some(folder.into()),
    }
}

/// Returns the default folder of saved indexes next to an SQLite file, if the settings name another
/// folder. Earlier settings may have left files in the default folder.
pub(super) fn unused_images(images: Option<&PathBuf>, database: &Location) -> Option<PathBuf> {
    self::images("", database).filter(|folder| images != Some(folder))
}

/// Returns the folder in which files are stored: `set`, or else a folder next to the SQLite file.
/// Without `set`, PostgreSQL has no folder.
pub(super) fn files(set: &str, database: &Location) -> Place {
    match (set, database) {
        ("", Location::Postgres(_)) => Place::Nowhere,
        ("", Location::Sqlite(path)) => {
            let mut path = path.clone().into_os_string();
            path.push(".files");
            Place::Folder(path.into())
        }
        (folder, _) => Place::Folder(folder.into()),
    }
}

/// Returns the storage for files: a bucket, or else a folder.
pub(super) fn place(layers: &Layers, database: &Location) -> Result<Place, String> {
    let text = |key: &str| layers.text(key).map(str::to_owned);
    let folder = layers.text("files.folder")?;
    let bucket = text("s3.bucket")?;
    if bucket.is_empty() {
        return Ok(files(folder, database));
    }
    if !folder.is_empty() {
        return Err("`files.folder` and `s3.bucket` are two places for files: set one".to_owned());
    }
    let secret = secret_text::read(layers, "s3.secret_key", "the secret of the access key")?.text;
    let access_key = text("s3.access_key")?;
    if access_key.is_empty() || secret.is_empty() {
        return Err("`s3.bucket` needs `s3.access_key` and `s3.secret_key`".to_owned());
    }
    let endpoint = text("s3.endpoint")?;
    let (region, prefix) = (text("s3.region")?, text("s3.prefix")?);
    let secret_key = Secret::new(secret);
    let settings = BucketSettings { bucket, endpoint, region, prefix, access_key, secret_key };
    settings.check()?;
    Ok(Place::Bucket(settings))
}

/// Parses the start of links to files: an empty text, or a scheme and a host without a path.
pub(super) fn origin(text: &str) -> Option<String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = host.map(|host| host.trim_end_matches('/'));
    let is_host = |host: &str| {
        let is_fit = |it: u8| it.is_ascii_alphanumeric() || b"-.:[]".contains(&it);
        !host.is_empty() && host.bytes().all(is_fit)
    };
    let is_fit = text.is_empty() || host.is_some_and(is_host);
    is_fit.then(|| text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_saved_beside_the_file_unless_told_otherwise() {
        let sqlite = Location::Sqlite("data/desk.db".into());
        let postgres = Location::Postgres("postgres://host/desk".into());
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(images("", &sqlite), path("data/desk.db.index"));
        assert_eq!(images("", &postgres), None);
        assert_eq!(images("/var/x", &postgres), path("/var/x"));
        assert_eq!(images("/var/x", &sqlite), path("/var/x"));
        assert_eq!((images("off", &sqlite), images("off", &postgres)), (None, None));
    }

    #[test]
    fn files_are_kept_beside_the_file_or_in_a_folder_and_else_nowhere() {
        let sqlite = Location::Sqlite("data/desk.db".into());
        let postgres = Location::Postgres("postgres://host/desk".into());
        assert_eq!(files("", &sqlite), Place::Folder("data/desk.db.files".into()));
        assert_eq!(files("", &postgres), Place::Nowhere);
        assert_eq!(files("/var/x", &postgres), Place::Folder("/var/x".into()));
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host_and_nothing_more() {
        for (text, expected) in [
            ("", Some("")),
            ("https://files.example.com", Some("https://files.example.com")),
            ("http://localhost:8080/", Some("http://localhost:8080")),
            ("files.example.com", None),
            ("https://", None),
            ("https://a/b", None),
            ("https://a b", None),
            ("javascript:x", None),
        ] {
            assert_eq!(origin(text).as_deref(), expected, "{text}");
        }
    }
}
