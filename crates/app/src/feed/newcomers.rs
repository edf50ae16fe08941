//! The visitors whose pages wait for a new chat. A visitor's page follows the visitor's existing
//! chats; the task that reads the organization's feed wakes the page when the visitor has a new
//! chat.

use std::collections::HashMap;
use std::sync::Arc;

use deskbell_model::{CustomerId, Kind, OrgId};
use deskbell_storage::changes::ChangeRow;
use deskbell_wire as wire;
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::Feed;

/// The visitor whose page waits for a new chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Awaiting {
    /// A visitor who is known as a customer.
    Customer(OrgId, CustomerId),
    /// A visitor about whom nothing is stored, by the hash of the visitor's token.
    Token(String),
}

/// The registrations of all pages that wait for a new chat.
#[derive(Debug, Default)]
pub(super) struct Newcomers(Mutex<HashMap<Awaiting, watch::Sender<()>>>);

/// The registration of a page that waits for a new chat. The registration ends when this value is
/// dropped.
#[derive(Debug)]
pub struct Awaited {
    all: Arc<Newcomers>,
    of: Awaiting,
    /// The receiver of wake-ups; `None` only while the registration is being removed.
    news: Option<watch::Receiver<()>>,
}

impl Newcomers {
    fn tell(&self, of: &Awaiting) {
        if let Some(sender) = self.0.lock().get(of) {
            sender.send_replace(());
        }
    }
}

impl Awaited {
    /// Waits until there may be a new chat. Dropping the future loses no wake-up.
    pub async fn changed(&mut self) {
        if let Some(news) = &mut self.news
            && news.changed().await.is_ok()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.news = None;
        let mut all = self.all.0.lock();
        if all.get(&self.of).is_some_and(|sender| sender.receiver_count() == 0) {
            all.remove(&self.of);
        }
    }
}

impl Feed {
    /// Registers a page that waits for a new chat of this visitor.
    pub(crate) fn await_chats(&self, of: Awaiting) -> Awaited {
        let all = Arc::clone(&self.newcomers);
        let sender_of = |all: &Newcomers| {
            let mut senders = all.0.lock();
            senders.entry(of.clone()).or_insert_with(|| watch::Sender::new(())).subscribe()
        };
        let news = Some(sender_of(&all));
        Awaited { all, of, news }
    }

    /// Wakes the waiting pages of a visitor who may have a new chat.
    pub(crate) fn tell_of_chat(&self, of: &Awaiting) {
        self.newcomers.tell(of);
    }

    /// Wakes the waiting pages of the visitors who own one of these new chats.
    pub(super) fn tell_of_chats(&self, org: OrgId, rows: &[ChangeRow]) {
        for row in rows.iter().filter(|row| row.kind == Kind::ChatCreated) {
            if let Some(customer) = row.payload.as_deref().and_then(wire::widget::customer_of) {
                self.newcomers.tell(&Awaiting::Customer(org, customer));
            }
        }
    }
}
