//! The progress of a takeover: its beginning, its position and its end.

use std::convert::Infallible;

use deskbell_model::limits::{GIVEN_ID_MAX, IMPORT_HOSTS_MAX, IMPORT_IDS_LEFT};
use deskbell_model::{ChatId, CustomerId, MessageId, OrgId, Right};
use deskbell_storage::import_states::{self, ImportState, LinkedHost};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, reads};

use super::super::Actions;
use crate::access::Caller;
use crate::error::Result;

/// The outcome of a takeover's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakeoverStart {
    /// The takeover begins or continues, from this state.
    State(ImportState),
    /// The organization's data comes from another source, with this name.
    OtherSource(String),
    /// The organization has its own customers or chats, whose ids may occur in the source, too.
    NotEmpty,
}

struct Begin {
    source: String,
    highest: HighestIds,
}

/// The highest ids that the other system has assigned.
#[derive(Clone, Copy, Debug, Default)]
pub struct HighestIds {
    /// The highest chat id.
    pub chat: i64,
    /// The highest customer id.
    pub customer: i64,
    /// The highest message id.
    pub message: i64,
}

/// Returns the last id of the range that stays free above the highest id of the source.
fn left_free(highest: i64) -> i64 {
    highest.clamp(0, GIVEN_ID_MAX).saturating_add(IMPORT_IDS_LEFT)
}

impl Write for Begin {
    type Out = TakeoverStart;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<TakeoverStart, Stop<Infallible>> {
        if let Some(state) = import_states::find(tx.org, tx.conn).await? {
            return Ok(match state.source == self.source {
                true => TakeoverStart::State(state),
                false => TakeoverStart::OtherSource(state.source),
            });
        }
        if tx.counters.chats() > 0 || tx.counters.customers() > 0 {
            return Ok(TakeoverStart::NotEmpty);
        }
        let HighestIds { chat, customer, message } = self.highest;
        ChatId::new(left_free(chat)).into_iter().for_each(|it| tx.counters.given_chat(it));
        let customer = CustomerId::new(left_free(customer));
        customer.into_iter().for_each(|it| tx.counters.given_customer(it));
        let message = MessageId::new(left_free(message));
        message.into_iter().for_each(|it| tx.counters.given_message(it));
        let state = ImportState {
            source: self.source.clone(),
            import: tx.counters.take_import()?,
            pass: 1,
            phase: String::new(),
            reached: None,
        };
        import_states::save(tx.org, tx.conn, &state).await?;
        Ok(TakeoverStart::State(state))
    }
}

struct Save(ImportState);

impl Write for Save {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(import_states::save(tx.org, tx.conn, &self.0).await?)
    }
}

reads! {
    /// A read of the state of an organization's takeover.
    State(org: OrgId) -> Option<ImportState> =
        async |conn| import_states::find(org, conn).await;
    /// A read of the hosts to which links in messages lead.
    Hosts(org: OrgId) -> Vec<LinkedHost> =
        async |conn| import_states::hosts(org, conn, IMPORT_HOSTS_MAX).await;
}

impl Actions {
    /// Begins or continues the takeover of a source; a takeover can begin only in an organization
    /// without customers and chats. From then on, new chats, customers and messages of this server
    /// get ids well above the highest ids of the source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_takeover(
        &self,
        caller: Caller,
        source: String,
        highest: HighestIds,
    ) -> Result<TakeoverStart> {
        self.write(caller, Right::Imports, Begin { source, highest }).await
    }

    /// Reads the state of the organization's takeover; `None` if no takeover has begun.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takeover(&self, org: OrgId) -> Result<Option<ImportState>> {
        Ok(self.context.store.read(Class::Point, State(org)).await?)
    }

    /// Stores the progress of a takeover.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_takeover(&self, caller: Caller, state: ImportState) -> Result<()> {
        self.write(caller, Right::Imports, Save(state)).await
    }

    /// Returns the hosts to which links in taken-over messages lead, each with the number of
    /// messages that link to the host.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takeover_hosts(&self, org: OrgId) -> Result<Vec<LinkedHost>> {
        Ok(self.context.store.read(Class::Page, Hosts(org)).await?)
    }
}
