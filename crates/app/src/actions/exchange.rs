//! Imports of files in the exchange format. Each line of a file creates an object, or changes the
//! object that an earlier import of the line created. Imports emit no webhook events.

mod chats;
mod known;
mod new_chats;
mod people;

use std::convert::Infallible;
use std::sync::Arc;

use deskbell_model::exchange::{ExchangeLine, ExternalKind};
use deskbell_model::{ApplicationId, ChatId, ImportId, Right, Seconds};
use deskbell_storage::{Conn, Error, Lane, Listed as _, Result as StorageResult, Stop, Tx, Write};
use known::Known;
use new_chats::NewChats;
use parking_lot::Mutex;

use super::Actions;
use crate::access::Caller;
use crate::error::Result;

/// The outcome of an imported line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineDone {
    /// True when the line created its object; false when the object existed already.
    pub is_new: bool,
    /// The number of messages that were added.
    pub messages: u64,
}

/// The reason why a line cannot be imported. A refused line writes no rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineRefused {
    /// The line refers to an unknown object.
    #[error("the {} {external_id} is not known: it must stand on an earlier line", .kind.as_str())]
    Unknown {
        /// The kind of the object.
        kind: ExternalKind,
        /// The object's id in the source.
        external_id: String,
    },
    /// Another customer has the `userId`.
    #[error("another customer has this `userId`")]
    UserIdTaken,
    /// The customer would have too many tags.
    #[error("the customer would have too many tags")]
    TooManyTags,
    /// The organization has as many agents or departments as allowed.
    #[error("there are as many agents or departments as allowed")]
    AsManyAsAllowed,
}

/// The outcome of an imported line, or the reason why the line was refused.
pub type LineOutcome = Result<LineDone, LineRefused>;

/// The result of one step in the import of a line. A database error ends the job; a refusal ends
/// only the line.
type Step<T> = Result<T, Stop<LineRefused>>;

/// An import of lines that has begun.
#[derive(Clone, Debug)]
pub struct LineImport {
    /// The id of this run of the import.
    pub import: ImportId,
    /// The name of the source system, which distinguishes equal ids of several sources.
    pub source: String,
    /// The application to which new chats belong.
    application: ApplicationId,
    /// The chat to which messages were added last, with its known messages. Without this cache,
    /// each job for a long chat would read all messages of the chat again.
    last_chat: Arc<Mutex<Option<(ChatId, chats::Here)>>>,
}

/// The state of a job that imports lines. The state contains the ids of the objects to which the
/// lines refer, and the new chats that are not yet stored. It also contains the chat to which
/// messages were added last.
struct Run<'r> {
    of: &'r LineImport,
    at: Seconds,
    known: Known<'r>,
    new: NewChats,
    last_chat: Option<(ChatId, chats::Here)>,
}

impl Run<'_> {
    /// Stores the new chats, so that a line can change them.
    async fn settle<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        self.new.store(tx, self.at).await
    }
}

struct Import {
    of: LineImport,
    lines: Vec<ExchangeLine>,
    keeps_going: bool,
    at: Seconds,
}

impl Write for Import {
    type Out = Vec<LineOutcome>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Infallible>> {
        let known = Known::of(tx, &self.of.source, &self.lines).await?;
        let (new, last_chat) = (NewChats::default(), self.of.last_chat.lock().take());
        let mut run = Run { of: &self.of, at: self.at, known, new, last_chat };
        let mut outcomes = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let step = match line {
                ExchangeLine::Agent(agent) => people::agent(tx, &mut run, agent).await,
                ExchangeLine::Department(department) => {
                    people::department(tx, &mut run, department).await
                }
                ExchangeLine::Customer(customer) => {
                    people::customer(tx, &mut run, customer).await.map(|(_, done)| done)
                }
                ExchangeLine::Chat(chat) => chats::chat(tx, &mut run, chat).await,
                ExchangeLine::Messages(messages) => chats::messages(tx, &mut run, messages).await,
            };
            outcomes.push(match step {
                Ok(done) => Ok(done),
                Err(Stop::Refused(refused)) => Err(refused),
                Err(Stop::Storage(error)) => return Err(error.into()),
            });
            if !self.keeps_going && outcomes.last().is_some_and(Result::is_err) {
                break;
            }
        }
        run.settle(tx).await?;
        *self.of.last_chat.lock() = run.last_chat;
        Ok(outcomes)
    }
}

struct Begin(String);

impl Write for Begin {
    type Out = LineImport;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<LineImport, Stop<Infallible>> {
        let first = deskbell_model::Application::list(tx.org, tx.conn, 0, 1).await?;
        let application = first.first().ok_or(Error::NotFound)?.id;
        let (import, source) = (tx.counters.take_import()?, self.0.clone());
        Ok(LineImport { import, source, application, last_chat: Arc::default() })
    }
}

impl Actions {
    /// Begins an import of lines from a source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_lines(&self, caller: Caller, source: String) -> Result<LineImport> {
        self.write(caller, Right::Imports, Begin(source)).await
    }

    /// Imports lines in one job, and returns the outcome of each line. Unless `keeps_going` is
    /// true, the import stops after the first refused line. The caller passes a single line, or
    /// lines that make at most about 1,024 rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_lines(
        &self,
        caller: Caller,
        of: &LineImport,
        (lines, keeps_going): (Vec<ExchangeLine>, bool),
    ) -> Result<Vec<LineOutcome>> {
        let import = Import { of: of.clone(), lines, keeps_going, at: self.context.now() };
        self.write(Caller::import(caller.org, of.import), Right::Imports, import).await
    }
}
