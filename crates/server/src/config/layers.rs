//! The settings merged from several layers, such as defaults, a file and the environment. Each
//! value has its origin.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::Value;

use super::names::{self, Misnamed, PREFIX};
use super::secrets::{self, SECRETS, shown};
use super::toml_file::flatten;

#[derive(Clone, Debug)]
struct Setting {
    value: Value,
    origin: SettingOrigin,
}

/// The origin of a setting's value.
#[derive(Clone, Debug)]
pub(super) struct SettingOrigin {
    pub(super) layer: Layer,
    /// The origin in messages: `default`, a file with a line, a variable, or a flag.
    pub(super) place: String,
}

/// A layer of settings. A layer overrides all layers that are listed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    Default,
    /// The variable `DATABASE_URL`, which hosting platforms set.
    Platform,
    File,
    /// A credential that systemd passes.
    Credential,
    Environment,
    Flag,
}

impl Layer {
    fn at(self, place: impl Into<String>) -> SettingOrigin {
        SettingOrigin { layer: self, place: place.into() }
    }
}

impl std::fmt::Display for SettingOrigin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place)
    }
}

/// The variable with the address of a database, which hosting platforms set.
const DATABASE_URL: &str = "DATABASE_URL";

/// The merged settings of all layers.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    /// The settings by their keys, `section.name`.
    settings: BTreeMap<String, Setting>,
    /// The environment variables that may be misspelt settings.
    pub(crate) misnamed: Vec<Misnamed>,
    /// The file of settings that was read, if any.
    pub(crate) file: Option<PathBuf>,
}

impl Layers {
    /// Reads the defaults, which define all settings.
    pub(crate) fn defaults(text: &str) -> Result<Self, String> {
        let found = flatten(text).map_err(|(line, why)| format!("defaults:{line}: {why}"))?;
        let origin = Layer::Default.at("default");
        let settings = found
            .into_iter()
            .map(|(path, _, value)| (path, Setting { value, origin: origin.clone() }));
        Ok(Self { settings: settings.collect(), misnamed: Vec::new(), file: None })
    }

    /// Merges the settings of a file into the layers.
    pub(crate) fn file(&mut self, path: &Path, text: &str) -> Result<(), String> {
        let file = path.display();
        let found = flatten(text).map_err(|(line, why)| format!("{file}:{line}: {why}"))?;
        for (key, line, value) in found {
            self.set(&key, value, Layer::File.at(format!("{file}:{line}")))?;
        }
        self.file = Some(path.to_owned());
        Ok(())
    }

    /// Merges the credentials of systemd: files that have the names of the secret settings.
    pub(crate) fn credentials(&mut self, folder: &Path) -> Result<(), String> {
        for key in SECRETS {
            let path = folder.join(key);
            if path.is_file() {
                let value = Value::String(path.to_string_lossy().into_owned());
                let origin = Layer::Credential.at(format!("the credential {key}"));
                self.set(&secrets::file_key(key), value, origin)?;
            }
        }
        Ok(())
    }

