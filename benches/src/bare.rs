//! A loop that writes the rows of posted messages directly to SQLite, at the highest rate that
//! SQLite and the disk allow.

use std::path::Path;
use std::time::{Duration, Instant};

use deskbell_lab::{Result, While as _};
use rusqlite::{Connection, params};

use crate::figures::float;

/// The number of messages per transaction, which equals the number of concurrent clients of the
/// bench `posts`.
pub const PER_COMMIT: u32 = 64;

const MESSAGE: &str = "
    INSERT INTO messages (org_id, chat_id, seq, id, agent_id, kind, text, read, created_at,
        updated_at, edited, broadcast_type, author)
    VALUES (1, ?1, ?2, ?3, NULL, 'message', ?4, 0, ?5, NULL, 0, NULL, 'customer')";
const CHAT: &str = "
    UPDATE chats SET status = 'opened', updated_at = ?2, last_customer_message_at = ?2,
        last_message_at = ?2, last_message_text = ?3, last_message_id = ?4, read_by_agent = 0,
        read_by_customer = 1, messages = ?5
    WHERE org_id = 1 AND id = ?1";
const CHANGE: &str = "
    INSERT INTO changes (org_id, seq, at, kind, subject, chat_id, quiet, payload)
    VALUES (1, ?1, ?2, 'message.created', ?3, ?4, 0, ?5)";
const HEAD: &str = "UPDATE heads SET seq = ?1, next_message = ?2 WHERE org_id = 1";

/// Writes messages to chats 1 to `chats` in turn for `seconds`; returns the messages per second.
///
/// # Errors
/// When SQLite reports an error.
pub fn messages_per_second(database: &Path, chats: i64, text: &str, seconds: f64) -> Result<f64> {
    write(database, chats, text, seconds).while_at("the bare loop")
}

fn write(
    database: &Path,
    chats: i64,
    text: &str,
    seconds: f64,
) -> std::result::Result<f64, rusqlite::Error> {
    let conn = Connection::open(database)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;",
    )?;
    let head = "SELECT seq, next_message FROM heads WHERE org_id = 1";
    let (mut seq, mut id): (i64, i64) =
        conn.query_row(head, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let places = "SELECT messages FROM chats WHERE org_id = 1 AND id <= ?1 ORDER BY id";
    let mut places: Vec<i64> = conn
        .prepare(places)?
        .query_map([chats], |row| row.get(0))?
        .collect::<std::result::Result<_, _>>()?;
    let (mut message, mut chat) = (conn.prepare(MESSAGE)?, conn.prepare(CHAT)?);
    let (mut change, mut save) = (conn.prepare(CHANGE)?, conn.prepare(HEAD)?);
    let payload = payload(text);
    let began = Instant::now();
    let until = Duration::from_secs_f64(seconds);
    let (mut written, mut turn) = (0_u64, 0_usize);
    while began.elapsed() < until {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..PER_COMMIT {
            let of = turn % places.len();
            turn += 1;
            let chat_id = i64::try_from(of).unwrap_or(0) + 1;
            places[of] += 1;
            seq += 1;
            message.execute(params![chat_id, places[of], id, text, 1_800_000_000_000_i64])?;
            chat.execute(params![chat_id, 1_800_000_000_i64, text, id, places[of]])?;
            change.execute(params![seq, 1_800_000_000_i64, id, chat_id, payload])?;
            id += 1;
        }
        save.execute(params![seq, id])?;
        conn.execute_batch("COMMIT")?;
        written += u64::from(PER_COMMIT);
    }
    Ok(float(written) / began.elapsed().as_secs_f64())
}

/// Returns the JSON of a message with this text. The length equals the length of the JSON that the
/// server stores in a row of the changes.
fn payload(text: &str) -> String {
    let head = r#"{"id":1000000,"agent":null,"type":"message","text":"#;
    let tail = r#""read":false,"createdAt":"1800000000.000","updatedAt":null,"edited":false,"#;
    let end = r#""broadcastType":null,"chat":1000,"from":"customer"}"#;
    format!("{head}\"{text}\",{tail}{end}")
}

/// Repeatedly writes a page of 4 KiB to a file in `folder` and syncs the file, for `seconds`;
/// returns the syncs per second.
///
/// # Errors
/// When the folder cannot be written.
pub fn syncs_per_second(folder: &Path, seconds: f64) -> Result<f64> {
    use std::io::Write as _;
    let path = folder.join("syncs");
    let mut file = std::fs::File::create(&path).while_at("a file")?;
    let (began, mut times) = (Instant::now(), 0_u64);
    while began.elapsed().as_secs_f64() < seconds {
        file.write_all(&[0; 4096]).while_at("a file")?;
        file.sync_data().while_at("a file")?;
        times += 1;
    }
    let rate = float(times) / began.elapsed().as_secs_f64();
    std::fs::remove_file(path).while_at("a file")?;
    Ok(rate)
}
