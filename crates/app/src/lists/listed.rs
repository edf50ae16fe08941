//! Lists of agents, departments and applications, in order of their ids.

use std::marker::PhantomData;

use deskbell_model::{OrgId, StaffMember};
use deskbell_query::{Meta, Page};
pub use deskbell_storage::Listed;
use deskbell_storage::{Class, Conn, Read, Result as StorageResult};
use deskbell_wire as wire;

use super::Lists;
use crate::error::Result;
use crate::files::ReadPictures;

struct Walk<T>(OrgId, i64, u32, PhantomData<fn() -> T>);

impl<T: Listed> Read for Walk<T> {
    type Out = Vec<T>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        T::list(self.0, conn, self.1, self.2).await
    }
}

struct PageOf<T>(OrgId, Page, PhantomData<fn() -> T>);

impl<T: Listed> Read for PageOf<T> {
    type Out = (Vec<T>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        T::page(self.0, conn, self.1).await
    }
}

impl Lists {
    /// Reads up to `limit` rows of a resource with ids greater than `after`, in order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list<T: Listed>(&self, org: OrgId, after: i64, limit: u32) -> Result<Vec<T>> {
        let walk = Walk(org, after, limit, PhantomData);
        Ok(self.context.store.snapshot(Class::Page, walk).await?)
    }

    /// Returns a page of a resource with the total, in JSON, for example for `GET /v1/agents`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page<T: Listed + wire::ToJson>(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let class = if page.is_deep() { Class::Scan } else { Class::Page };
        let read = PageOf::<T>(org, page, PhantomData);
        let (found, meta) = self.context.store.snapshot(class, read).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &found, &meta, wire::write);
        Ok(json)
    }

    /// Returns a page of agents in the form shown to administrators, in JSON: `GET /app/v1/agents`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let class = if page.is_deep() { Class::Scan } else { Class::Page };
        let read = PageOf::<StaffMember>(org, page, PhantomData);
        let (found, meta) = self.context.store.snapshot(class, read).await?;
        let pictures = self.context.store.snapshot(Class::Page, ReadPictures(org)).await?;
        let shown = |member| pictures.shown(&self.context, org, member);
        let shown: Vec<_> = found.into_iter().map(shown).collect();
        let mut json = Vec::new();
        wire::pages::write(&mut json, &shown, &meta, wire::write);
        Ok(json)
    }
}
