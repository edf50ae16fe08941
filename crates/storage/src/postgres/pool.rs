//! Connections to PostgreSQL: their creation, reuse and limits.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, PoolConfig, PoolError, RecyclingMethod, Runtime,
    TimeoutType, Timeouts,
};
use tokio::time::timeout;
use tokio_postgres::config::{Config, SslMode, TargetSessionAttrs};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::address::{Address, Connected};
use super::conn::PostgresConn;
use super::doubt::{Doubt, REPLACED};
use super::error::error;
use super::session::Session;
use crate::conn::Conn as _;
use crate::dialect::{self, Engine};
use crate::error::{Error, Result};
use crate::meters::StorageMeters;
use crate::options::{Pooling, PostgresOptions};
use crate::statement::{Class, Query};

/// The application name of this program's PostgreSQL sessions, with the program's version.
pub(super) const APPLICATION: &str = concat!("deskbell ", env!("CARGO_PKG_VERSION"));

static SESSION: Query<i64> = Query::new(
    "postgres::pool::SESSION",
    Class::Point,
    "SELECT CAST(pg_backend_pid() AS BIGINT) AS value",
);

/// A server, and the state that the server's pools share.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    address: Address,
    wait: Duration,
    pooling: Pooling,
    doubt: Doubt,
    meters: Arc<StorageMeters>,
}

/// A pool of connections with the same session settings.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    inner: deadpool_postgres::Pool,
    session: Arc<Session>,
}

impl Server {
    /// Returns the server with this URL, without connecting.
    ///
    /// # Errors
    /// When the URL is malformed.
    pub(crate) fn new(url: &str, options: &PostgresOptions) -> Result<Self> {
        let mut address = Address::read(url, &options.defaults)?;
        let wait = Duration::from_millis(options.wait_ms);
        address.limit(wait);
        address.each(|host| {
            host.application_name(APPLICATION);
            // Only a host that accepts writes is used. The other hosts are former primaries or
            // replicas, whose data may be old.
            host.target_session_attrs(TargetSessionAttrs::ReadWrite);
        });
        let (pooling, doubt, meters) = (options.pooling, Doubt::default(), Arc::default());
        Ok(Self { address, wait, pooling, doubt, meters })
    }

