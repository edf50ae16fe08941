//! The SQL that differs between the engines. Everything else about an engine is in the engine's
//! folder.

use std::borrow::Cow;

use crate::statement::Statement;

/// The database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite: an embedded database in a file.
    Sqlite,
    /// PostgreSQL: a server.
    Postgres,
}

/// Returns a statement's text for an engine.
pub(crate) fn text(engine: Engine, statement: &'static Statement) -> Cow<'static, str> {
    let mut text = Cow::Borrowed(statement.sql);
    if statement.clocked {
        text = text.replace("{now_ms}", now_ms(engine)).into();
    }
    if statement.dated {
        text = text.replace("{timeline}", timeline(engine)).into();
    }
    if statement.hinted {
        text = by_index(engine, &text).into();
    }
    // SQLite has a single writer, so a read in a write transaction already holds the lock.
    if statement.locking && engine == Engine::Postgres {
        text.to_mut().push_str(" FOR UPDATE");
    }
    text
}

/// Replaces each index hint `{by NAME}` with `INDEXED BY NAME` for SQLite, and with nothing for
/// PostgreSQL, whose planner has statistics of the tables.
fn by_index(engine: Engine, text: &str) -> String {
    let mut parts = text.split("{by ");
    let mut found = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (index, rest) = part.split_once('}').unwrap_or_default();
        if engine == Engine::Sqlite {
            found = found + "INDEXED BY " + index;
        }
        found += rest;
    }
    found
}

/// Returns the SQL for the database's timeline, a number that grows each time another server takes
/// over. SQLite's timeline is always 1; on a standby of PostgreSQL the statement fails.
pub(crate) const fn timeline(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "1",
        // The name of a WAL segment starts with the timeline in eight hexadecimal digits.
        Engine::Postgres => {
            "CAST(CAST('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) AS bit(32))
                AS BIGINT)"
        }
    }
}

/// Returns the SQL for the time of the database's own clock, in milliseconds since 1970. On
/// PostgreSQL this is the time at which the statement began, since Citus refuses a volatile
/// function in an UPDATE.
const fn now_ms(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)",
        Engine::Postgres => "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)",
    }
}

/// Returns a migration's text for an engine. The placeholders in the text:
/// - `{int}` and `{text}`: the two column types
/// - `{table}`: follows a table whose rows are stored in the order of its primary key
/// - `{nulls_first}`: follows a nullable column of an index
/// - `{now_ms}`: the milliseconds since 1970
/// - `{chance}`: a random number of 20 bits, different in each row
pub(crate) fn migration(engine: Engine, template: &str) -> String {
    let words = match engine {
        Engine::Sqlite => [
            ("{int}", "INTEGER"),
            ("{text}", "TEXT"),
            (" {table}", " STRICT, WITHOUT ROWID"),
            (" {nulls_first}", ""),
            ("{now_ms}", now_ms(engine)),
            ("{chance}", "(random() & 1048575)"),
        ],
        Engine::Postgres => [
            ("{int}", "BIGINT"),
            ("{text}", "TEXT COLLATE \"C\""),
            (" {table}", ""),
            (" {nulls_first}", " NULLS FIRST"),
            ("{now_ms}", now_ms(engine)),
            ("{chance}", "CAST(floor(random() * 1048576) AS BIGINT)"),
        ],
    };
    words.iter().fold(template.to_owned(), |sql, (word, text)| sql.replace(word, text))
}

/// Returns the name of a unique constraint that SQLite reports as a list of columns. `heads.org_id`
/// becomes `heads_pkey`, and `chats.org_id, chats.id` becomes `chats_id`, as in PostgreSQL.
pub(crate) fn constraint(columns: &str) -> String {
    if let Some(table) = columns.strip_suffix(".org_id").filter(|table| !table.contains(',')) {
        return format!("{table}_pkey");
    }
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if name.is_empty() {
            name.push_str(table);
        }
        if column != "org_id" {
            name.push('_');
            name.push_str(column);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_key_has_one_name() {
        assert_eq!(constraint("customers.org_id, customers.user_id"), "customers_user_id");
        assert_eq!(constraint("organizations.domain"), "organizations_domain");
        assert_eq!(constraint("heads.org_id"), "heads_pkey");
    }
}
