//! The table of files. A file's bytes are stored elsewhere, under the key of its blob; see
//! `blobs.rs`.

mod remove;

use deskbell_model::{
    Actor, ActorKind, ChatId, CustomerId, File, FileId, MediaType, MessageId, NewFile, OrgId,
    Seconds,
};

use crate::blobs::{self, Settled};
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::record::{Record as _, record};
use crate::row::Param;
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;
use crate::write::Tx;

#[cfg(test)]
pub(crate) use remove::STATEMENTS as REMOVE_STATEMENTS;
pub use remove::forget_unnamed;
pub(crate) use remove::{
    of_chat as remove_of_chat, of_customer as remove_of_customer, one as remove_one,
};

#[derive(Clone, Debug, PartialEq, Eq)]
struct FileRow {
    id: FileId,
    sha256: String,
    bytes: u64,
    media: MediaType,
    name: String,
    width: Option<u32>,
    height: Option<u32>,
    actor_kind: ActorKind,
    actor_id: Option<i64>,
    created_at: Seconds,
    chat: Option<ChatId>,
    message_seq: Option<i64>,
    place: Option<u32>,
}

record! { FileRow {
    key { id }
    fixed { sha256, bytes, media, name, width, height, actor_kind, actor_id, created_at }
    often { chat = "chat_id", message_seq, place }
} }

impl FileRow {
    fn file(self) -> Result<File> {
        let by = Actor::of(self.actor_kind, self.actor_id);
        let by = by.ok_or_else(|| Error::corrupt("an uploader without its number"))?;
        let Self { sha256, bytes, media, name, width, height, .. } = self;
        let new = NewFile { sha256, bytes, media, name, width, height, by };
        Ok(File { id: self.id, new, chat: self.chat, created_at: self.created_at })
    }
}

/// A file with the values that are needed to send the file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The file's own fields.
    pub file: File,
    /// The key of the file's blob.
    pub blob_key: String,
    /// The secret that signs the organization's links.
    pub secret: String,
}

struct ServedRow {
    file: FileRow,
    blob_key: String,
    secret: String,
}

selected! { ServedRow { file: FileRow, blob_key, secret } }

/// The uploads of one actor since a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uploads {
    /// The number of uploaded files.
    pub files: u64,
    /// The total size of the files, in bytes.
    pub bytes: u64,
    /// The time of the first upload; 0 without uploads.
    pub first_at: Seconds,
}

selected! { Uploads { files, bytes, first_at } }

statements! {
    INSERT: Point => Nothing = text!(insert("files", FileRow::COLUMNS));
    /// Selects the file with this id, if the file is in no message and is no agent's picture.
    UNNAMED: Point => FileRow = text!(join(&[
        "SELECT ", text!(list("", FileRow::COLUMNS)), " FROM files
         WHERE org_id = $1 AND id = $2 AND chat_id IS NULL
           AND (SELECT count(*) FROM agents a WHERE a.org_id = $1 AND a.picture = $2) = 0"
    ]));
    SERVED: Point => ServedRow = text!(join(&[
        "SELECT ", text!(list("f.", FileRow::COLUMNS)), ", b.blob_key, h.secret
         FROM files f JOIN blobs b ON b.org_id = $1 AND b.sha256 = f.sha256
         JOIN file_heads h ON h.org_id = $1
         WHERE f.org_id = $1 AND f.id = $2"
    ]));
    NAME: Point => Nothing =
        "UPDATE files SET chat_id = $1, message_seq = $2, place = $3
         WHERE org_id = $4 AND id = $5";
    /// Selects the files of the messages in a range of positions in a chat.
    OF_MESSAGES: Page => FileRow = text!(join(&[
        "SELECT ", text!(list("", FileRow::COLUMNS)), " FROM files
         WHERE org_id = $1 AND chat_id = $2 AND message_seq > $3 AND message_seq <= $4
         ORDER BY message_seq, place"
    ]));
    /// Selects the files of the message `$4`, if the file `$3` belongs to this message.
    OF_LINKING: Page => FileRow = text!(join(&[
        "SELECT ", text!(list("", FileRow::COLUMNS)), " FROM files
         WHERE org_id = $1 AND chat_id = $2 AND message_seq =
            (SELECT m.seq FROM files one JOIN messages m
             ON m.org_id = $1 AND m.chat_id = $2 AND m.seq = one.message_seq
             WHERE one.org_id = $1 AND one.id = $3 AND one.chat_id = $2 AND m.id = $4)
         ORDER BY place"
    ]));
    /// Selects the files of an actor that are in no message.
    UNNAMED_OF: Page => FileRow = text!(join(&[
        "SELECT ", text!(list("", FileRow::COLUMNS)), " FROM files
         WHERE org_id = $1 AND actor_kind = $2 AND actor_id = $3 AND chat_id IS NULL
         ORDER BY created_at, id LIMIT $4"
    ]));
    /// Moves some of the files that an actor uploaded after a time to another actor.
    GIVE: Page => Nothing =
        "UPDATE files SET actor_id = $1
         WHERE org_id = $2 AND id IN
            (SELECT f.id FROM files f
             WHERE f.org_id = $2 AND f.actor_kind = $3 AND f.actor_id = $4 AND f.created_at > $5
             ORDER BY f.created_at DESC LIMIT $6)";
    /// Selects three values about an actor's uploads after a time: the number, the total size, and
    /// the time of the first upload.
    UPLOADS: Page => Uploads =
        "SELECT count(*) AS files, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes,
             COALESCE(MIN(created_at), 0) AS first_at FROM files
         WHERE org_id = $1 AND actor_kind = $2 AND actor_id = $3 AND created_at > $4";
}

