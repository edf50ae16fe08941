//! A test server as the source of an import, over a connection with faults that the test chooses.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::Method;
use deskbell_testkit::{Answer as Answered, Test, client};
use deskbell_transfer::helpcrunch::{
    Broken, Pace, SourceAnswer, SourceLink, SourceRequest, Standing, Watch,
};
use serde_json::{Value, json};

/// The outcome of one request.
pub enum Fate {
    /// The source answers the request.
    Answered,
    /// This answer replaces the source's answer.
    Instead(SourceAnswer),
    /// The second half of the answer's body is missing, and the connection reports no error.
    Cut,
    /// The connection breaks.
    Broken,
    /// No answer comes within [`TOO_LATE`].
    Late,
    /// The request never gets an answer.
    Never,
}

/// The time after which an import no longer waits for an answer.
const TOO_LATE: Duration = Duration::from_secs(60);

/// A simulated clock, which only the waits of an import and the answers of a slow source advance.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    pub fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }

    fn turn(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }
}

/// A function that chooses a request's outcome, by the request and its number.
pub type Fates<'a> = Box<dyn FnMut(u64, &SourceRequest) -> Fate + Send + 'a>;
/// A function that changes an answer.
pub type Shape<'a> = Box<dyn Fn(&SourceRequest, &mut Value) + Send + 'a>;

/// A connection to a server as the source of an import.
pub struct Line<'a> {
    source: &'a Test,
    fates: Fates<'a>,
    shape: Shape<'a>,
    /// The clock that a slow source advances for each answer, and the random numbers for the times;
    /// `None` for a fast source.
    slow: Option<(Clock, Chance)>,
    /// The clients that change the source during each request.
    others: Option<&'a mut Others>,
    files: BTreeMap<String, Vec<u8>>,
    asked: u64,
}

impl<'a> Line<'a> {
    pub fn new(source: &'a Test) -> Self {
        let (fates, shape): (Fates<'_>, Shape<'_>) =
            (Box::new(|_, _| Fate::Answered), Box::new(|_, _| ()));
        let files = BTreeMap::new();
        Self { source, fates, shape, slow: None, others: None, files, asked: 0 }
    }

    pub fn fates(self, fates: impl FnMut(u64, &SourceRequest) -> Fate + Send + 'a) -> Self {
        Self { fates: Box::new(fates), ..self }
    }

    pub fn shape(self, shape: impl Fn(&SourceRequest, &mut Value) + Send + 'a) -> Self {
        Self { shape: Box::new(shape), ..self }
    }

    /// Makes each answer of the source take 0.2 to 2.2 seconds of the clock, 1.2 seconds on
    /// average.
    pub fn slow(self, clock: &Clock, chance: Chance) -> Self {
        Self { slow: Some((clock.clone(), chance)), ..self }
    }

    pub fn file(mut self, url: &str, bytes: &[u8]) -> Self {
        self.files.insert(url.to_owned(), bytes.to_vec());
        self
    }

    pub fn beside(self, others: &'a mut Others) -> Self {
        Self { others: Some(others), ..self }
    }
}

impl SourceLink for Line<'_> {
    async fn call(&mut self, request: &SourceRequest) -> Result<SourceAnswer, Broken> {
        self.asked += 1;
        if let Some(others) = &mut self.others {
            others.act(self.source).await;
        }
        let fate = (self.fates)(self.asked, request);
        if let Some((clock, chance)) = &mut self.slow {
            let delay = Duration::from_millis(200 + chance.below(2_000) as u64);
            clock.turn(if matches!(fate, Fate::Late) { TOO_LATE } else { delay });
        }
        match fate {
            Fate::Instead(answer) => return Ok(answer),
            Fate::Broken => return Err(Broken::Cut("the line broke".into())),
            Fate::Late => return Err(Broken::TooLate),
            Fate::Never => std::future::pending::<()>().await,
            Fate::Answered | Fate::Cut => {}
        }
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let target = format!("/v1/{}", request.path);
        let body = request.body.clone().unwrap_or_default();
        let asked = client::request_as(&self.source.key, method, &target, &[], body);
        let Answered { status, headers, mut body } = client::send(&self.source.http, asked).await;
        if let Ok(mut json) = serde_json::from_slice(&body) {
            (self.shape)(request, &mut json);
            body = json.to_string().into_bytes();
        }
        if matches!(fate, Fate::Cut) {
            body.truncate(body.len() / 2);
        }
        let header = |name: &str| headers.get(name).map(|it| it.to_str().unwrap().to_owned());
        let (retry_after, location) = (header("retry-after"), header("location"));
        Ok(SourceAnswer { status, retry_after, location, body })
    }

    async fn fetch(&mut self, url: &str) -> Result<Vec<u8>, String> {
        self.files.get(url).cloned().ok_or_else(|| format!("{url} is not there"))
    }
}

/// The Unix time at which the simulated clocks begin: 2027-01-15T08:00:00Z.
const BEGAN_AT: u64 = 1_800_000_000;

/// The waits of an import, which only advance a simulated clock.
#[derive(Debug, Default)]
pub struct Waits {
    pub clock: Clock,
    pub waits: Vec<Duration>,
    /// The reasons and times of the waits before repeated requests.
    pub delays: Vec<(String, Duration)>,
    /// The number of waits after which the import is signalled to stop; `None` to never stop it.
    pub left: Option<usize>,
}

