//! The first steps that commands have in common: reading settings, opening the database, finding
//! the organization.

use std::path::PathBuf;
use std::sync::Arc;

use deskbell_app::actions::organizations::DEFAULT_DOMAIN;
use deskbell_app::lists::Listed;
use deskbell_app::{App, Error, Rejected};
use deskbell_model::limits::{GIVEN_ID_MAX, TEXT_CHARS_MAX};
use deskbell_model::{OrgId, Organization};
use deskbell_traces::TraceLayer;

use super::{Failure, Global};
use crate::config::{Config, Flags, Misnamed, layers};
use crate::{boot, telemetry};

/// The option that names the organization of a command.
#[derive(Debug, clap::Args)]
pub(crate) struct Org {
    /// The organization, if there are several
    #[arg(long, value_name = "DOMAIN")]
    org: Option<String>,
}

impl Org {
    pub(crate) fn domain(&self) -> Option<&str> {
        self.org.as_deref()
    }
}

/// The number of objects on a page that [`every`] reads.
const PAGE: u32 = 1_000;

/// Reads all objects of a resource in the order of their ids.
pub(crate) async fn listed<T: Listed>(app: &App, org: OrgId) -> Result<Vec<T>, Error> {
    let page = async |after: Option<i64>| app.lists.list(org, after.unwrap_or(0), PAGE).await;
    every(T::id, page).await
}

pub(crate) async fn organizations(app: &App) -> Result<Vec<Organization>, Error> {
    let page = async |after| app.lists.organizations(after, PAGE).await;
    every(|it: &Organization| it.id, page).await
}

/// Reads all objects of a list in pages. `page` reads the page that follows an id.
async fn every<T, I>(
    id: impl Fn(&T) -> I,
    mut page: impl AsyncFnMut(Option<I>) -> Result<Vec<T>, Error>,
) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    loop {
        let found = page(all.last().map(&id)).await?;
        let is_last = found.len() < PAGE as usize;
        all.extend(found);
        if is_last {
            return Ok(all);
        }
    }
}

/// Reads and validates the settings.
pub(crate) fn config(global: &Global, listen: Option<String>) -> Result<Config, Failure> {
    let flags = Flags { database: global.database.clone(), listen };
    let config = layers(global.config.as_deref(), &flags).and_then(|it| Config::new(&it));
    config.map_err(Failure::Usage)
}

/// Starts the log of a command.
pub(crate) fn log(global: &Global, config: &Config) -> Result<(), Failure> {
    let level = level(global, "warn");
    telemetry::start(level, config.log_format, None, None).map_err(Failure::Usage)?;
    tell_misnamed(config);
    Ok(())
}

/// Starts the log of a server, and the recording of traces.
pub(crate) fn log_of_server(
    global: &Global,
    config: &Config,
    traces: Option<TraceLayer>,
) -> Result<(), Failure> {
    let (level, file) = (level(global, &config.log_level), config.log_file.as_deref());
    telemetry::start(level, config.log_format, file, traces).map_err(Failure::Usage)
}

/// Returns the log level that `-v` or `-q` selects, or else the level `usual`.
fn level<'l>(global: &Global, usual: &'l str) -> &'l str {
    match global.verbose {
        0 if global.quiet => "error",
        0 => usual,
        1 => "debug",
        _ => "trace",
    }
}

/// Logs the environment variables that may be misspelt settings.
pub(crate) fn tell_misnamed(config: &Config) {
    for Misnamed { variable, hint } in &config.misnamed {
        tracing::warn!(%variable, %hint, "a variable is no setting and was not read");
    }
}

/// Opens the database that the settings name, which must exist, and migrates its schema to the
/// current version.
pub(crate) async fn open(global: &Global) -> Result<Arc<App>, Failure> {
    let config = config(global, None)?;
    log(global, &config)?;
    boot::open_existing(&config).await.map_err(Failure::Failed)
}

/// Opens the configured database like [`open`], and creates the database if it does not exist.
pub(crate) async fn open_or_create(global: &Global) -> Result<Arc<App>, Failure> {
    let config = config(global, None)?;
    log(global, &config)?;
    let (app, _) = boot::open(&config, &config.database).await.map_err(Failure::Failed)?;
    Ok(app)
}

/// The file name `-`, for which a command reads standard input.
pub(crate) const INPUT: &str = "-";

/// Returns the path of a file that a command reads. For `-`, returns the path of standard input.
pub(crate) fn read_from(file: PathBuf) -> PathBuf {
    if file.as_os_str() == INPUT { "/dev/stdin".into() } else { file }
}

/// Makes new statistics of the database for a command that stored many rows, and closes the
/// database. If making the statistics fails, the engine makes statistics later.
pub(crate) async fn close_filled(app: &App) {
    let _ = app.context.store.renew_statistics().await;
    app.context.store.close().await;
}

/// Finds the organization with this domain; without a domain, finds the only organization. Creates
/// an organization in a database without organizations.
pub(crate) async fn organization(app: &App, domain: Option<&str>) -> Result<OrgId, Failure> {
    if let Some(domain) = domain {
        return Ok(app.lists.organization(domain).await?.id);
    }
    match app.lists.organizations(None, 2).await?.as_slice() {
        [] => match app.actions.create_organization(DEFAULT_DOMAIN).await {
            // Another process has just created the organization.
            Err(Error::Rejected(Rejected::DomainTaken)) => {
                Ok(app.lists.organization(DEFAULT_DOMAIN).await?.id)
            }
            made => Ok(made?),
        },
        [only] => Ok(only.id),
        _ => Err(Failure::Usage(
            "there are several organizations: say which with --org DOMAIN".into(),
        )),
    }
}

/// Parses a name: 1 to 255 characters without control characters.
pub(crate) fn name(text: &str) -> Result<String, String> {
    let chars = text.chars().count();
    if chars == 0 || chars > TEXT_CHARS_MAX {
        return Err(format!("it must have 1 to {TEXT_CHARS_MAX} characters"));
    }
    if text.contains(char::is_control) {
        return Err("it must not contain control characters".into());
    }
    Ok(text.to_owned())
}

/// Parses an id: a whole number that every JSON parser represents exactly.
pub(crate) fn id(text: &str) -> Result<i64, String> {
    let id = text.parse().ok().filter(|id| (1..=GIVEN_ID_MAX).contains(id));
    id.ok_or_else(|| format!("it must be a whole number from 1 to {GIVEN_ID_MAX}"))
}
