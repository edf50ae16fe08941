//! Lists of agents, departments and applications by id: a walk for commands, and pages for
//! requests.

use std::marker::PhantomData;

use deskbell_model::{Agent, Application, Department, OrgId};
use deskbell_query::{Meta, Page};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, agents, applications, departments,
};
use deskbell_wire as wire;

use super::Lists;
use crate::error::Result;

/// A resource that is listed by its id.
pub trait Listed: wire::ToJson + Sized + Send + 'static {
    /// The number of the id.
    fn id(&self) -> i64;

    /// Up to `limit` rows with ids greater than `after`, by id.
    fn list<C: Conn>(
        org: OrgId,
        conn: &mut C,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = StorageResult<Vec<Self>>> + Send;

    /// A page of rows, with their total.
    fn page<C: Conn>(
        org: OrgId,
        conn: &mut C,
        page: Page,
    ) -> impl Future<Output = StorageResult<(Vec<Self>, Meta)>> + Send;
}

macro_rules! listed {
    ($($Type:ty, $module:ident;)*) => {$(
        impl Listed for $Type {
            fn id(&self) -> i64 {
                self.id.get()
            }

            async fn list<C: Conn>(
                org: OrgId,
                conn: &mut C,
                after: i64,
                limit: u32,
            ) -> StorageResult<Vec<Self>> {
                $module::list(org, conn, after, limit).await
            }

            async fn page<C: Conn>(
                org: OrgId,
                conn: &mut C,
                page: Page,
            ) -> StorageResult<(Vec<Self>, Meta)> {
                $module::page(org, conn, page).await
            }
        }
    )*};
}
listed! {
    Agent, agents;
    Application, applications;
    Department, departments;
}

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
    /// Up to `limit` rows of a resource with ids greater than `after`, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list<T: Listed>(&self, org: OrgId, after: i64, limit: u32) -> Result<Vec<T>> {
        let walk = Walk(org, after, limit, PhantomData);
        Ok(self.context.store.snapshot(Class::Page, walk).await?)
    }

    /// A page of a resource with its total in JSON: `GET /v1/agents` and the like.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page<T: Listed>(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let class = if page.is_deep() { Class::Scan } else { Class::Page };
        let read = PageOf::<T>(org, page, PhantomData);
        let (found, meta) = self.context.store.snapshot(class, read).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &found, &meta, wire::write);
        Ok(json)
    }
}
