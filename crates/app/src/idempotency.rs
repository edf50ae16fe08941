//! Writes that may be repeated: an Idempotency-Key is kept in the transaction of what it did, and
//! is answered again from that change (contract §8). Refusals are not kept.

use deskbell_model::limits::IDEMPOTENCY_SECONDS;
use deskbell_model::{OrgId, Seconds, Seq};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, Tx, Write, idempotency};

use crate::error::{Refused, Result};
use crate::{App, auth};

/// What a request creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// `POST /v1/chats`.
    Chat,
    /// `POST /v1/customers`.
    Customer,
    /// `POST /v1/events`.
    Event,
    /// `POST /v1/messages`.
    Message,
    /// `POST /v1/webhooks`.
    Webhook,
}

impl Creation {
    /// The method and the path without `/v1`: a key is another's for another operation.
    const fn operation(self) -> &'static str {
        match self {
            Self::Chat => "POST /chats",
            Self::Customer => "POST /customers",
            Self::Event => "POST /events",
            Self::Message => "POST /messages",
            Self::Webhook => "POST /webhooks",
        }
    }

    /// What a repeated request hears once its object was erased.
    const fn gone(self) -> Refused {
        match self {
            Self::Chat | Self::Customer | Self::Event => Refused::CustomerNotFound,
            Self::Message => Refused::ChatMissing,
            Self::Webhook => Refused::WebhookNotFound,
        }
    }
}

/// A request's Idempotency-Key, and what it came with.
#[derive(Clone, Debug)]
pub struct Once {
    creates: Creation,
    key: String,
    body_hash: String,
}

impl Once {
    /// The key of a request with this body.
    #[must_use]
    pub fn new(creates: Creation, key: &str, body: &[u8]) -> Self {
        Self { creates, key: key.to_owned(), body_hash: auth::hash(body) }
    }

    /// What it did before, then or since: the answer, or why there is none.
    async fn earlier<C: Conn>(
        &self,
        org: OrgId,
        conn: &mut C,
        since: Seconds,
    ) -> StorageResult<Option<Result<String, Refused>>> {
        let operation = self.creates.operation();
        let found = idempotency::find(org, conn, operation, &self.key, since).await?;
        Ok(found.map(|earlier| {
            if earlier.body_hash != self.body_hash {
                return Err(Refused::KeyReused);
            }
            earlier.payload.ok_or(self.creates.gone())
        }))
    }
}

/// Something that came into being: the change that tells of it, and its JSON.
#[derive(Debug)]
pub(crate) struct Created {
    pub(crate) seq: Seq,
    pub(crate) json: String,
}

/// A write that happens once, however often it is asked for.
struct Repeatable<W> {
    once: Once,
    since: Seconds,
    at: Seconds,
    write: W,
}

impl<W: Write<Out = Result<Created, Refused>>> Write for Repeatable<W> {
    type Out = Result<String, Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        if let Some(earlier) = self.once.earlier(tx.org, tx.conn, self.since).await? {
            return Ok(earlier);
        }
        let created = match self.write.run(tx).await? {
            Ok(created) => created,
            Err(refused) => return Ok(Err(refused)),
        };
        let named = (self.once.creates.operation(), self.once.key.as_str());
        let made = (created.seq, self.at);
        idempotency::keep(tx.org, tx.conn, named, &self.once.body_hash, made).await?;
        Ok(Ok(created.json))
    }
}

struct Earlier(OrgId, Once, Seconds);

impl Body for Earlier {
    type Out = Option<Result<String, Refused>>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, once, since) = self;
        once.earlier(org, conn, since).await
    }
}

impl App {
    /// The time since which keys count: 24 hours ago. All that are kept do as long as the clock is
    /// not trusted.
    fn keys_since(&self) -> Seconds {
        self.clock.ago(IDEMPOTENCY_SECONDS).map_or(Seconds::new(0), |ago| ago.plus(1))
    }

    /// What a request with this key was answered before; `None` when it is new. What runs at this
    /// moment is found by the writer later.
    ///
    /// # Errors
    /// [`Refused::KeyReused`] for another body, or as the database says.
    pub async fn answered(&self, org: OrgId, once: Option<&Once>) -> Result<Option<Vec<u8>>> {
        let Some(once) = once else { return Ok(None) };
        let earlier = Earlier(org, once.clone(), self.keys_since());
        let found = self.store.read(Class::Point, earlier).await?.transpose()?;
        Ok(found.map(String::into_bytes))
    }

    /// Creates something, once for each key; gives its JSON.
    pub(crate) async fn create<W>(
        &self,
        org: OrgId,
        once: Option<Once>,
        write: W,
    ) -> Result<Vec<u8>>
    where
        W: Write<Out = Result<Created, Refused>>,
    {
        let json = match once {
            Some(once) => {
                let (since, at) = (self.keys_since(), self.now());
                self.store.write(org, Repeatable { once, since, at, write }).await??
            }
            None => self.store.write(org, write).await??.json,
        };
        Ok(json.into_bytes())
    }
}
