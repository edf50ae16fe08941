//! Answers made from rows of the database. A small page is rendered in one piece. A large page is
//! rendered part by part, with a permit for its rows.

use deskbell_model::limits::{ANSWER_WORK_BYTES, PAGE_TEXT_BYTES_MAX, ROW_BYTES};
use deskbell_model::{ChatView, CustomerView, OrgId, Scalar};
use deskbell_query::Meta;

use super::Lists;
use crate::answer::Render;
use crate::error::{Error, Result};
use crate::{Answer, BudgetPermit};

/// The rows of a page, and the function that renders each part of the page.
pub(super) struct RowsAnswer<T> {
    pub(super) rows: Vec<T>,
    pub(super) meta: Meta,
    pub(super) write: fn(&mut Vec<u8>, &[T], &Meta, usize) -> bool,
}

impl<T: Send + Sync + 'static> Render for RowsAnswer<T> {
    fn part(&self, number: usize, out: &mut Vec<u8>) -> bool {
        (self.write)(out, &self.rows, &self.meta, number)
    }
}

/// Estimates the bytes of memory that rows take if their texts have `text_bytes` bytes.
fn taken(rows: usize, text_bytes: u64) -> u64 {
    ANSWER_WORK_BYTES + text_bytes + ROW_BYTES * rows as u64
}

impl Lists {
    /// Waits until the memory budget has room for rows and their texts.
    pub(super) async fn room_for(
        &self,
        org: OrgId,
        rows: usize,
        text_bytes: u64,
    ) -> Result<BudgetPermit> {
        self.budget.take(org, taken(rows, text_bytes)).await.ok_or(Error::NoRoom)
    }

    /// Makes the answer that shows a page whose texts have `text_bytes` bytes. Refuses a large page
    /// at once when no permit is free, because its rows are already in memory.
    pub(super) async fn shown<T: Send + Sync + 'static>(
        &self,
        org: OrgId,
        text_bytes: u64,
        page: RowsAnswer<T>,
    ) -> Result<Answer> {
        if text_bytes > PAGE_TEXT_BYTES_MAX {
            let held = self.budget.try_take(org, taken(page.rows.len(), text_bytes));
            return Answer::large(&self.budget, held.ok_or(Error::NoRoom)?, page).await;
        }
        let mut json = Vec::new();
        let mut numbers = 0..;
        while numbers.next().is_some_and(|number| page.part(number, &mut json)) {}
        Ok(json.into())
    }
}

/// Returns the size of the chats' last messages, the only long texts of a chat, in bytes.
pub(super) fn chats_bytes(chats: &[ChatView]) -> u64 {
    let bytes = |view: &ChatView| view.chat.last_message_text.as_ref().map_or(0, String::len);
    chats.iter().map(|view| bytes(view) as u64).sum()
}

/// Returns the total size of customers' custom data and tags, in bytes.
pub(super) fn customers_bytes(customers: &[CustomerView]) -> u64 {
    let data = |(name, value): &(String, Scalar)| match value {
        Scalar::Text(text) => name.len() + text.len(),
        _ => name.len(),
    };
    let bytes = |view: &CustomerView| {
        let data = view.customer.custom_data.iter().map(data).sum::<usize>();
        data + view.tags.iter().map(|tag| tag.name.len()).sum::<usize>()
    };
    customers.iter().map(|view| bytes(view) as u64).sum()
}
