//! Changes of webhooks: creation, edits, secrets, tests and replays. The module `outbox` makes the
//! deliveries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_model::limits::{WEBHOOK_OLD_SECRET_S, WEBHOOKS_MAX};
use deskbell_model::webhook::{Host, Replay, Target};
use deskbell_model::{
    Kind, NewWebhook, OrgId, Right, Seconds, Secret, Timestamp, Webhook, WebhookEdit, WebhookId,
    network,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, deliveries, reads};
use deskbell_wire as wire;

use super::expected::Expected;
use super::idempotency::Once;
use super::recorded::Recorded;
use super::{Actions, change, deleted, json, record, refused};
use crate::Entropy;
use crate::access::Caller;
use crate::error::{Rejected, Result};
use crate::outbox::replay;

/// The prefix of every webhook secret, defined in the Standard Webhooks specification.
const SECRET: &str = "whsec_";

/// A webhook in JSON without its secret, and the secret.
#[derive(Debug)]
pub struct WithSecret {
    /// The webhook in JSON, as a `GET` request returns it.
    pub webhook: Vec<u8>,
    secret: Secret,
}

impl WithSecret {
    /// Returns the webhook in JSON, with its secret.
    #[must_use]
    pub fn into_json(self) -> Vec<u8> {
        let mut json = self.webhook;
        wire::webhooks::add_secret(&mut json, self.secret.reveal());
        json
    }
}

/// Makes a secret: the prefix and the Base64 of 32 random bytes.
fn secret(entropy: &dyn Entropy) -> Result<Secret> {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes)?;
    Ok(Secret::new(format!("{SECRET}{}", STANDARD.encode(bytes))))
}

struct Create {
    new: NewWebhook,
    secret: Secret,
    at: Seconds,
}

impl Write for Create {
    type Out = Recorded<Webhook>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        if webhooks::count(tx) >= WEBHOOKS_MAX {
            return Err(refused(Rejected::TooManyWebhooks));
        }
        let webhook = Webhook {
            id: tx.counters.take_webhook()?,
            url: self.new.url.clone(),
            events: self.new.events.clone(),
            enabled: self.new.enabled,
            created_at: self.at,
            headers: self.new.headers.clone(),
        };
        let row = WebhookRow {
            webhook,
            secret: self.secret.clone(),
            old_secret: None,
            cursor_seq: webhooks::last_change(tx),
            failing_since: None,
            replay_epoch: 0,
        };
        webhooks::insert(tx, &row).await?;
        let change = change_of(Kind::WebhookCreated, &row.webhook);
        Ok(record(tx, self.at, change, row.webhook).await?)
    }
}

/// Finds the row of a webhook, and refuses a missing webhook.
async fn found<C: Conn>(
    tx: &mut Tx<'_, C>,
    webhook: WebhookId,
) -> Result<WebhookRow, Stop<Rejected>> {
    let found = webhooks::find(tx.org, tx.conn, webhook).await?;
    found.ok_or(refused(Rejected::WebhookNotFound))
}

/// Returns a change whose payload is this webhook.
pub(crate) fn change_of(kind: Kind, webhook: &Webhook) -> changes::Change {
    change(kind, webhook.id, webhook)
}

struct Change {
    webhook: WebhookId,
    edit: WebhookEdit,
    expected: Expected,
    at: Timestamp,
}

impl Write for Change {
    type Out = Recorded<Webhook>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let mut row = found(tx, self.webhook).await?;
        self.expected.of(&row.webhook).map_err(refused)?;
        let before = row.webhook.clone();
        row.webhook.edit(&self.edit);
        if row.webhook != before {
            match (before.enabled, row.webhook.enabled) {
                (false, true) => {
                    // Only a replay delivers changes made while the webhook was disabled.
                    row.replay_after(webhooks::last_change(tx));
                    row.failing_since = None;
                    deliveries::wake_all(tx.org, tx.conn, self.webhook, self.at).await?;
                }
                (true, false) => deliveries::rest(tx.org, tx.conn, self.webhook).await?,
                _ => {}
            }
            if before.url != row.webhook.url {
                // The new URL has not failed yet.
                row.failing_since = None;
            }
            webhooks::save(tx.org, tx.conn, &row).await?;
            let updated = change_of(Kind::WebhookUpdated, &row.webhook);
            return Ok(record(tx, self.at.seconds(), updated, row.webhook).await?);
        }
        let json = json(&row.webhook);
        Ok(Recorded { seq: None, json, value: row.webhook })
    }
}

struct Delete(WebhookId, Expected, Seconds);

impl Write for Delete {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self(webhook, ref expected, at) = *self;
        let row = found(tx, webhook).await?;
        expected.of(&row.webhook).map_err(refused)?;
        if !webhooks::remove(tx, webhook, at).await? {
            return Err(refused(Rejected::WebhookNotFound));
        }
        let change = deleted(Kind::WebhookDeleted, webhook);
        changes::append_one(tx, at, Notice::Notify, &change).await?;
        Ok(())
    }
}

struct Rotate {
    webhook: WebhookId,
    secret: Secret,
    at: Seconds,
}

impl Write for Rotate {
    type Out = WebhookRow;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let mut row = found(tx, self.webhook).await?;
        let old = std::mem::replace(&mut row.secret, self.secret.clone());
        row.old_secret = Some((old, self.at.plus(WEBHOOK_OLD_SECRET_S)));
        webhooks::save(tx.org, tx.conn, &row).await?;
        Ok(row)
    }
}

/// A request for a test delivery, or for a replay of deliveries.
enum Again {
    Test(WebhookId, Timestamp),
    Replay(WebhookId, Replay, Timestamp),
}

