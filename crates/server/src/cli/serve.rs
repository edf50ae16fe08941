//! `deskbell serve`: serves the interfaces until a signal stops the server.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::access::links::Link;
use deskbell_app::actions::agents::Add;
use deskbell_app::{App, Caller};
use deskbell_http::{Http, serve};
use deskbell_model::limits::{CONNECTIONS_COME_MAX, DELIVERY_CONNECTIONS_MAX};
use deskbell_model::{Agent, Role, Scope};
use deskbell_storage::Location;
use listenfd::ListenFd;
use serde_json::json;

use super::watch::ServerWatch;
use super::{Failure, Global, context, demo, print, signals};
use crate::boot::{self, ServeLock};
use crate::config::Config;
use crate::{listeners, service_manager, version};

/// The number of files that a server needs in addition to its connections: for the database, the
/// log, the runtime, and accepted connections without a slot.
const FILES_BESIDE: usize = 128 + CONNECTIONS_COME_MAX;

/// Serves the REST API until SIGTERM, SIGINT or SIGQUIT.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An address to listen on: ADDRESS:PORT, NAME:PORT, :PORT for every address of the machine, or
    /// unix:PATH?mode=0660; may be repeated
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Vec<String>,
    /// Serve 23,905 made-up chats from the folder deskbell-demo
    #[arg(long)]
    demo: bool,
}

pub(crate) async fn run(global: &Global, args: Args, passed: ListenFd) -> Result<(), Failure> {
    if args.demo && global.database.is_some() {
        return Err(Failure::Usage(
            "--demo has a database of its own and cannot be used with --database".into(),
        ));
    }
    let listen = (!args.listen.is_empty()).then(|| args.listen.join(","));
    let mut config = context::config(global, listen)?;
    let authorities = boot::authorities(&config).map_err(Failure::Failed)?;
    let mut watch = ServerWatch::begin(global, &config, authorities.clone())?;
    let failed = |error: std::io::Error| Failure::Failed(error.to_string());
    signals::stay().map_err(failed)?;
    if args.demo {
        config.serve_instead(demo::location().map_err(Failure::Failed)?);
    }
    let listeners = listeners::listen(&config.listen, passed).await.map_err(Failure::Failed)?;
    tell_start(&config, &listeners.addresses);
    context::tell_misnamed(&config);
    watch.listen(&config)?;
    // The ports are taken first: a server that cannot listen must not create a database.
    if args.demo {
        demo::build(&config).await?;
    }
    let _lock = ServeLock::take(&config.database).map_err(Failure::Failed)?;
    let (app, _) = boot::open(&config, &config.database).await.map_err(Failure::Failed)?;
    let tried = app.context.store.try_writes().await;
    tried.map_err(|error| Failure::Failed(boot::sentence(&config.database, &error)))?;
    if let Some(unused) = config.unused_images() {
        deskbell_app::index::clear_images(unused).await;
    }
    let key = if args.demo { Some(demo::key(&app).await?) } else { first_key(&app).await? };
    let http = interface(&app, &config, args.demo).map_err(failed)?.tracing(watch.is_tracing());
    let stop = signals::stop().map_err(failed)?;
    let address = listeners.addresses.iter().find(|it| it.starts_with("http"));
    let address = address.cloned().unwrap_or_default();
    let path = welcome_path(&app, key.is_some(), args.demo).await?;
    let welcome = path.map(|path| format!("{address}{path}"));
    let metrics = watch.url();
    let shown = [key.as_deref(), welcome.as_deref(), metrics.as_deref()];
    announce(global.json, &listeners.addresses, &config.shown_database(), shown);
    explain(args.demo, &address, key.as_deref(), welcome.is_some());
    // Each connection needs a file: without a free file, a connection cannot be accepted.
    let files = usize::try_from(boot::files_max()).unwrap_or(usize::MAX);
    let deliveries = DELIVERY_CONNECTIONS_MAX.min(files / 4).max(1);
    let others = files.saturating_sub(FILES_BESIDE + deliveries).max(1);
    config.http.connections = config.http.connections.min(others);
    let mut jobs = boot::jobs(&app);
    let exporting = watch.start(&app, &http, &mut jobs);
    if args.demo {
        demo::play(&app, &mut jobs).await?;
    }
    let drain = Duration::from_millis(config.http.drain_ms);
    let courier = boot::Deliveries::start(&app, deliveries, drain, authorities).map_err(failed)?;
    // Requests and deliveries stop at the same time.
    let stopping = courier.stopping();
    let stop = async move {
        stop.await;
        tracing::info!("stopping: running requests may finish");
        service_manager::stopping();
        stopping.send_replace(true);
    };
    jobs.spawn(service_manager::watchdog());
    service_manager::ready();
    serve(http, listeners.sockets, config.http, stop).await;
    courier.stop().await;
    jobs.shutdown().await;
    app.close().await;
    exporting.stop().await;
    Ok(())
}

