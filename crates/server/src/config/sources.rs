//! The sources of the settings, read in order: the defaults, a file, systemd's credentials, the
//! environment and flags.

use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::DEFAULTS;
use super::layers::Layers;

/// The name of the file of settings in the usual folders.
const FILE: &str = "deskbell/deskbell.toml";
/// The folder of the system's settings.
const SYSTEM: &str = "/etc";
/// The variable that names the file of settings, as `--config` does. If the variable is empty, no
/// file is read.
const CONFIG: &str = "DESKBELL_CONFIG";
/// The variable with the folder of systemd's credentials.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// The settings that flags on the command line set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    pub(crate) database: Option<String>,
    pub(crate) listen: Option<String>,
}

/// Reads all layers. The file of settings is `named`, or else the file that the environment names,
/// or else the first usual file that exists.
pub(crate) fn layers(named: Option<&Path>, flags: &Flags) -> Result<Layers, String> {
    let mut layers = Layers::defaults(DEFAULTS)?;
    let named = named.map(Path::to_owned);
    match named.map(PathBuf::into_os_string).or_else(|| env::var_os(CONFIG)) {
        Some(path) if path.is_empty() => {}
        Some(path) => {
            let path = Path::new(&path);
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| unreadable(path, &error))?;
            layers.file(path, &text)?;
        }
        None => {
            if let Some((path, text)) = usual(env::var_os("XDG_CONFIG_HOME"), env::var_os("HOME"))?
            {
                layers.file(&path, &text)?;
            }
        }
    }
    if let Some(folder) = env::var_os(CREDENTIALS) {
        layers.credentials(Path::new(&folder))?;
    }
    layers.environment(env::vars_os())?;
    if let Some(url) = &flags.database {
        layers.flag("database.url", "--database", url);
    }
    if let Some(listen) = &flags.listen {
        layers.flag("server.listen", "--listen", listen);
    }
    Ok(layers)
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {error}", path.display())
}

/// Reads the first of the usual files that exists. An existing file that cannot be read is an
/// error, since without its settings a command would use another database.
fn usual(
    user: Option<OsString>,
    home: Option<OsString>,
) -> Result<Option<(PathBuf, String)>, String> {
    for path in places(user, home) {
        match std::fs::read_to_string(&path) {
            Ok(text) => return Ok(Some((path, text))),
            Err(error)
                if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => {}
            Err(error) => {
                let hint =
                    format!("see that you may read it, or set {CONFIG} to another or to \"\"");
                return Err(format!("{}; {hint}", unreadable(&path, &error)));
            }
        }
    }
    Ok(None)
}

/// Returns the paths of the usual files: the user's file before the system's file. A user's folder
/// that is not absolute is ignored, as the XDG specification says.
fn places(user: Option<OsString>, home: Option<OsString>) -> Vec<PathBuf> {
    let absolute = |path: PathBuf| Some(path).filter(|path| path.is_absolute());
    let user = user.map(PathBuf::from).and_then(absolute);
    let user = user.or_else(|| absolute(PathBuf::from(home?).join(".config")));
    user.into_iter().chain([SYSTEM.into()]).map(|folder| folder.join(FILE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_file_comes_before_the_systems_and_a_relative_folder_is_none() {
        let of = |user: Option<&str>, home: Option<&str>| -> Vec<String> {
            let places = places(user.map(Into::into), home.map(Into::into));
            places.iter().map(|path| path.display().to_string()).collect()
        };
        let system = "/etc/deskbell/deskbell.toml";
        assert_eq!(of(Some("/x"), Some("/h")), ["/x/deskbell/deskbell.toml", system]);
        assert_eq!(of(None, Some("/h")), ["/h/.config/deskbell/deskbell.toml", system]);
        assert_eq!(of(Some("x"), None), [system]);
        assert_eq!(of(Some(""), Some("/h")), ["/h/.config/deskbell/deskbell.toml", system]);
        assert_eq!(of(None, None), [system]);
    }

    #[test]
    fn a_file_that_is_there_is_read_and_one_that_is_not_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let user = || Some(folder.path().as_os_str().to_owned());
        let own = folder.path().join(FILE);
        // The system's file may exist on this machine.
        assert!(usual(user(), None).unwrap().is_none_or(|(path, _)| path != own));
        std::fs::create_dir(folder.path().join("deskbell")).unwrap();
        std::fs::write(&own, "[log]").unwrap();
        assert_eq!(usual(user(), None), Ok(Some((own.clone(), "[log]".into()))));
        std::fs::remove_file(&own).unwrap();
        std::fs::create_dir(&own).unwrap();
        let told = usual(user(), None).unwrap_err();
        assert!(told.contains("cannot be read") && told.contains(CONFIG), "{told}");
    }
}
