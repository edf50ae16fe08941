//! Lists and searches of chats and customers. Only this module chooses between the index and SQL.

use deskbell_model::{ChatView, CustomerView, OrgId};
use deskbell_query::{Meta, Question};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats, customers, search};
use deskbell_wire as wire;

use super::Lists;
use super::rows::{RowsAnswer, chats_bytes, customers_bytes};
use super::windows::window;
use crate::Answer;
use crate::customer_view::view;
use crate::error::Result;

struct Ask(OrgId, Question);

enum Found {
    Chats(Vec<ChatView>, Meta),
    Customers(Vec<CustomerView>, Meta),
    Window(Vec<u8>),
}

impl Read for Ask {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let Self(org, question) = self;
        let (rows, meta) = match question {
            Question::Chats(page) => {
                let (rows, meta) = chats::page(org, conn, page).await?;
                return Ok(Found::Chats(rows, meta));
            }
            Question::FindChats(search) => {
                let (rows, meta) = search::chats(org, conn, &search).await?;
                return Ok(Found::Chats(rows, meta));
            }
            Question::Window(asked) => {
                return Ok(Found::Window(window(org, conn, &asked).await?));
            }
            Question::Customers(page) => customers::page(org, conn, page).await?,
            Question::FindCustomers(search) => search::customers(org, conn, &search).await?,
        };
        Ok(Found::Customers(rows.into_iter().map(view).collect::<StorageResult<_>>()?, meta))
    }
}

impl Lists {
    /// Answers a list or a search of chats or customers with a page and the total, for example `GET
    /// /v1/chats`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answer(&self, org: OrgId, question: &Question) -> Result<Answer> {
        match self.indexes.ask(org, question).await? {
            Some(answer) => Ok(answer),
            None => self.read(org, question).await,
        }
    }

    /// Answers a question from the database.
    pub(crate) async fn read(&self, org: OrgId, question: &Question) -> Result<Answer> {
        let class = if question.is_scan() { Class::Scan } else { Class::Page };
        match self.context.store.snapshot(class, Ask(org, question.clone())).await? {
            Found::Chats(rows, meta) => {
                let write = match question {
                    Question::Chats(_) => wire::pages::write_part,
                    _ => wire::pages::write_part_with_total,
                };
                self.shown(org, chats_bytes(&rows), RowsAnswer { rows, meta, write }).await
            }
            Found::Window(json) => Ok(json.into()),
            Found::Customers(rows, meta) => {
                let write = wire::pages::write_part_with_total;
                self.shown(org, customers_bytes(&rows), RowsAnswer { rows, meta, write }).await
            }
        }
    }
}
