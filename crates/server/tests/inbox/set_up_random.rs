//! Random actions of an administrator who sets up an organization. The lists must show the last
//! state of every object, and no removed object. In the model, a change replaces only the keys that
//! its body names.
//!
//! `DESKBELL_SET_UP_STEPS=2000` makes longer runs, and `DESKBELL_SET_UP_SEED` repeats a run.

use std::time::Duration;

use deskbell_lab::random::Random;
use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::{Browser, Test, random_day};
use serde_json::{Value, json};

/// The default number of random actions in a run.
const STEPS: u64 = 100;
/// The time by which each random action advances the clock.
const PACE: Duration = Duration::from_secs(10);
/// The number of steps after which the administrator enters the password again.
const CONFIRMED_STEPS: u64 = 50;
/// The number of steps after which all lists are compared with the model.
const COMPARED_STEPS: u64 = 5;
/// The maximal number of objects of one kind that the test creates.
const MANY: usize = 12;
/// The JSON keys that only the answer to an object's creation has.
const SHOWN_ONCE: [&str; 2] = ["secret", "key"];

/// A kind of objects: the path of its list, bodies that create an object, and bodies that change an
/// object.
struct Kind {
    path: &'static str,
    new: fn(u64) -> Value,
    changes: &'static [fn(u64) -> Value],
    is_removable: bool,
}

const KINDS: [Kind; 7] = [
    Kind {
        path: "/app/v1/canned",
        new: |n| json!({"shortcut": format!("s{n}"), "text": "Hi", "shared": n % 2 == 0}),
        changes: &[
            |n| json!({"text": format!("Text {n}")}),
            |n| json!({"shortcut": format!("c{n}")}),
        ],
        is_removable: true,
    },
    Kind {
        path: "/app/v1/views",
        new: |n| json!({"name": format!("View {n}"), "filter": {"unread": true}}),
        changes: &[
            |n| json!({"filter": {"statuses": ["new", "closed"], "tag": format!("t{n}")}}),
            |n| json!({"name": format!("Other {n}"), "filter": {"assignee": "me"}}),
        ],
        is_removable: true,
    },
    Kind {
        path: "/app/v1/rules",
        new: |n| json!({"name": format!("Rule {n}"), "message": "May we help?"}),
        changes: &[
            |n| json!({"enabled": n % 2 == 0, "seconds": n}),
            |n| json!({"pages": [format!("https://a.example/{n}*")], "locales": ["de"]}),
        ],
        is_removable: true,
    },
    Kind {
        path: "/app/v1/departments",
        new: |n| json!({"name": format!("Department {n}")}),
        changes: &[|n| json!({"name": format!("Team {n}")})],
        is_removable: true,
    },
    Kind {
        path: "/app/v1/applications",
        new: |n| json!({"name": format!("a{n}.example")}),
        changes: &[
            |n| json!({"displayName": format!("Shop {n}")}),
            |n| json!({"name": format!("b{n}.example"), "active": n % 2 == 0}),
        ],
        is_removable: false,
    },
    Kind {
        path: "/app/v1/agents",
        new: |n| json!({"name": format!("Agent {n}"), "role": "agent"}),
        changes: &[
            |n| json!({"name": format!("Ann {n}"), "email": format!("ann{n}@a.example")}),
            |n| json!({"role": "superviser", "active": n % 2 == 0}),
        ],
        is_removable: false,
    },
    Kind {
        path: "/app/v1/webhooks",
        new: |n| json!({"url": format!("https://hooks.example.com/{n}"), "events": ["chat.new"]}),
        changes: &[
            |n| json!({"enabled": n % 2 == 0}),
            |n| json!({"url": format!("https://h{n}.example.com/"), "events": ["chat.closed"]}),
        ],
        is_removable: true,
    },
];

/// Creates opening hours for one day of the week.
fn hours(n: u64) -> Value {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let open = json!([{"from": "09:00", "to": "17:30"}]);
    let day = |at: u64| if at == n % 7 { open.clone() } else { json!([]) };
    let week = days.iter().zip(0..).map(|(name, at)| ((*name).to_owned(), day(at)));
    let holiday = json!({"date": "2027-12-25", "name": format!("Day {n}"), "open": []});
    json!({"zone": "Europe/Kyiv", "week": Value::Object(week.collect()), "holidays": [holiday]})
}

/// The path of a document that exists once, and bodies that change the document.
type Single = (&'static str, &'static [fn(u64) -> Value]);

