//! Goals 6 and 7: filtered searches among a million chats with the index, against the same server
//! without it over a copy of the data with every index that is of use to SQL; and a search of two
//! fifths of all chats by another sort key. What a search costs over the number of chats.
//!
//! Options: `--chats N`, `--rounds N`, `--look`.

use std::process::ExitCode;

use deskbell_benches::client::Connection;
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time};
use deskbell_benches::list;
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options::Options;
use deskbell_benches::plot::{Line, Plot};
use deskbell_benches::report::Section;
use deskbell_benches::search::{self, CLOSED, SEARCHES, Search};
use deskbell_benches::server::Server;
use deskbell_benches::timing::Timed;
use deskbell_benches::{Result, run, talk};
use deskbell_model::limits::INDEX_ANSWERS_MAX;

const NAME: &str = "searches";
const DEFAULT: Options = Options { chats: 1_000_000, rounds: 5, is_look: false };
/// Numbers of chats over which the plot goes, so far as there are not more than are measured.
const SIZES: [u64; 4] = [10_000, 30_000, 100_000, 300_000];
/// The searches of the plot.
const PLOTTED: [Search; 2] = [SEARCHES[0], SEARCHES[1]];
/// How long a page is asked for in a round, in seconds, and how often at the most.
const SLICE: f64 = 0.05;
const REQUESTS_MAX: u64 = 100;
const SQL_GOAL: f64 = 100.0;
const PAGES_GOAL: f64 = 1.2;
/// Seconds.
const SORTED_GOAL: f64 = 0.003;

/// The same data, served with the index and without it.
struct Pair {
    index: Connection,
    sql: Connection,
    key: String,
    told: String,
    // They go before what they serve.
    _servers: [Server; 2],
    _data: [Data; 2],
}

impl Pair {
    fn start(chats: u64, cores: &Cores) -> Result<Self> {
        let plan = Plan { chats, messages_per_chat: 1, seed: 1 };
        let data = Data::seeded(Engine::Sqlite, plan, cores)?;
        let key = data.key(cores)?;
        talk("copying it and indexing the copy");
        let copy = search::with_indexes(&data)?;
        let index = Server::start(&data, cores)?;
        let sql = Server::start_without_index(&copy, cores)?;
        Ok(Self {
            index: Connection::open(index.address)?.among(list::others(&key)),
            sql: Connection::open(sql.address)?.among(list::others(&key)),
            key,
            told: data.told.clone(),
            _servers: [index, sql],
            _data: [data, copy],
        })
    }

    /// A search's pages, their answers checked and the same on both sides.
    fn find(&mut self, search: Search) -> Result<Case> {
        talk(search.name);
        self.index.renew()?;
        let total = search.total(&mut self.index, &self.key)?;
        let mut pages = Vec::new();
        for offset in search.offsets(total)? {
            let request = search.request(&self.key, offset)?;
            self.sql.renew()?;
            let body = self.sql.ask(&request)?.ok()?.to_vec();
            search.check(&body, offset, total)?;
            self.index.renew()?;
            let timed = |conn| Timed::find(conn, &request, &body, SLICE, REQUESTS_MAX);
            pages.push((timed(&mut self.index)?, timed(&mut self.sql)?));
        }
        Ok(Case { search, total, pages })
    }

    fn rounds(&mut self, case: &mut Case, rounds: usize, quiet: &mut Quiet) -> Result<()> {
        (0..rounds).try_for_each(|_| {
            quiet.round(|| {
                case.pages.iter_mut().try_for_each(|(index, sql)| {
                    index.round(&mut self.index)?;
                    sql.round(&mut self.sql)
                })
            })
        })
    }
}

/// A search, and its first, middle and last page with the index and by SQL.
struct Case {
    search: Search,
    total: u64,
    pages: Vec<(Timed, Timed)>,
}

impl Case {
    fn times(&self, side: fn(&(Timed, Timed)) -> &Timed) -> Vec<String> {
        self.pages.iter().map(|page| time(median(&side(page).seconds))).collect()
    }

