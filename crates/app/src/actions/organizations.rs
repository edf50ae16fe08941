//! Organizations: creation, and their own settings.

use std::convert::Infallible;

use deskbell_model::{OrgId, Origin, Right, Seconds};
use deskbell_storage::{
    Conn, Error, Read, Result as StorageResult, Stop, Tx, Write, cross_org, organizations,
    write_within,
};

use super::{Actions, applications};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// The domain of the organization that is created in a database without organizations.
pub const DEFAULT_DOMAIN: &str = "default";

struct Create {
    domain: String,
    at: Seconds,
    history: i64,
}

impl Read for Create {
    type Out = OrgId;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<OrgId> {
        let Self { domain, at, history } = self;
        let org = cross_org::create_organization(conn, &domain, at, history).await?;
        let (name, kind) = (domain, "web".into());
        let first = applications::Add { id: None, name, display_name: None, kind, at };
        match write_within(org, Origin::COMMAND, conn, &first).await {
            Ok(_) => Ok(org),
            Err(Stop::Storage(error)) => Err(error),
            Err(Stop::Refused(refused)) => Err(Error::Internal(refused.to_string())),
        }
    }
}

struct SetLimit(Option<u32>);

impl Write for SetLimit {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(organizations::set_requests_per_minute(tx.org, tx.conn, self.0).await?)
    }
}

impl Actions {
    /// Creates an organization with its first application, which has id 1 because clients hard-code
    /// this id.
    ///
    /// # Errors
    /// [`Rejected::DomainTaken`], or when the database fails.
    pub async fn create_organization(&self, domain: &str) -> Result<OrgId> {
        let (at, history) = (self.context.clock.now().seconds(), self.new_history()?);
        let create = Create { domain: domain.to_owned(), at, history };
        match self.context.store.exclusive(create).await {
            Err(Error::Conflict { .. }) => Err(Rejected::DomainTaken.into()),
            other => Ok(other?),
        }
    }

    /// Sets an organization's limit of requests in a minute: `None` for the server's setting, 0 for
    /// no limit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_requests_per_minute(&self, caller: Caller, limit: Option<u32>) -> Result<()> {
        self.write(caller, Right::Organization, SetLimit(limit)).await
    }
}
