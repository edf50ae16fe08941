//! Webhook deliveries to targets on this machine: the time from COMMIT until a target has the
//! delivery. Also measures the rate and CPU cost of deliveries to 100 targets, compared with a loop
//! that posts the same bytes.
//!
//! Options: `--chats N`, `--rounds N`, `--postgres`, `--look`. Each chat has one message, which is
//! delivered to every target of its organization.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use deskbell_benches::client::{post, with_header};
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::Client;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{float, median, quantile, ratio, ratio_text, time, whole};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process;
use deskbell_benches::process::finished;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::targets::{Posted, Targets, post_in_turn};
use deskbell_lab::{Result, While as _, run, say};
use serde_json::Value;
use tokio::time::{MissedTickBehavior, interval};

const PROGRAM: Program =
    Program { name: "deliveries", chats: &[100], rounds: 7, knows_postgres: true };
/// The number of targets of each of the two organizations: the limit of webhooks per organization.
const TARGETS: usize = 50;
/// The number of messages that a round measures at intervals of [`APART`], and again without
/// pauses.
const TIMED: usize = 200;
const APART: Duration = Duration::from_millis(40);
/// The number of connections of the loop that `bare` runs, each with one request in flight.
const AT_ONCE: usize = 8;
const BARE_MAX: Duration = Duration::from_secs(120);
const TEXT: &str = "Good morning! My order has not arrived yet, could you please have a look?";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    run(|| match arguments.first().map(String::as_str) {
        Some("--bare") => bare(Path::new(arguments.get(1).ok_or("usage: --bare FILE")?)),
        _ => measure(&PROGRAM.read()?),
    })
}

/// Runs a loop without a server: posts the requests of a file, and prints the elapsed seconds and
/// the CPU seconds. The loop is a separate process, so that it can run on the server's core.
fn bare(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).while_at("the bare loop's file")?;
    let all: Vec<(SocketAddr, Vec<String>)> = serde_json::from_str(&text).while_at("the file")?;
    let ticks = process::ticks_per_second()?;
    let (began, cpu) = (Instant::now(), process::cpu(std::process::id(), ticks)?);
    all.chunks(AT_ONCE).try_for_each(post_in_turn)?;
    let cpu = process::cpu(std::process::id(), ticks)? - cpu;
    writeln!(std::io::stdout(), "{} {cpu}", began.elapsed().as_secs_f64()).while_at("the output")
}

/// A client of one organization, with the organization's key.
struct Desk {
    client: Client,
    address: SocketAddr,
    key: String,
}

impl Desk {
    async fn open(address: SocketAddr, key: String) -> Result<Self> {
        Ok(Self { client: Client::open(address).await?, address, key })
    }

    /// Reconnects, because the server closes connections that are idle for some seconds.
    async fn renew(&mut self) -> Result<()> {
        self.client = Client::open(self.address).await?;
        Ok(())
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str, expected: u16) -> Result<Value> {
        let request = with_header(&post(path, &self.key, body), "Content-Type: application/json")?;
        let request = [method.as_bytes(), &request["POST".len()..]].concat();
        let (status, answer) = self.client.ask(&request).await?;
        if status != expected {
            return Err(format!("{path}: {status}: {}", String::from_utf8_lossy(answer)));
        }
        serde_json::from_slice(answer).while_at(path)
    }

