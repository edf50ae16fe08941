//! The distribution of the tables over the servers of a Citus cluster (ADR 32), and the check that
//! each table is on the right servers. This file does not read rows.

use super::conn::PostgresConn;
use super::placement::{FIRST, PLACEMENTS, Placement};
use super::pool::{APPLICATION, Pool, Server};
use super::{BEGIN, LOCK, Postgres};
use crate::columns::params;
use crate::conn::Conn as _;
use crate::error::{Error, Result};
use crate::limits::DISTRIBUTE_DEADLINE_MS;
use crate::migrate;
use crate::options::PostgresOptions;
use crate::selected::selected;
use crate::statement::{Class, Query};

/// A table that is about to be distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The table's name.
    pub table: &'static str,
    /// The number of the table, from 1.
    pub number: usize,
    /// The total number of tables that are to be distributed.
    pub of: usize,
}

/// SQL that makes Citus change the parts of a table one after another. One transaction may then
/// change both rows and the schema. A server without Citus accepts the setting and ignores it.
pub(super) const IN_SEQUENCE: &str = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'";

static VERSION: Query<String> = Query::new(
    "postgres::distribute::VERSION",
    Class::Point,
    "SELECT COALESCE(MAX(extversion), '') AS value FROM pg_extension WHERE extname = 'citus'",
);

/// SQL that selects the number of this server in its cluster; the coordinator has the number 0.
static GROUP: Query<i64> = Query::new(
    "postgres::distribute::GROUP",
    Class::Point,
    "SELECT CAST(groupid AS BIGINT) AS value FROM pg_dist_local_group",
);

/// SQL that makes the server check during a statement whether the program is still connected.
/// Otherwise the server would go on copying rows for hours after the program ended. PostgreSQL has
/// this setting from version 14 on.
const CHECK_CLIENT: &str = "SELECT set_config(name, '1s', true) FROM pg_settings
     WHERE name = 'client_connection_check_interval'";

struct Servers {
    /// The number of coordinators that the cluster knows, 0 or 1.
    coordinators: i64,
    /// The number of servers that store rows.
    takers: i64,
}

selected! { Servers { coordinators, takers } }

static SERVERS: Query<Servers> = Query::new(
    "postgres::distribute::SERVERS",
    Class::Point,
    "SELECT COUNT(*) FILTER (WHERE groupid = 0) AS coordinators,
            COUNT(*) FILTER (WHERE shouldhaveshards) AS takers
     FROM pg_dist_node WHERE noderole = 'primary' AND isactive",
);

/// SQL that finds a session of another version of this program.
static OTHER: Query<String> = Query::new(
    "postgres::distribute::OTHER",
    Class::Point,
    "SELECT COALESCE(MIN(application_name), '') AS value FROM pg_stat_activity
     WHERE datname = current_database() AND application_name <> $1
       AND (application_name = 'deskbell' OR application_name LIKE 'deskbell %')",
);

/// The present state of a table, read from the server.
#[derive(Debug)]
struct Found {
    /// True when the role of the connection may change the table.
    is_owned: bool,
    owner: String,
    /// The kind of distribution: `h` by a column, `n` without a column; empty for a table unknown
    /// to Citus.
    method: String,
    /// The kind of replication: `t` for a table that is copied to every server.
    replication: String,
    /// The column by which the table is distributed.
    column: String,
    /// True when the table's rows are on the same servers as the rows of [`FIRST`].
    is_beside: bool,
    /// The size of the table on the coordinator itself, in bytes.
    bytes: i64,
}

selected! { Found { is_owned, owner, method, replication, column, is_beside, bytes } }

static FOUND: Query<Found> = Query::new(
    "postgres::distribute::FOUND",
    Class::Point,
    "SELECT CAST(CAST(pg_has_role(c.relowner, 'USAGE') AS INTEGER) AS BIGINT) AS is_owned,
            CAST(pg_get_userbyid(c.relowner) AS TEXT) AS owner,
            COALESCE(CAST(p.partmethod AS TEXT), '') AS method,
            COALESCE(CAST(p.repmodel AS TEXT), '') AS replication,
            COALESCE(column_to_column_name(p.logicalrelid, CAST(p.partkey AS TEXT)), '') AS column,
            CAST(CAST(COALESCE(p.colocationid = f.colocationid, FALSE) AS INTEGER) AS BIGINT)
                AS is_beside,
            pg_relation_size(c.oid) AS bytes
     FROM pg_class c
     LEFT JOIN pg_dist_partition p ON p.logicalrelid = c.oid
     LEFT JOIN pg_dist_partition f ON f.logicalrelid = to_regclass($1)
     WHERE c.oid = to_regclass($2)",
);

impl Found {
    /// Returns the table's present placement; `None` if no variant of [`Placement`] describes the
    /// placement.
    fn placement(&self) -> Option<Placement> {
        match (self.method.as_str(), self.replication.as_str()) {
            ("h", _) if self.column == "org_id" && self.is_beside => {
                Some(Placement::ByOrganization)
            }
            ("n", "t") => Some(Placement::Everywhere),
            // Citus knows the table and keeps it on the coordinator, or does not know the table.
            ("n", "s") | ("", _) => Some(Placement::Coordinator),
            _ => None,
        }
    }
}

async fn found(conn: &mut PostgresConn, table: &str) -> Result<Found> {
    conn.one(&FOUND, &params![FIRST, table]).await
}

