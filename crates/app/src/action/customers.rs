//! Changing customers: alone, in batches, their tags; and deleting them.

use std::collections::BTreeMap;

use deskbell_model::customer::TAG_COLOR_DEFAULT;
use deskbell_model::limits::{CUSTOM_DATA_BYTES_MAX, DELETE_CHATS_AT_ONCE};
use deskbell_model::{
    Customer, CustomerEdit, CustomerId, CustomerView, Kind, NewTag, OrgId, Scalar, Seconds, Tag,
    WebhookEvent, webhook,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Conn, Error, Result as StorageResult, Tx, Write, chats};
use deskbell_wire as wire;

use super::{change, created, deleted, firing, rendered};
use crate::catalog::customers::find;
use crate::error::{Refused, Result};
use crate::idempotency::{Created, Once};
use crate::{App, Expected};

struct Create(CustomerEdit, Seconds);

impl Write for Create {
    type Out = Result<Created, Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self(edit, at) = self;
        if let Some(user_id) = edit.user_id()
            && customers::with_user_id(tx.org, tx.conn, user_id).await?.is_some()
        {
            return Ok(Err(Refused::UserIdTaken));
        }
        let Some(tags) = edit.tags.of(&[]) else { return Ok(Err(Refused::TooManyTags)) };
        let mut customer = Customer::new(tx.head.take_customer()?, *at);
        customer.edit(edit);
        customers::insert(tx, &[stored(&customer)]).await?;
        let tags = dress(tx, customer.id, &[], &tags).await?;
        let view = CustomerView { customer, tags };
        let change = change(Kind::CustomerCreated, view.customer.id, |out| {
            wire::customers::write(out, &view);
        });
        let change = firing(vec![WebhookEvent::CustomerNew], change);
        created(tx, *at, change).await.map(Ok)
    }
}

/// Changes of customers, one after the other: all of them, or none. What is expected is expected of
/// each.
struct Change(Vec<(CustomerId, CustomerEdit)>, Expected, Seconds);

impl Write for Change {
    type Out = Result<Vec<String>, (usize, Refused)>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self(edits, expected, at) = self;
        if let Some(refused) = refusal(tx, edits, expected).await? {
            return Ok(Err(refused));
        }
        let mut shown = Vec::with_capacity(edits.len());
        for (customer, edit) in edits {
            shown.push(apply(tx, *customer, edit, *at).await?);
        }
        Ok(Ok(shown))
    }
}

/// Which of these changes cannot be made, and why; nothing is written.
async fn refusal<C: Conn>(
    tx: &mut Tx<'_, C>,
    edits: &[(CustomerId, CustomerEdit)],
    expected: &Expected,
) -> StorageResult<Option<(usize, Refused)>> {
    // The customers as they will be, change by change.
    let mut drafts = BTreeMap::new();
    for (number, (id, _)) in edits.iter().enumerate() {
        let Some(found) = find(tx.org, tx.conn, *id).await? else {
            return Ok(Some((number, Refused::CustomerNotFound)));
        };
        drafts.insert(*id, found);
    }
    for (number, (id, _)) in edits.iter().enumerate() {
        let Some(found) = drafts.get(id) else { continue };
        if let Err(refused) = expected.of(|out| wire::customers::write(out, found)) {
            return Ok(Some((number, refused)));
        }
    }
    for (number, (id, edit)) in edits.iter().enumerate() {
        let Some(draft) = drafts.get_mut(id) else { continue };
        // Tags are added by themselves alone: those that are worn now are those worn before.
        let are_tags_fit = edit.tags.of(&draft.tags).is_some();
        let before = draft.customer.user_id.clone();
        let data_before = draft.customer.custom_data.clone();
        draft.customer.edit(edit);
        let is_data_fit = is_data_fit(&data_before, &draft.customer.custom_data);
        let user_id = draft.customer.user_id.clone();
        if let Some(user_id) = user_id
            && before.as_ref() != Some(&user_id)
            && is_taken(tx, &drafts, *id, &user_id).await?
        {
            return Ok(Some((number, Refused::UserIdTaken)));
        }
        if !are_tags_fit {
            return Ok(Some((number, Refused::TooManyTags)));
        }
        if !is_data_fit {
            return Ok(Some((number, Refused::CustomDataTooLarge)));
        }
    }
    Ok(None)
}