impl Pace for Waits {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn unix(&self) -> Duration {
        Duration::from_secs(BEGAN_AT) + self.clock.now()
    }

    fn delayed(&mut self, why: &str, time: Duration) {
        self.delays.push((why.to_owned(), time));
    }

    async fn unless_stopped<T: Send>(&mut self, work: impl Future<Output = T> + Send) -> Option<T> {
        Some(work.await)
    }

    async fn wait(&mut self, time: Duration) -> bool {
        self.clock.turn(time);
        self.waits.push(time);
        self.left.is_none_or(|left| self.waits.len() < left)
    }
}

/// All progress reports and warnings of an import.
#[derive(Debug, Default)]
pub struct Told {
    /// The clock that determines the times of the reports.
    pub clock: Clock,
    pub standings: Vec<Standing>,
    /// The time of each report.
    pub times: Vec<Duration>,
    pub warnings: Vec<String>,
}

impl Watch for Told {
    fn at(&mut self, standing: &Standing) {
        self.standings.push(*standing);
        self.times.push(self.clock.now());
    }

    fn warn(&mut self, text: &str) {
        self.warnings.push(text.to_owned());
    }
}

/// A pseudo-random generator with a fixed seed.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// Other clients of the source, who change it during an import.
#[derive(Debug)]
pub struct Others {
    pub chance: Chance,
    /// The number of requests per change.
    pub one_in: usize,
    pub changes: u64,
}

impl Others {
    pub async fn act(&mut self, source: &Test) {
        if self.chance.below(self.one_in) > 0 {
            return;
        }
        self.changes += 1;
        source.clock.advance(Duration::from_secs(1));
        let total = source.get("/v1/chats/total").await.json()["total"].as_u64().unwrap();
        let at = self.chance.below(usize::try_from(total).unwrap());
        let page = source.get(&format!("/v1/chats?limit=1&offset={at}")).await.json();
        let chat = page["data"][0].clone();
        let customer = chat["customer"]["id"].clone();
        let post = async |path: &str, body: Value| {
            let answer = source.post(path, &body).await;
            assert!(answer.status < 300, "{path} {body}: {}", answer.json());
            answer.json()
        };
        match self.chance.below(10) {
            0..4 => {
                post("/v1/messages", json!({"chat": chat["id"], "text": "One more"})).await;
            }
            4..6 => {
                let body = json!({"chat": chat["id"], "text": "So be it", "agent": 1});
                post("/v1/messages", body).await;
            }
            6 => {
                let body = json!({"name": format!("Guest {}", self.changes), "tags": ["new"]});
                let made = post("/v1/customers", body).await;
                let body = json!({"customer": made["id"], "application": 1});
                let made = post("/v1/chats", body).await;
                post("/v1/messages", json!({"chat": made["id"], "text": "Hello?"})).await;
            }
            7 => {
                let body = json!({"id": chat["id"], "status": "closed"});
                assert_eq!(source.put("/v1/chats/status", &body).await.status, 200);
            }
            8 => {
                let body = json!({"company": format!("Company {}", self.changes)});
                let path = format!("/v1/customers/{customer}");
                assert_eq!(source.patch(&path, &body).await.status, 200);
            }
            _ => {
                let path = format!("/v1/customers/{customer}");
                assert_eq!(source.send(Method::DELETE, &path, &[]).await.status, 200);
            }
        }
    }
}

/// All objects of a server by path, with the JSON of their lists.
pub type Everything = BTreeMap<String, Value>;

async fn list(t: &Test, path: &str, key: &str, all: &mut Everything) {
    let mut offset = 0;
    loop {
        let and = if path.contains('?') { '&' } else { '?' };
        let page = t.get(&format!("/v1/{path}{and}limit=100&offset={offset}")).await;
        if page.status == 404 {
            return;
        }
        let page = page.json();
        let rows = page[key].as_array().unwrap();
        let name = path.split('?').next().unwrap();
        for (at, row) in rows.iter().enumerate() {
            let id = row["id"].as_i64().unwrap();
            // The order of messages counts, too.
            let place = if key == "messages" { offset + at } else { 0 };
            all.insert(format!("{name}/{id}/{place}"), row.clone());
        }
        offset += rows.len();
        if rows.len() < 100 {
            return;
        }
    }
}

/// Reads all objects that an import can import.
pub async fn everything(t: &Test) -> Everything {
    let mut all = Everything::new();
    for path in ["agents", "departments", "applications", "customers", "chats"] {
        list(t, path, "data", &mut all).await;
    }
    let chats: Vec<i64> = all
        .iter()
        .filter(|(name, _)| name.starts_with("chats/"))
        .map(|(_, chat)| chat["id"].as_i64().unwrap())
        .collect();
    for chat in chats {
        list(t, &format!("chats/{chat}/messages"), "messages", &mut all).await;
    }
    all
}

/// Fails with the first differences between a source and the imported objects.
pub async fn same(source: &Test, t: &Test) {
    let (there, here) = (everything(source).await, everything(t).await);
    let names = there.keys().chain(here.keys());
    let differ = |name: &&String| there.get(*name) != here.get(*name);
    let mut found: Vec<_> = names.filter(differ).collect();
    found.sort();
    found.dedup();
    for name in found.iter().take(3) {
        let (there, here) = (there.get(*name), here.get(*name));
        assert_eq!(there.map(Value::to_string), here.map(Value::to_string), "{name}");
    }
}
