//! Connections to PostgreSQL: how they are made, kept and bounded.

use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, PoolConfig, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::NoTls;
use tokio_postgres::config::{Config, SslMode};

use super::conn::{PostgresConn, error};
use crate::error::{Error, Result};

/// How much longer than a statement may take to wait for its answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Connections with the same session settings.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    inner: deadpool_postgres::Pool,
    patience: Duration,
}

impl Pool {
    /// Up to `size` connections; each statement may take `statement_ms`.
    pub(crate) fn new(
        url: &str,
        size: u32,
        statement_ms: u64,
        settings: &str,
        wait_ms: u64,
    ) -> Result<Self> {
        // The parser's own words may quote the address, and so the password.
        let unreadable = |_| Error::Unavailable("the address of the database is malformed".into());
        let mut config: Config = url.parse().map_err(unreadable)?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(Error::Unavailable(
                "sslmode=require is not supported: reach PostgreSQL over a private network or a \
                 local TLS proxy"
                    .into(),
            ));
        }
        let options = config.get_options().unwrap_or_default();
        // A client that vanished must not keep a head locked, nor a statement run on for nobody.
        let options = format!(
            "{options} -c statement_timeout={statement_ms} \
             -c idle_in_transaction_session_timeout={statement_ms} {settings}"
        );
        config.options(options).application_name("deskbell");
        config.connect_timeout(Duration::from_millis(wait_ms));
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, NoTls, manager_config);
        let mut limits = PoolConfig::new(usize::try_from(size).unwrap_or(usize::MAX).max(1));
        let wait = Some(Duration::from_millis(wait_ms));
        limits.timeouts = Timeouts { wait, create: wait, recycle: wait };
        let inner = deadpool_postgres::Pool::builder(manager)
            .config(limits)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Internal(error.to_string()))?;
        let patience = Duration::from_millis(statement_ms) + PATIENCE;
        Ok(Self { inner, patience })
    }

    pub(crate) async fn get(&self) -> Result<PostgresConn> {
        match self.inner.get().await {
            Ok(client) => Ok(PostgresConn::new(client, self.patience)),
            Err(PoolError::Timeout(_)) => Err(Error::Busy("no connection came free".into())),
            Err(PoolError::Backend(cause)) => Err(unreachable(&cause)),
            Err(cause) => Err(Error::Unavailable(cause.to_string())),
        }
    }

    pub(crate) fn close(&self) {
        self.inner.close();
    }
}

/// A connection that could not be made: whatever the reason, the database is not there for us.
fn unreachable(cause: &tokio_postgres::Error) -> Error {
    match error(cause) {
        Error::Busy(text) | Error::Internal(text) => Error::Unavailable(text),
        other => other,
    }
}