    /// Posts a customer's message; returns the message id.
    async fn say(&mut self, chat: u64) -> Result<i64> {
        let body = format!(r#"{{"chat":{chat},"text":"{TEXT}"}}"#);
        let made = self.ask("POST", "/v1/messages", &body, 201).await?;
        made["id"].as_i64().ok_or_else(|| format!("a message without an id: {made}"))
    }

    /// Creates a webhook for customers' messages; returns its path.
    async fn webhook(&mut self, target: SocketAddr) -> Result<String> {
        let body = format!(r#"{{"url":"http://{target}/","events":["message.chat.customer"]}}"#);
        let made = self.ask("POST", "/v1/webhooks", &body, 201).await?;
        Ok(format!("/v1/webhooks/{}", made["id"]))
    }
}

/// The times of each round, in seconds. `answers` has the median time from a post to its answer,
/// which is sent after COMMIT. `p50` and `p99` are of the times from an answer until the target has
/// the delivery.
#[derive(Default)]
struct Waits {
    answers: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Waits {
    /// Posts messages one by one, each after the target received the previous message, and at
    /// intervals of at least `apart`.
    async fn round(
        &mut self,
        desk: &mut Desk,
        targets: &mut Targets,
        apart: Duration,
    ) -> Result<()> {
        let mut pace = interval(apart.max(Duration::from_nanos(1)));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut answers, mut all) = (Vec::new(), Vec::new());
        for _ in 0..TIMED {
            if !apart.is_zero() {
                pace.tick().await;
            }
            let asked = Instant::now();
            let message = desk.say(1).await?;
            let answered = Instant::now();
            let posted = targets.next().await?;
            if posted.message()? != message {
                return Err(format!("message {message} was posted, not delivered"));
            }
            answers.push((answered - asked).as_secs_f64());
            let early = answered.saturating_duration_since(posted.at).as_secs_f64();
            all.push(posted.at.saturating_duration_since(answered).as_secs_f64() - early);
        }
        all.sort_by(f64::total_cmp);
        self.answers.push(median(&answers));
        self.p50.push(quantile(&all, 0.5));
        self.p99.push(quantile(&all, 0.99));
        Ok(())
    }
}

/// The measurements of all rounds on one database engine.
#[derive(Default)]
struct Rounds {
    alone: Waits,
    in_turn: Waits,
    per_second: Vec<f64>,
    bare_per_second: Vec<f64>,
    /// CPU seconds per delivery.
    cpu: Vec<f64>,
    bare_cpu: Vec<f64>,
    /// The number of deliveries per connection.
    reuse: Vec<f64>,
}

/// Two organizations with 50 webhooks each, and for each organization the ids of the messages that
/// every replay delivers.
struct Crowd {
    desks: [Desk; 2],
    webhooks: Vec<(usize, String)>,
    targets: Targets,
    expected: [BTreeSet<i64>; 2],
}

impl Crowd {
    async fn gather(mut desks: [Desk; 2], chats: u64) -> Result<Self> {
        let targets = Targets::start(2 * TARGETS).await;
        let (mut webhooks, mut expected) = (Vec::new(), [BTreeSet::new(), BTreeSet::new()]);
        for (whose, desk) in desks.iter_mut().enumerate() {
            for address in &targets.addresses()[whose * TARGETS..][..TARGETS] {
                webhooks.push((whose, desk.webhook(*address).await?));
            }
            for chat in 1..=chats {
                expected[whose].insert(desk.say(chat).await?);
            }
        }
        let mut crowd = Self { desks, webhooks, targets, expected };
        crowd.told().await?;
        Ok(crowd)
    }

    /// Waits until every target received each message exactly once; returns the received requests.
    async fn told(&mut self) -> Result<Vec<Posted>> {
        let all: usize = self.expected.iter().map(|messages| messages.len() * TARGETS).sum();
        let mut posted = Vec::with_capacity(all);
        while posted.len() < all {
            let next = self.targets.next().await;
            posted.push(next.while_at(format!("{} of {all} arrived", posted.len()))?);
        }
        self.targets.nothing_more()?;
        let mut told = vec![BTreeSet::new(); 2 * TARGETS];
        for it in &posted {
            told[it.target].insert(it.message()?);
        }
        for (target, told) in told.iter().enumerate() {
            if *told != self.expected[target / TARGETS] {
                return Err(format!("target {target} was not told of each message once"));
            }
        }
        Ok(posted)
    }

    /// Replays all messages to every webhook. `since` has, for each organization, the number of the
    /// change after which the replay begins. Returns the received requests.
    async fn again(&mut self, since: [i64; 2]) -> Result<Vec<Posted>> {
        for (whose, path) in &self.webhooks {
            let body = format!(r#"{{"since":{}}}"#, since[*whose]);
            self.desks[*whose].ask("POST", &format!("{path}/replay"), &body, 200).await?;
        }
        self.told().await
    }

    /// Returns, for each organization, the number of its last `webhook.created` change. All
    /// messages of the bench were posted after this change.
    async fn since(&mut self) -> Result<[i64; 2]> {
        let mut since = [0; 2];
        for (desk, since) in self.desks.iter_mut().zip(&mut since) {
            let path = "/v1/changes?kind=webhook.created&limit=1000";
            let feed = desk.ask("GET", path, "", 200).await?;
            let last = feed["data"].as_array().and_then(|rows| rows.last());
            *since = last.and_then(|row| row["seq"].as_i64()).ok_or("no webhook was made")?;
        }
        Ok(since)
    }

    async fn round(
        &mut self,
        id: u32,
        ticks: f64,
        since: [i64; 2],
        rounds: &mut Rounds,
    ) -> Result<Vec<Posted>> {
        for desk in &mut self.desks {
            desk.renew().await?;
        }
        let (connections, cpu) = (self.targets.connections(), process::cpu(id, ticks)?);
        let posted = self.again(since).await?;
        let at = || posted.iter().map(|it| it.at);
        let (first, last) = at().min().zip(at().max()).ok_or("nothing was delivered")?;
        let deliveries = float(posted.len() as u64);
        rounds.per_second.push(deliveries / (last - first).as_secs_f64());
        rounds.cpu.push((process::cpu(id, ticks)? - cpu) / deliveries);
        rounds.reuse.push(deliveries / float((self.targets.connections() - connections) as u64));
        Ok(posted)
    }

    /// Posts the received requests to the targets again, without a server.
    async fn bare(&mut self, posted: &[Posted], cores: &Cores, rounds: &mut Rounds) -> Result<()> {
        let mut all: Vec<_> =
            self.targets.addresses().iter().map(|it| (it.to_string(), Vec::new())).collect();
        for it in posted {
            all[it.target].1.push(it.received.written());
        }
        let folder = tempfile::tempdir().while_at("a temporary folder")?;
        let file = folder.path().join("requests.json");
        let text = serde_json::to_string(&all).while_at("the requests")?;
        std::fs::write(&file, text).while_at("the requests")?;
        let program = std::env::current_exe().while_at("this program")?;
        let mut command = cores.server(program);
        command.arg("--bare").arg(&file);
        let loops = tokio::task::spawn_blocking(move || finished(&mut command, BARE_MAX));
        let loops = async { loops.await.while_at("the bare loop")? };
        let ((told, _), _) = tokio::try_join!(loops, self.told())?;
        let (seconds, cpu) = told.split_once(' ').ok_or("the bare loop tells nothing")?;
        let [seconds, cpu] = [seconds, cpu].map(|it| it.parse::<f64>().while_at("the bare loop"));
        let deliveries = float(posted.len() as u64);
        rounds.bare_per_second.push(deliveries / seconds?);
        rounds.bare_cpu.push(cpu? / deliveries);
        Ok(())
    }
}

fn rounds(data: &Data, cores: &Cores, quiet: &mut Quiet, options: &Options) -> Result<Rounds> {
    let plan = Plan::of_chats(options.chats());
    let keys = [data.key(cores)?, data.another("other.example", plan, cores)?];
    let server = Server::start_with(data, cores, &[("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8")])?;
    data.join(cores)?;
    let (at, ticks) = (server.address, process::ticks_per_second()?);
    let mut rounds = Rounds::default();
    // The targets run on this runtime during all rounds.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.while_at("a runtime")?;
    let (mut desks, mut one, webhook) = runtime.block_on(async {
        let [first, second] = keys;
        let (first, second) = (Desk::open(at, first).await?, Desk::open(at, second).await?);
        let (mut desks, one) = ([first, second], Targets::start(1).await);
        let webhook = desks[0].webhook(one.addresses()[0]).await?;
        Ok::<_, String>((desks, one, webhook))
    })?;
    for round in 1..=options.rounds {
        say::talk(format!("waits, round {round} of {}", options.rounds));
        let both = async {
            desks[0].renew().await?;
            rounds.alone.round(&mut desks[0], &mut one, APART).await?;
            rounds.in_turn.round(&mut desks[0], &mut one, Duration::ZERO).await
        };
        quiet.round(|| runtime.block_on(both))?;
    }
    let (mut crowd, since) = runtime.block_on(async {
        for desk in &mut desks {
            desk.renew().await?;
        }
        desks[0].ask("DELETE", &webhook, "", 200).await?;
        let mut crowd = Crowd::gather(desks, options.chats()).await?;
        let since = crowd.since().await?;
        Ok::<_, String>((crowd, since))
    })?;
    for round in 1..=options.rounds {
        say::talk(format!("all targets, round {round} of {}", options.rounds));
        let both = async {
            let posted = crowd.round(server.id(), ticks, since, &mut rounds).await?;
            crowd.bare(&posted, cores, &mut rounds).await
        };
        quiet.round(|| runtime.block_on(both))?;
    }
    Ok(rounds)
}

fn measure(options: &Options) -> Result<()> {
    let build = Build::note()?;
    let cores = Cores::part()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let data = Data::seeded(engine, Plan::of_chats(options.chats()), &cores)?;
    let mut quiet = options.quiet();
    let rounds = rounds(&data, &cores, &mut quiet, options)?;
    let mut section = options.begin("deliveries to webhooks");
    let versions: Vec<_> = engine.version().into_iter().collect();
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.item(format!(
        "Method: waits are those of {TIMED} messages a round to one target, from the answer to \
         the post, which comes after COMMIT, until the target has the last byte; {} ms apart, and \
         each at once when the target has the one before. Then {} targets of two organizations \
         are told of {} messages each, of a chat each, by `replay`, from the first \
         delivery to the last; in turns with a loop that posts the same bytes over one connection \
         to each target, {AT_ONCE} at once, on the server's core. {} rounds. Checked: every \
         message at every target, once",
        APART.as_millis(),
        2 * TARGETS,
        options.chats(),
        options.rounds
    ));
    report(&mut section, &rounds);
    options.end(section)
}

fn report(section: &mut Section, rounds: &Rounds) {
    let signed = |values: &[f64]| match median(values) {
        value if value < 0.0 => format!("−{}", time(-value)),
        value => time(value),
    };
    let row = |name: &str, waits: &Waits| {
        vec![name.to_owned(), time(median(&waits.answers)), signed(&waits.p50), signed(&waits.p99)]
    };
    let apart = format!("{} ms apart", APART.as_millis());
    let rows = [row(&apart, &rounds.alone), row("each after the other", &rounds.in_turn)];
    section.table(&["from COMMIT to the target", "p50 of the answer", "p50", "p99"], &rows);
    let side = |name: &str, per_second: &[f64], cpu: &[f64]| {
        vec![name.to_owned(), whole(median(per_second)), time(median(cpu))]
    };
    let per_second = ratio(&rounds.per_second, &rounds.bare_per_second);
    let rows = [
        side("server", &rounds.per_second, &rounds.cpu),
        side("bare loop", &rounds.bare_per_second, &rounds.bare_cpu),
        vec![
            "server / bare loop".to_owned(),
            ratio_text(per_second),
            ratio_text(ratio(&rounds.cpu, &rounds.bare_cpu)),
        ],
    ];
    let head = format!("{} targets", 2 * TARGETS);
    section.table(&[&head, "deliveries/s", "CPU for each delivery"], &rows);
    section.paragraph(format!(
        "The server made a connection for every {} deliveries.",
        ratio_text(median(&rounds.reuse))
    ));
}