impl Write for Again {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let (Self::Test(webhook, _) | Self::Replay(webhook, ..)) = self;
        let mut row = found(tx, *webhook).await?;
        match self {
            Self::Test(webhook, at) => replay::test(tx, *webhook, *at).await,
            Self::Replay(webhook, Replay::One(delivery), at) => {
                replay::one(tx, *webhook, *delivery, *at).await
            }
            Self::Replay(_, Replay::After(seq), _) => {
                let (oldest, _) = changes::bounds(tx.org, tx.conn).await?;
                if *seq > 0 && *seq < oldest.saturating_sub(1) {
                    return Err(refused(Rejected::HistoryExpired(oldest)));
                }
                // A replay never moves the cursor forward, so no change still to be delivered is
                // skipped.
                row.replay_after((*seq).max(oldest.saturating_sub(1)).min(row.cursor_seq));
                Ok(webhooks::save(tx.org, tx.conn, &row).await?)
            }
        }
    }
}

reads! {
    FindSecret(org: OrgId, webhook: WebhookId) -> Option<Secret> =
        async |conn| Ok(webhooks::find(org, conn, webhook).await?.map(|row| row.secret));
}

impl Actions {
    /// Tells whether webhooks may call the URL of a target. Host names are not looked up.
    #[must_use]
    pub fn is_open_to_webhooks(&self, target: &Target) -> bool {
        match target.host {
            Host::Name(_) => true,
            Host::Address(address) => {
                network::is_open(address, &self.context.settings.webhooks_allow)
            }
        }
    }

    /// Creates a webhook: `POST /v1/webhooks`. Returns the webhook with its secret.
    ///
    /// # Errors
    /// [`Rejected::TooManyWebhooks`], [`Rejected::KeyReused`], or when the database fails.
    pub async fn create_webhook(
        &self,
        caller: Caller,
        new: NewWebhook,
        once: Option<Once>,
    ) -> Result<WithSecret> {
        let secret = secret(self.context.entropy.as_ref())?;
        let create = Create { new, secret, at: self.context.now() };
        let created = self.create(caller, Right::Webhooks, once, create).await?;
        self.with_secret(caller.org, created.into_json()).await
    }

    /// Finds the answer of an earlier request with this key, as [`Actions::answered`] does. Adds
    /// the webhook's secret, which the stored answer lacks.
    ///
    /// # Errors
    /// [`Rejected::KeyReused`], [`Rejected::WebhookNotFound`], or when the database fails.
    pub async fn answered_webhook(
        &self,
        org: OrgId,
        once: Option<&Once>,
    ) -> Result<Option<WithSecret>> {
        match self.answered(org, once).await? {
            Some(json) => self.with_secret(org, json).await.map(Some),
            None => Ok(None),
        }
    }

    async fn with_secret(&self, org: OrgId, webhook: String) -> Result<WithSecret> {
        let webhook = webhook.into_bytes();
        let id = wire::json::id_of(&webhook).and_then(WebhookId::new);
        let id = id.ok_or(Rejected::WebhookNotFound)?;
        let secret = self.context.store.read(Class::Point, FindSecret(org, id)).await?;
        Ok(WithSecret { webhook, secret: secret.ok_or(Rejected::WebhookNotFound)? })
    }

    /// Changes a webhook that is in the expected state: `PATCH /v1/webhooks/{id}`.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], [`Rejected::Changed`], or when the database fails.
    pub async fn change_webhook(
        &self,
        caller: Caller,
        webhook: WebhookId,
        edit: WebhookEdit,
        expected: Expected,
    ) -> Result<Recorded<Webhook>> {
        let change = Change { webhook, edit, expected, at: self.context.clock.now() };
        self.write(caller, Right::Webhooks, change).await
    }

    /// Deletes a webhook and its deliveries, if the webhook is in the expected state: `DELETE
    /// /v1/webhooks/{id}`.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], [`Rejected::Changed`], or when the database fails.
    pub async fn delete_webhook(
        &self,
        caller: Caller,
        webhook: WebhookId,
        expected: Expected,
    ) -> Result<()> {
        let delete = Delete(webhook, expected, self.context.now());
        self.write(caller, Right::Webhooks, delete).await
    }

    /// Replaces the secret of a webhook: `POST /v1/webhooks/{id}/rotate`. For 24 hours, deliveries
    /// also have a signature made with the old secret. Returns the webhook with its new secret.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], or when the database fails.
    pub async fn rotate_webhook(&self, caller: Caller, webhook: WebhookId) -> Result<WithSecret> {
        let secret = secret(self.context.entropy.as_ref())?;
        let rotate = Rotate { webhook, secret, at: self.context.now() };
        let row = self.write(caller, Right::Webhooks, rotate).await?;
        let mut webhook = Vec::new();
        wire::write(&mut webhook, &row.webhook);
        Ok(WithSecret { webhook, secret: row.secret })
    }

    /// Schedules a test delivery to a webhook: `POST /v1/webhooks/{id}/test`. The delivery is
    /// attempted only once.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], [`Rejected::TooManyDeliveries`], or when the database fails.
    pub async fn test_webhook(&self, caller: Caller, webhook: WebhookId) -> Result<()> {
        let test = Again::Test(webhook, self.context.clock.now());
        self.write(caller, Right::Webhooks, test).await
    }

    /// Replays deliveries to a webhook: `POST /v1/webhooks/{id}/replay`.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], [`Rejected::DeliveryNotFound`],
    /// [`Rejected::TooManyDeliveries`], [`Rejected::HistoryExpired`], or when the database fails.
    pub async fn replay_webhook(
        &self,
        caller: Caller,
        webhook: WebhookId,
        replay: Replay,
    ) -> Result<()> {
        let again = Again::Replay(webhook, replay, self.context.clock.now());
        self.write(caller, Right::Webhooks, again).await
    }
}
