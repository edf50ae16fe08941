//! The lists that are sorted by id: agents, applications and departments.

use deskbell_model::OrgId;
use deskbell_query::{Meta, Page};

use crate::conn::Conn;
use crate::error::Result;

/// An object of a list that is sorted by id.
pub trait Listed: Sized + Send + 'static {
    /// Returns the object's id as a number.
    fn id(&self) -> i64;

    /// Returns up to `limit` objects with ids above `after`, sorted by id.
    fn list<C: Conn>(
        org: OrgId,
        conn: &mut C,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Self>>> + Send;

    /// Returns a page of the list, and the list's total.
    fn page<C: Conn>(
        org: OrgId,
        conn: &mut C,
        page: Page,
    ) -> impl Future<Output = Result<(Vec<Self>, Meta)>> + Send;
}