const SINGLES: [Single; 4] = [
    (
        "/app/v1/settings",
        &[
            |n| json!({"replyTargetSeconds": 60 + n}),
            |_| json!({"zone": "Europe/Kyiv"}),
            |n| json!({"agentsSeeAll": n % 2 == 0}),
        ],
    ),
    (
        "/app/v1/applications/1/look",
        &[
            |n| json!({"title": format!("Shop {n}"), "offsetX": n % 500}),
            |n| json!({"position": "left", "asksRating": n % 2 == 0}),
        ],
    ),
    (
        "/app/v1/departments/1/settings",
        &[
            |n| json!({"replyTargetSeconds": 60 + n}),
            |n| json!({"hours": hours(n)}),
            |_| json!({"hours": null}),
        ],
    ),
    (
        "/app/v1/applications/1/widget",
        &[|n| json!({"sites": [format!("a{n}.example")]}), |_| json!({"enforcesIdentity": true})],
    ),
];

/// An API key: its id, name, scope and text, and whether the key was revoked.
struct Key {
    id: i64,
    name: String,
    scope: &'static str,
    text: String,
    is_revoked: bool,
}

/// A run of random actions on the server, with the objects that the lists must show.
struct Day<'t> {
    t: &'t Test,
    random: Random,
    boss: Browser,
    steps: u64,
    made: u64,
    lists: Vec<Vec<Value>>,
    singles: Vec<Value>,
    keys: Vec<Key>,
}

/// Replaces the values of an object's keys that also occur in a body.
fn change(object: &mut Value, body: &Value) {
    for (key, value) in body.as_object().unwrap() {
        if let Some(kept) = object.get_mut(key) {
            *kept = value.clone();
        }
    }
}

/// Removes the time of the last change from an object's JSON.
fn timeless(mut object: Value) -> Value {
    object.as_object_mut().unwrap().remove("changedAt");
    object
}

impl<'t> Day<'t> {
    async fn list(boss: &Browser, path: &str) -> Vec<Value> {
        let listed = boss.get(path).await;
        assert_eq!(listed.status, 200, "{path}");
        let data = listed.json()["data"].as_array().unwrap().clone();
        let mut objects: Vec<_> = data.into_iter().map(timeless).collect();
        objects.sort_by_key(|it| it["id"].as_i64());
        objects
    }

    async fn new(t: &'t Test, seed: u64) -> Self {
        let boss = t.agent("boss", Role::Admin, &[DepartmentId::new(1).unwrap()]).await;
        let (mut lists, mut singles) = (Vec::new(), Vec::new());
        for kind in &KINDS {
            lists.push(Self::list(&boss, kind.path).await);
        }
        for (path, _) in SINGLES {
            singles.push(timeless(boss.get(path).await.json()));
        }
        let (random, keys) = (Random::of(seed, 0), Vec::new());
        Self { t, random, boss, steps: 0, made: 0, lists, singles, keys }
    }

    /// Returns a number that no earlier request body contains.
    const fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    async fn step(&mut self) {
        if self.steps.is_multiple_of(CONFIRMED_STEPS) {
            assert_eq!(self.boss.sign_in().await.status, 200);
        }
        self.steps += 1;
        match self.random.below(12) {
            0..3 => self.make().await,
            3..7 => self.change_one().await,
            7..9 => self.change_single().await,
            9..11 => self.make_or_revoke_key().await,
            _ => self.remove().await,
        }
    }

    async fn make_or_revoke_key(&mut self) {
        let n = self.next();
        let working = self.keys.iter_mut().filter(|key| !key.is_revoked);
        if let (true, Some(key)) = (self.random.one_in(2), working.last()) {
            key.is_revoked = true;
            let target = format!("/app/v1/keys/{}", key.id);
            assert_eq!(self.boss.delete(&target).await.status, 200);
            assert_eq!(self.boss.delete(&target).await.status, 404);
            return;
        }
        let (name, scope) = (format!("key {n}"), if n.is_multiple_of(2) { "read" } else { "full" });
        let made = self.boss.post("/app/v1/keys", &json!({"name": name, "scope": scope})).await;
        assert_eq!(made.status, 201);
        let made = made.json();
        let text = made["key"].as_str().unwrap().to_owned();
        let id = made["id"].as_i64().unwrap();
        self.keys.push(Key { id, name, scope, text, is_revoked: false });
    }