/// The outcome of [`add`], which adds the file of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// The file was added.
    File(File),
    /// The upload was marked as abandoned earlier, so no file was added.
    GivenUp,
    /// The organization's quota is used up.
    Full,
}

/// Adds the file of an upload whose bytes are stored under `key`; see [`blobs::begin`]. If a blob
/// with equal bytes exists, the file gets this blob, and the new bytes are deleted. `quota` limits
/// the size of all stored bytes.
///
/// # Errors
/// When the database fails.
pub async fn add<C: Conn>(
    tx: &mut Tx<'_, C>,
    new: &NewFile,
    key: &str,
    quota: u64,
    at: Seconds,
) -> Result<Added> {
    let id = match blobs::settle(tx, key, (&new.sha256, new.bytes), quota, at).await? {
        Settled::File(id) => id,
        Settled::GivenUp => return Ok(Added::GivenUp),
        Settled::Full => return Ok(Added::Full),
    };
    let row = FileRow {
        id,
        sha256: new.sha256.clone(),
        bytes: new.bytes,
        media: new.media,
        name: new.name.clone(),
        width: new.width,
        height: new.height,
        actor_kind: new.by.kind(),
        actor_id: new.by.id(),
        created_at: at,
        chat: None,
        message_seq: None,
        place: None,
    };
    tx.conn.queue(&INSERT, &row.inserted(tx.org)).await?;
    Ok(Added::File(File { id, new: new.clone(), chat: None, created_at: at }))
}

/// Finds a file that can be attached to a message, because the file is in no message and is no
/// agent's picture.
///
/// # Errors
/// When the database fails.
pub async fn unnamed<C: Conn>(org: OrgId, conn: &mut C, file: FileId) -> Result<Option<File>> {
    conn.opt(&UNNAMED, &params![org, file]).await?.map(FileRow::file).transpose()
}

/// Finds a file with the key of its bytes and the secret of its links.
///
/// # Errors
/// When the database fails.
pub async fn served<C: Conn>(org: OrgId, conn: &mut C, file: FileId) -> Result<Option<Served>> {
    let Some(row) = conn.opt(&SERVED, &params![org, file]).await? else { return Ok(None) };
    let ServedRow { file, blob_key, secret } = row;
    Ok(Some(Served { file: file.file()?, blob_key, secret }))
}

/// Attaches files, in this order, to the message at a position of a chat.
///
/// # Errors
/// When the database fails.
pub async fn name<C: Conn>(
    org: OrgId,
    conn: &mut C,
    files: &[File],
    (chat, seq): (ChatId, u64),
) -> Result<()> {
    let row = |(place, file): (u32, &File)| -> Vec<Param<'_>> {
        params![chat, seq, place, org, file.id].into()
    };
    let rows: Vec<_> = (1..).zip(files).map(row).collect();
    conn.queue_many(&NAME, &rows).await
}

/// Returns the files of the messages at positions above `after` and up to `to`, each with the
/// position of its message, in order.
///
/// # Errors
/// When the database fails.
pub async fn of_messages<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    (after, to): (u64, u64),
) -> Result<Vec<(u64, File)>> {
    let rows = conn.all(&OF_MESSAGES, &params![org, chat, after, to]).await?;
    let file = |row: FileRow| {
        let seq = row.message_seq.and_then(|seq| u64::try_from(seq).ok());
        Ok((seq.ok_or_else(|| Error::corrupt("a file at no position"))?, row.file()?))
    };
    rows.into_iter().map(file).collect()
}

/// Returns the files of a message, in order, if `file` belongs to the message.
///
/// # Errors
/// When the database fails.
pub async fn of_message<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (chat, message): (ChatId, MessageId),
    file: FileId,
) -> Result<Vec<File>> {
    let rows = conn.all(&OF_LINKING, &params![org, chat, file, message]).await?;
    rows.into_iter().map(FileRow::file).collect()
}

/// Returns up to `limit` files of a customer that are in no message, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn unnamed_of<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    limit: u32,
) -> Result<Vec<File>> {
    let by = Actor::Customer(customer);
    let params = params![org, by.kind().as_str(), by.id(), limit];
    conn.all(&UNNAMED_OF, &params).await?.into_iter().map(FileRow::file).collect()
}

/// Moves up to `limit` files that a customer uploaded after `since` to another customer.
///
/// # Errors
/// When the database fails.
pub async fn give<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (from, to): (CustomerId, CustomerId),
    since: Seconds,
    limit: u64,
) -> Result<()> {
    let kind = Actor::Customer(from).kind().as_str();
    conn.queue(&GIVE, &params![to, org, kind, from, since, limit]).await
}

/// Counts the files that a customer uploaded after `since` and that still exist.
///
/// # Errors
/// When the database fails.
pub async fn uploads<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    since: Seconds,
) -> Result<Uploads> {
    let by = Actor::Customer(customer);
    conn.one(&UPLOADS, &params![org, by.kind().as_str(), by.id(), since]).await
}
