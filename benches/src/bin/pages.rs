//! Goals 3 and 5 of `benches/README.md`: the first, middle and last page of the chat list by each
//! sort key in both orders, and the total. Measures a small and a large number of chats.
//!
//! Options: `--chats N` (may be repeated, replaces the default numbers of chats), `--rounds N`,
//! `--postgres`, `--look`.

use std::process::ExitCode;
use std::time::Instant;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time};
use deskbell_benches::list::{self, Ids, KEYS, PAGE, Wanted};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::timing::{fitting, one_by_one};
use deskbell_lab::{Result, run, say};
use deskbell_model::limits::INDEX_ANSWERS_MAX;

const PROGRAM: Program =
    Program { name: "pages", chats: &[24_000, 1_000_000], rounds: 11, knows_postgres: true };
/// The time for which each page is measured in a round, in seconds.
const SLICE: f64 = 0.05;
const REQUESTS_MAX: u64 = 100;
/// The number of requests for a total in a round.
const TOTALS: u64 = 500;
const PAGES_GOAL: f64 = 1.3;
const TOTAL_GOAL: f64 = 1.1;

const POSITIONS: [&str; 3] = ["first", "middle", "last"];

/// A measured page of the chat list, with its expected answer and its times.
struct Page {
    request: Vec<u8>,
    /// The body of the first answer, which every later answer must equal; or the reason why the
    /// server refused the page.
    body: Result<Vec<u8>>,
    ids: Ids,
    /// The number of requests for the page in a round.
    times: u64,
    /// Seconds per request, by round.
    seconds: Vec<f64>,
}

impl Page {
    /// Requests the page twice. The duration of the second request determines the number of
    /// requests per round.
    fn find(conn: &mut Connection, wanted: Wanted, key: &str, total: u64) -> Result<Self> {
        let request = get(&wanted.path(), Some(key));
        let began = Instant::now();
        let answer = conn.ask(&request)?;
        let body = match answer.status {
            200 => Ok(answer.body.to_vec()),
            status => Err(refused(status, began.elapsed().as_secs_f64())),
        };
        let ids = match &body {
            Ok(body) => list::check(wanted, body, total)?,
            Err(_) => Ids::new(),
        };
        let began = Instant::now();
        conn.ask(&request)?;
        let times = fitting(SLICE, began.elapsed().as_secs_f64(), REQUESTS_MAX);
        Ok(Self { request, body, ids, times, seconds: Vec::new() })
    }

    /// Measures the page, unless the server has refused it.
    fn round(&mut self, conn: &mut Connection) -> Result<()> {
        let Ok(body) = &self.body else { return Ok(()) };
        let mut seconds = 0.0;
        for _ in 0..self.times {
            conn.ask_others()?;
            let began = Instant::now();
            let answer = conn.ask(&self.request)?;
            if answer.status != 200 {
                self.body = Err(refused(answer.status, began.elapsed().as_secs_f64()));
                return Ok(());
            }
            if answer.body != body {
                return Err("an answer is another than the first one to the same request".into());
            }
            seconds += began.elapsed().as_secs_f64();
        }
        self.seconds.push(seconds / float(self.times));
        Ok(())
    }

    fn told(&self) -> String {
        match &self.body {
            Ok(_) => time(median(&self.seconds)),
            Err(refusal) => format!("**{refusal}**"),
        }
    }
}

fn refused(status: u16, after: f64) -> String {
    format!("{status} after {}", time(after))
}

/// The chat list, sorted by one key in one order, with its three measured pages.
struct List {
    wanted: Wanted,
    pages: Vec<Page>,
}

impl List {
    fn find(conn: &mut Connection, mut wanted: Wanted, key: &str, total: u64) -> Result<Self> {
        // With these offsets, the middle pages of both orders have the same chats.
        let middle = if wanted.is_ascending { total / 2 } else { total / 2 - PAGE };
        let mut pages = Vec::new();
        for offset in [0, middle, total - PAGE] {
            wanted.offset = offset;
            pages.push(Page::find(conn, wanted, key, total)?);
        }
        Ok(Self { wanted, pages })
    }

    /// Measures each page of the list; the page that is measured first changes with each round.
    fn round(&mut self, conn: &mut Connection, round: usize) -> Result<()> {
        (0..self.pages.len()).try_for_each(|turn| {
            let page = (round + turn) % self.pages.len();
            self.pages[page].round(conn)
        })
    }

    /// Checks that the descending list is the reverse of the ascending list.
    fn mirrors(&self, other: &Self) -> Result<()> {
        for (page, mirrored) in self.pages.iter().zip(other.pages.iter().rev()) {
            let reversed: Ids = mirrored.ids.iter().rev().copied().collect();
            if page.body.is_ok() && mirrored.body.is_ok() && page.ids != reversed {
                return Err(format!("{}: desc is not asc reversed", self.wanted.key));
            }
        }
        Ok(())
    }

    fn ratio(&self) -> Option<f64> {
        match self.pages.as_slice() {
            [first, _, last] if first.body.is_ok() && last.body.is_ok() => {
                Some(ratio(&last.seconds, &first.seconds))
            }
            _ => None,
        }
    }

    /// The seconds for the first page; `None` unless this list is the API's default list.
    fn default_first(&self) -> Option<f64> {
        let page = self.pages.first()?;
        let is_default = self.wanted.key == "createdAt" && !self.wanted.is_ascending;
        (is_default && page.body.is_ok()).then(|| median(&page.seconds))
    }

