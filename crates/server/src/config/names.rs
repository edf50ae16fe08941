//! The detection of misspelt settings by their names. Values are used only to recognize the
//! variables that Kubernetes sets.

use std::fmt;

/// The prefix of the environment variable of every setting.
pub(super) const PREFIX: &str = "DESKBELL_";

/// The variables of the project's own tests and tools, without the prefix.
const OF_TOOLS: [&str; 13] = [
    "BIN",
    "FUZZ_TARGET",
    "INDEX_SEED",
    "INDEX_STEPS",
    "MODEL_CASES",
    "MODEL_SEED",
    "PG_BIN",
    "PG_CLUSTER",
    "TEST_POSTGRES",
    "TORTURE_MOUNTS",
    "TRANSCRIPTS",
    "WALKS_SEED",
    "WALKS_STEPS",
];

/// The variables of commands and of the build that are not settings, without the prefix.
const OF_COMMANDS: [&str; 4] = ["COMMIT", "CONFIG", "IMPORT_KEY", "WRITE_DOCS"];

/// An environment variable that may be a misspelt setting, displayed as a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Misnamed {
    pub(crate) variable: String,
    pub(crate) hint: String,
}

impl fmt::Display for Misnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no setting and was not read; {}", self.variable, self.hint)
    }
}

/// Returns the environment variable of a setting.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replacen('.', "__", 1).to_uppercase())
}

/// Tells whether a variable without a section may be a misspelt setting.
pub(super) fn is_misnamed(name: &str, value: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let Some(rest) = upper.strip_prefix(PREFIX) else { return false };
    let is_known = OF_TOOLS.contains(&rest) || OF_COMMANDS.contains(&rest);
    !(is_known || is_of_kubernetes(rest, value))
}

/// Tells whether Kubernetes sets this variable, for a service whose name begins with `deskbell`.
fn is_of_kubernetes(rest: &str, value: &str) -> bool {
    let rest = format!("_{rest}");
    let is_service = ["_SERVICE_HOST", "_SERVICE_PORT"].iter().any(|end| rest.ends_with(end))
        || rest.contains("_SERVICE_PORT_");
    let is_address = ["tcp://", "udp://", "sctp://"].iter().any(|it| value.starts_with(it));
    let is_port = rest.split_once("_PORT_").is_some_and(|(_, port)| {
        let mut words = port.split('_');
        let is_number = words.next().is_some_and(|it| it.parse::<u16>().is_ok());
        is_number && words.next().is_some_and(|it| ["TCP", "UDP", "SCTP"].contains(&it))
    });
    is_service || is_port || (rest.ends_with("_PORT") && is_address)
}

/// Finds the key that is most similar to a name; `None` if no key is similar enough. The name may
/// have any case and separators, and may begin with `DESKBELL_`.
pub(super) fn nearest<'k>(name: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let plain = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    };
    let name = plain(name);
    let name = name.strip_prefix("deskbell_").unwrap_or(&name);
    let distance = |key: &str| {
        let key = plain(key);
        let last = key.split_once('_').map_or("", |(_, last)| last);
        // The name may lack the section.
        strsim::osa_distance(name, &key).min(strsim::osa_distance(name, last).saturating_add(1))
    };
    let nearest = keys.map(|key| (distance(key), key)).min()?;
    (nearest.0 <= name.chars().count() / 3).then_some(nearest.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_with_one_underscore_is_misnamed_and_those_of_kubernetes_and_tools_are_not() {
        for name in ["DATABASE_URL", "SERVER_PORT", "LISTEN", "SERVICE", "LOG_LEVEL", "PORTS"] {
            assert!(is_misnamed(&format!("DESKBELL_{name}"), "x"), "{name}");
        }
        assert!(is_misnamed("deskbell_database__url", "x"));
        assert!(is_misnamed("DESKBELL_PORT", "8080"));
        for (name, value) in [
            ("DESKBELL_PORT", "tcp://10.0.0.1:80"),
            ("DESKBELL_PORT_80_TCP", "tcp://10.0.0.1:80"),
            ("DESKBELL_PORT_80_TCP_ADDR", "10.0.0.1"),
            ("DESKBELL_SERVICE_HOST", "10.0.0.1"),
            ("DESKBELL_SERVICE_PORT", "80"),
            ("DESKBELL_SERVICE_PORT_HTTP", "80"),
            ("DESKBELL_POSTGRES_SERVICE_HOST", "10.0.0.2"),
            ("DESKBELL_POSTGRES_PORT_5432_TCP_PROTO", "tcp"),
            ("DESKBELL_TEST_POSTGRES", "x"),
            ("DESKBELL_WRITE_DOCS", "1"),
            ("DESKBELL_CONFIG", "/x.toml"),
            ("DESKBELL_IMPORT_KEY", "x"),
            ("OTHER", "x"),
        ] {
            assert!(!is_misnamed(name, value), "{name}");
        }
    }

    #[test]
    fn the_nearest_setting_is_named_and_nothing_that_is_far() {
        let keys = ["database.url", "server.listen", "limits.requests_per_minute", "log.level"];
        let of = |name: &str| nearest(name, keys.into_iter());
        assert_eq!(of("DESKBELL_DATABASE_URL"), Some("database.url"));
        assert_eq!(of("DESKBELL__DATABASE__URL"), Some("database.url"));
        assert_eq!(of("DESKBELL_LISTEN"), Some("server.listen"));
        assert_eq!(of("DESKBELL_LOGLEVEL"), Some("log.level"));
        assert_eq!(of("limits.requests_per_minutes"), Some("limits.requests_per_minute"));
        assert_eq!(of("DESKBELL_COLOUR"), None);
        assert_eq!(of("DESKBELL_"), None);
        assert_eq!(variable("limits.requests_per_minute"), "DESKBELL_LIMITS__REQUESTS_PER_MINUTE");
    }
}