/// Returns the tables whose rows are on the wrong servers; `None` when no table is distributed.
pub(super) async fn misplaced(conn: &mut PostgresConn) -> Result<Option<Vec<&'static str>>> {
    if conn.one(&VERSION, &[]).await?.is_empty() {
        return Ok(None);
    }
    let (mut misplaced, mut is_begun) = (Vec::new(), false);
    for (table, placement) in PLACEMENTS {
        let actual = found(conn, table).await?.placement();
        is_begun |= actual != Some(Placement::Coordinator);
        if actual != Some(placement) {
            misplaced.push(table);
        }
    }
    Ok(is_begun.then_some(misplaced))
}

/// Places the tables on the servers of the Citus cluster; see [`crate::distribute`].
pub(crate) async fn distribute(
    url: &str,
    options: &PostgresOptions,
    at: &mut (dyn FnMut(Step) + Send),
) -> Result<Vec<&'static str>> {
    let server = Server::new(url, options)?.settled().await?;
    let pool = server.pool(1, DISTRIBUTE_DEADLINE_MS, &[])?;
    let placed = place_all(&pool, at).await;
    pool.close();
    placed
}

async fn place_all(pool: &Pool, at: &mut (dyn FnMut(Step) + Send)) -> Result<Vec<&'static str>> {
    check(&mut pool.get().await?).await?;
    let mut placed = Vec::new();
    for (number, (table, placement)) in (1..).zip(PLACEMENTS) {
        let found = found(&mut pool.get().await?, table).await?;
        if found.placement() != Some(placement) {
            at(Step { table, number, of: PLACEMENTS.len() });
            if place(pool, table, placement).await? {
                placed.push(table);
            }
        }
        if placement != Placement::Coordinator && found.bytes > 0 {
            // Distributing a table copies its rows to other servers. No statement reads the old
            // rows that stay on the coordinator.
            let forget = format!("SELECT truncate_local_data_after_distributing_table('{table}')");
            pool.get().await?.control(&forget).await?;
        }
    }
    Ok(placed)
}

/// Checks that the tables can be placed on the servers of the cluster.
async fn check(conn: &mut PostgresConn) -> Result<()> {
    if conn.one(&VERSION, &[]).await?.is_empty() {
        return first(
            "the extension citus is not in this database: put citus into \
             shared_preload_libraries on every server, restart them, and run CREATE EXTENSION \
             citus in the database of each",
        );
    }
    if conn.one(&GROUP, &[]).await? != 0 {
        return first("this server is a worker of its cluster: name the coordinator's address");
    }
    let servers = conn.one(&SERVERS, &[]).await?;
    if servers.coordinators == 0 {
        return first(
            "the cluster does not know its coordinator: run SELECT \
             citus_set_coordinator_host('the name by which workers reach it')",
        );
    }
    if servers.takers == 0 {
        return first(
            "no server of the cluster takes rows: run SELECT citus_add_node('host', 5432) for \
             each worker",
        );
    }
    if migrate::current(conn).await?.is_none() {
        return first("the schema is not up to date: run `deskbell migrate`");
    }
    let other = conn.one(&OTHER, &params![APPLICATION]).await?;
    if !other.is_empty() {
        return first(&format!(
            "a program of another version, \"{other}\", uses the database: stop it, since it may \
             know statements that distributed tables refuse"
        ));
    }
    for (table, placement) in PLACEMENTS {
        let found = found(conn, table).await?;
        if !found.is_owned {
            return first(&format!(
                "{table} belongs to the role {0}: run this as {0}, or GRANT {0} TO this role",
                found.owner
            ));
        }
        let actual = found.placement();
        if actual != Some(placement) && actual != Some(Placement::Coordinator) {
            return first(&format!(
                "{table} is distributed otherwise: run SELECT undistribute_table('{table}')"
            ));
        }
    }
    Ok(())
}

/// Returns the error that tells the operator what to do before the tables can be distributed.
fn first(what: &str) -> Result<()> {
    Err(Error::Misconfigured(what.to_owned()))
}

/// Places a table on the servers of the cluster; `false` if the table is already placed, for
/// example by another process.
async fn place(pool: &Pool, table: &'static str, placement: Placement) -> Result<bool> {
    let mut conn = pool.get().await?;
    conn.begin(BEGIN);
    let outcome = place_in(&mut conn, table, placement).await;
    Postgres::end(conn, outcome).await
}

async fn place_in(
    conn: &mut PostgresConn,
    table: &'static str,
    placement: Placement,
) -> Result<bool> {
    conn.control(CHECK_CLIENT).await?;
    conn.control(LOCK).await?;
    if found(conn, table).await?.placement() == Some(placement) {
        return Ok(false);
    }
    let beside = if table == FIRST { "none" } else { FIRST };
    let sql = match placement {
        Placement::ByOrganization => format!(
            "SELECT create_distributed_table('{table}', 'org_id', colocate_with => '{beside}')"
        ),
        Placement::Everywhere => format!("SELECT create_reference_table('{table}')"),
        Placement::Coordinator => return Ok(false),
    };
    match conn.control(&sql).await {
        // Citus refuses only tables that somebody has changed, for example by adding a trigger.
        Err(Error::Internal(why)) => Err(Error::Misconfigured(format!("{table}: {why}"))),
        outcome => outcome.map(|()| true),
    }
}
