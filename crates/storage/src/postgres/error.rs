//! Conversion of PostgreSQL's errors to the errors of this crate.

use std::error::Error as _;

use tokio_postgres::error::{DbError, Severity, SqlState};

use super::conflict;
use crate::error::Error;

/// Returns whether the error ends the session, for example because of a shutdown, a crash or a
/// killed session.
fn is_ending(answer: &DbError) -> bool {
    matches!(answer.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || matches!(
            *answer.code(),
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW
        )
}

/// Returns whether this error of COMMIT means that everything was rolled back. After other errors,
/// a server that distributes the transaction over several servers may have committed a part.
pub(super) fn is_rollback(answer: &DbError) -> bool {
    let code = answer.code().code();
    let class = code.get(..2).unwrap_or_default();
    // 57014 means that a statement was canceled; 40003 means that the outcome is unknown.
    let is_known =
        matches!(class, "22" | "23" | "25" | "40" | "42" | "44" | "53" | "54" | "55" | "P0");
    !is_ending(answer) && code != "40003" && (is_known || code == "57014")
}

pub(crate) fn error(cause: &tokio_postgres::Error) -> Error {
    let Some(answer) = cause.as_db_error() else {
        if let Some(why) = deskbell_tls::explain(cause) {
            return Error::Misconfigured(why);
        }
        // The server sent no error; the connection failed.
        let source = cause.source().map(|source| format!(": {source}")).unwrap_or_default();
        return Error::Unavailable(format!("{cause}{source}"));
    };
    let text = answer.message().to_owned();
    match *answer.code() {
        SqlState::UNIQUE_VIOLATION => {
            let constraint = conflict::constraint(answer.constraint(), answer.message());
            Error::Conflict { constraint: constraint.to_owned() }
        }
        SqlState::QUERY_CANCELED => Error::Deadline,
        SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::TOO_MANY_CONNECTIONS => Error::Busy(text),
        SqlState::DISK_FULL => Error::Full(text),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Error::Corrupt(text),
        // Another version of the program migrated the database, or the database was created again.
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => Error::Unavailable(format!(
            "the database is not as this version left it, run `deskbell migrate`: {text}"
        )),
        SqlState::INSUFFICIENT_PRIVILEGE => Error::Misconfigured(format!(
            "{text}: let the role that the address names have it (GRANT USAGE, CREATE ON SCHEMA \
             …; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA … TO the role)"
        )),
        SqlState::INVALID_SCHEMA_NAME => Error::Misconfigured(format!(
            "{text}: make a schema for the role that the address names (CREATE SCHEMA … \
             AUTHORIZATION the role; ALTER ROLE … SET search_path = …)"
        )),
        SqlState::DUPLICATE_PSTATEMENT | SqlState::INVALID_SQL_STATEMENT_NAME => {
            Error::Misconfigured(format!(
                "{text}: a pooler gives each transaction another session; set postgres.pooling to \
                 \"transaction\""
            ))
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::Unavailable(text),
        _ if is_ending(answer) => Error::Unavailable(text),
        ref code => match code.code().get(..2) {
            // Connections, authorization, unknown databases, resources, operator intervention,
            // system errors.
            Some("08" | "28" | "3D" | "53" | "55" | "57" | "58") => Error::Unavailable(text),
            _ => Error::Internal(text),
        },
    }
}
