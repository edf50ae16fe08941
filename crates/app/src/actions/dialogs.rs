//! Imports of dialogs (conversations between one customer and one agent). Each dialog becomes one
//! customer and one chat, and is imported only once.

use std::convert::Infallible;

use deskbell_model::limits::IMPORT_AGENTS_MAX;
use deskbell_model::{
    Agent, AgentRef, Application, ApplicationId, ChatView, CreatedWith, Customer, CustomerRef,
    CustomerView, ImportId, Kind, MessageView, OrgId, Right, Role, Seconds, Side, Timestamp, rules,
};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{
    Class, Conn, Error, Lane, Listed as _, Read, Result as StorageResult, Stop, Tx, Write, chats,
    imports, messages,
};

use super::conversation::Conversation;
use super::{Actions, change};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// The source name of all dialogs in the table of imports.
const SOURCE: &str = "transcripts";
/// The names of the agents that an import creates in an organization without agents.
const FIRST_AGENTS: [&str; 3] = ["Alex", "Robin", "Sam"];

/// A turn of a dialog: the text that one side writes before the other side answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialogTurn {
    /// The side that wrote the turn.
    pub from: Side,
    /// The text of the turn.
    pub text: String,
    /// The time of the turn, to the millisecond.
    pub at: Timestamp,
}

/// A dialog between one customer and one agent, in order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    /// The id of the dialog in its source.
    pub id: String,
    /// The topic of the dialog, which is stored in the customer's notes.
    pub topic: Option<String>,
    /// The first turn.
    pub first: DialogTurn,
    /// The further turns.
    pub rest: Vec<DialogTurn>,
}

impl Dialog {
    /// Returns the number of rows that the import of the dialog writes.
    #[must_use]
    pub fn rows(&self) -> usize {
        // One customer, one chat, one agent of the chat, one row of the import, and two changes.
        // Each turn has one message and one change.
        6 + 2 * self.turns().count()
    }

    fn turns(&self) -> impl DoubleEndedIterator<Item = &DialogTurn> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    fn last(&self) -> &DialogTurn {
        self.rest.last().unwrap_or(&self.first)
    }
}

/// The agents and the application that an import uses for its dialogs.
#[derive(Clone, Debug)]
pub struct ImportTarget {
    /// The id of this run of the import.
    pub import: ImportId,
    agents: Vec<Agent>,
    application: ApplicationId,
}

struct Prepare(Seconds);

impl Write for Prepare {
    type Out = ImportTarget;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let first = Application::list(tx.org, tx.conn, 0, 1).await?;
        let application = first.first().ok_or(Error::NotFound)?.id;
        let mut agents = Agent::list(tx.org, tx.conn, 0, IMPORT_AGENTS_MAX).await?;
        if agents.is_empty() {
            for name in FIRST_AGENTS {
                let (name, at) = (name.to_owned(), self.0);
                let add = super::agents::Add { id: None, name, email: None, role: Role::Agent, at };
                agents.push(add.run(tx).await?.value);
            }
        }
        Ok(ImportTarget { import: tx.counters.take_import()?, agents, application })
    }
}

struct Known(OrgId, Vec<String>);

impl Read for Known {
    type Out = Vec<bool>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let mut known = Vec::with_capacity(self.1.len());
        for id in &self.1 {
            known.push(imports::is_known(self.0, conn, SOURCE, id).await?);
        }
        Ok(known)
    }
}

struct Import {
    dialogs: Vec<Dialog>,
    desk: ImportTarget,
    at: Seconds,
}

impl Write for Import {
    type Out = (u64, u64);
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(u64, u64), Stop<Infallible>> {
        let (mut imported, mut messages) = (0, 0);
        for dialog in &self.dialogs {
            if import(tx, dialog, &self.desk, self.at).await? {
                imported += 1;
                messages += dialog.turns().count() as u64;
            }
        }
        Ok((imported, messages))
    }
}

