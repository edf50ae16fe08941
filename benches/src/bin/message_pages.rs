//! Goal 4 of `benches/README.md`: the message pages of a chat with about a million messages: the
//! last page relative to the first, and pages at random offsets, on SQLite and PostgreSQL.
//!
//! `deskbell seed` gives a chat between one message and twice the average number. With this
//! program's seed, the chat has nearly a million messages. The option `--messages N` sets another
//! average.

use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::postgres::Postgres;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::timing::one_by_one;

use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _, run, say};
use serde_json::Value;

const NAME: &str = "message_pages";
const MESSAGES: u64 = 1_000_000;
const SEED: u64 = 1_436;
const ROUNDS: usize = 31;
/// The number of requests for each kind of page in a round.
const REQUESTS: usize = 60;
/// The number of pages at random offsets. Each round requests the next [`REQUESTS`] pages.
const RANDOM: usize = 600;
/// The API's default number of messages per page.
const PAGE: u64 = 100;
const GOAL: f64 = 1.15;

/// A page's request and its expected body.
struct Page {
    request: Vec<u8>,
    body: Vec<u8>,
}

/// A chat with many messages, listed newest first.
struct Chat<'a> {
    conn: &'a mut Connection,
    key: &'a str,
    id: i64,
    total: u64,
}

impl<'a> Chat<'a> {
    /// Finds the only chat of the database.
    fn find(conn: &'a mut Connection, key: &'a str) -> Result<Self> {
        let json = |body: &[u8]| serde_json::from_slice::<Value>(body).while_at("no JSON");
        let chats = json(conn.ask(&get("/v1/chats", Some(key)))?.ok()?)?;
        let id = chats["data"][0]["id"].as_i64().ok_or("there is no chat")?;
        let path = format!("/v1/chats/{id}/messages?limit=1");
        let messages = json(conn.ask(&get(&path, Some(key)))?.ok()?)?;
        let total = messages["total"].as_u64().ok_or("a page without a total")?;
        Ok(Self { conn, key, id, total })
    }

    /// Reads the page at an offset; checks the total and the message ids. The oldest message has id
    /// 1.
    fn page(&mut self, offset: u64) -> Result<Page> {
        let path = format!("/v1/chats/{}/messages?offset={offset}", self.id);
        let request = get(&path, Some(self.key));
        let body = self.conn.ask(&request)?.ok()?.to_vec();
        let value: Value = serde_json::from_slice(&body).while_at("no JSON")?;
        let messages = value["messages"].as_array().ok_or("a page without messages")?;
        let ids = messages.iter().map(|message| message["id"].as_u64());
        let newest = self.total - offset;
        let expected = (newest.saturating_sub(PAGE) + 1..=newest).rev().map(Some);
        if !ids.eq(expected) || value["data"] != value["messages"] {
            return Err(format!("{path} holds other messages than it should"));
        }
        if value["total"].as_u64() != Some(self.total) {
            return Err(format!("{path} tells another total"));
        }
        Ok(Page { request, body })
    }

    /// Requests the pages one by one; returns the seconds per request.
    fn time<'p>(&mut self, pages: impl Iterator<Item = &'p Page>) -> Result<f64> {
        let (mut seconds, mut times) = (0.0, 0);
        for page in pages {
            seconds += one_by_one(self.conn, &page.request, &page.body, 1)?;
            times += 1;
        }
        Ok(seconds / float(times))
    }
}

/// A kind of page in the comparison: its name, pages and goal, and the seconds per request in each
/// round.
struct Side {
    name: &'static str,
    pages: Vec<Page>,
    goal: Option<f64>,
    seconds: Vec<f64>,
}

impl Side {
    fn new(name: &'static str, pages: Vec<Page>, goal: Option<f64>) -> Self {
        Self { name, pages, goal, seconds: Vec::new() }
    }

    fn round(&mut self, chat: &mut Chat<'_>, round: usize) -> Result<()> {
        let pages = self.pages.iter().cycle().skip(round * REQUESTS % self.pages.len());
        self.seconds.push(chat.time(pages.take(REQUESTS))?);
        Ok(())
    }
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let build = Build::note()?;
    let messages = match std::env::args().nth(1).as_deref() {
        None => MESSAGES,
        Some("--messages") => {
            std::env::args().nth(2).unwrap_or_default().parse().while_at("--messages")?
        }
        Some(_) => return Err("usage: message_pages [--messages N]".into()),
    };
    let plan = Plan { chats: 1, messages_per_chat: messages, seed: SEED };
    let cores = Cores::part()?;
    let postgres = Postgres::find()?;
    let mut quiet = Quiet::default();
    let mut body = Section::default();
    engine(Engine::Sqlite, plan, &cores, &mut quiet, &mut body)?;
    match &postgres {
        Some(server) => engine(Engine::Postgres(server), plan, &cores, &mut quiet, &mut body)?,
        None => body.paragraph("PostgreSQL: **left out**, DESKBELL_TEST_POSTGRES is not set."),
    }
    let heading = "pages of the messages of one long chat (goal 4)";
    let mut section = Section::begin(NAME, heading);
    let versions = postgres.map(|it| format!("PostgreSQL {}", it.version));
    section.circumstances(&build, versions.as_slice(), &cores.told(), &quiet)?;
    section.item(format!(
        "Method: one connection, pages of {PAGE}; {ROUNDS} rounds of {REQUESTS} requests for the \
         first page, as many for the last, and as many for the next ones of {RANDOM} pages at \
         random offsets. Checked: the ids on each page against its offset, the total, both arrays"
    ));
    section.append(body);
    section.write()
}

fn engine(
    engine: Engine<'_>,
    plan: Plan,
    cores: &Cores,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let data = Data::seeded(engine, plan, cores)?;
    let key = data.key(cores)?;
    let server = Server::start(&data, cores)?;
    let joined = data.join(cores)?;
    let mut conn = Connection::open(server.address)?;
    let mut chat = Chat::find(&mut conn, &key)?;
    say::talk(format!("{} messages on {}", count(chat.total), engine.name()));
    let last = chat.total.saturating_sub(PAGE);
    let random = Random::of(1, 0)
        .some_below(chat.total.saturating_sub(PAGE), RANDOM)
        .into_iter()
        .map(|offset| chat.page(offset));
    let random = random.collect::<Result<Vec<_>>>()?;
    let mut sides = [
        Side::new("first", vec![chat.page(0)?], None),
        Side::new("last", vec![chat.page(last)?], Some(GOAL)),
        Side::new("random", random, None),
    ];
    for round in 0..ROUNDS {
        quiet.round(|| {
            chat.conn.renew()?;
            // Each round begins with another side.
            (0..sides.len()).try_for_each(|turn| {
                let side = (round + turn) % sides.len();
                sides[side].round(&mut chat, round)
            })
        })?;
    }
    section.paragraph(format!("### {}, {} messages", engine.name(), count(chat.total)));
    data.tell(section);
    if let Some(joined) = joined {
        section.item(joined);
    }
    report(section, &sides);
    Ok(())
}

fn report(section: &mut Section, sides: &[Side; 3]) {
    let [first, ..] = sides;
    let row = |side: &Side| {
        let ratio = ratio(&side.seconds, &first.seconds);
        let verdict = side.goal.map_or("", |goal| reached(ratio <= goal));
        let time = time(median(&side.seconds));
        vec![side.name.to_owned(), time, ratio_text(ratio), verdict.to_owned()]
    };
    let rows: Vec<_> = sides.iter().map(row).collect();
    section.table(&["page", "time", "against the first", &format!("≤ {GOAL}")], &rows);
}
