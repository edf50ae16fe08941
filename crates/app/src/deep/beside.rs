//! What stands beside the objects: webhooks with their deliveries, keys, uses of Idempotency-Keys,
//! imports. Each row is read, and held against the changes and the chats it refers to. Tickets,
//! leases and windows of rates live for a minute, and nobody is shown them.

use deskbell_model::webhook::Target;
use deskbell_model::{OrgId, WebhookId};
use deskbell_storage::deliveries::DeliveryRow;
use deskbell_storage::everything::{self, Imported, Repeatable};
use deskbell_storage::keys::{self, KeyRow};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult};

use super::{Deep, ROWS_AT_ONCE};
use crate::App;
use crate::error::Result;

struct Webhooks(OrgId, i64);

impl Body for Webhooks {
    type Out = Vec<WebhookRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        webhooks::behind(self.0, conn, self.1, ROWS_AT_ONCE).await
    }
}

struct Deliveries(OrgId, WebhookId, i64);

impl Body for Deliveries {
    type Out = Vec<DeliveryRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        everything::deliveries(self.0, conn, self.1, self.2, ROWS_AT_ONCE).await
    }
}

struct Keys(OrgId);

impl Body for Keys {
    type Out = Vec<KeyRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        keys::list(self.0, conn).await
    }
}

/// Behind an operation and its key.
struct Uses(OrgId, (String, String));

impl Body for Uses {
    type Out = Vec<Repeatable>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, (operation, key)) = self;
        everything::repeatable(org, conn, (&operation, &key), ROWS_AT_ONCE).await
    }
}

/// Behind a source and an id there.
struct Imports(OrgId, (String, String));

impl Body for Imports {
    type Out = Vec<Imported>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, (source, id)) = self;
        everything::imported(org, conn, (&source, &id), ROWS_AT_ONCE).await
    }
}

impl App {
    /// Reads every row that belongs to no object.
    pub(super) async fn read_beside(&self, org: OrgId, all: &mut Deep) -> Result<()> {
        let read = self.store.read(Class::Scan, Keys(org)).await;
        all.rows += all.readable("an API key", read)?.map_or(0, |keys| keys.len() as u64);
        self.read_webhooks(org, all).await?;
        self.read_uses(org, all).await?;
        self.read_imports(org, all).await
    }

    async fn read_webhooks(&self, org: OrgId, all: &mut Deep) -> Result<()> {
        let mut last = 0;
        loop {
            let read = self.store.read(Class::Page, Webhooks(org, last)).await;
            let Some(rows) = all.readable("a webhook", read)? else { return Ok(()) };
            let Some(end) = rows.last() else { return Ok(()) };
            last = end.webhook.id.get();
            all.rows += rows.len() as u64;
            let newest = self.last_change(org).await?.seq;
            for WebhookRow { webhook, told_to, .. } in &rows {
                if Target::parse(&webhook.url).is_none() {
                    all.add(format!("webhook {} has a URL that is none", webhook.id));
                }
                if *told_to > newest {
                    all.add(format!("webhook {} was told of change {told_to}, none", webhook.id));
                }
                self.read_deliveries(org, webhook.id, all).await?;
            }
        }
    }

    async fn read_deliveries(&self, org: OrgId, webhook: WebhookId, all: &mut Deep) -> Result<()> {
        let mut last = 0;
        loop {
            let read = self.store.read(Class::Page, Deliveries(org, webhook, last)).await;
            let what = format!("a delivery of webhook {webhook}");
            let Some(rows) = all.readable(&what, read)? else { return Ok(()) };
            let Some(end) = rows.last() else { return Ok(()) };
            last = end.id.get();
            all.rows += rows.len() as u64;
            let newest = self.last_change(org).await?.seq;
            for DeliveryRow { id, delivery } in &rows {
                if delivery.seq.is_some_and(|seq| seq.get() > newest) {
                    all.add(format!("delivery {id} of webhook {webhook} tells of no change"));
                }
            }
        }
    }

    async fn read_uses(&self, org: OrgId, all: &mut Deep) -> Result<()> {
        let mut last = (String::new(), String::new());
        loop {
            let read = self.store.read(Class::Page, Uses(org, last)).await;
            let Some(rows) = all.readable("an Idempotency-Key", read)? else { return Ok(()) };
            all.rows += rows.len() as u64;
            let newest = self.last_change(org).await?.seq;
            for Repeatable { operation, key, body_hash, seq } in &rows {
                if seq.get() > newest {
                    all.add(format!("Idempotency-Key {key:?} of {operation} made no change"));
                }
                let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                if body_hash.len() != 64 || !body_hash.bytes().all(is_hex) {
                    all.add(format!("Idempotency-Key {key:?} of {operation} knows no body"));
                }
            }
            let Some(end) = rows.into_iter().next_back() else { return Ok(()) };
            last = (end.operation, end.key);
        }
    }

    async fn read_imports(&self, org: OrgId, all: &mut Deep) -> Result<()> {
        let mut last = (String::new(), String::new());
        loop {
            let read = self.store.read(Class::Page, Imports(org, last)).await;
            let Some(rows) = all.readable("what was imported", read)? else { return Ok(()) };
            all.rows += rows.len() as u64;
            let Some(end) = rows.into_iter().next_back() else { return Ok(()) };
            last = (end.source, end.external_id);
        }
    }
}
