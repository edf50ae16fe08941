//! Reads of webhooks and their deliveries, without secrets.

use deskbell_model::{OrgId, Webhook, WebhookId};
use deskbell_query::{Meta, Page};
use deskbell_storage::deliveries::DeliveryRow;
use deskbell_storage::webhooks::WebhookRow;
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, deliveries, reads, webhooks};
use deskbell_wire as wire;
use tokio::task::spawn_blocking;

use super::Lists;
use super::rows::RowsAnswer;
use crate::Answer;
use crate::error::{Rejected, Result};
use crate::outbox::event_data::{self, EventData};

reads! {
    WebhookPage(org: OrgId, page: Page) -> (Vec<Webhook>, Meta) =
        async |conn| webhooks::page(org, conn, page).await;
    OneWebhook(org: OrgId, webhook: WebhookId) -> Option<WebhookRow> =
        async |conn| webhooks::find(org, conn, webhook).await;
}

struct DeliveryPage(OrgId, WebhookId, Page);

impl Read for DeliveryPage {
    type Out = Option<(Vec<DeliveryRow>, Meta)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, webhook, page) = self;
        if webhooks::find(org, conn, webhook).await?.is_none() {
            return Ok(None);
        }
        deliveries::page(org, conn, webhook, page).await.map(Some)
    }
}

struct LogPage(OrgId, WebhookId, Page);

impl Read for LogPage {
    type Out = Option<(Vec<DeliveryRow>, Vec<Option<EventData>>, Meta)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, webhook, page) = self;
        let Some((rows, meta)) = DeliveryPage(org, webhook, page).run(conn).await? else {
            return Ok(None);
        };
        let deliveries = rows.iter().map(|row| &row.delivery);
        let facts = event_data::of_page(org, conn, webhook, deliveries).await?;
        Ok(Some((rows, facts, meta)))
    }
}

impl Lists {
    /// Reads a page of an organization's webhooks with their total.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn webhooks(&self, org: OrgId, page: Page) -> Result<(Vec<Webhook>, Meta)> {
        let class = if page.is_deep() { Class::Scan } else { Class::Page };
        Ok(self.context.store.snapshot(class, WebhookPage(org, page)).await?)
    }

    /// Returns a page of an organization's webhooks in JSON: `GET /v1/webhooks`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn webhook_page(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let (webhooks, meta) = self.webhooks(org, page).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &webhooks, &meta, wire::write);
        Ok(json)
    }

    /// Returns one webhook in JSON: `GET /v1/webhooks/{id}`.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], or when the database fails.
    pub async fn webhook(&self, org: OrgId, webhook: WebhookId) -> Result<Vec<u8>> {
        let found = self.context.store.read(Class::Point, OneWebhook(org, webhook)).await?;
        let mut json = Vec::new();
        wire::write(&mut json, &found.ok_or(Rejected::WebhookNotFound)?.webhook);
        Ok(json)
    }

    /// Reads a page of a webhook's deliveries, newest first, with their total. The list has the
    /// waiting deliveries and the last ended deliveries.
    ///
    /// # Errors
    /// [`Rejected::WebhookNotFound`], or when the database fails.
    pub async fn deliveries(
        &self,
        org: OrgId,
        webhook: WebhookId,
        page: Page,
    ) -> Result<(Vec<DeliveryRow>, Meta)> {
        let found =
            self.context.store.snapshot(Class::Scan, DeliveryPage(org, webhook, page)).await?;
        Ok(found.ok_or(Rejected::WebhookNotFound)?)
    }

    /// Returns a page of a webhook's deliveries in JSON: `GET /v1/webhooks/{id}/deliveries`. A
    /// delivery has its data if the data fits into the page.
    ///
    /// # Errors
    /// The errors of [`Lists::deliveries`].
    pub async fn delivery_page(
        &self,
        org: OrgId,
        webhook: WebhookId,
        page: Page,
    ) -> Result<Answer> {
        let found = self.context.store.snapshot(Class::Scan, LogPage(org, webhook, page)).await?;
        let (rows, facts, meta) = found.ok_or(Rejected::WebhookNotFound)?;
        // Long data takes time to write, so a blocking thread writes it.
        let written = spawn_blocking(move || {
            let data = facts.iter().map(|it| it.as_ref().and_then(EventData::write));
            rows.into_iter().zip(data).map(|(row, data)| Shown { row, data }).collect()
        });
        let written: Result<Vec<_>, _> = written.await;
        let rows = written.map_err(|_| deskbell_storage::Error::Panicked)?;
        let bytes = |it: &Shown| it.data.as_ref().map_or(0, String::len) as u64;
        let bytes = rows.iter().map(bytes).sum();
        self.shown(org, bytes, RowsAnswer { rows, meta, write: wire::pages::write_part }).await
    }
}

/// A delivery, and the delivery's data if the page has room for the data.
struct Shown {
    row: DeliveryRow,
    data: Option<String>,
}

impl wire::ToJson for Shown {
    fn write(&self, out: &mut Vec<u8>) {
        wire::write(out, &logged(self));
    }
}

fn logged(shown: &Shown) -> wire::webhooks::Logged<'_> {
    let Shown { row, data } = shown;
    let it = &row.delivery;
    wire::webhooks::Logged {
        id: row.id,
        event_id: &it.event_id,
        event: it.event,
        seq: it.seq,
        attempts: it.attempts,
        created_at: it.created_at,
        attempt_before_at: it.attempt_before_at,
        last_attempt_at: it.last_attempt_at,
        next_attempt_at: it.next_attempt_at,
        duration_ms: it.duration_ms,
        status: it.status,
        answer: it.answer.as_deref(),
        error: it.error.as_deref(),
        is_ended: it.ended_at.is_some(),
        data: data.as_deref(),
    }
}
