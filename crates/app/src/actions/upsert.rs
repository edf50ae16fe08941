//! Imports of customers from a list, such as a spreadsheet. A row changes the customer with the
//! row's userId or e-mail address, or creates a customer if no customer matches. No webhook events
//! are emitted.

use std::convert::Infallible;

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::{CustomerEdit, CustomerId, ImportId, OrgId, Right, Seconds};
use deskbell_storage::{
    Conn, Lane, Result as StorageResult, Stop, Tx, Write, addresses, customers,
};

use super::Actions;
use super::customers::{create, edit};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// The outcome for a row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upserted {
    /// A customer was created.
    Created,
    /// A customer was changed.
    Changed,
    /// Nothing changed: the customer already had these values.
    Same,
}

/// The reason why a row of the list was left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    /// The row has neither a userId nor an e-mail address.
    #[error("it has neither a userId nor an e-mail address")]
    Nameless,
    /// Several customers match the row.
    #[error("several customers have this e-mail address: give a userId")]
    Shared,
    /// The change is refused.
    #[error(transparent)]
    Refused(#[from] Rejected),
}

struct Begin;

impl Write for Begin {
    type Out = ImportId;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<ImportId, Stop<Infallible>> {
        Ok(tx.counters.take_import()?)
    }
}

struct Upsert(Vec<CustomerEdit>, Seconds);

impl Write for Upsert {
    type Out = Vec<Result<Upserted, LeftOut>>;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Infallible>> {
        let mut done = Vec::with_capacity(self.0.len());
        for row in &self.0 {
            match upsert(tx, row, self.1).await {
                Ok(outcome) => done.push(Ok(outcome)),
                // A refused row has written nothing.
                Err(Stop::Refused(why)) => done.push(Err(why)),
                Err(Stop::Storage(error)) => return Err(error.into()),
            }
        }
        Ok(done)
    }
}

async fn upsert<C: Conn>(
    tx: &mut Tx<'_, C>,
    row: &CustomerEdit,
    at: Seconds,
) -> Result<Upserted, Stop<LeftOut>> {
    let refused = |stop: Stop<Rejected>| match stop {
        Stop::Refused(why) => Stop::Refused(why.into()),
        Stop::Storage(error) => Stop::Storage(error),
    };
    let Some(customer) = found(tx, row).await? else {
        create(tx, row, at).await.map_err(refused)?;
        return Ok(Upserted::Created);
    };
    let changed = edit(tx, customer, row, at).await.map_err(refused)?;
    Ok(if changed.seq.is_some() { Upserted::Changed } else { Upserted::Same })
}

/// Finds the customer that a row changes; `None` if the row creates a customer.
async fn found<C: Conn>(
    tx: &mut Tx<'_, C>,
    row: &CustomerEdit,
) -> Result<Option<CustomerId>, Stop<LeftOut>> {
    if let Some(user_id) = row.user_id()
        && let Some(known) = customers::with_user_id(tx.org, tx.conn, user_id).await?
    {
        return Ok(Some(known));
    }
    let Some(email) = email(row) else {
        return row.user_id().map(|_| None).ok_or(Stop::Refused(LeftOut::Nameless));
    };
    let owners = addresses::owners(tx.org, tx.conn, email, 2).await?;
    match (owners.as_slice(), row.user_id()) {
        ([], _) => Ok(None),
        ([one], None) => Ok(Some(*one)),
        ([one], Some(_)) => Ok((!is_identified(tx, *one).await?).then_some(*one)),
        (_, None) => Err(Stop::Refused(LeftOut::Shared)),
        // Several customers have the address, and none of them has this userId. The row creates
        // another customer.
        (_, Some(_)) => Ok(None),
    }
}

async fn is_identified<C: Conn>(tx: &mut Tx<'_, C>, customer: CustomerId) -> StorageResult<bool> {
    let found = customers::find(tx.org, tx.conn, customer).await?;
    Ok(found.is_some_and(|row| row.customer.user_id.is_some()))
}

/// Tells whether a row has neither a userId nor an e-mail address, and so cannot be imported.
#[must_use]
pub fn is_nameless(row: &CustomerEdit) -> bool {
    row.user_id().is_none() && email(row).is_none()
}

fn email(row: &CustomerEdit) -> Option<&str> {
    row.fields.iter().find_map(|field| match field {
        Assign::Text(TextField::Email, email) => email.as_deref().filter(|it| !it.is_empty()),
        _ => None,
    })
}

impl Actions {
    /// Begins an import of customers, and returns its number.
    ///
    /// # Errors
    /// When the caller has no right to import customers, or when the database fails.
    pub async fn begin_upserts(&self, caller: Caller) -> Result<ImportId> {
        self.write(caller, Right::Imports, Begin).await
    }

    /// Changes or creates customers in this order, and returns the outcome for each row. The caller
    /// must limit the number of rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn upsert_customers(
        &self,
        org: OrgId,
        import: ImportId,
        rows: Vec<CustomerEdit>,
    ) -> Result<Vec<Result<Upserted, LeftOut>>> {
        let upsert = Upsert(rows, self.context.now());
        self.write(Caller::import(org, import), Right::Imports, upsert).await
    }
}
