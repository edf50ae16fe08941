//! The visitors who wait for a chat of their own. A visitor's page follows the chats that it has;
//! the feed's one reader of an organization wakes it when another one begins.

use std::collections::HashMap;
use std::sync::Arc;

use deskbell_model::{CustomerId, Kind, OrgId};
use deskbell_storage::changes::ChangeRow;
use deskbell_wire as wire;
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::Feed;

/// The one whose new chats are awaited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Awaiting {
    /// A customer.
    Customer(OrgId, CustomerId),
    /// A visitor of whom nothing is stored, by the hash of the token.
    Token(String),
}

/// All who wait.
#[derive(Debug, Default)]
pub(super) struct Newcomers(Mutex<HashMap<Awaiting, watch::Sender<()>>>);

/// A place among those who wait, which is left when it is dropped.
#[derive(Debug)]
pub struct Awaited {
    all: Arc<Newcomers>,
    of: Awaiting,
    /// `None` only while the place is being left.
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
    /// Waits until a chat may have begun. Dropping the future loses nothing.
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
    /// Waits for chats of somebody.
    pub(crate) fn await_chats(&self, of: Awaiting) -> Awaited {
        let all = Arc::clone(&self.newcomers);
        let sender_of = |all: &Newcomers| {
            let mut senders = all.0.lock();
            senders.entry(of.clone()).or_insert_with(|| watch::Sender::new(())).subscribe()
        };
        let news = Some(sender_of(&all));
        Awaited { all, of, news }
    }

    /// Tells whoever waits for chats of somebody that there may be one.
    pub(crate) fn tell_of_chat(&self, of: &Awaiting) {
        self.newcomers.tell(of);
    }

    /// Tells whoever waits for one of these chats.
    pub(super) fn tell_of_chats(&self, org: OrgId, rows: &[ChangeRow]) {
        for row in rows.iter().filter(|row| row.kind == Kind::ChatCreated) {
            if let Some(customer) = row.payload.as_deref().and_then(wire::widget::customer_of) {
                self.newcomers.tell(&Awaiting::Customer(org, customer));
            }
        }
    }
}