    /// Returns the server with TLS settings that work. With libpq's `sslmode=prefer`, connects
    /// without TLS if TLS fails, or if the server refuses the user over TLS.
    pub(crate) async fn settled(mut self) -> Result<Self> {
        if self.address.ssl_mode() != SslMode::Prefer {
            return Ok(self);
        }
        let Err(cause) = self.reach().await? else { return Ok(self) };
        let is_refused = cause.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION);
        let Some(why) = deskbell_tls::explain(&cause).or(is_refused.then(|| cause.to_string()))
        else {
            return Err(unreachable(&cause));
        };
        self.address.each(|host| {
            host.ssl_mode(SslMode::Disable);
        });
        self.reach().await?.map_err(|_| unreachable(&cause))?;
        tracing::warn!(why, "PostgreSQL is spoken to without TLS");
        Ok(self)
    }

    /// Connects, and disconnects. The outer error means that no host answered in time.
    async fn reach(&self) -> Result<std::result::Result<(), tokio_postgres::Error>> {
        let reached = timeout(self.wait, self.address.connect()).await;
        let late = |_| Error::Unavailable("no connection could be made in time".into());
        reached.map(|outcome| outcome.map(drop)).map_err(late)
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Returns the settings of sessions in which a statement may take `statement_ms`.
    pub(crate) fn session(&self, statement_ms: u64, settings: &[&str]) -> Session {
        let (doubt, meters) = (self.doubt.clone(), Arc::clone(&self.meters));
        Session::new(statement_ms, settings, self.pooling, doubt, meters)
    }

    /// Connects outside the pools, and begins a session with these settings. The caller drives the
    /// connection.
    pub(crate) async fn unpooled(&self, session: &Session) -> Result<Connected> {
        let opened = timeout(self.wait, async {
            let connected = self.address.connect().await.map_err(HookError::Backend);
            let (client, mut connection) = connected?;
            tokio::select! {
                begun = begin(&client, session) => begun?,
                ended = &mut connection => {
                    ended.map_err(HookError::Backend)?;
                    return Err(HookError::message("the connection ended"));
                }
            }
            Ok((client, connection))
        });
        match opened.await {
            Ok(Ok(unpooled)) => Ok(unpooled),
            Ok(Err(HookError::Backend(cause))) => Err(unreachable(&cause)),
            Ok(Err(cause)) => Err(Error::Unavailable(cause.to_string())),
            Err(_) => Err(Error::Unavailable("no connection could be made in time".into())),
        }
    }

    /// Returns a pool of up to `size` connections, on which a statement may take `statement_ms`.
    pub(crate) fn pool(&self, size: u32, statement_ms: u64, settings: &[&str]) -> Result<Pool> {
        let session = Arc::new(self.session(statement_ms, settings));
        let wait = self.wait;
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_connect(Config::new(), self.address.clone(), manager_config);
        let mut limits = PoolConfig::new(usize::try_from(size).unwrap_or(usize::MAX).max(1));
        limits.timeouts = Timeouts { wait: Some(wait), create: Some(wait), recycle: Some(wait) };
        let (doubt, begun) = (self.doubt.clone(), Arc::clone(&session));
        let inner = deadpool_postgres::Pool::builder(manager)
            // The timeline is checked for each new connection, since some reads do not check it.
            .post_create(Hook::async_fn(move |client, _| {
                let session = Arc::clone(&begun);
                // The timeout for connecting does not include this query.
                Box::pin(async move {
                    let begun = timeout(wait, begin(client, &session)).await;
                    begun.unwrap_or_else(|_| Err(HookError::message("the server fell silent")))
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
        Ok(Pool { inner, session })
    }
}

/// Sets up a new session, and checks that the server is the primary.
async fn begin(client: &Client, session: &Session) -> std::result::Result<(), HookError> {
    let ask = format!(
        "{}SELECT {}, EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')",
        session.after_connecting,
        dialect::timeline(Engine::Postgres)
    );
    let answers = client.simple_query(&ask).await.map_err(HookError::Backend)?;
    let row = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    if row.and_then(|row| row.get(1)) == Some("t") {
        session.doubt.distribute();
    }
    match row
        .and_then(|row| row.get(0)?.parse().ok())
        .map(|timeline| session.doubt.is_current_server(timeline))
    {
        Some(true) => Ok(()),
        Some(false) => Err(HookError::message(REPLACED)),
        None => Err(HookError::message("the server gave no timeline")),
    }
}

impl Pool {
    pub(crate) async fn get(&self) -> Result<PostgresConn> {
        match self.inner.get().await {
            Ok(client) => Ok(PostgresConn::new(client, Arc::clone(&self.session))),
            Err(PoolError::Timeout(TimeoutType::Wait)) => {
                Err(Error::Busy("no connection came free".into()))
            }
            Err(PoolError::Timeout(_)) => {
                Err(Error::Unavailable("no connection could be made in time".into()))
            }
            Err(
                PoolError::Backend(cause) | PoolError::PostCreateHook(HookError::Backend(cause)),
            ) => Err(unreachable(&cause)),
            Err(cause) => Err(Error::Unavailable(cause.to_string())),
        }
    }

    /// Returns whether connections of two pools use the same session. A shared session means that a
    /// pooler between the pools and the server hands out the session that was released last.
    pub(crate) async fn shares_sessions(&self, with: &Self) -> Result<bool> {
        let (mut one, mut other) = (self.get().await?, with.get().await?);
        Ok(one.one(&SESSION, &[]).await? == other.one(&SESSION, &[]).await?)
    }

    /// Returns whether the server may read rows from other servers.
    pub(crate) fn is_distributed(&self) -> bool {
        self.session.doubt.is_distributed()
    }

    pub(crate) fn meters(&self) -> &StorageMeters {
        &self.session.meters
    }

    pub(crate) fn round_trips(&self) -> u64 {
        self.session.round_trips.load(Ordering::Relaxed)
    }

    pub(crate) fn close(&self) {
        self.inner.close();
    }
}

/// Converts the error of a failed connection. A busy server and an unknown cause count as
/// unavailable, too.
fn unreachable(cause: &tokio_postgres::Error) -> Error {
    match error(cause) {
        Error::Busy(text) | Error::Internal(text) => Error::Unavailable(text),
        other => other,
    }
}
