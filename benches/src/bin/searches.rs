//! Goals 6 and 7 of `benches/README.md`: filtered searches among a million chats with the index,
//! compared with a server without the index. That server has a copy of the data with every useful
//! SQL index. Also measures a search for two fifths of all chats, sorted by the last message. Plots
//! the cost of a search by the number of chats.
//!
//! Above a million chats the side without the index is left out, because creating the SQL indexes
//! and searching with SQL take too long. Options: `--chats N`, `--rounds N`, `--postgres`,
//! `--look`.

use std::process::ExitCode;

use deskbell_benches::client::Connection;
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time};
use deskbell_benches::list;
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::plot::{Line, Plot};
use deskbell_benches::report::Section;
use deskbell_benches::search::{self, CLOSED, SEARCHES, Search};
use deskbell_benches::server::Server;
use deskbell_benches::timing::Timed;
use deskbell_lab::{Result, run, say};
use deskbell_model::limits::INDEX_ANSWERS_MAX;

const PROGRAM: Program =
    Program { name: "searches", chats: &[1_000_000], rounds: 5, knows_postgres: true };
/// Numbers of chats in the plot. Numbers above `--chats` are left out, and the number of `--chats`
/// is measured last.
const SIZES: [u64; 5] = [10_000, 30_000, 100_000, 300_000, 1_000_000];
/// The largest number of chats that is also measured without the index.
const SQL_CHATS_MAX: u64 = 1_000_000;
const PLOTTED: [Search; 2] = [SEARCHES[0], SEARCHES[1]];
/// The time for which a page is measured in a round, in seconds.
const SLICE: f64 = 0.05;
const REQUESTS_MAX: u64 = 100;
const SQL_GOAL: f64 = 100.0;
const PAGES_GOAL: f64 = 1.2;
/// The goal for the middle page of the search [`CLOSED`], in seconds.
const SORTED_GOAL: f64 = 0.003;

/// A server, a connection to it, and its data.
struct Side {
    conn: Connection,
    // Declared before `data`, so that the server stops before its data is dropped.
    _server: Server,
    data: Data,
}

impl Side {
    fn new(server: Server, data: Data, key: &str) -> Result<Self> {
        let conn = Connection::open(server.address)?.among(list::others(key));
        Ok(Self { conn, _server: server, data })
    }

    /// Sends a request; returns the body of the answer, or `None` if the server ends a slow request
    /// with 503.
    fn ask(&mut self, request: &[u8]) -> Result<Option<Vec<u8>>> {
        self.conn.renew()?;
        let answer = self.conn.ask(request)?;
        if answer.status == 503 { Ok(None) } else { Ok(Some(answer.ok()?.to_vec())) }
    }
}

/// A data set that is served with the index and, up to [`SQL_CHATS_MAX`] chats, also without the
/// index.
struct Pair {
    index: Side,
    sql: Option<Side>,
    key: String,
}

impl Pair {
    fn start(engine: Engine<'_>, chats: u64, cores: &Cores) -> Result<Self> {
        let plan = Plan { chats, messages_per_chat: 1, seed: 1 };
        let data = Data::seeded(engine, plan, cores)?;
        let key = data.key(cores)?;
        let mut sql = None;
        if chats <= SQL_CHATS_MAX {
            say::talk("copying it and indexing the copy");
            let copy = search::with_indexes(&data)?;
            sql = Some(Side::new(Server::start_without_index(&copy, cores)?, copy, &key)?);
        }
        let index = Side::new(Server::start(&data, cores)?, data, &key)?;
        Ok(Self { index, sql, key })
    }