    /// Merges the settings of the environment. A `DESKBELL_` variable without a section is not a
    /// setting. The variable causes a warning, except for the known variables of tools and of
    /// Kubernetes.
    pub(crate) fn environment(
        &mut self,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<(), String> {
        for (name, value) in variables {
            let Some(name) = name.to_str() else { continue };
            if name == DATABASE_URL && value.is_empty() {
                continue;
            }
            if name == DATABASE_URL {
                let value = value.to_str().ok_or_else(|| format!("{name} is not UTF-8"))?;
                let value = Value::String(value.to_owned());
                self.set("database.url", value, Layer::Platform.at(name))?;
                continue;
            }
            let Some(path) = name.strip_prefix(PREFIX).and_then(|it| it.split_once("__")) else {
                if names::is_misnamed(name, &value.to_string_lossy()) {
                    let hint = self.hint(name);
                    self.misnamed.push(Misnamed { variable: name.to_owned(), hint });
                }
                continue;
            };
            let key = format!("{}.{}", path.0, path.1).to_lowercase();
            let value = value.to_str().ok_or_else(|| format!("{name} is not UTF-8"))?;
            let text = || Value::String(value.to_owned());
            let value = match self.settings.get(&key).map(|setting| &setting.value) {
                Some(Value::Integer(_)) => value.parse().map_or_else(|_| text(), Value::Integer),
                Some(Value::Boolean(_)) => value.parse().map_or_else(|_| text(), Value::Boolean),
                _ => text(),
            };
            self.set(&key, value, Layer::Environment.at(name))?;
        }
        Ok(())
    }

    /// Merges the value of a command-line flag into the layers.
    pub(crate) fn flag(&mut self, key: &str, flag: &str, value: &str) {
        let origin = Layer::Flag.at(flag);
        let setting = Setting { value: Value::String(value.to_owned()), origin };
        self.settings.insert(key.to_owned(), setting);
    }

    fn set(&mut self, key: &str, value: Value, origin: SettingOrigin) -> Result<(), String> {
        let Some(setting) = self.settings.get_mut(key) else {
            let hint = self.hint(key);
            return Err(format!("{origin}: there is no setting `{key}`; {hint}"));
        };
        if setting.value.type_str() != value.type_str() {
            let (is, found) = (setting.value.type_str(), value.type_str());
            return Err(format!("{origin}: `{key}` takes a value of type {is}, not {found}"));
        }
        // Variables come in any order, and `DATABASE_URL` must not override a later layer.
        if origin.layer >= setting.origin.layer {
            *setting = Setting { value, origin };
        }
        Ok(())
    }

    /// Returns a hint with the key that is most similar to a name.
    fn hint(&self, name: &str) -> String {
        match names::nearest(name, self.settings.keys().map(String::as_str)) {
            Some(key) => {
                format!("did you mean {} ({key})?", names::variable(key))
            }
            None => "`deskbell config show` lists all".to_owned(),
        }
    }

    fn get(&self, key: &str) -> Result<&Setting, String> {
        self.settings.get(key).ok_or_else(|| format!("the defaults lack `{key}`"))
    }

    /// Returns the origin of a setting's present value.
    pub(super) fn origin(&self, key: &str) -> Result<&SettingOrigin, String> {
        self.get(key).map(|setting| &setting.origin)
    }

    /// Returns the value of a text setting.
    pub(crate) fn text(&self, key: &str) -> Result<&str, String> {
        let setting = self.get(key)?;
        setting.value.as_str().ok_or_else(|| format!("{}: `{key}` is no text", setting.origin))
    }

    /// Returns the value of a setting that names a file; `None` for an empty value.
    pub(super) fn path(&self, key: &str) -> Result<Option<PathBuf>, String> {
        Ok(Some(self.text(key)?).filter(|path| !path.is_empty()).map(PathBuf::from))
    }

    /// Returns the parsed value of a text setting.
    pub(crate) fn parsed<T>(
        &self,
        key: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, String> {
        let origin = &self.get(key)?.origin;
        parse(self.text(key)?).ok_or_else(|| format!("{origin}: `{key}` must be {expected}"))
    }

    /// Returns the value of a boolean setting.
    pub(crate) fn bool(&self, key: &str) -> Result<bool, String> {
        let Setting { value, origin } = self.get(key)?;
        value.as_bool().ok_or_else(|| format!("{origin}: `{key}` must be true or false"))
    }

    /// Returns the value of a number setting, which must be within the range.
    pub(crate) fn number<T: TryFrom<u64>>(
        &self,
        key: &str,
        range: RangeInclusive<u64>,
    ) -> Result<T, String> {
        let setting = self.get(key)?;
        let number = setting.value.as_integer().and_then(|it| u64::try_from(it).ok());
        let number = number.filter(|it| range.contains(it)).and_then(|it| T::try_from(it).ok());
        number.ok_or_else(|| {
            let (origin, least, most) = (&setting.origin, range.start(), range.end());
            format!("{origin}: `{key}` must be a whole number from {least} to {most}")
        })
    }

    /// Returns all settings: key, value without secrets, and origin.
    pub(crate) fn shown(&self) -> impl Iterator<Item = (&str, Value, &str)> {
        self.settings.iter().map(|(key, Setting { value, origin })| {
            let value = match value.as_str() {
                Some(text) => Value::String(shown(key, text)),
                None => value.clone(),
            };
            (key.as_str(), value, origin.place.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layers() -> Layers {
        Layers::defaults("[a]\nn = 1\ns = 'x'\nb = false\n[database]\nurl = 'sqlite:d'").unwrap()
    }

    #[test]
    fn later_layers_win_and_say_where_they_set_it() {
        let mut layers = layers();
        layers.file(Path::new("f.toml"), "[a]\n\nn = 2").unwrap();
        assert_eq!(layers.number("a.n", 0..=9), Ok(2_u32));
        assert_eq!(layers.number::<u32>("a.n", 5..=9).unwrap_err().split(':').nth(1), Some("3"));
        let variables = [("DESKBELL_A__N", "3"), ("DESKBELL_OTHER", "x"), ("A__N", "4")];
        layers.environment(variables.map(|(k, v)| (k.into(), v.into())).into_iter()).unwrap();
        assert_eq!(layers.number("a.n", 0..=9), Ok(3_u32));
        let switch = [("DESKBELL_A__B".into(), "true".into())];
        layers.environment(switch.into_iter()).unwrap();
        assert_eq!(layers.bool("a.b"), Ok(true));
    }

    #[test]
    fn what_is_unknown_or_of_another_type_is_an_error_with_its_place() {
        for (text, why) in [
            ("[a]\nm = 1", "f.toml:2: there is no setting `a.m`"),
            ("[a]\nn = 'x'", "f.toml:2: `a.n` takes a value of type integer, not string"),
            ("n = 1", "f.toml:1: `n` stands in no section"),
            ("[a]\nn = ", "f.toml:2:"),
            ("[a]\nn = 99999999999999999999", "f.toml:2:"),
            ("[a]\nn = [1]", "f.toml:2:"),
            ("[a]\nb = 1", "f.toml:2: `a.b` takes a value of type boolean, not integer"),
        ] {
            let error = layers().file(Path::new("f.toml"), text).unwrap_err();
            assert!(error.starts_with(why), "{text}: {error}");
        }
        let variables = [(OsString::from("DESKBELL_A__X"), OsString::from("1"))];
        assert!(layers().environment(variables.into_iter()).is_err());
    }

    #[test]
    fn a_password_is_not_shown() {
        let mut layers = layers();
        for (url, shown) in [
            ("postgres://u:p@w@h:5/d", "postgres://u:***@h:5/d"),
            ("postgres://u@h/d?password=p", "postgres://u@h/d?***"),
            ("postgres://u:p@h/d?password=p", "postgres://u:***@h/d?***"),
            ("postgres://u:p?w@h/d", "postgres:***"),
            ("sqlite:a.db", "sqlite:a.db"),
        ] {
            layers.flag("database.url", "--database", url);
            let found = layers.shown().find(|(key, ..)| *key == "database.url").unwrap();
            assert_eq!(found.1.as_str(), Some(shown));
        }
    }

    /// Generates the text of a settings file, most of whose lines are nearly valid.
    fn any_file() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "\\[(a|b|database)\\]?",
            "(n|s|m|a\\.n) = (-?[0-9]{1,20}|0x[0-9a-f]{1,3}|'x'|\"\\\\u00e9\"|\\[1\\]|true|1\\.5|)",
            "[#=\\[\\]'\"{}\\\\a-z0-9 .]{0,12}",
            any::<String>(),
        ];
        prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn a_file_is_read_or_refused_at_a_line_that_it_has(text in any_file()) {
            let mut layers = layers();
            if let Err(error) = layers.file(Path::new("f.toml"), &text) {
                let line = error.strip_prefix("f.toml:").and_then(|it| it.split(':').next());
                let line: usize = line.unwrap().parse().expect("a line's number");
                prop_assert!((1..=text.split('\n').count()).contains(&line), "{}", error);
            } else {
                // Every setting keeps its type.
                prop_assert!(layers.get("a.n").unwrap().value.is_integer());
                prop_assert!(layers.text("a.s").is_ok() && layers.text("database.url").is_ok());
            }
        }

        #[test]
        fn a_number_is_the_same_from_a_file_and_from_the_environment(
            number in prop_oneof![0..40_i64, any::<i64>()],
            least in 0..20_u64,
            most in prop_oneof![0..40_u64, any::<u64>()],
        ) {
            let (mut by_file, mut by_variable) = (layers(), layers());
            by_file.file(Path::new("f.toml"), &format!("[a]\nn = {number}")).unwrap();
            let variable = (OsString::from("DESKBELL_A__N"), number.to_string().into());
            by_variable.environment([variable].into_iter()).unwrap();
            let expected = u64::try_from(number).ok().filter(|it| (least..=most).contains(it));
            prop_assert_eq!(by_file.number("a.n", least..=most).ok(), expected);
            prop_assert_eq!(by_variable.number("a.n", least..=most).ok(), expected);
            // The value of a text setting may consist of digits.
            let digits = number.to_string();
            let variable = (OsString::from("DESKBELL_A__S"), OsString::from(&digits));
            by_variable.environment([variable].into_iter()).unwrap();
            prop_assert_eq!(by_variable.text("a.s"), Ok(digits.as_str()));
        }

        #[test]
        fn a_variable_of_another_type_or_name_is_refused_by_its_name(
            value in "[a-z ]{0,9}|[1-9][0-9]{19,30}|[0-9]{1,3}\\.[0-9]",
            name in "[A-Z]{1,6}__[A-Z_]{1,6}",
        ) {
            let set = |name: &str| {
                let variable = (OsString::from(name), OsString::from(&value));
                layers().environment([variable].into_iter())
            };
            let error = set("DESKBELL_A__N").unwrap_err();
            prop_assert!(error.starts_with("DESKBELL_A__N: "), "{}", error);
            prop_assume!(!["A__N", "A__S", "DATABASE__URL"].contains(&name.as_str()));
            let name = format!("DESKBELL_{name}");
            prop_assert!(set(&name).unwrap_err().starts_with(&name));
            prop_assert_eq!(set(&name["DESKBELL_".len()..]), Ok(()));
        }

        #[test]
        fn no_part_of_a_password_is_shown_wherever_an_address_carries_it(
            user in "[a-z]{1,6}",
            // Letters that occur in no other part of the URL.
            password in "[A-Z0-9:/?#@&=%]{0,4}[A-Z0-9][A-Z0-9:/?#@&=%]{0,4}",
            parameters in "([?]password=[A-Z0-9@:/?]{1,6}(&sslmode=disable)?)?",
        ) {
            for url in [
                format!("postgres://{user}:{password}@host/name{parameters}"),
                format!("postgres://{user}@host/name?password={password}"),
                format!("postgres:///name?password={password}&user={user}"),
            ] {
                let mut layers = layers();
                layers.flag("database.url", "--database", &url);
                let found = layers.shown().find(|(key, ..)| *key == "database.url").unwrap();
                let shown = found.1.as_str().unwrap();
                let secret = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
                prop_assert!(!shown.contains(secret), "{} is shown as {}", url, shown);
                prop_assert!(shown.starts_with("postgres:"), "{}", shown);
            }
        }
    }
}
