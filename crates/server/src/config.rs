//! The settings: defaults, overridden by a file, by the environment, and by flags, in this order.
//!
//! `config.default.toml` lists all settings with their types. Any other key is an error. Errors
//! name the key and its origin.

mod database;
mod layers;
mod listen;
mod names;
mod places;
mod secret_text;
mod secrets;
mod sources;
mod toml_file;
mod watching;

use std::path::PathBuf;
use std::time::Duration;

use deskbell_app::files::FileSettings;
use deskbell_app::index::IndexSettings;
use deskbell_app::{Settings, VisitorQuotas};
use deskbell_http::{Compression, ForwardedHeader, Limits};
use deskbell_model::limits::LAST_REQUESTS_MS;
use deskbell_model::network::Range;
use deskbell_storage::{Location, Options, Pooling, PostgresOptions, SqliteOptions};
pub(crate) use layers::Layers;
pub(crate) use listen::Listen;
pub(crate) use names::Misnamed;
use places::{files, images, origin, place, unused_images};
pub(crate) use sources::{Flags, layers};
pub(crate) use watching::TraceSettings;

use crate::telemetry::{self, LogFormat};

/// The default settings, with comments.
pub(crate) const DEFAULTS: &str = include_str!("config.default.toml");

/// All settings, validated.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) listen: Vec<Listen>,
    pub(crate) http: Limits,
    pub(crate) compression: Compression,
    pub(crate) trusted_proxies: Vec<Range>,
    pub(crate) forwarded_header: ForwardedHeader,
    pub(crate) database: Location,
    pub(crate) storage: Options,
    pub(crate) app: Settings,
    /// The file of additional certificate authorities for webhooks' targets.
    pub(crate) webhooks_ca: Option<PathBuf>,
    pub(crate) watching: watching::Watching,
    pub(crate) log_level: String,
    pub(crate) log_format: LogFormat,
    /// The file of the server's log; `None` for standard error.
    pub(crate) log_file: Option<PathBuf>,
    /// True if the log has a line for each request.
    pub(crate) log_access: bool,
    /// The shortest time of a statement that is logged as slow.
    pub(crate) slow_statement: Duration,
    /// The environment variables that may be misspelt settings.
    pub(crate) misnamed: Vec<Misnamed>,
    /// The file of settings that was read, if any.
    pub(crate) file: Option<PathBuf>,
}

/// Reads the settings of the databases.
fn storage(layers: &Layers) -> Result<Options, String> {
    Ok(Options {
        sqlite: SqliteOptions {
            busy_timeout_ms: layers.number("sqlite.busy_timeout_ms", 0..=3_600_000)?,
            cache_kib: layers.number("sqlite.cache_kib", 64..=16_777_216)?,
        },
        postgres: PostgresOptions {
            defaults: database::defaults(),
            pooling: layers.parsed("postgres.pooling", "session or transaction", Pooling::parse)?,
            listen_url: database::listen_url(layers)?,
            readers: layers.number("postgres.readers", 1..=10_000)?,
            writers: layers.number("postgres.writers", 1..=10_000)?,
            wait_ms: layers.number("postgres.wait_timeout_ms", 1..=3_600_000)?,
        },
    })
}

/// Reads the rate limits of visitors.
fn visitors(layers: &Layers) -> Result<VisitorQuotas, String> {
    let number = |name: &str| layers.number(&format!("widget.{name}"), 0..=u64::from(u32::MAX));
    Ok(VisitorQuotas {
        visits_per_minute: number("visits_per_minute")?,
        new_visitors_per_minute: number("new_visitors_per_minute")?,
        chats_per_ten_minutes: number("chats_per_ten_minutes")?,
        files_per_hour_per_address: number("files_per_hour_per_address")?,
        messages_per_minute: number("messages_per_minute")?,
        messages_per_hour: number("messages_per_hour")?,
        events_per_minute: number("events_per_minute")?,
        requests_per_minute: number("requests_per_minute")?,
        new_visitors_of_all_per_minute: number("new_visitors_of_all_per_minute")?,
        streams: number("streams")?,
        streams_per_address: number("streams_per_address")?,
        uploads: number("uploads")?,
        uploads_per_address: number("uploads_per_address")?,
    })
}

/// Reads the settings of an application that uses this database.
fn app(layers: &Layers, database: &Location) -> Result<Settings, String> {
    Ok(Settings {
        requests_per_minute: layers
            .number("limits.requests_per_minute", 0..=u64::from(u32::MAX))?,
        changes_kept_days: layers.number("changes.keep_days", 2..=36_500)?,
        index: IndexSettings {
            enabled: layers.bool("index.enabled")?,
            memory_mib: layers.number("index.memory_mib", 1..=16_777_216)?,
            images: images(layers.text("index.images")?, database),
        },
        webhooks_allow: layers.parsed(
            "webhooks.allow",
            "ranges of addresses separated by commas, as 127.0.0.0/8,10.1.0.0/16",
            Range::parse_many,
        )?,
        files: FileSettings {
            place: place(layers, database)?,
            mib_max: layers.number("files.max_mib", 1..=1_024)?,
            visitor_mib_max: layers.number("files.visitor_max_mib", 1..=1_024)?,
            quota_mib: layers.number("files.quota_mib", 0..=u64::from(u32::MAX))?,
            origin: layers.parsed(
                "files.origin",
                "nothing, or a scheme and a host, as https://files.example.com",
                origin,
            )?,
        },
        visitors: visitors(layers)?,
        ..Settings::default()
    })
}