    /// Finds the pages of a search; checks that the servers with and without the index return the
    /// same valid answers.
    fn find(&mut self, search: Search) -> Result<Case> {
        say::talk(search.name);
        let Self { index, sql, key } = self;
        index.conn.renew()?;
        let total = search.total(&mut index.conn, key)?;
        let mut pages = Vec::new();
        for offset in search.offsets(total)? {
            let request = search.request(key, offset)?;
            let by_sql = sql.as_mut().map(|sql| sql.ask(&request)).transpose()?.flatten();
            let other = sql.as_mut().filter(|_| by_sql.is_some());
            let body = match by_sql {
                Some(body) => body,
                None => index.ask(&request)?.ok_or("the index takes too long")?,
            };
            search.check(&body, offset, total)?;
            let timed = |side: &mut Side| {
                side.conn.renew()?;
                Timed::find(&mut side.conn, &request, &body, SLICE, REQUESTS_MAX)
            };
            pages.push((timed(index)?, other.map(timed).transpose()?));
        }
        Ok(Case { search, total, pages })
    }

    /// Moves the PostgreSQL processes of both servers to the server's core.
    fn join(&self, cores: &Cores) -> Result<Option<&'static str>> {
        self.sql.as_ref().map(|sql| sql.data.join(cores)).transpose()?;
        self.index.data.join(cores)
    }

    fn rounds(&mut self, case: &mut Case, rounds: usize, quiet: &mut Quiet) -> Result<()> {
        (0..rounds).try_for_each(|_| {
            quiet.round(|| {
                case.pages.iter_mut().try_for_each(|(index, sql)| {
                    index.round(&mut self.index.conn)?;
                    let sides = sql.as_mut().zip(self.sql.as_mut());
                    sides.map_or(Ok(()), |(page, side)| page.round(&mut side.conn))
                })
            })
        })
    }
}

/// The times of a page with the index and, if measured, without the index.
type Page = (Timed, Option<Timed>);

/// A search, with its first, middle and last page.
struct Case {
    search: Search,
    total: u64,
    pages: Vec<Page>,
}

impl Case {
    fn times(&self, side: fn(&Page) -> Option<&Timed>) -> Vec<String> {
        let told = |page| side(page).map_or_else(|| "-".into(), |it| time(median(&it.seconds)));
        self.pages.iter().map(told).collect()
    }

    /// The smallest ratio, over all pages, of the time without the index to the time with the
    /// index.
    fn gain(&self) -> Option<f64> {
        let ratio = |(index, sql): &Page| Some(ratio(&sql.as_ref()?.seconds, &index.seconds));
        self.pages.iter().filter_map(ratio).reduce(f64::min)
    }

    /// The time of the last page relative to the time of the first page, with the index.
    fn depth(&self) -> f64 {
        match self.pages.as_slice() {
            [(first, _), _, (last, _)] => ratio(&last.seconds, &first.seconds),
            _ => f64::NAN,
        }
    }

    fn row(&self) -> Vec<String> {
        let mut row = vec![self.search.name.to_owned(), count(self.total)];
        row.extend(self.times(|(index, _)| Some(index)));
        row.extend([ratio_text(self.depth()), reached(self.depth() <= PAGES_GOAL).to_owned()]);
        row.extend(self.times(|(_, sql)| sql.as_ref()));
        let gain = self.gain();
        row.push(gain.map_or_else(|| "-".into(), ratio_text));
        row.push(gain.map_or("", |gain| reached(gain >= SQL_GOAL)).to_owned());
        row
    }
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let (chats, rounds) = (options.chats(), options.rounds);
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let cores = Cores::part()?;
    let mut quiet = options.quiet();
    let mut lines: [Vec<(f64, f64)>; 4] = Default::default();
    for size in SIZES.into_iter().filter(|size| *size < chats) {
        let mut pair = Pair::start(engine, size, &cores)?;
        for (number, search) in PLOTTED.into_iter().enumerate() {
            let mut case = pair.find(search)?;
            pair.join(&cores)?;
            pair.rounds(&mut case, rounds, &mut quiet)?;
            note(&mut lines, number, size, &case);
        }
    }
    let mut pair = Pair::start(engine, chats, &cores)?;
    let mut joined = None;
    let mut cases = Vec::new();
    for search in SEARCHES.into_iter().chain([CLOSED]) {
        let mut case = pair.find(search)?;
        joined = pair.join(&cores)?;
        pair.rounds(&mut case, rounds, &mut quiet)?;
        cases.push(case);
    }
    for (number, case) in cases.iter().take(PLOTTED.len()).enumerate() {
        note(&mut lines, number, chats, case);
    }
    let closed = cases.pop().ok_or("no search")?;
    if closed.total != chats / 5 * 2 {
        return Err(format!("{} chats are closed, not two fifths", closed.total));
    }
    let mut section = options.begin("filtered searches against SQL (goals 6 and 7)");
    section.circumstances(&build, engine.version().as_slice(), &cores.told(), &quiet)?;
    pair.index.data.tell(&mut section);
    section.items(joined);
    section.item(method(&options, engine));
    report(&mut section, &cases, &closed);
    let is_look = options.is_look;
    section.paragraph(plot(lines).write(&options.named("search_size"), is_look)?);
    options.end(section)
}

