//! Connections to PostgreSQL: their creation, reuse and limits.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, PoolConfig, PoolError, RecyclingMethod, Runtime,
    Timeouts,
};
use tokio::time::timeout;
use tokio_postgres::NoTls;
use tokio_postgres::config::{Config, SslMode, TargetSessionAttrs};

use super::conn::{PostgresConn, error};
use super::doubt::{Doubt, REPLACED};
use crate::dialect::{self, Engine};
use crate::error::{Error, Result};
use crate::limits::TRANSACTION_IDLE_MS;

/// The time beyond a statement's deadline for which its answer is awaited.
const PATIENCE: Duration = Duration::from_secs(2);

/// A server, and the state that its pools share.
#[derive(Debug)]
pub(crate) struct Server<'a> {
    url: &'a str,
    wait_ms: u64,
    doubt: Doubt,
}

/// A pool of connections with the same session settings.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    inner: deadpool_postgres::Pool,
    patience: Duration,
    doubt: Doubt,
}

impl<'a> Server<'a> {
    /// The server at this URL; a request waits for a connection up to `wait_ms`.
    pub(crate) fn new(url: &'a str, wait_ms: u64) -> Self {
        Self { url, wait_ms, doubt: Doubt::default() }
    }

    /// Gives the configuration of a connection; a statement may take `statement_ms`.
    pub(crate) fn config(&self, statement_ms: u64, settings: &str) -> Result<Config> {
        // The parser's error may quote the URL with its password.
        let unreadable = |_| Error::Unavailable("the address of the database is malformed".into());
        let mut config: Config = self.url.parse().map_err(unreadable)?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(Error::Unavailable(
                "sslmode=require is not supported: reach PostgreSQL over a private network or a \
                 local TLS proxy"
                    .into(),
            ));
        }
        let options = config.get_options().unwrap_or_default();
        // The server gives up on vanished clients, so that no statement runs on and no head stays
        // locked.
        let options = format!(
            "{options} -c statement_timeout={statement_ms} \
             -c idle_in_transaction_session_timeout={TRANSACTION_IDLE_MS} {settings}"
        );
        config.options(options).application_name("deskbell");
        // Of several hosts, the one that accepts writes is used. The others are former primaries or
        // replicas, with old data.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        config.connect_timeout(Duration::from_millis(self.wait_ms));
        Ok(config)
    }

    /// A pool of up to `size` connections; a statement may take `statement_ms`.
    pub(crate) fn pool(&self, size: u32, statement_ms: u64, settings: &str) -> Result<Pool> {
        let config = self.config(statement_ms, settings)?;
        let wait = Duration::from_millis(self.wait_ms);
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, NoTls, manager_config);
        let mut limits = PoolConfig::new(usize::try_from(size).unwrap_or(usize::MAX).max(1));
        limits.timeouts = Timeouts { wait: Some(wait), create: Some(wait), recycle: Some(wait) };
        let (doubt, asked) = (self.doubt.clone(), self.doubt.clone());
        let inner = deadpool_postgres::Pool::builder(manager)
            // The timeline is checked for each new connection, since not every read checks it.
            .post_create(Hook::async_fn(move |client, _| {
                let doubt = asked.clone();
                let ask = format!("SELECT {}", dialect::timeline(Engine::Postgres));
                Box::pin(async move {
                    // The timeout of connecting does not cover this query.
                    let Ok(asked) = timeout(wait, client.query_one(&ask, &[])).await else {
                        return Err(HookError::message("the server fell silent"));
                    };
                    let row = asked.map_err(HookError::Backend)?;
                    let timeline = row.try_get(0).map_err(HookError::Backend)?;
                    match doubt.is_current(timeline) {
                        true => Ok(()),
                        false => Err(HookError::message(REPLACED)),
                    }
                })
            }))
            .pre_recycle(Hook::sync_fn(move |_, metrics| match doubt.covers(metrics.created) {
                true => Err(HookError::message("it was connected to what the server was")),
                false => Ok(()),
            }))
            .config(limits)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Internal(error.to_string()))?;
        let patience = Duration::from_millis(statement_ms) + PATIENCE;
        Ok(Pool { inner, patience, doubt: self.doubt.clone() })
    }
}

impl Pool {
    pub(crate) async fn get(&self) -> Result<PostgresConn> {
        match self.inner.get().await {
            Ok(client) => Ok(PostgresConn::new(client, self.patience, self.doubt.clone())),
            Err(PoolError::Timeout(_)) => Err(Error::Busy("no connection came free".into())),
            Err(PoolError::Backend(cause)) => Err(unreachable(&cause)),
            Err(cause) => Err(Error::Unavailable(cause.to_string())),
        }
    }

    pub(crate) fn close(&self) {
        self.inner.close();
    }
}

/// The error of a failed connection: whatever the cause, the database is unavailable.
fn unreachable(cause: &tokio_postgres::Error) -> Error {
    match error(cause) {
        Error::Busy(text) | Error::Internal(text) => Error::Unavailable(text),
        other => other,
    }
}