/// Explains on standard error how to use the key and the link to the first page, which standard
/// output has.
fn explain(is_demo: bool, address: &str, key: Option<&str>, has_welcome: bool) {
    if is_demo {
        print::talk(
            "The page at welcome opens the inbox of an agent. Visitors write while you look.",
        );
    } else if has_welcome {
        print::talk("The first administrator begins at welcome, once, within a day.");
    }
    match key {
        Some(key) if is_demo => demo::hints(address, key),
        Some(_) => print::talk("This key is shown once. `deskbell key create` makes another."),
        None => {}
    }
}

/// Makes the HTTP interface according to the settings.
fn interface(app: &Arc<App>, config: &Config, is_demo: bool) -> std::io::Result<Http> {
    let make = if is_demo { deskbell_web::http_of_demo } else { deskbell_web::http };
    let http = make(Arc::clone(app))?.compressing(config.compression);
    let http = http.trusting(config.trusted_proxies.clone(), config.forwarded_header);
    Ok(http.logging(config.log_access))
}

/// Logs the first line of a server, with the version and the main settings.
fn tell_start(config: &Config, addresses: &[String]) {
    let engine = match config.database {
        Location::Sqlite(_) => "sqlite",
        Location::Postgres(_) => "postgres",
    };
    let file = config.file.as_deref().map(|file| file.display().to_string());
    let (database, addresses) = (config.shown_database(), addresses.join(" "));
    let settings = file.as_deref().unwrap_or("none");
    let (version, commit) = (version::VERSION, version::COMMIT);
    tracing::info!(version, commit, engine, database, addresses, settings, "starting");
}

/// Creates the first key of a database without keys. Returns `None` if there are keys or several
/// organizations.
async fn first_key(app: &App) -> Result<Option<String>, Failure> {
    if app.access.has_keys().await? {
        return Ok(None);
    }
    if app.lists.organizations(None, 2).await?.len() > 1 {
        print::talk("There is no key yet: `deskbell key create --org DOMAIN` makes one.");
        return Ok(None);
    }
    let org = context::organization(app, None).await?;
    Ok(Some(app.access.create_key(Caller::command(org), "first", Scope::Full).await?))
}

/// Returns the path of the page to open first: the inbox of `deskbell serve --demo`, or the first
/// administrator's link in a new database.
async fn welcome_path(app: &App, is_new: bool, is_demo: bool) -> Result<Option<String>, Failure> {
    if is_demo {
        return Ok(Some(demo::open(app).await?));
    }
    if !is_new {
        return Ok(None);
    }
    Ok(first_link(app).await?.map(|link| link.path()))
}

/// Makes a link with which the first administrator of a new database signs in, as long as no agent
/// has ever signed in. Creates an administrator if the database has no administrator.
async fn first_link(app: &App) -> Result<Option<Link>, Failure> {
    if app.access.has_logins().await? {
        return Ok(None);
    }
    let org = context::organization(app, None).await?;
    let caller = Caller::command(org);
    let agents: Vec<Agent> = context::listed(app, org).await?;
    let first = match agents.iter().find(|it| it.role == Role::Admin) {
        Some(first) => first.id,
        None => {
            let (name, at) = ("Administrator".to_owned(), app.context.now());
            let add = Add { id: None, name, email: None, role: Role::Admin, at };
            app.actions.add_agent(caller, add).await?.id
        }
    };
    Ok(Some(app.access.invite(caller, first).await?))
}

/// Prints the addresses, the database, a new key, the first administrator's link and the address of
/// metrics. The server continues if printing fails.
fn announce(json: bool, addresses: &[String], database: &str, shown: [Option<&str>; 3]) {
    let address = addresses.first().map(String::as_str).unwrap_or_default();
    tracing::info!(address, database, "serving");
    let [key, welcome, metrics] = shown;
    let lines = if json {
        let said = json!({
            "address": address, "addresses": addresses, "database": database, "key": key,
            "welcome": welcome, "metrics": metrics,
        });
        vec![said.to_string()]
    } else {
        let addresses = addresses.iter().map(|address| format!("address: {address}"));
        let key = key.map(|key| format!("key: {key}"));
        let welcome = welcome.map(|welcome| format!("welcome: {welcome}"));
        let metrics = metrics.map(|metrics| format!("metrics: {metrics}"));
        let all = addresses.chain([format!("database: {database}")]);
        all.chain(key).chain(welcome).chain(metrics).collect()
    };
    if !print::announce(&lines) {
        tracing::warn!(
            "the address and the first key could not be written to standard output: `deskbell key \
             create` makes another key"
        );
    }
}