    fn row(&self) -> Vec<String> {
        let mut row = vec![self.wanted.key.to_owned(), self.wanted.order().to_owned()];
        row.extend(self.pages.iter().map(Page::told));
        let ratio = self.ratio();
        row.push(ratio.map_or_else(|| "-".into(), ratio_text));
        row.push(reached(ratio.is_some_and(|ratio| ratio <= PAGES_GOAL)).into());
        row
    }
}

/// A data set and its running server.
struct Served {
    chats: u64,
    // Declared before `data`, so that the server stops before its data is dropped.
    server: Server,
    data: Data,
    key: String,
    /// The seconds for the first page of the default list; `None` if the server refuses the page.
    first: Option<f64>,
}

impl Served {
    fn start(engine: Engine<'_>, chats: u64, cores: &Cores) -> Result<Self> {
        let data = Data::seeded(engine, Plan::of_chats(chats), cores)?;
        let key = data.key(cores)?;
        let server = Server::start(&data, cores)?;
        Ok(Self { chats, server, data, key, first: None })
    }

    fn lists(&self, rounds: usize, quiet: &mut Quiet) -> Result<Vec<List>> {
        let mut conn = Connection::open(self.server.address)?.among(list::others(&self.key));
        let mut lists = Vec::new();
        for key in KEYS {
            for is_ascending in [true, false] {
                say::talk(format!("{} chats by {key}", count(self.chats)));
                let wanted = Wanted { key, is_ascending, offset: 0 };
                let mut list = List::find(&mut conn, wanted, &self.key, self.chats)?;
                for round in 0..rounds {
                    quiet.round(|| {
                        conn.renew()?;
                        list.round(&mut conn, round)
                    })?;
                }
                lists.push(list);
            }
        }
        for pair in lists.chunks_exact(2) {
            pair[0].mirrors(&pair[1])?;
        }
        Ok(lists)
    }
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    if let Some(odd) = options.sizes.iter().find(|chats| !chats.is_multiple_of(2 * PAGE)) {
        return Err(format!("--chats {odd}: pages mirror only at multiples of 200"));
    }
    let cores = Cores::part()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let mut quiet = options.quiet();
    let mut body = Section::default();
    sizes(engine, &options, &cores, &mut quiet, &mut body)?;
    let mut section = options.begin("pages of chats, and their total (goals 3 and 5)");
    section.circumstances(&build, engine.version().as_slice(), &cores.told(), &quiet)?;
    section.item(format!(
        "Method: one connection, pages of {PAGE}; {} rounds of first, middle and last page in \
         turns, each for {SLICE} s and at least once. Checked: the order within each page, and \
         that descending pages are the ascending ones reversed. Before each timed request {} \
         others are asked for, so that no answer is timed that an index keeps",
        options.rounds,
        INDEX_ANSWERS_MAX + 1
    ));
    section.append(body);
    options.end(section)
}

fn sizes(
    engine: Engine<'_>,
    options: &Options,
    cores: &Cores,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let mut all = Vec::new();
    for chats in &options.sizes {
        let mut served = Served::start(engine, *chats, cores)?;
        let joined = served.data.join(cores)?;
        let lists = served.lists(options.rounds, quiet)?;
        section.paragraph(format!("### {}, {} chats", engine.name(), count(*chats)));
        served.data.tell(section);
        section.items(joined);
        let mut head = vec!["sort key", "order"];
        head.extend(POSITIONS);
        let goal = format!("≤ {PAGES_GOAL}");
        head.extend(["last / first", &goal]);
        section.table(&head, &lists.iter().map(List::row).collect::<Vec<_>>());
        served.first = lists.iter().find_map(List::default_first);
        all.push(served);
    }
    if let [small, .., large] = all.as_slice() {
        totals(small, large, options.rounds, quiet, section)?;
        growth(small, large, section);
    }
    Ok(())
}

fn totals(
    small: &Served,
    large: &Served,
    rounds: usize,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let mut sides = Vec::new();
    for served in [small, large] {
        let body = format!("{{\"total\":{}}}", served.chats).into_bytes();
        let conn = Connection::open(served.server.address)?;
        sides.push((conn, get("/v1/chats/total", Some(&served.key)), body, Vec::new()));
    }
    for _ in 0..rounds {
        quiet.round(|| {
            sides.iter_mut().try_for_each(|(conn, request, body, seconds)| {
                conn.renew()?;
                seconds.push(one_by_one(conn, request, body, TOTALS)?);
                Ok(())
            })
        })?;
    }
    let [(.., small_seconds), (.., large_seconds)] = sides.as_slice() else { return Ok(()) };
    let total = ratio(large_seconds, small_seconds);
    let head = ["total of", "time", "ratio", &format!("≤ {TOTAL_GOAL}")];
    let (one, other) = (median(small_seconds), median(large_seconds));
    section.table(
        &head,
        &[
            vec![format!("{} chats", count(small.chats)), time(one), "1".into(), String::new()],
            vec![
                format!("{} chats", count(large.chats)),
                time(other),
                ratio_text(total),
                reached(total <= TOTAL_GOAL).into(),
            ],
        ],
    );
    Ok(())
}

/// Reports how much longer the first page takes with more chats.
fn growth(small: &Served, large: &Served, section: &mut Section) {
    let (few, many) = (count(small.chats), count(large.chats));
    let text = match (small.first, large.first) {
        (Some(one), Some(other)) => format!(
            "The first page of the default list takes {} times as long with {many} chats as with \
             {few} (not in turns).",
            ratio_text(other / one)
        ),
        _ => format!("The first page of the default list is refused with {few} or {many} chats."),
    };
    section.paragraph(text);
}
