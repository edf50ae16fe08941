//! The identification of a visitor by the site. The visitor's earlier chats and data are kept.

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::{
    ApplicationId, Claim, CustomerId, OrgId, PageVisit, Right, Seconds, VisitorSession,
};
use deskbell_storage::{Conn, Error, Stop, Tx, Write, customers, visitor_sessions};

use super::{act_as, appear, edit, end, see};
use crate::access::{Caller, Visitor};
use crate::actions::customers::stored;
use crate::actions::merge::{complete, merge};
use crate::actions::{Actions, refused};
use crate::error::{Rejected, Result};

/// A site's claim about the identity of a visitor, after the check of its proof.
#[derive(Clone, Debug)]
pub struct Believed {
    /// The organization whose widget the site shows.
    pub org: OrgId,
    /// The application whose widget the site shows.
    pub application: ApplicationId,
    /// The id of the user in the site's own system.
    pub user_id: String,
    /// True if the site proved the claim.
    pub is_proved: bool,
    /// The claim as the site sent it.
    pub claim: Claim,
    /// The visit to the page that sent the claim.
    pub visit: PageVisit,
}

/// The outcome of an identification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identified {
    /// The customer whom the visitor was identified as.
    pub customer: CustomerId,
    /// True if the site has proved who the visitor is.
    pub is_verified: bool,
    /// True if the new token replaces the old token; false if the old token stays valid.
    pub is_new: bool,
}

struct Identify {
    /// The visitor whose token came with the claim; `None` if no token came.
    visitor: Option<Visitor>,
    believed: Believed,
    /// The hash of the new token.
    hash: String,
    at: Seconds,
}

impl Write for Identify {
    type Out = Identified;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Identified, Stop<Rejected>> {
        let Self { visitor, believed, hash, at } = self;
        let Believed { user_id, is_proved, claim, visit, .. } = believed;
        let session = match visitor {
            Some(visitor) => visitor_sessions::find(tx.org, tx.conn, &visitor.hash).await?,
            None => None,
        };
        let before = session.as_ref().and_then(|session| session.customer);
        let was_verified = session.is_some_and(|session| session.is_verified);
        let owner = customers::with_user_id(tx.org, tx.conn, user_id).await?;
        if let Some(owner) = owner {
            let is_same = before == Some(owner);
            let row = customers::find(tx.org, tx.conn, owner).await?.ok_or(Error::NotFound)?;
            let needs_proof = row.customer.verified_at.is_some();
            if needs_proof && !is_proved && !(is_same && was_verified) {
                return Err(refused(Rejected::IdentityUnproved));
            }
            if is_same && (was_verified || !is_proved) {
                act_as(tx, owner);
                if let Some(visitor) = visitor {
                    visitor_sessions::touch(tx.org, tx.conn, &visitor.hash, *at).await?;
                }
                edit(tx, owner, claim.fields.clone(), *at).await?;
                see(tx, owner, visit, *at).await?;
                return Ok(Identified {
                    customer: owner,
                    is_verified: was_verified,
                    is_new: false,
                });
            }
        }
        let customer = self.settle(tx, before, owner).await?;
        edit(tx, customer, claim.fields.clone(), *at).await?;
        see(tx, customer, visit, *at).await?;
        if *is_proved {
            verify(tx, customer, *at).await?;
        }
        if let Some(visitor) = visitor {
            end(tx, visitor, *at).await?;
        }
        let session = VisitorSession {
            application: believed.application,
            customer: Some(customer),
            is_verified: *is_proved,
            created_at: *at,
            used_at: *at,
        };
        visitor_sessions::insert(tx, hash, &session).await?;
        Ok(Identified { customer, is_verified: *is_proved, is_new: true })
    }
}

impl Identify {
    /// Finds the customer for the claimed id. An anonymous customer gets the id, or is merged into
    /// the customer who already has the id.
    async fn settle<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
        before: Option<CustomerId>,
        owner: Option<CustomerId>,
    ) -> Result<CustomerId, Stop<Rejected>> {
        let Believed { user_id, visit, .. } = &self.believed;
        let user_id = Assign::Text(TextField::UserId, Some(user_id.clone()));
        // The fields that the site sent for a visitor about whom nothing was stored. A stored
        // customer already has the fields in its row.
        let unstored = self.visitor.as_ref().filter(|_| before.is_none());
        let said = unstored.map_or(&[][..], |visitor| visitor.said.as_slice());
        let mut anonymous = None;
        if let Some(before) = before.filter(|before| Some(*before) != owner) {
            let row = customers::find(tx.org, tx.conn, before).await?.ok_or(Error::NotFound)?;
            anonymous = row.customer.user_id.is_none().then_some(before);
        }
        Ok(match (owner, anonymous) {
            (Some(owner), Some(anonymous)) => {
                act_as(tx, owner);
                merge(tx, anonymous, owner, self.at).await?;
                owner
            }
            (Some(owner), None) => {
                act_as(tx, owner);
                complete(tx, owner, said, self.at).await?;
                owner
            }
            (None, Some(anonymous)) => {
                act_as(tx, anonymous);
                edit(tx, anonymous, vec![user_id], self.at).await?;
                anonymous
            }
            (None, None) => {
                let fields: Vec<_> = said.iter().cloned().chain([user_id]).collect();
                appear(tx, visit, &fields, self.at).await?
            }
        })
    }
}

/// Records that a customer was verified, and ends the sessions that began without a proof.
async fn verify<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    at: Seconds,
) -> Result<(), Stop<Rejected>> {
    let view = crate::customer_view::find(tx.org, tx.conn, customer).await?;
    let before = view.ok_or(Error::NotFound)?.customer;
    if before.verified_at.is_none() {
        let mut after = before.clone();
        after.verified_at = Some(at);
        customers::update(tx.org, tx.conn, &before, &stored(&after)).await?;
    }
    Ok(visitor_sessions::end_unverified(tx.org, tx.conn, customer).await?)
}

impl Actions {
    /// Identifies a visitor. `hash` is the hash of a new token. `Identified::is_new` tells whether
    /// the new token replaces the visitor's old token.
    ///
    /// # Errors
    /// [`Rejected::IdentityUnproved`], or when the database fails.
    pub(crate) async fn identify_visitor(
        &self,
        visitor: Option<Visitor>,
        believed: Believed,
        hash: String,
    ) -> Result<Identified> {
        let caller = Caller::new_visitor(believed.org);
        let identify = Identify { visitor, believed, hash, at: self.context.now() };
        self.write(caller, Right::Customers, identify).await
    }
}
