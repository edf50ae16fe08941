//! The detection of commits to the file, for all organizations and without reading a table: `PRAGMA
//! data_version` changes with each commit of another connection.

use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};

use super::conn::{Mode, SqliteConn};
use super::error::error;
use super::place::DatabaseFile;
use crate::error::{Error, Result};
use crate::options::SqliteOptions;

/// A number that changes when another connection, in any process, commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataVersion {
    /// The number of the connection. Versions of different connections are never equal.
    connection: u64,
    number: i64,
}

/// The connection that reads `PRAGMA data_version`.
#[derive(Debug)]
pub(crate) struct Watched {
    place: Arc<DatabaseFile>,
    options: SqliteOptions,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    conn: Option<SqliteConn>,
    opened: u64,
    is_closed: bool,
}

impl Watched {
    pub(crate) fn new(place: &Arc<DatabaseFile>, options: &SqliteOptions) -> Self {
        Self { place: Arc::clone(place), options: options.clone(), state: Mutex::default() }
    }

    pub(crate) fn version(&self) -> Result<DataVersion> {
        let mut state = self.state();
        if state.is_closed {
            return Err(Error::Unavailable("the database was closed".into()));
        }
        let conn = match state.conn.take() {
            Some(conn) => conn,
            None => {
                state.opened += 1;
                SqliteConn::open(&self.place, Mode::Read, &self.options)?
            }
        };
        let asked = conn.inner.prepare_cached("PRAGMA data_version");
        let number = asked.and_then(|mut it| it.query_row([], |row| row.get(0))).map_err(error)?;
        // After a failure the connection is dropped instead of stored again.
        state.conn = Some(conn);
        Ok(DataVersion { connection: state.opened, number })
    }

    pub(crate) fn close(&self) {
        let mut state = self.state();
        (state.conn, state.is_closed) = (None, true);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}
