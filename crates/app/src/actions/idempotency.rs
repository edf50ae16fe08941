//! Repeatable writes. The transaction of a change stores the request's Idempotency-Key, and a
//! repeated request is answered from the stored change (contract §8). Refusals are not stored.

use deskbell_model::limits::IDEMPOTENCY_SECONDS;
use deskbell_model::{AgentId, OrgId, Right, Seconds};
use deskbell_storage::{
    Class, Conn, Error, Result as StorageResult, Stop, Tx, Write, idempotency, reads,
};

use super::recorded::{Created, Recorded};
use super::{Actions, refused};
use crate::access::{Caller, secrets};
use crate::error::{Rejected, Result};

/// The kind of request that creates an object.
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
    /// `POST /widget/v1/messages`.
    VisitorMessage,
    /// `POST /v1/webhooks`.
    Webhook,
    /// `POST /app/v1/chats/{id}/messages`.
    Reply,
    /// `POST /app/v1/chats`.
    OwnChat,
}

impl Creation {
    /// Returns the method and the path without `/v1`. An Idempotency-Key counts only for this
    /// operation.
    const fn operation(self) -> &'static str {
        match self {
            Self::Chat => "POST /chats",
            Self::Customer => "POST /customers",
            Self::Event => "POST /events",
            Self::Message => "POST /messages",
            Self::VisitorMessage => "POST /widget/messages",
            Self::Webhook => "POST /webhooks",
            Self::Reply => "POST /app/messages",
            Self::OwnChat => "POST /app/chats",
        }
    }

    /// Returns the refusal of a repeated request whose object was erased.
    const fn gone(self) -> Rejected {
        match self {
            Self::Chat | Self::Customer | Self::Event | Self::OwnChat => Rejected::CustomerNotFound,
            Self::Message | Self::Reply | Self::VisitorMessage => Rejected::ChatMissing,
            Self::Webhook => Rejected::WebhookNotFound,
        }
    }
}

/// The Idempotency-Key of a request, with the hash of its body.
#[derive(Clone, Debug)]
pub struct Once {
    creates: Creation,
    key: String,
    body_hash: String,
}

impl Once {
    /// Creates the key of a request with this body.
    #[must_use]
    pub fn new(creates: Creation, key: &str, body: &[u8]) -> Self {
        Self { creates, key: key.to_owned(), body_hash: secrets::hash(body) }
    }

    /// Limits the Idempotency-Key to one agent, since agents must not get each other's answers.
    /// `about` is the object that the request's path names, such as the chat of a reply.
    #[must_use]
    pub fn of_agent(self, agent: AgentId, about: impl std::fmt::Display) -> Self {
        let key = format!("{agent}:{}", self.key);
        let body_hash = secrets::hash(format!("{about}:{}", self.body_hash));
        Self { key, body_hash, ..self }
    }

    /// Returns the name of the operation for which the Idempotency-Key counts.
    pub(super) const fn operation(&self) -> &'static str {
        self.creates.operation()
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn body_hash(&self) -> &str {
        &self.body_hash
    }

    /// Finds the answer to an earlier request with this key. Returns `None` for a new key, and
    /// refuses a key that was used with another body.
    pub(super) async fn earlier<C: Conn>(
        &self,
        org: OrgId,
        conn: &mut C,
        since: Seconds,
    ) -> StorageResult<Option<Result<String, Rejected>>> {
        let operation = self.operation();
        let found = idempotency::find(org, conn, operation, &self.key, since).await?;
        Ok(found.map(|earlier| {
            if earlier.body_hash != self.body_hash {
                return Err(Rejected::KeyReused);
            }
            earlier.payload.ok_or(self.creates.gone())
        }))
    }
}

/// A write that runs only once for each Idempotency-Key.
struct Repeatable<W> {
    once: Once,
    since: Seconds,
    at: Seconds,
    write: W,
}

impl<W, T> Write for Repeatable<W>
where
    W: Write<Out = Recorded<T>, Refusal = Rejected>,
    T: Send + 'static,
{
    type Out = Created<T>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        if let Some(earlier) = self.once.earlier(tx.org, tx.conn, self.since).await? {
            return earlier.map(Created::Before).map_err(refused);
        }
        let recorded = self.write.run(tx).await?;
        let seq = recorded.seq.ok_or_else(|| Error::Internal("nothing was created".into()))?;
        let named = (self.once.operation(), self.once.key());
        idempotency::keep(tx.org, tx.conn, named, &self.once.body_hash, (seq, self.at)).await?;
        Ok(Created::Now(recorded))
    }
}

reads! {
    Earlier(org: OrgId, once: Once, since: Seconds) -> Option<Result<String, Rejected>> =
        async |conn| once.earlier(org, conn, since).await;
}

impl Actions {
    /// Returns the time of the oldest valid Idempotency-Key: 24 hours ago. While the clock is not
    /// trusted, every stored key is valid.
    pub(super) fn keys_since(&self) -> Seconds {
        self.context.clock.ago(IDEMPOTENCY_SECONDS).map_or(Seconds::new(0), |ago| ago.plus(1))
    }

    /// Finds the answer to an earlier request with this key; `None` when the key is new. Does not
    /// find an earlier request that is still running; the writer finds such a request later.
    ///
    /// # Errors
    /// [`Rejected::KeyReused`] for another body, or when the database fails.
    pub async fn answered(&self, org: OrgId, once: Option<&Once>) -> Result<Option<String>> {
        let Some(once) = once else { return Ok(None) };
        let earlier = Earlier(org, once.clone(), self.keys_since());
        let earlier = self.context.store.read(Class::Point, earlier).await?.transpose()?;
        if earlier.is_some() {
            self.context.meters.idempotency_hits.count();
        }
        Ok(earlier)
    }

    /// Creates an object, only once for each Idempotency-Key.
    pub(crate) async fn create<W, T>(
        &self,
        caller: Caller,
        right: Right,
        once: Option<Once>,
        write: W,
    ) -> Result<Created<T>>
    where
        W: Write<Out = Recorded<T>, Refusal = Rejected>,
        T: Send + 'static,
    {
        let Some(once) = once else {
            return self.write(caller, right, write).await.map(Created::Now);
        };
        let (since, at) = (self.keys_since(), self.context.now());
        let created = self.write(caller, right, Repeatable { once, since, at, write }).await?;
        Ok(self.counted(created))
    }

    /// Increments the counter of repeated answers if an earlier request created the object.
    pub(super) fn counted<T>(&self, created: Created<T>) -> Created<T> {
        if matches!(created, Created::Before(_)) {
            self.context.meters.idempotency_hits.count();
        }
        created
    }
}
