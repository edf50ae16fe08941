//! The search that agents use. It finds customers by a text in any field that agents see, all chats
//! of the found customers, and a chat by its number.

use deskbell_model::limits::SEARCH_ROWS_MAX;
use deskbell_model::{AgentId, ChatId, ChatScope, OrgId};
use deskbell_query::{
    Condition, CustomerField, CustomerSort, Filter, Limit, Page, Predicate, Question, Search,
    Sorted, View, Window, WindowAt, WindowSort, fold,
};
use deskbell_wire as wire;

use super::Lists;
use crate::error::Result;

/// An agent who searches, and the chats and customers that the agent may find.
#[derive(Clone, Debug)]
pub struct Looking {
    /// The organization in which the agent searches.
    pub org: OrgId,
    /// The agent who searches.
    pub agent: AgentId,
    /// The chats that the agent may see.
    pub scope: ChatScope,
    /// True if the agent may search customers.
    pub sees_customers: bool,
}

fn limit() -> Limit {
    Limit::new(SEARCH_ROWS_MAX).unwrap_or_default()
}

/// Returns the search for customers who have a folded text in a field that agents see.
fn customers(text: &str) -> Question {
    let test = Predicate::Contains(text.to_owned());
    let filter =
        Filter::only(Condition { field: CustomerField::Anything, test, is_negated: false });
    let page = Page { limit: limit(), ..Page::default() };
    let page = Sorted { page, sort: CustomerSort::LastSeen, ..Sorted::default() };
    Question::FindCustomers(Search { filter, page })
}

impl Looking {
    fn chats(&self, view: View) -> Question {
        Question::Window(Box::new(Window {
            agent: self.agent,
            scope: self.scope.clone(),
            view,
            sort: WindowSort::Activity,
            at: WindowAt::default(),
            limit: limit(),
            counts: Vec::new(),
        }))
    }
}

impl Lists {
    /// Returns the customers and the chats that match a text: `GET /app/v1/search`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, looking: Looking, text: &str) -> Result<Vec<u8>> {
        let folded = fold(text).into_owned();
        let of_customers = looking.chats(View { text: Some(folded.clone()), ..View::ALL });
        let chats = self.answer(looking.org, &of_customers).await?.into_bytes();
        let by_number = match ChatId::parse(text) {
            Some(chat) => {
                let one = looking.chats(View { chats: Some(vec![chat]), ..View::ALL });
                Some(self.answer(looking.org, &one).await?.into_bytes())
            }
            None => None,
        };
        let customers = if looking.sees_customers {
            Some(self.answer(looking.org, &customers(&folded)).await?.into_bytes())
        } else {
            None
        };
        let mut json = Vec::new();
        wire::inbox::found::write(&mut json, customers.as_deref(), &chats, by_number.as_deref());
        Ok(json)
    }
}
