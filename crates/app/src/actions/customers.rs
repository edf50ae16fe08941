//! Customers: creation, changes of one or several customers and their tags, and deletion.

use std::collections::BTreeMap;

use deskbell_model::customer::TAG_COLOR_DEFAULT;
use deskbell_model::limits::{CUSTOM_DATA_BYTES_MAX, DELETE_CHATS_AT_ONCE};
use deskbell_model::{
    Customer, CustomerEdit, CustomerId, CustomerView, Kind, NewTag, Right, Scalar, Seconds, Tag,
    WebhookEvent, webhook,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Conn, Error, Result as StorageResult, Stop, Tx, Write, chats};
use deskbell_wire as wire;

use super::expected::Expected;
use super::idempotency::Once;
use super::recorded::{Created, Recorded};
use super::{Actions, change, deleted, record, refused, rendered};
use crate::access::Caller;
use crate::customer_view::find;
use crate::error::{Rejected, Result};

struct Create(CustomerEdit, Seconds);

impl Write for Create {
    type Out = Recorded<CustomerView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        create(tx, &self.0, self.1).await
    }
}

/// Creates a customer with the fields of an edit.
pub(super) async fn create<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &CustomerEdit,
    at: Seconds,
) -> Result<Recorded<CustomerView>, Stop<Rejected>> {
    if let Some(user_id) = edit.user_id()
        && customers::with_user_id(tx.org, tx.conn, user_id).await?.is_some()
    {
        return Err(refused(Rejected::UserIdTaken));
    }
    let tags = edit.tags.of(&[]).ok_or(refused(Rejected::TooManyTags))?;
    let mut customer = Customer::new(tx.counters.take_customer()?, at);
    customer.edit(edit);
    customers::insert(tx, &[stored(&customer)]).await?;
    let tags = dress(tx, customer.id, &[], &tags).await?;
    let view = CustomerView { customer, tags };
    let mut created = change(Kind::CustomerCreated, view.customer.id, &view);
    created.events = vec![WebhookEvent::CustomerNew];
    Ok(record(tx, at, created, view).await?)
}

/// Changes of customers. The write makes the changes in the order of this list, all or none. Each
/// customer must be in the expected state.
struct Change(Vec<(CustomerId, CustomerEdit)>, Expected, Seconds);

impl Write for Change {
    type Out = Vec<Recorded<CustomerView>>;
    type Refusal = (usize, Rejected);

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Self::Refusal>> {
        let Self(edits, expected, at) = self;
        check(tx, edits, expected).await?;
        let mut shown = Vec::with_capacity(edits.len());
        for (customer, edit) in edits {
            shown.push(apply(tx, *customer, edit, *at).await?);
        }
        Ok(shown)
    }
}

/// Refuses all changes if one change cannot be made; the refusal has the index of this change.
/// Checks first for missing customers, then for unexpected states, then for all other reasons.
async fn check<C: Conn>(
    tx: &mut Tx<'_, C>,
    edits: &[(CustomerId, CustomerEdit)],
    expected: &Expected,
) -> Result<(), Stop<(usize, Rejected)>> {
    // Each customer, with the changes that the last loop has checked so far.
    let mut drafts = BTreeMap::new();
    for (number, (id, _)) in edits.iter().enumerate() {
        let found = find(tx.org, tx.conn, *id).await?;
        let found = found.ok_or(refused((number, Rejected::CustomerNotFound)))?;
        drafts.insert(*id, found);
    }
    for (number, (id, _)) in edits.iter().enumerate() {
        let Some(found) = drafts.get(id) else { continue };
        let looked_at = expected.of(found);
        looked_at.map_err(|changed| refused((number, changed)))?;
    }
    for (number, (id, edit)) in edits.iter().enumerate() {
        let Some(draft) = drafts.get_mut(id) else { continue };
        // The draft has the stored tags, since `Customer::edit` does not change tags.
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
            return Err(refused((number, Rejected::UserIdTaken)));
        }
        if !are_tags_fit {
            return Err(refused((number, Rejected::TooManyTags)));
        }
        if !is_data_fit {
            return Err(refused((number, Rejected::CustomDataTooLarge)));
        }
    }
    Ok(())
}

/// Tells whether changed custom data is within its limit, or not larger than before the change.
pub(super) fn is_data_fit(before: &[(String, Scalar)], after: &[(String, Scalar)]) -> bool {
    let bytes = |data| rendered(|out| wire::customers::custom_data(out, data)).len();
    before == after || bytes(after) <= bytes(before).max(CUSTOM_DATA_BYTES_MAX)
}

/// Tells whether another customer has this userId. For the customers in `drafts`, the userId in the
/// draft counts, not the stored userId.
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

/// Makes a checked change, and returns the customer with its JSON. A change without effect writes
/// nothing.
pub(super) async fn apply<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    edit: &CustomerEdit,
    at: Seconds,
) -> StorageResult<Recorded<CustomerView>> {
    let before = find(tx.org, tx.conn, customer).await?.ok_or(Error::NotFound)?;
    let mut after = before.clone();
    after.customer.edit(edit);
    if after.customer != before.customer {
        customers::update(tx.org, tx.conn, &before.customer, &stored(&after.customer)).await?;
    }
    let tags = edit.tags.of(&before.tags);
    let tags = tags.ok_or_else(|| Error::Internal("too many tags were not refused".into()))?;
    after.tags = dress(tx, customer, &before.tags, &tags).await?;
    let mut updated = change(Kind::CustomerUpdated, customer, &after);
    if after == before {
        let json = updated.payload.unwrap_or_default();
        return Ok(Recorded { seq: None, json, value: after });
    }
    updated.events = webhook::of_customer(&before, &after);
    updated.sort_keys = SortKeysChanged::of_customer(&before.customer, &after.customer);
    updated.before = wire::before::of_customer(&before, &after);
    record(tx, at, updated, after).await
}

