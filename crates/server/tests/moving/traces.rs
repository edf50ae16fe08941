//! The search for a text in every table of a test's database.

use deskbell_storage::Location;
use deskbell_testkit::Test;
use tokio_postgres::NoTls;

/// The tables in which any column contains a text, ignoring case.
pub async fn tables(t: &Test, mark: &str) -> Vec<String> {
    let mark = mark.to_lowercase();
    let mut found = Vec::new();
    match &t.database.location {
        Location::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).unwrap();
            let names = "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p
                         WHERE m.type = 'table'";
            let mut names = conn.prepare(names).unwrap();
            let names = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            for (table, column) in names.map(Result::<(String, String), _>::unwrap) {
                let count =
                    format!("SELECT count(*) FROM {table} WHERE lower({column}) LIKE '%{mark}%'");
                if conn.query_row(&count, [], |row| row.get::<_, i64>(0)).unwrap() > 0 {
                    found.push(table);
                }
            }
        }
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            let mut connections = tokio::task::JoinSet::new();
            connections.spawn(connection);
            let names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
            for row in client.query(names, &[]).await.unwrap() {
                let table: String = row.get(0);
                let count = format!(
                    "SELECT count(*) FROM {table} it WHERE lower(it::text) LIKE '%{mark}%'"
                );
                if client.query_one(&count, &[]).await.unwrap().get::<_, i64>(0) > 0 {
                    found.push(table);
                }
            }
            drop(client);
            connections.join_next().await.unwrap().unwrap().unwrap();
        }
    }
    found.sort();
    found.dedup();
    found
}
