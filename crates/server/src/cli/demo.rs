//! `deskbell serve --demo`: a server for trying Deskbell, with made-up chats in a separate folder.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::access::links::Reset;
use deskbell_app::files::Place;
use deskbell_app::{App, Caller, Error, Rejected};
use deskbell_model::{Application, OrgId, Role, Scope, StaffMember};
use deskbell_storage::Location;
use deskbell_transfer::play::Play;
use deskbell_transfer::seed::{Plan, furnish};
use tokio::task::JoinSet;

use super::progress::Shown;
use super::{Failure, context, print};
use crate::boot::{self, ServeLock};
use crate::config::Config;

const FOLDER: &str = "deskbell-demo";
const FILE: &str = "deskbell.db";
/// The name of the database file until it is complete.
const UNFINISHED: &str = "unfinished.db";
/// The amount of made-up data, with as many chats as in the contract's example.
const PLAN: Plan = Plan { chats: 23_905, messages_per_chat: 4, seed: 1 };
const KEY_NAME: &str = "demo";
/// The domain of the made-up shop.
const DOMAIN: &str = "Ostra";

/// Creates the folder for `deskbell serve --demo`. Returns the location of the database in this
/// folder.
pub(crate) fn location() -> Result<Location, String> {
    std::fs::create_dir_all(FOLDER)
        .map_err(|error| format!("the folder {FOLDER} cannot be made here: {error}"))?;
    Ok(Location::Sqlite(Path::new(FOLDER).join(FILE)))
}

/// Creates the database with the made-up chats, unless it exists.
pub(crate) async fn build(config: &Config) -> Result<(), Failure> {
    let finished = Path::new(FOLDER).join(FILE);
    if finished.exists() {
        return Ok(());
    }
    let unfinished = Path::new(FOLDER).join(UNFINISHED);
    let location = Location::Sqlite(unfinished.clone());
    let _lock = ServeLock::take(&location).map_err(Failure::Failed)?;
    if finished.exists() {
        // Another process has just completed the database.
        return remove(&unfinished);
    }
    for suffix in ["-wal", "-shm"] {
        remove(&with_suffix(&unfinished, suffix))?;
    }
    if let Place::Folder(files) = &config.app.files.place {
        remove(files)?;
    }
    let emptied = std::fs::write(&unfinished, "");
    emptied.map_err(|error| Failure::Failed(format!("{}: {error}", unfinished.display())))?;
    let (app, _) = boot::open(config, &location).await.map_err(Failure::Failed)?;
    let org = app.actions.create_organization(DOMAIN).await?;
    furnish(&app, org, PLAN, &mut Shown::new("demo")).await?;
    app.close().await;
    if with_suffix(&unfinished, "-wal").exists() {
        return Err(Failure::Failed(format!(
            "{} is in use by another process: end that one first",
            unfinished.display()
        )));
    }
    let moved = std::fs::rename(&unfinished, &finished);
    moved.map_err(|error| Failure::Failed(format!("{FOLDER}: {error}")))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Removes a file, or a folder with its content. A missing path is not an error.
fn remove(path: &Path) -> Result<(), Failure> {
    let removed =
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::Failed(format!("{} cannot be removed: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Creates a key for this run of `deskbell serve --demo`, and revokes the keys of earlier runs.
pub(crate) async fn key(app: &App) -> Result<String, Failure> {
    let org = context::organization(app, None).await?;
    for old in app.access.list_keys(org).await? {
        if old.name == KEY_NAME && old.revoked_at.is_none() {
            app.access.revoke_key(Caller::command(org), old.id).await?;
        }
    }
    Ok(app.access.create_key(Caller::command(org), KEY_NAME, Scope::Full).await?)
}

/// The sign-in name that the agent of `deskbell serve --demo` gets if the agent has no sign-in name
/// yet.
const LOGIN: &str = "demo";
/// The interval at which the made-up visitors act.
const PLAY_EVERY: Duration = Duration::from_secs(1);

/// Finds the agent who uses the inbox of `deskbell serve --demo`: the first active administrator.
async fn host(app: &App) -> Result<(OrgId, StaffMember), Failure> {
    let org = context::organization(app, None).await?;
    let staff: Vec<StaffMember> = context::listed(app, org).await?;
    let leads = |it: &StaffMember| it.agent.role == Role::Admin && it.deactivated_at.is_none();
    let host = staff.into_iter().find(leads);
    // The last active administrator can be neither deactivated nor given another role.
    let host = host.ok_or_else(|| Failure::Failed(format!("{FOLDER} has no administrator")))?;
    Ok((org, host))
}

/// Sets a new password for the agent of `deskbell serve --demo`. Returns the path of the page that
/// signs in with this password. The password follows `#` in the URL, so that no log contains it,
/// and is valid for this run only.
pub(crate) async fn open(app: &App) -> Result<String, Failure> {
    let (org, host) = host(app).await?;
    let reset = Reset::SecondFactor;
    let link = app.access.reset(Caller::command(org), host.agent.id, reset).await?;
    let secret = link.secret.reveal();
    let here = IpAddr::from(Ipv4Addr::LOCALHOST);
    let login = host.login.unwrap_or_else(|| LOGIN.to_owned());
    let accepted = app.access.accept(secret, Some(&login), &link.secret, here).await;
    let login = match accepted {
        Err(Error::Rejected(Rejected::LoginTaken)) => {
            let other = format!("{LOGIN}-{}", host.agent.id);
            app.access.accept(secret, Some(&other), &link.secret, here).await?
        }
        accepted => accepted?,
    };
    Ok(format!("/demo/inbox#{}:{secret}", login.as_str()))
}

/// Starts a job of the server in which made-up visitors write while an agent is at the inbox of
/// `deskbell serve --demo`.
pub(crate) async fn play(app: &Arc<App>, jobs: &mut JoinSet<()>) -> Result<(), Failure> {
    let (org, host) = host(app).await?;
    let applications: Vec<Application> = context::listed(app, org).await?;
    let application = applications.iter().find(|it| it.active);
    let Some(application) = application else { return Ok(()) };
    let play = Play::new(app, org, (application.id, host.agent.id))?;
    jobs.spawn(act(Arc::clone(app), play));
    Ok(())
}

/// Performs the actions of the made-up visitors until there are no more actions.
async fn act(app: Arc<App>, mut play: Play) {
    let mut ticks = tokio::time::interval(PLAY_EVERY);
    loop {
        ticks.tick().await;
        match play.step(&app).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "the visitors of the demonstration stopped");
                return;
            }
        }
    }
}

/// Prints three example commands, and the URL of the widget.
pub(crate) fn hints(address: &str, key: &str) {
    print::talk("Try:");
    for path in ["chats?limit=2", "chats?sort=chats.closedAt&order=asc&limit=1", "chats/1/messages"]
    {
        print::talk(&format!("  curl -H 'Authorization: Bearer {key}' '{address}/v1/{path}'"));
    }
    print::talk(&format!("The widget is on a made-up shop: {address}/demo"));
}
