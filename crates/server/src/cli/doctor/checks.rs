//! The list of all checks, and the checks of the port, of open files, disk space, WAL, schema and
//! rows.

use std::path::{Path, PathBuf};
use std::slice;

use deskbell_app::App;
use deskbell_model::OrgId;
use deskbell_storage::{Error, Inspection, Location, inspect, integrity, reads};
use listenfd::ListenFd;

use super::super::context;
use super::{Finding, clock, deep, due, files, index};
use crate::boot::{self, ServeLock};
use crate::config::Config;
use crate::listeners;

/// The free disk space below which `doctor` reports a problem, in bytes. Less than four times this
/// value is a warning.
const ROOM_LEAST: u64 = 256 * 1024 * 1024;
/// The largest normal size of the WAL, in bytes. A larger WAL shows that no checkpoint succeeds.
const LOG_MAX: u64 = 512 * 1024 * 1024;
/// The number of files that a server opens in addition to its connections.
const FILES_BESIDE: u64 = 128;

/// The inputs of the checks of `deskbell doctor`.
pub(super) struct Checks {
    pub(super) config: Config,
    pub(super) deep: bool,
}

impl Checks {
    /// Runs all checks. In the list of findings, a cause comes before its effects.
    pub(super) async fn all(self) -> Vec<Finding> {
        let mut findings = vec![Finding::ok("settings", "they are valid")];
        findings.extend(self.config.misnamed.iter().map(|it| {
            let found = format!("{} is no setting and was not read", it.variable);
            Finding::warning("settings", found, &it.hint)
        }));
        findings.push(clock::machine());
        findings.push(open_files(self.config.http.connections as u64));
        findings.push(files::place(&self.config.app.files));
        findings.extend(self.sockets().await);
        findings.extend(self.network());
        if let Location::Sqlite(path) = &self.config.database {
            findings.push(room(path));
            if !path.exists() {
                let found = format!("{} is not there yet", path.display());
                let hint = "`deskbell serve` makes it";
                findings.push(Finding::warning("database", found, hint));
                return findings;
            }
        }
        let inspected = inspect(&self.config.database, &self.config.storage, self.deep).await;
        findings.extend(self.listening().await);
        match inspected {
            Ok(inspection) => self.database(&inspection, &mut findings).await,
            Err(error) => {
                let found = boot::sentence(&self.config.database, &error);
                let (found, hint) = found.split_once("; ").unwrap_or((&found, "see the log"));
                findings.push(Finding::problem("database", found, hint));
            }
        }
        findings
    }

    /// Checks that each address is free to listen on, or that a running server uses the address.
    async fn sockets(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for listen in &self.config.listen {
            let tried = listeners::listen(slice::from_ref(listen), ListenFd::empty()).await;
            findings.push(match tried {
                Ok(_) => Finding::ok("port", format!("{listen} is free")),
                Err(_) if self.is_served() => {
                    Finding::ok("port", format!("{listen} is in use; the database is being served"))
                }
                Err(why) => {
                    let found = why.split_once("; ").map_or(why.as_str(), |(found, _)| found);
                    let hint = "end what uses it, or choose another with server.listen";
                    Finding::warning("port", found, hint)
                }
            });
        }
        findings
    }

    /// Checks that agents' passwords do not cross the network unencrypted; `None` if only this
    /// machine can reach the server.
    fn network(&self) -> Option<Finding> {
        let open = self.config.listen.iter().find(|listen| !listen.is_local())?;
        if !self.config.trusted_proxies.is_empty() {
            let found = format!("{open} is open to the network, for the trusted proxies");
            return Some(Finding::ok("sign-in", found));
        }
        let found = format!("{open} takes passwords of agents over plain HTTP");
        let hint = "listen on 127.0.0.1 behind a proxy with TLS, or name the proxy in \
                    server.trusted_proxies";
        Some(Finding::warning("sign-in", found, hint))
    }

    /// Checks that the address of `postgres.listen_url`, if set, can be reached.
    async fn listening(&self) -> Option<Finding> {
        let location = self.config.storage.postgres.listen_url.as_ref()?;
        Some(match inspect(location, &self.config.storage, false).await {
            Ok(_) => Finding::ok("postgres.listen_url", "it answers"),
            Err(error) => {
                let found = boot::sentence(location, &error);
                let hint = "streams hear of other nodes' changes late until it answers";
                Finding::warning("postgres.listen_url", found, hint)
            }
        })
    }

    /// Tells whether another process serves the SQLite file; false for PostgreSQL.
    fn is_served(&self) -> bool {
        match &self.config.database {
            Location::Sqlite(path) => {
                path.exists() && ServeLock::take(&self.config.database).is_err()
            }
            Location::Postgres(_) => false,
        }
    }

    async fn database(&self, inspection: &Inspection, findings: &mut Vec<Finding>) {
        findings.push(Finding::ok("database", format!("{} answers", inspection.engine)));
        findings.extend(inspection.clock_ms.map(clock::database));
        findings.extend(inspection.log_bytes.map(log));
        for damage in &inspection.damage {
            let hint = "stop the server and restore a backup";
            findings.push(Finding::problem("integrity", damage, hint));
        }
        let is_current = inspection.schema == Some(inspection.known);
        findings.push(schema(inspection));
        findings.extend(inspection.misplaced.as_deref().map(distribution));
        if is_current && inspection.damage.is_empty() {
            match self.rows().await {
                Ok(found) => findings.extend(found),
                Err(why) => findings.push(Finding::problem("rows", why, "see the log")),
            }
        }
    }

