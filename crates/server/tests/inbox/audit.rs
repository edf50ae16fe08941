//! The audit trail, and its filter by author.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

engines! {
    async fn an_administrator_reads_who_changed_what(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        boss.patch(&format!("/app/v1/agents/{}", ann.agent), &json!({"role": "superviser"})).await;
        ann.sign_in().await;
        ann.patch("/app/v1/me", &json!({"name": "Ann B."})).await;
        let page = boss.get("/app/v1/audit?limit=1").await.json();
        let newest = &page["data"][0];
        assert_eq!((&newest["kind"], &newest["via"]), (&json!("agent.updated"), &json!("inbox")));
        assert_eq!(newest["actor"], json!({"type": "agent", "id": ann.agent.get()}));
        assert_eq!(newest["before"], json!({"name": "ann"}));
        let target = format!("/app/v1/audit?actor=agent:{}", boss.agent);
        let page = boss.get(&target).await.json();
        assert_eq!(page["data"].as_array().unwrap().len(), 1);
        assert_eq!(page["data"][0]["before"], json!({"role": "agent"}));
        assert_eq!(page["next"], json!(null));
        let mut seen = 0;
        let mut next = json!(null);
        loop {
            let before = next.as_i64().map(|it| format!("&before={it}")).unwrap_or_default();
            let page = boss.get(&format!("/app/v1/audit?limit=1{before}")).await.json();
            seen += page["data"].as_array().unwrap().len();
            next = page["next"].clone();
            if next.is_null() { break }
        }
        let last = boss.get("/app/v1/me").await.json()["seq"].as_u64().unwrap();
        assert_eq!(seen as u64, last);
        for bad in ["actor=ann", "actor=agent:0", "before=0", "before=x", "limit=0", "limit=1001"] {
            assert_eq!(boss.get(&format!("/app/v1/audit?{bad}")).await.status, 400, "{bad}");
        }
        assert_eq!(ann.get("/app/v1/audit").await.status, 403);
    }
}