/// Whether custom data has room, or takes no more of it than it did.
fn is_data_fit(before: &[(String, Scalar)], after: &[(String, Scalar)]) -> bool {
    let bytes = |data| rendered(|out| wire::customers::custom_data(out, data)).len();
    before == after || bytes(after) <= bytes(before).max(CUSTOM_DATA_BYTES_MAX)
}

/// Whether somebody else has this userId, be it a draft or a customer that stays as it is.
async fn is_taken<C: Conn>(
    tx: &mut Tx<'_, C>,
    drafts: &BTreeMap<CustomerId, CustomerView>,
    customer: CustomerId,
    user_id: &str,
) -> StorageResult<bool> {
    let has_it = |(id, draft): (&CustomerId, &CustomerView)| {
        *id != customer && draft.customer.user_id.as_deref() == Some(user_id)
    };
    if drafts.iter().any(has_it) {
        return Ok(true);
    }
    let owner = customers::with_user_id(tx.org, tx.conn, user_id).await?;
    Ok(owner.is_some_and(|owner| !drafts.contains_key(&owner)))
}

/// Makes a change for which there is no refusal; gives the customer in JSON. What changes nothing
/// writes nothing.
async fn apply<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    edit: &CustomerEdit,
    at: Seconds,
) -> StorageResult<String> {
    let before = find(tx.org, tx.conn, customer).await?.ok_or(Error::NotFound)?;
    let mut after = before.clone();
    after.customer.edit(edit);
    if after.customer != before.customer {
        customers::update(tx.org, tx.conn, &stored(&after.customer)).await?;
    }
    let tags = edit.tags.of(&before.tags);
    let tags = tags.ok_or_else(|| Error::Internal("too many tags were not refused".into()))?;
    after.tags = dress(tx, customer, &before.tags, &tags).await?;
    let updated =
        change(Kind::CustomerUpdated, customer, |out| wire::customers::write(out, &after));
    let mut updated = firing(webhook::of_customer(&before, &after), updated);
    updated.sort_keys = SortKeysChanged::of_customer(&before.customer, &after.customer);
    if after != before {
        changes::append(tx, at, Notice::Loud, std::slice::from_ref(&updated)).await?;
    }
    Ok(updated.payload.unwrap_or_default())
}

/// Lets a customer who wears some tags wear these instead. Unknown ones come into being, and a
/// colour that is sent is the tag's from now on, for everybody who wears it.
async fn dress<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    worn: &[Tag],
    tags: &[NewTag],
) -> StorageResult<Vec<Tag>> {
    let mut wears: Vec<Tag> = Vec::with_capacity(tags.len());
    for NewTag { name, color } in tags {
        let mut tag = match worn.iter().find(|tag| tag.name == *name) {
            Some(tag) => tag.clone(),
            None => {
                let color = color.as_deref().unwrap_or(TAG_COLOR_DEFAULT);
                customers::tag(tx, name, color).await?
            }
        };
        if let Some(color) = color.as_ref().filter(|color| **color != tag.color) {
            customers::recolor_tag(tx, tag.id, color).await?;
            tag.color.clone_from(color);
        }
        wears.push(tag);
    }
    let kept = worn.iter().zip(&wears).take_while(|(worn, wears)| worn.id == wears.id).count();
    if kept < worn.len().max(wears.len()) {
        let more: Vec<_> = wears.iter().skip(kept).map(|tag| tag.id).collect();
        customers::replace_tags(tx.org, tx.conn, customer, kept as u64, &more).await?;
    }
    Ok(wears)
}

