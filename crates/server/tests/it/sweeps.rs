//! Sweeps of old rows: an organization is swept only when some of its rows are due.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::jobs;
use deskbell_model::limits::{SWEEP_EVERY_SECONDS, SWEEP_LEAD_SECONDS_MAX};
use deskbell_model::{OrgId, Seconds};
use deskbell_storage::{Class, cross_org, reads};
use deskbell_testkit::{Engine, Test, engines};
use serde_json::json;

use crate::faults::{postgres, sqlite};

reads! {
    /// The organizations with a sweep that is due at `until` or earlier.
    Planned(until: Seconds) -> Vec<OrgId> = async |conn| {
        let due = cross_org::sweeps_due(conn, until, None, 100).await?;
        Ok(due.into_iter().map(|it| it.org).collect())
    };
}

async fn planned(t: &Test, within: u32) -> Vec<OrgId> {
    let until = t.app.context.now().plus(within);
    t.app.context.store.read(Class::Page, Planned(until)).await.unwrap()
}

pub async fn execute(t: &Test, sql: &str) {
    match t.app.context.store.engine() {
        Engine::Sqlite => sqlite::execute(&t.database.url, sql),
        Engine::Postgres => postgres::execute(&t.database.url, sql).await,
    }
}

/// Advances the clock by the retention time of changes, and further to the next sweep.
fn wait(t: &Test) {
    let kept = u64::from(t.app.context.settings.changes_kept_days) * 86_400;
    t.clock.advance(Duration::from_secs(kept + u64::from(SWEEP_EVERY_SECONDS)));
}

async fn sweep(t: &Test) {
    while jobs::sweep::step(&t.app).await.unwrap() {}
}

async fn make_two_customers(t: &Test, key: &str) {
    for _ in 0..2 {
        let made = t.call_as(key, Method::POST, "/v1/customers", "{}").await;
        assert_eq!(made.status, 201);
    }
}

async fn changes(t: &Test, key: &str) -> usize {
    let page = t.get_as(key, "/v1/changes?limit=1000").await.json();
    page["data"].as_array().unwrap().len()
}

engines! {
    async fn an_organization_that_fails_is_stepped_over_and_swept_once_it_is_well(t: &Test) {
        let (_, other) = t.another_organization().await;
        for key in [&t.key, &other] {
            make_two_customers(t, key).await;
        }
        wait(t);
        let break_it = format!("UPDATE changes SET at = -at WHERE org_id = {}", t.org);
        execute(t, &break_it).await;
        sweep(t).await;
        assert_eq!(changes(t, &other).await, 1, "the last one is always kept");
        assert!(planned(t, 0).await.contains(&t.org), "it is tried again");
        execute(t, &break_it).await;
        assert!(changes(t, &t.key).await > 1);
        t.clock.advance(Duration::from_secs(u64::from(SWEEP_EVERY_SECONDS)));
        sweep(t).await;
        assert_eq!(changes(t, &t.key).await, 1);
    }

    async fn an_organization_in_which_nothing_grows_old_is_not_visited(t: &Test) {
        assert_eq!(t.post("/v1/customers", &json!({})).await.status, 201);
        assert_eq!(planned(t, SWEEP_LEAD_SECONDS_MAX).await, [t.org]);
        wait(t);
        sweep(t).await;
        assert_eq!(planned(t, u32::MAX).await, [], "the last change never goes");
        assert_eq!(t.post("/v1/customers", &json!({})).await.status, 201);
        assert_eq!(planned(t, SWEEP_LEAD_SECONDS_MAX).await, [t.org]);
    }

    async fn a_sweep_that_a_wrong_clock_planned_for_another_age_takes_place(t: &Test) {
        make_two_customers(t, &t.key).await;
        wait(t);
        execute(t, "UPDATE heads SET sweep_at = 4000000000").await;
        sweep(t).await;
        assert_eq!(changes(t, &t.key).await, 1);
        assert_eq!(planned(t, u32::MAX).await, []);
    }
}