    /// Compares the list of API keys with the model, and checks that the server accepts or refuses
    /// the last key as the model says.
    async fn compare_keys(&self, step: u64) {
        let listed = Self::list(&self.boss, "/app/v1/keys").await;
        // The fixture made the first key.
        let listed = listed.iter().filter(|it| it["id"] != 1).map(|it| {
            let (name, scope) = (it["name"].as_str().unwrap(), it["scope"].as_str().unwrap());
            (it["id"].as_i64().unwrap(), name, scope, !it["revokedAt"].is_null())
        });
        let own = self.keys.iter().map(|it| (it.id, it.name.as_str(), it.scope, it.is_revoked));
        assert_eq!(listed.collect::<Vec<_>>(), own.collect::<Vec<_>>(), "step {step}");
        if let Some(key) = self.keys.last() {
            let status = self.t.get_as(&key.text, "/v1/organization").await.status;
            assert_eq!(status, if key.is_revoked { 401 } else { 200 }, "step {step}");
        }
    }

    async fn make(&mut self) {
        let (place, n) = (self.random.place(KINDS.len()), self.next());
        let (kind, list) = (&KINDS[place], &mut self.lists[place]);
        if list.len() >= MANY {
            return;
        }
        let body = (kind.new)(n);
        let made = self.boss.post(kind.path, &body).await;
        assert_eq!(made.status, 201, "{}: {}", kind.path, String::from_utf8_lossy(&made.body));
        let mut made = timeless(made.json());
        let mut asked = made.clone();
        change(&mut asked, &body);
        assert_eq!(made, asked, "{}", kind.path);
        let object = made.as_object_mut().unwrap();
        SHOWN_ONCE.iter().for_each(|key| drop(object.remove(*key)));
        list.push(made);
    }

    /// Chooses at random a kind for which `is_wanted` returns true, and a created object of this
    /// kind; returns the indexes of both.
    fn any(&mut self, is_wanted: impl Fn(&Kind) -> bool) -> Option<(usize, usize)> {
        let place = self.random.place(KINDS.len());
        let first = usize::from(
            ["applications", "agents", "departments"]
                .iter()
                .any(|it| KINDS[place].path.ends_with(it)),
        );
        let count = self.lists[place].len().saturating_sub(first);
        (is_wanted(&KINDS[place]) && count > 0).then(|| (place, first + self.random.place(count)))
    }

    async fn change_one(&mut self) {
        let Some((place, at)) = self.any(|_| true) else { return };
        let (kind, n) = (&KINDS[place], self.next());
        let body = kind.changes[self.random.place(kind.changes.len())](n);
        let object = &mut self.lists[place][at];
        change(object, &body);
        let target = format!("{}/{}", kind.path, object["id"]);
        let changed = self.boss.patch(&target, &body).await;
        assert_eq!(changed.status, 200, "{target} {body}");
        assert_eq!(timeless(changed.json()), *object, "{target} {body}");
    }

    async fn change_single(&mut self) {
        let (place, n) = (self.random.place(SINGLES.len()), self.next());
        let (path, changes) = SINGLES[place];
        let body = changes[self.random.place(changes.len())](n);
        change(&mut self.singles[place], &body);
        let changed = self.boss.patch(path, &body).await;
        assert_eq!(changed.status, 200, "{path} {body}");
        assert_eq!(timeless(changed.json()), self.singles[place], "{path} {body}");
    }

    async fn remove(&mut self) {
        let Some((place, at)) = self.any(|kind| kind.is_removable) else { return };
        let gone = self.lists[place].remove(at);
        let target = format!("{}/{}", KINDS[place].path, gone["id"]);
        assert_eq!(self.boss.delete(&target).await.status, 200, "{target}");
        assert_eq!(self.boss.delete(&target).await.status, 404, "{target}");
    }

    async fn compare(&self, step: u64) {
        if !self.steps.is_multiple_of(COMPARED_STEPS) {
            return;
        }
        for (kind, list) in KINDS.iter().zip(&self.lists) {
            assert_eq!(Self::list(&self.boss, kind.path).await, *list, "step {step}");
        }
        for ((path, _), single) in SINGLES.iter().zip(&self.singles) {
            let found = timeless(self.boss.get(path).await.json());
            assert_eq!(found, *single, "step {step}");
        }
        self.compare_keys(step).await;
    }
}

random_day! {
    what_is_set_up_is_what_was_said_last_in_a_random_day:
    Day, "DESKBELL_SET_UP", STEPS, PACE
}