/// A customer as its row keeps it.
fn stored(customer: &Customer) -> CustomerRow {
    let custom_data = rendered(|out| wire::customers::custom_data(out, &customer.custom_data));
    CustomerRow { customer: customer.clone(), custom_data }
}

struct Delete(CustomerId, Expected, Seconds);

impl Write for Delete {
    type Out = Result<(), Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self(customer, ref expected, at) = *self;
        let Some(found) = find(tx.org, tx.conn, customer).await? else {
            return Ok(Err(Refused::CustomerNotFound));
        };
        if let Err(refused) = expected.of(|out| wire::customers::write(out, &found)) {
            return Ok(Err(refused));
        }
        loop {
            let chats = chats::remove_some(tx, customer, DELETE_CHATS_AT_ONCE).await?;
            if chats.is_empty() {
                break;
            }
            let told: Vec<_> = chats.iter().map(|chat| deleted(Kind::ChatDeleted, *chat)).collect();
            changes::append(tx, at, Notice::Loud, &told).await?;
        }
        customers::remove(tx, customer).await?;
        let told = deleted(Kind::CustomerDeleted, customer);
        let told = firing(vec![WebhookEvent::CustomerDeleted], told);
        changes::append(tx, at, Notice::Loud, &[told]).await?;
        Ok(Ok(()))
    }
}

impl App {
    /// Makes a customer: `POST /v1/customers`. Gives it in JSON.
    ///
    /// # Errors
    /// [`Refused::UserIdTaken`], [`Refused::KeyReused`], or as the database says.
    pub async fn create_customer(
        &self,
        org: OrgId,
        edit: CustomerEdit,
        once: Option<Once>,
    ) -> Result<Vec<u8>> {
        self.create(org, once, Create(edit, self.now())).await
    }

    /// Changes a customer that is as expected: PUT and PATCH of `/v1/customers/{id}`, PUT and
    /// DELETE of its tags, PATCH of its custom data. Gives it in JSON.
    ///
    /// # Errors
    /// [`Refused::CustomerNotFound`], [`Refused::Changed`], [`Refused::UserIdTaken`],
    /// [`Refused::TooManyTags`], [`Refused::CustomDataTooLarge`], or as the database says.
    pub async fn change_customer(
        &self,
        org: OrgId,
        customer: CustomerId,
        edit: CustomerEdit,
        expected: Expected,
    ) -> Result<Vec<u8>> {
        let change = Change(vec![(customer, edit)], expected, self.now());
        let shown = self.store.write(org, change).await?.map_err(|(_, refused)| refused)?;
        Ok(shown.into_iter().next().unwrap_or_default().into_bytes())
    }

    /// Changes several customers in this order, all or none: `PUT /v1/customers/batch`. Gives them
    /// in JSON, each as its change left it.
    ///
    /// # Errors
    /// [`crate::Error::Item`] of the first that is refused, or as the database says.
    pub async fn change_customers(
        &self,
        org: OrgId,
        edits: Vec<(CustomerId, CustomerEdit)>,
    ) -> Result<Vec<u8>> {
        let change = Change(edits, Expected::Anything, self.now());
        let shown = self.store.write(org, change).await?;
        let shown = shown.map_err(|(number, refused)| crate::Error::Item(number, refused))?;
        let mut json = Vec::new();
        wire::customers::write_batch(&mut json, &shown);
        Ok(json)
    }

    /// Deletes a customer that is as expected, with its chats: `DELETE /v1/customers/{id}`.
    /// Messages and events, which nobody can reach then, go later: see [`App::erase_step`].
    ///
    /// # Errors
    /// [`Refused::CustomerNotFound`], [`Refused::Changed`], or as the database says.
    pub async fn delete_customer(
        &self,
        org: OrgId,
        customer: CustomerId,
        expected: Expected,
    ) -> Result<()> {
        Ok(self.store.write(org, Delete(customer, expected, self.now())).await??)
    }
}
