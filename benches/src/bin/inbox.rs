//! Measures `POST /app/v1/list`: the time to read a window of an agent's chat list, among a million
//! chats in 20 departments. Each answer has the number of chats in each view of the navigation.
//! There are four windows: the top of the list, the top when sorted by the customer's wait, a
//! window deep in the list, and a window around a chat. Each window is measured for an
//! administrator and for an agent of three departments, without concurrent writes and during writes
//! to chats. Also measures the CPU time of each window, compared with a first page of `GET
//! /v1/chats`.
//!
//! The requests for a window use many different values of `limit`: more than the number of answers
//! that the index caches, so that no cached answer is timed. Options: `--chats N`, `--rounds N`,
//! `--postgres`, `--look`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskbell_benches::client::{Connection, get, post};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::desk::{Agent, DEPARTMENTS, Desk, counted};
use deskbell_benches::figures::{float, median, quantile, ratio_text, reached, time};
use deskbell_benches::machine::{Build, Quiet, rest};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _, run, say};
use deskbell_model::limits::INDEX_ANSWERS_MAX;
use serde_json::Value;

const PROGRAM: Program =
    Program { name: "inbox", chats: &[1_000_000], rounds: 7, knows_postgres: true };
/// The number of timed requests of each kind in a round.
const ASKED: u64 = 100;
/// The average `limit` (number of rows) of the requests for a window.
const ROWS: u64 = 50;
/// The number of different values of `limit` in the requests: more than the number of answers that
/// the index caches.
const LIMITS: u64 = INDEX_ANSWERS_MAX as u64 + 8;
/// The pause between two messages that are written during the requests.
const WRITES_EVERY: Duration = Duration::from_millis(10);
const GOAL: f64 = 0.001;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let cores = Cores::part()?;
    let data = Data::seeded(engine, Plan::of_chats(options.chats()), &cores)?;
    let mut quiet = options.quiet();
    let mut body = Section::default();
    for desk in [Desk::Settled, Desk::Busy] {
        say::talk(format!("a desk of which {}", desk.told()));
        let copy = data.copied()?;
        desk.furnish(&copy)?;
        let key = copy.key(&cores)?;
        let server = Server::start(&copy, &cores)?;
        body.items(copy.join(&cores)?);
        let kinds = measured(&options, &mut quiet, &server, &key)?;
        body.paragraph(format!("### A desk of which {}", desk.told()));
        report(&mut body, &kinds);
    }
    let mut section = options.begin("the list of an agent's page");
    let versions: Vec<_> = engine.version().into_iter().collect();
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.item(format!(
        "Method: {DEPARTMENTS} departments, windows of about {ROWS} rows with the counts of {} \
         views, one connection; {} rounds of {ASKED} requests of each kind in turns, with {LIMITS} \
         limits in turns, so that no answer is timed that an index keeps; then the same while a \
         message is posted every {} ms. Checked: the number of rows, and that the view's total is \
         its count",
        DEPARTMENTS + 5,
        options.rounds,
        WRITES_EVERY.as_millis()
    ));
    section.append(body);
    options.end(section)
}

/// A measured window of an agent's list.
#[derive(Clone, Copy, Debug)]
enum Window {
    Top,
    Waiting,
    Deep,
    Around,
}

/// The object of a timed request: a window of an agent's list, or a first page of `/v1/chats`.
#[derive(Clone, Debug)]
enum Asked {
    List(Agent, Window),
    FirstPage(String),
}

/// A kind of request, with the times of its answers.
#[derive(Debug)]
struct Kind {
    asked: Asked,
    chats: u64,
    turns: u64,
    /// The seconds that each request took while no chats were being written.
    alone: Vec<f64>,
    /// The server's CPU seconds for all requests sent while no chats were being written.
    cpu: f64,
    /// The seconds that each request took while chats were being written.
    written: Vec<f64>,
}

impl Kind {
    fn of(asked: Asked, chats: u64) -> Self {
        Self { asked, chats, turns: 0, alone: Vec::new(), cpu: 0.0, written: Vec::new() }
    }

