//! Background jobs, which run only on the node that holds the organization's lease. The tests use
//! only PostgreSQL, since an SQLite file has only one server.

use deskbell_app::jobs;
use std::time::Duration;

use axum::http::Method;
use deskbell_testkit::{Engine, Test, run};
use serde_json::json;

/// Deletes a customer, so that there are rows to erase.
async fn delete_a_customer(t: &Test) {
    let id = t.post("/v1/customers", &json!({})).await.json()["id"].clone();
    let answer = t.send(Method::DELETE, &format!("/v1/customers/{id}"), &[]).await;
    assert_eq!(answer.status, 200);
}

async fn end_leases(t: &Test) {
    t.database.end_leases().await;
}

#[test]
fn one_node_erases_and_another_goes_on_once_it_is_dead_or_gone() {
    run(Engine::Postgres, async |t: &Test| {
        let other = t.another_node().await;
        delete_a_customer(t).await;
        assert!(jobs::erase::step(&other).await.unwrap(), "it took the lease");
        delete_a_customer(t).await;
        assert!(!jobs::erase::step(&t.app).await.unwrap(), "the other has it");
        end_leases(t).await;
        assert!(jobs::erase::step(&t.app).await.unwrap(), "the other's has ended");
        delete_a_customer(t).await;
        assert!(!jobs::erase::step(&other).await.unwrap(), "it is not the other's any more");
        end_leases(t).await;
        assert!(jobs::erase::step(&other).await.unwrap(), "there is nobody's to respect");
        delete_a_customer(t).await;
        other.close().await;
        assert!(jobs::erase::step(&t.app).await.unwrap(), "the other gave it back");
    });
}

#[test]
fn a_lease_lasts_as_long_as_its_node_renews_it() {
    run(Engine::Postgres, async |t: &Test| {
        let other = t.another_node().await;
        jobs::leases::step(&t.app).await.unwrap();
        delete_a_customer(t).await;
        assert!(jobs::erase::step(&other).await.unwrap(), "it took the lease");
        end_leases(t).await;
        jobs::leases::step(&other).await.unwrap();
        delete_a_customer(t).await;
        assert!(!jobs::erase::step(&t.app).await.unwrap(), "it was renewed");
        other.close().await;
    });
}

#[test]
fn a_sweep_leaves_to_another_node_what_is_the_other_nodes() {
    run(Engine::Postgres, async |t: &Test| {
        let other = t.another_node().await;
        delete_a_customer(t).await;
        assert!(jobs::erase::step(&other).await.unwrap());
        t.clock.advance(Duration::from_secs(40 * 86_400));
        delete_a_customer(t).await;
        assert!(!jobs::run_due(&t.app).await.unwrap());
        let first = t.get("/v1/changes?limit=1").await.json()["data"][0]["seq"].clone();
        assert_eq!(first, 1, "nothing was forgotten");
        end_leases(t).await;
        while jobs::run_due(&t.app).await.unwrap() {}
        t.clock.advance(Duration::from_secs(60));
        while jobs::run_due(&t.app).await.unwrap() {}
        let first = t.get("/v1/changes?limit=1").await.json()["data"][0]["seq"].clone();
        assert_ne!(first, 1, "it was forgotten");
        other.close().await;
    });
}