fn method(options: &Options, engine: Engine<'_>) -> String {
    let begun = format!(
        "Method: one connection, over HTTP, pages of 100 with the total; {} rounds of the first, \
         middle and last page in turns, each for {SLICE} s and at least once. Before each timed \
         request {} others are asked for, so that no answer is timed that an index keeps",
        options.rounds,
        INDEX_ANSWERS_MAX + 1
    );
    if options.chats() > SQL_CHATS_MAX {
        return format!(
            "{begun}. SQL is left out above {} chats. Checked: the order and the total of each \
             page; that SQL answers the same bytes only where it is asked, for the plot",
            count(SQL_CHATS_MAX)
        );
    }
    let (texts, analyzed) = match engine {
        Engine::Sqlite => ("", "ANALYZE"),
        Engine::Postgres(_) => (" and of trigrams for what texts contain", "VACUUM ANALYZE"),
    };
    format!(
        "{begun}. SQL is the same server with DESKBELL_INDEX__ENABLED=false over a copy of the \
         data with further indexes, beginning with each attribute and covering the others{texts}, \
         and {analyzed}; - where the server gives up because that takes too long. Checked: the \
         order and the total of each page, and that both sides answer the same bytes"
    )
}

/// Adds the first page's times with and without the index to the plot's lines.
fn note(lines: &mut [Vec<(f64, f64)>; 4], number: usize, chats: u64, case: &Case) {
    if let Some((index, sql)) = case.pages.first() {
        let point = |side: &Timed| (float(chats), median(&side.seconds));
        lines[2 * number].push(point(index));
        lines[2 * number + 1].extend(sql.as_ref().map(point));
    }
}

fn plot(lines: [Vec<(f64, f64)>; 4]) -> Plot {
    let [one, one_sql, other, other_sql] = lines;
    let [search, other_search] = PLOTTED.map(|search| search.name);
    let line = |name: &str, side: &str, points| -> Line { (format!("{name}, {side}"), points) };
    Plot {
        title: "The first page of a search and its total, over HTTP".into(),
        sizes: "chats".into(),
        lines: vec![
            line(search, "index", one),
            line(search, "SQL", one_sql),
            line(other_search, "index", other),
            line(other_search, "SQL", other_sql),
        ],
    }
}

fn report(section: &mut Section, cases: &[Case], closed: &Case) {
    let (pages, gain) = (format!("≤ {PAGES_GOAL}"), format!("≥ {SQL_GOAL}"));
    let head = [
        "search",
        "hits",
        "first",
        "middle",
        "last",
        "last / first",
        &pages,
        "SQL: first",
        "middle",
        "last",
        "SQL / index, least",
        &gain,
    ];
    section.table(&head, &cases.iter().map(Case::row).collect::<Vec<_>>());
    let [_, (middle, _), _] = closed.pages.as_slice() else { return };
    let sql = closed.times(|(_, sql)| sql.as_ref()).swap_remove(1);
    let seconds = median(&middle.seconds);
    section.table(
        &["search, middle page", "hits", "time", &format!("≤ {}", time(SORTED_GOAL)), "SQL"],
        &[vec![
            closed.search.name.into(),
            count(closed.total),
            time(seconds),
            reached(seconds <= SORTED_GOAL).into(),
            sql,
        ]],
    );
}
