//! The takeover of customers.

use std::convert::Infallible;

use deskbell_model::{Customer, CustomerView, ImportKind, Kind, NewTag, Right, Seconds};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Conn, Lane, Result as StorageResult, Stop, Tx, Write, customers};

use super::super::customers::{dress, stored};
use super::super::{Actions, change};
use super::{Taken, kept, known, note};
use crate::access::Caller;
use crate::customer_view::find;
use crate::error::Result;

/// A customer to be taken over.
#[derive(Clone, Debug)]
pub struct TakenCustomer {
    /// The customer's fields in the other system. For a customer who already exists on this server,
    /// the stored creation time and the mark of a verified identity stay.
    pub customer: Customer,
    /// The customer's tags, in order, without duplicates.
    pub tags: Vec<NewTag>,
    /// The checksum of the customer's state in the other system; 0 if the state was read only in
    /// part.
    pub checksum: i64,
}

impl TakenCustomer {
    /// Returns the largest number of rows that a write of the customer changes.
    #[must_use]
    pub const fn rows(&self) -> usize {
        // One customer, one address, one change and one record of the imported object. Each tag has
        // two rows.
        4 + 2 * self.tags.len()
    }
}

struct TakeCustomers(Vec<TakenCustomer>, Seconds);

impl Write for TakeCustomers {
    type Out = Vec<Taken>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Vec<Taken>, Stop<Infallible>> {
        let mut all = Vec::with_capacity(self.0.len());
        for customer in &self.0 {
            all.push(take(tx, customer, self.1).await?);
        }
        Ok(all)
    }
}

async fn take<C: Conn>(
    tx: &mut Tx<'_, C>,
    taken: &TakenCustomer,
    at: Seconds,
) -> StorageResult<Taken> {
    let (id, mut checksum) = (taken.customer.id, taken.checksum);
    let known = known(tx, ImportKind::Customer, id.get()).await?;
    let before = find(tx.org, tx.conn, id).await?;
    if let Some(kept) = kept(before.is_some(), known.as_ref()) {
        return Ok(Taken::Kept(kept));
    }
    let mut customer = taken.customer.clone();
    if let Some(user_id) = &customer.user_id {
        let owner = customers::with_user_id(tx.org, tx.conn, user_id).await?;
        if owner.is_some_and(|owner| owner != id) {
            // Another customer has the userId, perhaps only until that customer is taken over
            // again. With the checksum 0 this customer is taken over again, too.
            (customer.user_id, checksum) = (None, 0);
        }
    }
    note(tx, ImportKind::Customer, id.get(), checksum).await?;
    let Some(before) = before else {
        tx.counters.given_customer(id);
        customers::insert(tx, &[stored(&customer)]).await?;
        let tags = dress(tx, id, &[], &taken.tags).await?;
        let view = CustomerView { customer, tags };
        let created = change(Kind::CustomerCreated, id, &view);
        changes::append_one(tx, at, Notice::Silent, &created).await?;
        return Ok(Taken::New);
    };
    customer.created_at = before.customer.created_at;
    customer.verified_at = before.customer.verified_at;
    if customer != before.customer {
        customers::update(tx.org, tx.conn, &before.customer, &stored(&customer)).await?;
    }
    let tags = dress(tx, id, &before.tags, &taken.tags).await?;
    let view = CustomerView { customer, tags };
    if view != before {
        let mut updated = change(Kind::CustomerUpdated, id, &view);
        updated.sort_keys = SortKeysChanged::of_customer(&before.customer, &view.customer);
        changes::append_one(tx, at, Notice::Silent, &updated).await?;
    }
    Ok(Taken::Changed)
}

impl Actions {
    /// Takes over customers in one job, and returns the outcome for each customer. The caller
    /// passes a single customer, or customers whose [`TakenCustomer::rows`] are together at most
    /// [`super::TAKEN_ROWS_MAX`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_customers(
        &self,
        caller: Caller,
        customers: Vec<TakenCustomer>,
    ) -> Result<Vec<Taken>> {
        self.write(caller, Right::Imports, TakeCustomers(customers, self.context.now())).await
    }
}
