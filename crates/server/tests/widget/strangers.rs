//! Requests that match no operation of the interface for visitors.

use deskbell_testkit::engines;

engines! {
    async fn a_path_without_an_operation_is_not_found_with_a_key_either(t: &Test) {
        let answer = t.get("/widget/v1/nothing").await;
        let (status, errors) = answer.errors();
        assert_eq!(status, 404);
        assert_eq!(errors[0].0, "not_found");
    }
}