    /// SQL's time over the index's, for the page where they are nearest.
    fn gain(&self) -> f64 {
        let ratios = self.pages.iter().map(|(index, sql)| ratio(&sql.seconds, &index.seconds));
        ratios.fold(f64::INFINITY, f64::min)
    }

    /// The last page's time over the first's, with the index.
    fn depth(&self) -> f64 {
        match self.pages.as_slice() {
            [(first, _), _, (last, _)] => ratio(&last.seconds, &first.seconds),
            _ => f64::NAN,
        }
    }

    fn row(&self) -> Vec<String> {
        let mut row = vec![self.search.name.to_owned(), count(self.total)];
        row.extend(self.times(|(index, _)| index));
        row.extend([ratio_text(self.depth()), reached(self.depth() <= PAGES_GOAL).to_owned()]);
        row.extend(self.times(|(_, sql)| sql));
        row.extend([ratio_text(self.gain()), reached(self.gain() >= SQL_GOAL).to_owned()]);
        row
    }
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let build = Build::note()?;
    let options = DEFAULT.read()?;
    let cores = Cores::part()?;
    let mut quiet = options.quiet();
    let mut lines: [Vec<(f64, f64)>; 4] = Default::default();
    for chats in SIZES.into_iter().filter(|chats| *chats < options.chats) {
        let mut pair = Pair::start(chats, &cores)?;
        for (number, search) in PLOTTED.into_iter().enumerate() {
            let mut case = pair.find(search)?;
            pair.rounds(&mut case, options.rounds, &mut quiet)?;
            note(&mut lines, number, chats, &case);
        }
    }
    let mut pair = Pair::start(options.chats, &cores)?;
    let mut cases = Vec::new();
    for search in SEARCHES {
        let mut case = pair.find(search)?;
        pair.rounds(&mut case, options.rounds, &mut quiet)?;
        cases.push(case);
    }
    let mut closed = pair.find(CLOSED)?;
    if closed.total != options.chats / 5 * 2 {
        return Err(format!("{} chats are closed, not two fifths", closed.total));
    }
    pair.rounds(&mut closed, options.rounds, &mut quiet)?;
    for (number, case) in cases.iter().take(PLOTTED.len()).enumerate() {
        note(&mut lines, number, options.chats, case);
    }
    let mut section = Section::begin(NAME, "filtered searches against SQL (goals 6 and 7)");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    section.item(format!("Data: {}", pair.told));
    section.item(format!(
        "Method: one connection, over HTTP, pages of 100 with the total; {} rounds of the first, \
         middle and last page in turns, each for {SLICE} s and at least once. SQL is the same \
         server with DESKBELL_INDEX__ENABLED=false over a copy of the data with further indexes, \
         beginning with each attribute and covering the others, and ANALYZE. Before each timed \
         request {} others are asked for, so that no answer is timed that an index keeps. \
         Checked: the order and the total of each page, and that both sides answer the same bytes",
        options.rounds,
        INDEX_ANSWERS_MAX + 1
    ));
    report(&mut section, &cases, &closed);
    section.paragraph(plot(lines).write("search_size", options.is_look)?);
    if options.is_look {
        section.show();
        return Ok(());
    }
    section.write()
}

/// The first page's times as points of the plot: with the index, and by SQL.
fn note(lines: &mut [Vec<(f64, f64)>; 4], number: usize, chats: u64, case: &Case) {
    if let Some((index, sql)) = case.pages.first() {
        let point = |side: &Timed| (float(chats), median(&side.seconds));
        lines[2 * number].push(point(index));
        lines[2 * number + 1].push(point(sql));
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
    let [_, (middle, sql), _] = closed.pages.as_slice() else { return };
    let seconds = median(&middle.seconds);
    section.table(
        &["search, middle page", "hits", "time", &format!("≤ {}", time(SORTED_GOAL)), "SQL"],
        &[vec![
            closed.search.name.into(),
            count(closed.total),
            time(seconds),
            reached(seconds <= SORTED_GOAL).into(),
            time(median(&sql.seconds)),
        ]],
    );
}
