//! The check of all other rows: tags, webhooks with their deliveries, keys, uses of
//! Idempotency-Keys, imports, and agents' logins and sessions. Each row is compared with the
//! changes whose numbers the row stores. Tickets, leases, rate windows and visitors' sessions are
//! not checked, since no answer shows them.

use deskbell_model::webhook::Target;
use deskbell_model::{LoginName, OrgId, WebhookId};
use deskbell_storage::deliveries::DeliveryRow;
use deskbell_storage::everything::{self, FoldedTag, Imported, Repeatable};
use deskbell_storage::keys::{self, KeyRow};
use deskbell_storage::logins::{self, LoginRow};
use deskbell_storage::sessions::{self, SessionRow};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{Class, Read, reads};

use super::{Deep, ROWS_AT_ONCE};
use crate::Lists;
use crate::error::Result;

reads! {
    Tags(org: OrgId, after: i64) -> Vec<FoldedTag> =
        async |conn| everything::tags(org, conn, after, ROWS_AT_ONCE).await;
    Keys(org: OrgId) -> Vec<KeyRow> = async |conn| keys::list(org, conn).await;
    Logins(org: OrgId, after: i64) -> Vec<LoginRow> =
        async |conn| logins::behind(org, conn, after, ROWS_AT_ONCE).await;
    Sessions(org: OrgId, after: i64) -> Vec<SessionRow> =
        async |conn| sessions::behind(org, conn, after, ROWS_AT_ONCE).await;
    Webhooks(org: OrgId, after: i64) -> Vec<WebhookRow> =
        async |conn| webhooks::behind(org, conn, after, ROWS_AT_ONCE).await;
    Deliveries(org: OrgId, webhook: WebhookId, after: i64) -> Vec<DeliveryRow> =
        async |conn| everything::deliveries(org, conn, webhook, after, ROWS_AT_ONCE).await;
    Uses(org: OrgId, after: (String, String)) -> Vec<Repeatable> =
        async |conn| everything::repeatable(org, conn, (&after.0, &after.1), ROWS_AT_ONCE).await;
    Imports(org: OrgId, after: (String, String)) -> Vec<Imported> =
        async |conn| everything::imported(org, conn, (&after.0, &after.1), ROWS_AT_ONCE).await;
}

impl Lists {
    /// Reads and checks tags, keys, logins, sessions, webhooks, deliveries, uses of
    /// Idempotency-Keys and imports.
    pub(super) async fn read_other_rows(&self, org: OrgId, all: &mut Deep) -> Result<()> {
        let tags = |after| Tags(org, after);
        let check = |row: &FoldedTag, _, deep: &mut Deep| {
            if !row.is_folded {
                deep.add(format!("tag {} is not searched by its name", row.id));
            }
        };
        self.read_all(org, "a tag", (tags, |row| row.id.get()), all, check).await?;

        let read = self.context.store.read(Class::Scan, Keys(org)).await;
        all.rows += all.readable("an API key", read)?.map_or(0, |keys| keys.len() as u64);

        let logins = |after| Logins(org, after);
        let check = |row: &LoginRow, _, deep: &mut Deep| {
            let LoginRow { agent, login, password, .. } = row;
            if LoginName::parse(login).ok().is_none_or(|it| it.as_str() != login) {
                deep.add(format!("agent {agent} has a sign-in name that is none"));
            }
            if !password.starts_with("$argon2id$") {
                deep.add(format!("agent {agent} has a password that is no hash"));
            }
        };
        self.read_all(org, "a login", (logins, |row| row.agent.get()), all, check).await?;
        let sessions = |after| Sessions(org, after);
        let id = |row: &SessionRow| row.id.get();
        self.read_all(org, "a session", (sessions, id), all, |_, _, _| {}).await?;

        let webhooks = |after| Webhooks(org, after);
        let id = |row: &WebhookRow| row.webhook.id.get();
        let mut ids = Vec::new();
        let check = |row: &WebhookRow, last_change, deep: &mut Deep| {
            let WebhookRow { webhook, cursor_seq, .. } = row;
            ids.push(webhook.id);
            if Target::parse(&webhook.url).is_none() {
                deep.add(format!("webhook {} has a URL that is none", webhook.id));
            }
            if *cursor_seq > last_change {
                deep.add(format!("webhook {} was told of change {cursor_seq}, none", webhook.id));
            }
        };
        self.read_all(org, "a webhook", (webhooks, id), all, check).await?;
        for webhook in ids {
            let deliveries = |after| Deliveries(org, webhook, after);
            let check = |DeliveryRow { id, delivery }: &DeliveryRow, last, deep: &mut Deep| {
                if delivery.seq.is_some_and(|seq| seq.get() > last) {
                    deep.add(format!("delivery {id} of webhook {webhook} tells of no change"));
                }
            };
            let what = format!("a delivery of webhook {webhook}");
            self.read_all(org, &what, (deliveries, |row| row.id.get()), all, check).await?;
        }

        let uses = |after| Uses(org, after);
        let key = |row: &Repeatable| (row.operation.clone(), row.key.clone());
        let check = |row: &Repeatable, last_change, deep: &mut Deep| {
            let Repeatable { operation, key, body_hash, seq, at: _ } = row;
            if seq.get() > last_change {
                deep.add(format!("Idempotency-Key {key:?} of {operation} made no change"));
            }
            let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if body_hash.len() != 64 || !body_hash.bytes().all(is_hex) {
                deep.add(format!("Idempotency-Key {key:?} of {operation} knows no body"));
            }
        };
        self.read_all(org, "an Idempotency-Key", (uses, key), all, check).await?;

        let imports = |after| Imports(org, after);
        let id = |row: &Imported| (row.source.clone(), row.external_id.clone());
        self.read_all(org, "what was imported", (imports, id), all, |_, _, _| {}).await
    }

    /// Reads and checks rows page by page: each page begins after the key of the last row read.
    /// Calls `check` with each row and the number of the organization's last change, which is read
    /// after the page.
    async fn read_all<B: Read<Out = Vec<R>>, R: Send + 'static, K: Default>(
        &self,
        org: OrgId,
        what: &str,
        (page, key): (impl Fn(K) -> B, impl Fn(&R) -> K),
        all: &mut Deep,
        mut check: impl FnMut(&R, i64, &mut Deep),
    ) -> Result<()> {
        let mut after = K::default();
        loop {
            let read = self.context.store.read(Class::Page, page(after)).await;
            let Some(rows) = all.readable(what, read)? else { return Ok(()) };
            let Some(end) = rows.last() else { return Ok(()) };
            after = key(end);
            all.rows += rows.len() as u64;
            let last_change = self.context.last_change(org).await?.seq;
            rows.iter().for_each(|row| check(row, last_change, all));
        }
    }
}