/// Imports one dialog; `false` when the dialog was imported before.
async fn import<C: Conn>(
    tx: &mut Tx<'_, C>,
    dialog: &Dialog,
    desk: &ImportTarget,
    at: Seconds,
) -> StorageResult<bool> {
    if imports::is_known(tx.org, tx.conn, SOURCE, &dialog.id).await? {
        return Ok(false);
    }
    let began = dialog.first.at.seconds();
    let mut customer = Customer::new(tx.counters.take_customer()?, began);
    customer.notes.clone_from(&dialog.topic);
    customer.first_seen = Some(began);
    let last_seen = dialog.turns().rfind(|turn| turn.from == Side::Customer);
    customer.last_seen = last_seen.map(|turn| turn.at.seconds());
    let agent = in_turn(&desk.agents, &customer)?;
    let mut conversation = conversation(dialog, &customer, agent, desk.application)?;
    conversation.place(tx.counters)?;
    imports::claim(tx.org, tx.conn, SOURCE, &dialog.id, conversation.chat.id).await?;
    let row = CustomerRow { customer: customer.clone(), custom_data: "{}".into() };
    customers::insert(tx, &[row]).await?;
    chats::insert(tx, std::slice::from_ref(&conversation.chat)).await?;
    messages::insert(tx.org, tx.conn, &conversation.messages).await?;
    let created = created(conversation, customer, agent);
    changes::append(tx, at, Notice::Silent, &created).await?;
    Ok(true)
}

/// Selects the agent of a new customer. The agents take turns in the order of the customers' ids,
/// so an interrupted import continues with the next agent.
fn in_turn<'a>(agents: &'a [Agent], customer: &Customer) -> StorageResult<&'a Agent> {
    let number = usize::try_from(customer.id.get() - 1).unwrap_or(0);
    number.checked_rem(agents.len()).and_then(|turn| agents.get(turn)).ok_or(Error::NotFound)
}

/// Builds the conversation of a dialog. Both sides have read the conversation, and the agent closed
/// the chat at the last turn.
fn conversation(
    dialog: &Dialog,
    customer: &Customer,
    agent: &AgentRef,
    application: ApplicationId,
) -> StorageResult<Conversation> {
    let created_with = match dialog.first.from {
        Side::Customer => CreatedWith::CustomerMessage,
        Side::Agent => CreatedWith::AgentMessage,
    };
    let began = dialog.first.at.seconds();
    let mut conversation = Conversation::new(customer.id, application, created_with, began)
        .ok_or_else(|| Error::Internal("no provisional ids".into()))?;
    conversation.chat.assignee = Some(agent.id);
    for turn in dialog.turns() {
        let author = (turn.from == Side::Agent).then_some(agent.id);
        conversation.say(author, turn.text.clone(), turn.at);
    }
    conversation.read_all();
    rules::close(&mut conversation.chat, Side::Agent, dialog.last().at.seconds());
    Ok(conversation)
}

/// Returns the changes that record an imported dialog.
fn created(conversation: Conversation, customer: Customer, agent: &AgentRef) -> Vec<Change> {
    let shown = CustomerRef {
        id: customer.id,
        name: None,
        email: None,
        user_id: None,
        notes: customer.notes.clone(),
    };
    let customer = CustomerView { customer, tags: Vec::new() };
    let mut created = vec![change(Kind::CustomerCreated, customer.customer.id, &customer)];
    let agents = if conversation.chat.agents.is_empty() { vec![] } else { vec![agent.clone()] };
    let assignee = Some(agent.clone());
    let view =
        ChatView { chat: conversation.chat, customer: shown, assignee, department: None, agents };
    created.push(change(Kind::ChatCreated, view.chat.id, &view));
    for message in conversation.messages {
        let agent_name = message.agent.map(|_| agent.name.clone());
        let view = MessageView { message, agent_name };
        created.push(change(Kind::MessageCreated, &view.message, &view));
    }
    created
}

impl Actions {
    /// Begins an import: finds the first application and the agents, and creates three agents in an
    /// organization without agents.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_import(&self, caller: Caller) -> Result<ImportTarget> {
        self.write(caller, Right::Imports, Prepare(self.context.now())).await
    }

    /// Tells for each of these dialog ids, in order, whether the dialog was imported before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_dialogs(&self, org: OrgId, ids: Vec<String>) -> Result<Vec<bool>> {
        Ok(self.context.store.snapshot(Class::Page, Known(org, ids)).await?)
    }

    /// Imports those dialogs that were not imported before, all or none. Returns the counts of new
    /// dialogs and of new messages. Callers limit the sum of [`Dialog::rows`] in one call.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_dialogs(
        &self,
        org: OrgId,
        dialogs: Vec<Dialog>,
        target: &ImportTarget,
    ) -> Result<(u64, u64)> {
        let import = Import { dialogs, desk: target.clone(), at: self.context.now() };
        self.write(Caller::import(org, target.import), Right::Imports, import).await
    }
}
