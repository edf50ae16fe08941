//! An index that fails is dropped and rebuilt; meanwhile the database answers.

use deskbell_app::index::IndexState;
use deskbell_model::Origin;
use deskbell_query::{
    Condition, CustomerField, CustomerSort, Filter, Predicate, Question, Search, Sorted,
};
use deskbell_testkit::engines;
use deskbell_testkit::put::Put;
use futures_util::future::join_all;
use serde_json::json;

use super::nodes::{Asked, Node, compare, every_list};
use crate::objects::{chat, customer};

/// A search that makes the index fail in an organization without customers. Requests cannot express
/// this search.
fn unanswerable() -> Search<CustomerField, CustomerSort> {
    let test = Predicate::Contains(String::new());
    let condition = Condition { field: CustomerField::Name, test, is_negated: false };
    Search { filter: Filter::only(condition), page: Sorted::default() }
}

engines! {
    async fn an_index_that_fails_over_a_question_is_built_again_and_the_database_answers(
        t: &Test
    ) {
        for _ in 0..3 {
            assert_eq!(t.app.indexes.index_state(t.org), Some(IndexState::Ready));
            // Several searches at once: each finds the index failing, or already dropped.
            let question = Question::FindCustomers(unanswerable());
            let asked = (0..8).map(|_| t.app.lists.answer(t.org, &question));
            for answer in join_all(asked).await {
                let empty = br#"{"data":[],"total":0,"meta":{"total":0}}"#;
                assert_eq!(answer.unwrap().into_bytes(), empty.as_slice());
            }
            assert_eq!(t.app.indexes.index_state(t.org), Some(IndexState::Building));
            t.app.indexes.build_indexes().await.unwrap();
        }
    }

    async fn an_index_that_cannot_follow_is_built_again_and_the_database_answers(t: &Test) {
        // A customer and a chat without a change in the feed, and then a change of the chat.
        let put = Put { customers: vec![customer(1)], chats: vec![chat(1, 5)], ..Put::default() };
        t.app.context.store.write(t.org, Origin::COMMAND, put).await.unwrap();
        let said = t.post("/v1/messages", &json!({"chat": 1, "text": "hello"})).await;
        assert_eq!(said.status, 201);
        let nodes = [Node::over(t, None).await, Node::of(t)];
        let lists = every_list(&nodes[0], &t.key).await;
        compare(&nodes, &t.key, &lists, "it does not know the customer").await;
        assert_eq!(t.app.indexes.index_state(t.org), Some(IndexState::Building));
        t.app.indexes.build_indexes().await.unwrap();
        assert_eq!(t.app.indexes.index_state(t.org), Some(IndexState::Ready));
        compare(&nodes, &t.key, &lists, "built again").await;
        let page = nodes[1].ask(&t.key, &Asked::list("/v1/chats")).await;
        assert!(String::from_utf8(page).unwrap().contains("hello"));
        let [plain, _] = nodes;
        plain.close().await;
    }
}
