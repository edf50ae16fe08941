//! Opening hours, reply targets, and the appearance of widgets, in the settings of the
//! organization, of departments and of applications.

use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::engines;
use serde_json::{Value, json};

engines! {
    async fn hours_are_set_for_the_organization_and_for_a_department(t: &Test) {
        let department = DepartmentId::new(4).unwrap();
        let ann = t.agent("ann", Role::Admin, &[department]).await;
        let settings = ann.get("/app/v1/settings").await.json();
        let new = json!({"zone": "UTC", "replyTargetSeconds": 600, "hours": null,
                         "agentsSeeAll": false});
        assert_eq!(settings, new);
        // It is Friday, 2027-01-15, 08:00 in London and 09:00 in Berlin.
        let friday = json!([{"from": "08:30", "to": "12:00"}]);
        let hours = json!({"zone": "Europe/London", "week": {"friday": friday}});
        let body = json!({"hours": hours, "zone": "Europe/Berlin"});
        let set = ann.patch("/app/v1/settings", &body).await.json();
        assert_eq!(set["zone"], "Europe/Berlin");
        assert_eq!(set["replyTargetSeconds"], 600);
        let now = t.app.context.now().get();
        let opening = async |query: &str| ann.get(&format!("/app/v1/opening{query}")).await.json();
        assert_eq!(opening("").await, json!({"open": false, "next": now + 1800}));
        assert_eq!(opening("?department=4").await, json!({"open": false, "next": now + 1800}));
        let hours = json!({"zone": "Europe/Berlin", "week": {"friday": friday}});
        let path = "/app/v1/departments/4/settings";
        let set = ann.patch(path, &json!({"hours": hours, "replyTargetSeconds": 60})).await;
        assert_eq!(set.json()["replyTargetSeconds"], 60);
        assert_eq!(ann.get(path).await.json(), set.json());
        assert_eq!(opening("?department=4").await, json!({"open": true, "next": now}));
        let closed = json!([{"date": "2027-01-15", "name": "Works outing"}]);
        let week = json!({"friday": friday});
        let hours = json!({"zone": "Europe/Berlin", "week": week, "holidays": closed});
        ann.patch(path, &json!({"hours": hours})).await;
        let next = now - 30 * 60 + 7 * 24 * 3600;
        assert_eq!(opening("?department=4").await, json!({"open": false, "next": next}));
        ann.patch(path, &json!({"hours": null})).await;
        assert_eq!(opening("?department=4").await, json!({"open": false, "next": now + 1800}));
    }

    async fn what_is_no_calendar_is_said_where_it_is_not(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let hours = |key: &str, value: Value| json!({"hours": {"zone": "UTC", key: value}});
        for (body, pointer) in [
            (json!({"zone": "Berlin"}), "/zone"),
            (json!({"replyTargetSeconds": 0}), "/replyTargetSeconds"),
            (json!({"hours": {"zone": "Nowhere"}}), "/hours/zone"),
            (
                hours("week", json!({"monday": [{"from": "9", "to": "10:00"}]})),
                "/hours/week/monday/0/from",
            ),
            (
                hours("holidays", json!([{"date": "2026-02-30", "name": "x"}])),
                "/hours/holidays/0/date",
            ),
        ] {
            let refused = ann.patch("/app/v1/settings", &body).await;
            assert_eq!((refused.status, refused.pointers()), (400, vec![pointer.to_owned()]));
        }
        assert_eq!(ann.get("/app/v1/opening?department=x").await.status, 400);
        assert_eq!(ann.get("/app/v1/departments/99/settings").await.status, 404);
        assert_eq!(ann.patch("/app/v1/departments/99/settings", &json!({})).await.status, 404);
        assert_eq!(ann.get("/app/v1/departments/x/settings").await.status, 404);
    }

    async fn everybody_reads_hours_and_administrators_set_them(t: &Test) {
        let bob = t.agent("bob", Role::AgentChatOnly, &[]).await;
        assert_eq!(bob.get("/app/v1/settings").await.status, 200);
        assert_eq!(bob.get("/app/v1/opening").await.json()["open"], true);
        assert_eq!(bob.patch("/app/v1/settings", &json!({"zone": "UTC"})).await.status, 403);
        assert_eq!(bob.get("/app/v1/applications/1/look").await.status, 403);
    }

    async fn the_look_of_a_widget_is_changed_key_by_key(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let path = "/app/v1/applications/1/look";
        let before = ann.get(path).await.json();
        assert_eq!(before["position"], "right");
        let form = json!({"enabled": true, "text": "Who are you?", "fields": [{"name": "name"}]});
        let set = ann.patch(path, &json!({"color": "#FF8800", "preChat": form})).await.json();
        assert_eq!((&set["color"], &set["position"]), (&json!("#ff8800"), &json!("right")));
        assert_eq!(set["preChat"]["fields"], json!([{"name": "name", "required": false}]));
        assert_eq!(ann.get(path).await.json(), set);
        let bad = ann.patch(path, &json!({"color": "red", "offline": {"fields": [{}]}})).await;
        assert_eq!(bad.pointers(), ["/color", "/offline/fields/0/name"]);
        assert_eq!(ann.patch("/app/v1/applications/9/look", &json!({})).await.status, 404);
    }
}
