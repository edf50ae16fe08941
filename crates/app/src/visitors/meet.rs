//! The recognition of a visitor: by an earlier session, by the site's claim, or as a new visitor.

use std::net::IpAddr;

use deskbell_model::customer::Assign;
use deskbell_model::{CustomerId, IdentityDoubt, OrgId, Secret, WidgetSettings};
use deskbell_storage::{Class, customers, reads};
use deskbell_wire::widget::{NewVisit, read_said_of, write_said_of};

use super::{Visitors, identity, token};
use crate::access::{Visitor, secrets};
use crate::actions::visitors::Believed;
use crate::error::{Error, Rejected, Result};

/// The visitor of a new session, and the new token if a token was made for the visitor.
pub(super) struct Met {
    pub(super) visitor: Option<Visitor>,
    pub(super) token: Option<Secret>,
    pub(super) doubt: Option<IdentityDoubt>,
    /// The fields that the site sent for a visitor about whom nothing is stored.
    pub(super) said: Vec<Assign>,
}

/// The facts known before a visitor is recognized: the widget of the session, and the visitor whose
/// token came with the request.
struct Before<'a> {
    org: OrgId,
    settings: &'a WidgetSettings,
    known: Option<(Visitor, &'a str)>,
    /// The fields that the site sent for an anonymous visitor.
    said: &'a [Assign],
}

reads! {
    UserId(org: OrgId, customer: CustomerId) -> Option<String> = async |conn| {
        let row = customers::find(org, conn, customer).await?;
        Ok(row.and_then(|row| row.customer.user_id))
    };
}

impl Visitors {
    /// Recognizes the visitor by the request's token or the site's claim, or makes a token for a
    /// new visitor.
    pub(super) async fn meet(
        &self,
        (org, settings): (OrgId, &WidgetSettings),
        token: Option<&str>,
        new: &NewVisit,
        peer: IpAddr,
    ) -> Result<Met> {
        let known = match token {
            Some(token) => self.recognize(token).await?,
            None => None,
        };
        let is_here = |it: &Visitor| it.org == org && it.application == settings.application;
        let known = known.filter(is_here);
        let mut claim = new.claim.clone();
        let user_id = self.user_id(known.as_ref()).await?;
        // If proofs are required, a visitor who was identified without a proof is not recognized
        // any more.
        let is_enforced = settings.enforces_identity && user_id.is_some();
        let known = known.filter(|visitor| !is_enforced || visitor.is_verified);
        // After a failed claim about another user, the visitor is not recognized as the earlier
        // user.
        let is_other = user_id.is_some() && claim.user_id != user_id;
        let said = match claim.user_id {
            None => read_said_of(&write_said_of(&new.claim.fields)),
            Some(_) => Vec::new(),
        };
        let before = |known: Option<Visitor>| {
            let known = known.zip(token);
            Before { org, settings, known, said: &said }
        };
        let checked =
            identity::check(settings.identity_secret.as_ref(), &mut claim, self.context.now());
        let checked = match checked {
            Ok(Some(checked)) => checked,
            Ok(None) => return self.as_before(before(known), None),
            Err(doubt) => {
                let known = known.filter(|_| !is_other);
                return self.as_before(before(known), Some(doubt));
            }
        };
        let doubt = checked.doubt;
        let unproved = doubt.or(Some(IdentityDoubt::ProofMissing));
        let is_verified = known.as_ref().is_some_and(|visitor| visitor.is_verified);
        let is_same = is_verified && !is_other;
        if !checked.is_proved && settings.enforces_identity && !is_same {
            return self.as_before(before(known.filter(|_| !is_other)), unproved);
        }
        if !checked.is_proved && known.as_ref().is_none_or(|it| it.customer.is_none()) {
            self.quotas.count_newcomer(org, peer, self.context.clock.uptime())?;
        }
        let believed = Believed {
            org,
            application: settings.application,
            user_id: checked.user_id,
            is_proved: checked.is_proved,
            claim,
            visit: new.visit.clone(),
        };
        match self.identify(known.clone(), believed, doubt).await {
            Err(Error::Rejected(Rejected::IdentityUnproved)) => {
                self.as_before(before(known.filter(|_| !is_other)), unproved)
            }
            met => met,
        }
    }

    /// Identifies the visitor as the user of a claim.
    async fn identify(
        &self,
        known: Option<Visitor>,
        believed: Believed,
        doubt: Option<IdentityDoubt>,
    ) -> Result<Met> {
        let Believed { org, application, .. } = believed;
        let new_token = secrets::generate_visitor(&self.context)?;
        let hash = secrets::hash(new_token.reveal());
        let identified = self.actions.identify_visitor(known.clone(), believed, hash.clone());
        let identified = identified.await?;
        let hash = match known {
            Some(known) if !identified.is_new => known.hash,
            _ => hash,
        };
        let (customer, is_verified) = (Some(identified.customer), identified.is_verified);
        let said = Vec::new();
        let visitor = Visitor { org, application, customer, is_verified, said, hash };
        let token = identified.is_new.then_some(new_token);
        Ok(Met { visitor: Some(visitor), token, doubt, said: Vec::new() })
    }

    /// Finds the id that a known visitor has in the site's own system.
    async fn user_id(&self, known: Option<&Visitor>) -> Result<Option<String>> {
        let Some((org, customer)) = known.and_then(|it| Some((it.org, it.customer?))) else {
            return Ok(None);
        };
        Ok(self.context.store.read(Class::Point, UserId(org, customer)).await?)
    }

    /// Returns the visitor whose token came with the request, or a new visitor. If nothing is
    /// stored about the visitor, the site's fields replace earlier fields in the token.
    fn as_before(&self, before: Before<'_>, doubt: Option<IdentityDoubt>) -> Result<Met> {
        let Before { org, settings, known, said } = before;
        let mut met = Met { visitor: None, token: None, doubt, said: Vec::new() };
        match known {
            Some((visitor, _)) if visitor.customer.is_some() => met.visitor = Some(visitor),
            Some((visitor, token)) => {
                met.said = if said.is_empty() { visitor.said.clone() } else { said.to_vec() };
                if met.said != visitor.said {
                    met.token = Some(token::saying(token, &met.said, settings));
                }
                met.visitor = Some(visitor);
            }
            None => {
                let token = token::unwritten(&self.context, org, settings)?;
                met.token = Some(match said {
                    [] => token,
                    said => token::saying(token.reveal(), said, settings),
                });
                met.said = said.to_vec();
            }
        }
        Ok(met)
    }
}
