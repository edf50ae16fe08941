//! Lists by id: agents, applications and departments, of which an organization has few.

use deskbell_model::OrgId;
use deskbell_query::{Meta, Page};

use crate::conn::Conn;
use crate::error::Result;

/// A resource that is listed by its id.
pub trait Listed: Sized + Send + 'static {
    /// The object's id as a number.
    fn id(&self) -> i64;

    /// Gives up to `limit` objects with ids above `after`, sorted by id.
    fn list<C: Conn>(
        org: OrgId,
        conn: &mut C,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Self>>> + Send;

    /// Gives a page of the list, sorted by id, and the total.
    fn page<C: Conn>(
        org: OrgId,
        conn: &mut C,
        page: Page,
    ) -> impl Future<Output = Result<(Vec<Self>, Meta)>> + Send;
}
