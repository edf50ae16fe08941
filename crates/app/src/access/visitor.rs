//! Visitors, recognized by their tokens.

use deskbell_model::customer::Assign;
use deskbell_model::{ApplicationId, CustomerId, OrgId};

use super::Caller;

/// A visitor at a widget, as known from the visitor's token.
#[derive(Clone, Debug, PartialEq)]
pub struct Visitor {
    /// The organization whose widget the visitor uses.
    pub org: OrgId,
    /// The application whose widget the visitor uses.
    pub application: ApplicationId,
    /// The id of the visitor as a customer; `None` while nothing is stored about the visitor.
    pub customer: Option<CustomerId>,
    /// True if the site has proved who the visitor is.
    pub is_verified: bool,
    /// The fields that the site sent for a visitor about whom nothing is stored yet.
    pub(crate) said: Vec<Assign>,
    /// The SHA-256 of the token, in lower-case hex.
    pub(crate) hash: String,
}

impl Visitor {
    /// Returns the visitor as a caller, the author of changes.
    #[must_use]
    pub fn caller(&self) -> Caller {
        match self.customer {
            Some(customer) => Caller::visitor(self.org, customer),
            None => Caller::new_visitor(self.org),
        }
    }
}