    fn name(&self) -> (&'static str, &'static str) {
        match &self.asked {
            Asked::FirstPage(_) => ("program", "first page of `/v1/chats`"),
            Asked::List(agent, window) => (
                agent.told(),
                match window {
                    Window::Top => "all open, by activity",
                    Window::Waiting => "all open, by wait",
                    Window::Deep => "everything by creation, at a quarter",
                    Window::Around => "all open, around a chat",
                },
            ),
        }
    }

    /// Returns the next request of this kind, and the request's `limit`.
    fn next(&mut self, around: u64) -> (Vec<u8>, u64) {
        let turn = self.turns;
        self.turns += 1;
        let limit = ROWS - LIMITS / 2 + turn % LIMITS;
        let (agent, window) = match &self.asked {
            Asked::FirstPage(key) => {
                return (get(&format!("/v1/chats?limit={limit}"), Some(key)), limit);
            }
            Asked::List(agent, window) => (agent, window),
        };
        let window = match window {
            Window::Top => r#""view":"all""#.to_owned(),
            Window::Waiting => r#""view":"all","sort":"waiting""#.to_owned(),
            Window::Deep => {
                // A scope has far fewer chats than there are.
                let offset = self.chats / if *agent == Agent::Admin { 4 } else { 40 };
                format!(r#""view":"everything","sort":"created","at":{{"offset":{offset}}}"#)
            }
            Window::Around => format!(r#""view":"all","at":{{"around":{around}}}"#),
        };
        let body = format!(r#"{{{window},"limit":{limit},"counts":{}}}"#, counted());
        (agent.post("/app/v1/list", turn, &body), limit)
    }

    /// Checks that an answer has `limit` rows and the right numbers of chats in the counted views.
    fn check(&self, body: &[u8], limit: u64) -> Result<()> {
        let value: Value = serde_json::from_slice(body).while_at("an answer")?;
        let rows = match &self.asked {
            Asked::FirstPage(_) => &value["data"],
            Asked::List(..) => &value["rows"],
        };
        let rows = rows.as_array().map(|rows| rows.len() as u64);
        let is_right = match &self.asked {
            Asked::FirstPage(_) => value["meta"]["total"] == self.chats,
            Asked::List(_, Window::Deep) => true,
            Asked::List(..) => value["counts"][2] == value["total"],
        };
        if rows == Some(limit) && is_right {
            return Ok(());
        }
        let (who, what) = self.name();
        Err(format!("{who}, {what}: {rows:?} rows of {limit}, total {}", value["total"]))
    }

    /// Sends requests of this kind; returns the seconds for each answer.
    fn ask(&mut self, conn: &mut Connection, around: &[u64], times: u64) -> Result<Vec<f64>> {
        let mut seconds = Vec::new();
        for turn in 0..times {
            let place = usize::try_from(self.turns).unwrap_or(0) % around.len();
            let (request, limit) = self.next(around[place]);
            let began = Instant::now();
            let body = conn.ask(&request)?.ok()?;
            seconds.push(began.elapsed().as_secs_f64());
            if turn == 0 {
                self.check(body, limit)?;
            }
        }
        Ok(seconds)
    }
}

/// Returns the ids of open chats that the agent of three departments may see, spread over the whole
/// list.
fn around(conn: &mut Connection, chats: u64) -> Result<Vec<u64>> {
    let mut found = Vec::new();
    for turn in 0..LIMITS {
        let offset = turn * chats / 20_000;
        let body = format!(r#"{{"view":"all","at":{{"offset":{offset}}},"limit":1}}"#);
        let answer = conn.ask(&Agent::Member.post("/app/v1/list", turn, &body))?.ok()?;
        let value: Value = serde_json::from_slice(answer).while_at("an answer")?;
        found.push(value["rows"][0]["id"].as_u64().ok_or("a window without its chat")?);
    }
    Ok(found)
}

/// A thread that writes messages to random chats until this value is dropped.
struct Writer {
    is_over: Arc<AtomicBool>,
    written: Arc<AtomicU64>,
    thread: Option<std::thread::JoinHandle<Result<()>>>,
}

impl Writer {
    fn start(server: &Server, key: &str, chats: u64, seed: u64) -> Result<Self> {
        let mut conn = Connection::open(server.address)?;
        let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (over, count, key) = (Arc::clone(&is_over), Arc::clone(&written), key.to_owned());
        let thread = std::thread::spawn(move || {
            let mut dice = Random::of(seed, 0);
            while !over.load(Ordering::Relaxed) {
                let chat = dice.below(chats) + 1;
                let body = format!(r#"{{"chat":{chat},"text":"Is there any news?"}}"#);
                let answer = conn.ask(&post("/v1/messages", &key, &body))?;
                if answer.status != 201 {
                    return Err(format!("a message was answered {}", answer.status));
                }
                count.fetch_add(1, Ordering::Relaxed);
                rest(WRITES_EVERY);
            }
            Ok(())
        });
        Ok(Self { is_over, written, thread: Some(thread) })
    }

    /// Stops the thread; returns the number of written messages.
    fn end(mut self) -> Result<u64> {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().map_err(|_| "the writer panicked")??;
        }
        Ok(self.written.load(Ordering::Relaxed))
    }
}

fn measured(options: &Options, quiet: &mut Quiet, server: &Server, key: &str) -> Result<Vec<Kind>> {
    let chats = options.chats();
    let ticks = process::ticks_per_second()?;
    let mut kinds = vec![Kind::of(Asked::FirstPage(key.to_owned()), chats)];
    for agent in [Agent::Admin, Agent::Member] {
        for window in [Window::Top, Window::Waiting, Window::Deep, Window::Around] {
            kinds.push(Kind::of(Asked::List(agent, window), chats));
        }
    }
    let mut conn = Connection::open(server.address)?;
    let around = around(&mut conn, chats)?;
    for kind in &mut kinds {
        kind.ask(&mut conn, &around, LIMITS)?;
    }
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| {
            conn.renew()?;
            for kind in &mut kinds {
                let before = process::cpu(server.id(), ticks)?;
                let seconds = kind.ask(&mut conn, &around, ASKED)?;
                kind.cpu += process::cpu(server.id(), ticks)? - before;
                kind.alone.extend(seconds);
            }
            let writer = Writer::start(server, key, chats, round as u64)?;
            for kind in &mut kinds {
                let seconds = kind.ask(&mut conn, &around, ASKED)?;
                kind.written.extend(seconds);
            }
            match writer.end()? {
                0 => Err("nothing was written meanwhile".into()),
                _ => Ok(()),
            }
        })?;
    }
    kinds.iter_mut().for_each(|kind| {
        kind.alone.sort_by(f64::total_cmp);
        kind.written.sort_by(f64::total_cmp);
    });
    Ok(kinds)
}

fn report(section: &mut Section, kinds: &[Kind]) {
    let first = kinds.first().map_or(f64::NAN, |kind| median(&kind.alone));
    let rows = kinds.iter().map(|kind| {
        let (who, what) = kind.name();
        let p50 = quantile(&kind.alone, 0.5);
        let goal = match &kind.asked {
            Asked::FirstPage(_) => "",
            Asked::List(..) => reached(p50 <= GOAL),
        };
        vec![
            who.to_owned(),
            what.to_owned(),
            time(p50),
            time(quantile(&kind.alone, 0.95)),
            time(kind.cpu / float(kind.alone.len() as u64)),
            ratio_text(p50 / first),
            goal.to_owned(),
            time(quantile(&kind.written, 0.5)),
            time(quantile(&kind.written, 0.95)),
        ]
    });
    let head = [
        "who",
        "what",
        "p50",
        "p95",
        "CPU",
        "p50 / first page",
        "p50 ≤ 1 ms",
        "p50 while written",
        "p95 while written",
    ];
    section.table(&head, &rows.collect::<Vec<_>>());
}
