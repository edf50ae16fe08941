//! Random batches of `PUT /v1/customers/batch`, compared with a model. A batch changes all its
//! customers, or is refused and changes no customer.

use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::{customer, put};

const CUSTOMERS: i64 = 4;
const BATCHES: usize = 150;

/// A pseudo-random generator with a fixed seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// The userId and name of each customer.
type State = Vec<(Value, Value)>;

/// The expected outcome of a batch: the new state, or the status of the refusal.
fn expected(before: &State, batch: &[Value]) -> Result<State, u16> {
    let place = |item: &Value| usize::try_from(item["customer"].as_i64().unwrap() - 1).unwrap();
    if batch.iter().any(|item| place(item) >= before.len()) {
        return Err(404);
    }
    let mut state = before.clone();
    for item in batch {
        if let Some(user_id) = item.get("userId") {
            let mut others = state.iter().enumerate().filter(|(other, _)| *other != place(item));
            if !user_id.is_null() && others.any(|(_, (taken, _))| taken == user_id) {
                return Err(400);
            }
            state[place(item)].0 = user_id.clone();
        }
        if let Some(name) = item.get("name") {
            state[place(item)].1 = name.clone();
        }
    }
    Ok(state)
}

fn item(numbers: &mut Numbers) -> Value {
    let user_ids = [Some("a"), Some("b"), Some("c"), Some("d"), Some("e"), None];
    // One in forty items names a missing customer.
    let number = if numbers.below(40) == 0 { 9 } else { numbers.below(4) + 1 };
    let mut item = json!({"customer": number});
    if numbers.below(3) > 0 {
        item["userId"] = json!(user_ids[numbers.below(6)]);
    }
    if numbers.below(2) > 0 {
        item["name"] = json!(numbers.below(3).to_string());
    }
    item
}

fn batch(numbers: &mut Numbers) -> Vec<Value> {
    (0..=numbers.below(4)).map(|_| item(numbers)).collect()
}

async fn state(t: &Test) -> State {
    let page = t.get("/v1/customers").await.json();
    let mut items: Vec<_> = page["data"].as_array().unwrap().iter().collect();
    items.sort_by_key(|it| it["id"].as_i64());
    items.into_iter().map(|it| (it["userId"].clone(), it["name"].clone())).collect()
}

engines! {
    async fn whatever_a_batch_says_all_of_it_happens_or_none(t: &Test) {
        let customers = (1..=CUSTOMERS).map(customer).collect();
        put(t, Put { customers, ..Put::default() }).await;
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        let (mut done, mut refused) = (0, 0);
        let mut now = state(t).await;
        for _ in 0..BATCHES {
            let batch = batch(&mut numbers);
            let told = recorded(t).await.len();
            let answer = t.put("/v1/customers/batch", &json!(batch)).await;
            match expected(&now, &batch) {
                Ok(after) => {
                    assert_eq!(answer.status, 200, "{batch:?} after {now:?}");
                    assert_eq!(answer.json()["data"].as_array().unwrap().len(), batch.len());
                    (now, done) = (after, done + 1);
                }
                Err(status) => {
                    assert_eq!(answer.status, status, "{batch:?} after {now:?}");
                    assert_eq!(recorded(t).await.len(), told, "{batch:?}");
                    refused += 1;
                }
            }
            assert_eq!(state(t).await, now, "{batch:?}");
        }
        assert!(done > 30 && refused > 30, "{done} done, {refused} refused");
    }
}