/// Replaces the tags of a customer, and creates unknown tags. A colour in the request becomes the
/// tag's colour for every customer with the tag.
pub(super) async fn dress<C: Conn>(
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
        if worn.is_empty() {
            customers::add_tags(tx.org, tx.conn, &[(customer, more)]).await?;
        } else {
            customers::replace_tags(tx.org, tx.conn, customer, kept as u64, &more).await?;
        }
    }
    Ok(wears)
}

pub(super) fn stored(customer: &Customer) -> CustomerRow {
    let custom_data = rendered(|out| wire::customers::custom_data(out, &customer.custom_data));
    CustomerRow { customer: customer.clone(), custom_data }
}

/// Changes one customer as part of a larger write. A refused change writes nothing.
pub(crate) async fn edit<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    edit: &CustomerEdit,
    at: Seconds,
) -> Result<Recorded<CustomerView>, Stop<Rejected>> {
    let edits = [(customer, edit.clone())];
    check(tx, &edits, &Expected::Anything).await.map_err(|stop| match stop {
        Stop::Storage(error) => Stop::Storage(error),
        Stop::Refused((_, refused)) => Stop::Refused(refused),
    })?;
    Ok(apply(tx, customer, edit, at).await?)
}

struct Delete(CustomerId, Expected, Seconds);

impl Write for Delete {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self(customer, ref expected, at) = *self;
        let found = find(tx.org, tx.conn, customer).await?;
        let found = found.ok_or(refused(Rejected::CustomerNotFound))?;
        expected.of(&found).map_err(refused)?;
        loop {
            let chats = chats::remove_some(tx, customer, at, DELETE_CHATS_AT_ONCE).await?;
            if chats.is_empty() {
                break;
            }
            let gone: Vec<_> = chats.iter().map(|chat| deleted(Kind::ChatDeleted, *chat)).collect();
            changes::append(tx, at, Notice::Notify, &gone).await?;
        }
        customers::remove(tx, customer, at).await?;
        let mut gone = deleted(Kind::CustomerDeleted, customer);
        gone.events = vec![WebhookEvent::CustomerDeleted];
        changes::append_one(tx, at, Notice::Notify, &gone).await?;
        Ok(())
    }
}

impl Actions {
    /// Creates a customer: `POST /v1/customers`.
    ///
    /// # Errors
    /// [`Rejected::UserIdTaken`], [`Rejected::KeyReused`], or when the database fails.
    pub async fn create_customer(
        &self,
        caller: Caller,
        edit: CustomerEdit,
        once: Option<Once>,
    ) -> Result<Created<CustomerView>> {
        let create = Create(edit, self.context.now());
        self.create(caller, Right::Customers, once, create).await
    }

    /// Changes a customer that is in the expected state: PUT and PATCH of `/v1/customers/{id}`, PUT
    /// and DELETE of its tags, PATCH of its custom data.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], [`Rejected::Changed`], [`Rejected::UserIdTaken`],
    /// [`Rejected::TooManyTags`], [`Rejected::CustomDataTooLarge`], or when the database fails.
    pub async fn change_customer(
        &self,
        caller: Caller,
        customer: CustomerId,
        edit: CustomerEdit,
        expected: Expected,
    ) -> Result<Recorded<CustomerView>> {
        let change = Change(vec![(customer, edit)], expected, self.context.now());
        let changed = self.write(caller, Right::Customers, change).await;
        let changed = changed.map_err(|error| match error {
            crate::Error::Item(_, refused) => refused.into(),
            other => other,
        })?;
        let missing = || Error::Internal("a change without an outcome".into());
        Ok(changed.into_iter().next().ok_or_else(missing)?)
    }

    /// Changes several customers in this order, all or none: `PUT /v1/customers/batch`. Returns
    /// each customer in its state after its change.
    ///
    /// # Errors
    /// [`crate::Error::Item`] for a refused change, or when the database fails.
    pub async fn change_customers(
        &self,
        caller: Caller,
        edits: Vec<(CustomerId, CustomerEdit)>,
    ) -> Result<Vec<Recorded<CustomerView>>> {
        let change = Change(edits, Expected::Anything, self.context.now());
        self.write(caller, Right::Customers, change).await
    }

    /// Deletes a customer and the customer's chats, if the customer is in the expected state:
    /// `DELETE /v1/customers/{id}`. The messages and events become unreachable, and are erased
    /// later.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], [`Rejected::Changed`], or when the database fails.
    pub async fn delete_customer(
        &self,
        caller: Caller,
        customer: CustomerId,
        expected: Expected,
    ) -> Result<()> {
        let delete = Delete(customer, expected, self.context.now());
        self.write(caller, Right::CustomerErasure, delete).await
    }
}