    /// Runs the checks that need an open database.
    async fn rows(&self) -> Result<Vec<Finding>, String> {
        let mut config = self.config.clone();
        // Loading a saved index uses it up, and the server's next start needs it.
        config.app.index.images = None;
        let (app, _) = boot::open(&config, &config.database).await?;
        let tried = app.context.store.try_writes().await;
        let findings = match tried {
            Ok(()) => self.of_app(&app).await.map_err(|error| error.to_string()),
            Err(error) => Err(boot::sentence(&self.config.database, &error)),
        };
        app.context.store.close().await;
        findings
    }

    async fn of_app(&self, app: &App) -> Result<Vec<Finding>, deskbell_app::Error> {
        let mut findings = Vec::new();
        let organizations = context::organizations(app).await?;
        findings.push(match (organizations.len(), app.access.has_keys().await?) {
            (0, _) => Finding::ok("keys", "no organization yet: the first start makes one"),
            (n, true) => Finding::ok("keys", format!("{n} organizations, with keys")),
            (n, false) => {
                let hint = "`deskbell key create` makes one";
                Finding::warning("keys", format!("{n} organizations, but no key"), hint)
            }
        });
        findings.extend(clock::newest(app, &organizations).await?);
        findings.push(due::overdue(app).await?);
        findings.push(index::fits(app, &organizations).await?);
        findings.extend(index::saved(&self.config.app.index));
        if self.deep {
            for organization in organizations {
                findings.extend(index::answers(app, &organization).await?);
                let rows = Rows(organization.id);
                let mismatches = app.context.store.unhurried_snapshot(rows).await?;
                let name = organization.domain;
                if mismatches.is_empty() {
                    let found = format!("every count of {name} agrees with its rows");
                    findings.push(Finding::ok("rows", found));
                }
                let hint = "keep a copy of the database, and report it as a fault of Deskbell";
                let problem = |it| Finding::problem("rows", format!("{name}: {it}"), hint);
                findings.extend(mismatches.into_iter().map(problem));
                findings.extend(deep::everything(app, organization.id, &name).await?);
                findings.push(files::compared(app, organization.id, &name).await?);
            }
        }
        Ok(findings)
    }
}

reads! {
    Rows(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
}

fn schema(inspection: &Inspection) -> Finding {
    let known = inspection.known;
    match inspection.schema {
        None => {
            let hint = "`deskbell serve` or `deskbell migrate` makes it";
            Finding::warning("schema", "there is none yet", hint)
        }
        Some(found) if found > known => {
            let error = Error::Newer { found, known };
            Finding::problem("schema", error.to_string(), "use the newer program")
        }
        Some(found) if found < known => {
            let found = format!("it is at version {found}, this program needs {known}");
            Finding::warning("schema", found, "`deskbell serve` or `deskbell migrate` updates it")
        }
        Some(found) => Finding::ok("schema", format!("it is at version {found}")),
    }
}

/// Reports whether each table of a distributed database is on the right servers.
fn distribution(misplaced: &[&str]) -> Finding {
    if misplaced.is_empty() {
        return Finding::ok("tables", "each is on the servers where it belongs");
    }
    let found = format!("not on the servers where they belong: {}", misplaced.join(", "));
    Finding::problem("tables", found, "`deskbell migrate --distribute` places them")
}

fn log(bytes: u64) -> Finding {
    let mib = bytes / (1024 * 1024);
    if bytes <= LOG_MAX {
        return Finding::ok("log", format!("the write-ahead log has {mib} MiB"));
    }
    let hint = "something reads without end: end other programs that have the file open";
    Finding::warning("log", format!("the write-ahead log has {mib} MiB"), hint)
}

/// Checks the free disk space in the database's folder.
fn room(path: &Path) -> Finding {
    if let Err(why) = boot::check_folder(path) {
        let (found, hint) = why.rsplit_once(": ").unwrap_or((&why, "see the log"));
        return Finding::problem("disk", found, hint);
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder: PathBuf = folder.map_or_else(|| ".".into(), Path::to_owned);
    let shown = folder.display();
    let free = match rustix::fs::statvfs(&folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => {
            let found = format!("{shown} cannot be looked at: {error}");
            return Finding::problem("disk", found, "make the folder, or give access to it");
        }
    };
    let found = format!("{} MiB are free in {shown}", free / (1024 * 1024));
    let hint = "make room, or move the database";
    match free {
        ..ROOM_LEAST => Finding::problem("disk", found, hint),
        _ if free / 4 < ROOM_LEAST => Finding::warning("disk", found, hint),
        _ => Finding::ok("disk", found),
    }
}

/// Checks that the process may open enough files for all connections.
fn open_files(connections: u64) -> Finding {
    let limit = boot::files_max();
    let needed = connections.saturating_add(FILES_BESIDE);
    if limit >= needed {
        return Finding::ok("files", format!("up to {limit} may be open"));
    }
    let found = format!("up to {limit} may be open, {connections} connections need {needed}");
    Finding::warning("files", found, "raise the limit (ulimit -n), or lower server.connections")
}
