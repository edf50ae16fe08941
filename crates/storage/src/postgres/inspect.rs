//! The inspection of a PostgreSQL database, which changes nothing.

use super::{distribute, pool};
use crate::conn::Conn as _;
use crate::error::Result;
use crate::inspection::Inspection;
use crate::migrate::{self, Ddl as _};
use crate::options::PostgresOptions;
use crate::selected::selected;
use crate::statement::{Class, Query};

/// The deadline of an inspection, in milliseconds.
const DEADLINE_MS: u64 = 5_000;

struct Server {
    version: String,
    clock_ms: i64,
}

selected! { Server { version, clock_ms } }

static SERVER: Query<Server> = Query::new(
    "postgres::inspect::SERVER",
    Class::Point,
    "SELECT current_setting('server_version') AS version,
            CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS clock_ms",
);

static SCHEMA: Query<i64> = Query::new(
    "postgres::inspect::SCHEMA",
    Class::Point,
    "SELECT COALESCE(MAX(version), 0) AS value FROM schema_migrations",
);

/// Checks, without connecting, that an address is well formed.
pub(crate) fn check_address(url: &str, options: &PostgresOptions) -> Result<()> {
    pool::Server::new(url, options).map(drop)
}

pub(crate) async fn inspect(url: &str, options: &PostgresOptions) -> Result<Inspection> {
    let pool = pool::Server::new(url, options)?.pool(1, DEADLINE_MS, &[])?;
    let mut conn = pool.get().await?;
    let server = conn.one(&SERVER, &[]).await?;
    let schema = if conn.has_ledger().await? { Some(conn.one(&SCHEMA, &[]).await?) } else { None };
    let is_current = schema == Some(migrate::known());
    let misplaced = if is_current { distribute::misplaced(&mut conn).await? } else { None };
    Ok(Inspection {
        engine: format!("PostgreSQL {}", server.version),
        schema: schema.filter(|version| *version > 0),
        known: migrate::known(),
        damage: Vec::new(),
        clock_ms: Some(server.clock_ms),
        log_bytes: None,
        misplaced,
    })
}
