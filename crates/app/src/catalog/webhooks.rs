//! Webhooks and their deliveries, as they are shown. Nobody is shown a secret here.

use deskbell_model::{OrgId, Webhook, WebhookId};
use deskbell_query::{Meta, Page};
use deskbell_storage::deliveries::DeliveryRow;
use deskbell_storage::webhooks::WebhookRow;
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, deliveries, webhooks};
use deskbell_wire as wire;

use super::rows::Rows;
use crate::error::{Refused, Result};
use crate::{Answer, App};

struct WebhookPage(OrgId, Page);

impl Body for WebhookPage {
    type Out = (Vec<Webhook>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        webhooks::page(self.0, conn, self.1).await
    }
}

struct OneWebhook(OrgId, WebhookId);

impl Body for OneWebhook {
    type Out = Option<WebhookRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        webhooks::find(self.0, conn, self.1).await
    }
}

struct DeliveryPage(OrgId, WebhookId, Page);

impl Body for DeliveryPage {
    type Out = Option<(Vec<DeliveryRow>, Meta)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, webhook, page) = self;
        if webhooks::find(org, conn, webhook).await?.is_none() {
            return Ok(None);
        }
        deliveries::page(org, conn, webhook, page).await.map(Some)
    }
}

impl App {
    /// A page of an organization's webhooks with their total.
    ///
    /// # Errors
    /// As the database says.
    pub async fn webhooks(&self, org: OrgId, page: Page) -> Result<(Vec<Webhook>, Meta)> {
        let class = if page.is_deep() { Class::Scan } else { Class::Page };
        Ok(self.store.snapshot(class, WebhookPage(org, page)).await?)
    }

    /// The same in JSON: `GET /v1/webhooks`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn webhook_page(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let (webhooks, meta) = self.webhooks(org, page).await?;
        let mut json = Vec::new();
        wire::webhooks::write_page(&mut json, &webhooks, &meta);
        Ok(json)
    }

    /// One webhook: `GET /v1/webhooks/{id}`.
    ///
    /// # Errors
    /// [`Refused::WebhookNotFound`], or as the database says.
    pub async fn webhook(&self, org: OrgId, webhook: WebhookId) -> Result<Vec<u8>> {
        let found = self.store.read(Class::Point, OneWebhook(org, webhook)).await?;
        let mut json = Vec::new();
        wire::webhooks::write(&mut json, &found.ok_or(Refused::WebhookNotFound)?.webhook);
        Ok(json)
    }

    /// What waits to be told to a webhook, and what it was told last, newest first, with how much
    /// there is.
    ///
    /// # Errors
    /// [`Refused::WebhookNotFound`], or as the database says.
    pub async fn deliveries(
        &self,
        org: OrgId,
        webhook: WebhookId,
        page: Page,
    ) -> Result<(Vec<DeliveryRow>, Meta)> {
        let found = self.store.snapshot(Class::Scan, DeliveryPage(org, webhook, page)).await?;
        Ok(found.ok_or(Refused::WebhookNotFound)?)
    }

    /// The same in JSON: `GET /v1/webhooks/{id}/deliveries`.
    ///
    /// # Errors
    /// As [`App::deliveries`].
    pub async fn delivery_page(
        &self,
        org: OrgId,
        webhook: WebhookId,
        page: Page,
    ) -> Result<Answer> {
        let (rows, meta) = self.deliveries(org, webhook, page).await?;
        let bytes = rows.iter().map(|row| row.delivery.data.len() as u64).sum();
        let write = |out: &mut Vec<u8>, rows: &[DeliveryRow], meta: &Meta, number| {
            wire::webhooks::write_deliveries_part(out, (rows, meta), number, logged)
        };
        self.shown(org, bytes, Rows { rows, meta, write }).await
    }
}

fn logged(row: &DeliveryRow) -> wire::webhooks::Logged<'_> {
    let it = &row.delivery;
    wire::webhooks::Logged {
        id: row.id,
        event_id: &it.event_id,
        event: it.event,
        seq: it.seq.map(|seq| seq.get()),
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
        data: &it.data,
    }
}