impl Config {
    /// Returns the folder in which earlier settings may have left saved indexes.
    pub(crate) fn unused_images(&self) -> Option<PathBuf> {
        unused_images(self.app.index.images.as_ref(), &self.database)
    }

    /// Replaces the configured database by another SQLite file. Files and saved indexes, if
    /// enabled, are stored in the folder of the SQLite file.
    pub(crate) fn serve_instead(&mut self, database: Location) {
        self.app.index.images = self.app.index.images.take().and(images("", &database));
        self.app.files.place = files("", &database);
        self.database = database;
    }

    /// Validates the merged settings.
    pub(crate) fn new(layers: &Layers) -> Result<Self, String> {
        let listen = layers.parsed("server.listen", listen::FORMS, Listen::parse_many)?;
        let database = database::location(layers)?;
        let log_format = layers.parsed("log.format", "text or json", |it| match it {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        })?;
        let at_least_one = 1..=u64::from(u32::MAX);
        Ok(Self {
            listen,
            http: Limits {
                connections: layers.number("server.connections", 1..=1_000_000)?,
                per_address: layers.number("server.connections_per_address", 0..=1_000_000)?,
                share_percent: layers.number("streams.share_percent", 1..=75)?,
                header_read_ms: layers
                    .number("server.header_read_timeout_ms", at_least_one.clone())?,
                body_read_ms: layers.number("server.body_read_timeout_ms", at_least_one.clone())?,
                write_stall_ms: layers.number("server.write_stall_timeout_ms", at_least_one)?,
                heartbeat_ms: layers.number("streams.heartbeat_ms", 1_000..=60_000)?,
                last_requests_ms: LAST_REQUESTS_MS,
                drain_ms: layers.number("server.drain_timeout_ms", 0..=3_600_000)?,
            },
            compression: layers.parsed(
                "server.compression",
                "remote, always or never",
                Compression::parse,
            )?,
            trusted_proxies: layers.parsed(
                "server.trusted_proxies",
                "ranges of addresses separated by commas, as 127.0.0.1,10.1.0.0/16",
                Range::parse_many,
            )?,
            forwarded_header: layers.parsed(
                "server.forwarded_header",
                "X-Forwarded-For or Forwarded",
                ForwardedHeader::parse,
            )?,
            storage: storage(layers)?,
            app: app(layers, &database)?,
            database,
            webhooks_ca: layers.path("webhooks.ca")?,
            watching: watching::read(layers)?,
            log_level: layers.parsed("log.level", "a level or a filter", |it| {
                telemetry::filter(it).map(|_| it.to_owned())
            })?,
            log_format,
            log_file: layers.path("log.file")?,
            log_access: layers.bool("log.access")?,
            slow_statement: Duration::from_millis(
                layers.number("log.slow_statement_ms", 0..=3_600_000)?,
            ),
            misnamed: layers.misnamed.clone(),
            file: layers.file.clone(),
        })
    }

    /// Returns the database's location without the password, for display.
    pub(crate) fn shown_database(&self) -> String {
        match &self.database {
            Location::Sqlite(path) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                format!("sqlite:{}", path.display())
            }
            Location::Postgres(url) => secrets::without_password(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_defaults_are_valid_and_are_what_the_code_says() {
        let config = Config::new(&Layers::defaults(DEFAULTS).unwrap()).unwrap();
        let sqlite = SqliteOptions::default();
        assert_eq!(config.storage.sqlite.cache_kib, sqlite.cache_kib);
        assert_eq!(config.storage.sqlite.busy_timeout_ms, sqlite.busy_timeout_ms);
        let postgres = PostgresOptions::default();
        assert_eq!(config.storage.postgres.readers, postgres.readers);
        assert_eq!(config.storage.postgres.writers, postgres.writers);
        assert_eq!(config.storage.postgres.wait_ms, postgres.wait_ms);
        let limit = deskbell_model::limits::REQUESTS_PER_MINUTE;
        assert_eq!(config.app.requests_per_minute, limit);
        let kept = deskbell_model::limits::CHANGES_KEPT_DAYS;
        assert_eq!(config.app.changes_kept_days, kept);
        assert_eq!(config.app.visitors, VisitorQuotas::USUAL);
        assert_eq!(config.http.heartbeat_ms, deskbell_model::limits::HEARTBEAT_MS);
        let files = FileSettings::default();
        assert_eq!(config.app.files.mib_max, files.mib_max);
        assert_eq!(config.app.files.visitor_mib_max, files.visitor_mib_max);
        assert_eq!(config.app.files.quota_mib, files.quota_mib);
        assert_eq!(config.app.files.origin, files.origin);
    }

    #[test]
    fn a_heartbeat_is_neither_a_flood_nor_forgotten() {
        let with = |number: &str| {
            let mut layers = Layers::defaults(DEFAULTS).unwrap();
            let text = format!("[streams]\nheartbeat_ms = {number}");
            layers.file(Path::new("own.toml"), &text).unwrap();
            Config::new(&layers).map(|config| config.http.heartbeat_ms)
        };
        assert_eq!((with("1000"), with("60000")), (Ok(1_000), Ok(60_000)));
        for bad in ["999", "60001", "0", "-1"] {
            let told = with(bad).unwrap_err();
            assert!(told.contains("`streams.heartbeat_ms` must be a whole number"), "{told}");
        }
    }
}
