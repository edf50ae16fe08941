//! The one place that decides where a question is answered: in the index, or in the database.

use deskbell_model::OrgId;
use deskbell_query::Question;
use deskbell_storage::Class;

use super::Lists;
use crate::Answer;
use crate::error::Result;

impl Lists {
    /// The answer from the index, where it gives one, or else from the database.
    pub(super) async fn answer(&self, org: OrgId, question: Question) -> Result<Answer> {
        match self.ask_index(org, &question).await? {
            Some(answer) => Ok(answer),
            None => self.stored(org, question).await,
        }
    }

    /// The answer from the database.
    pub(crate) async fn stored(&self, org: OrgId, question: Question) -> Result<Answer> {
        let class = if question.is_scan() { Class::Scan } else { Class::Page };
        match question {
            Question::Chats(page) => self.read_chats(org, class, page).await,
            Question::FindChats(search) => self.read_found_chats(org, class, search).await,
            Question::Customers(page) => self.read_customers(org, class, page).await,
            Question::FindCustomers(search) => self.read_found_customers(org, class, search).await,
        }
    }
}
