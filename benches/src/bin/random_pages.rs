//! Goal 2: pages of 100 chats at uniformly random offsets among a million, against nginx that
//! serves as many bytes from a file, and against nginx that serves each of the pages from a file
//! of its own. And what a page costs over its depth, with the index and without it.
//!
//! Every page of the list is read once before: what a page is put together from is in memory then.
//! Options: `--chats N`, `--rounds N`, `--look`.

use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::list::{self, Ids, PAGE, Wanted};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::nginx::{self, Nginx};
use deskbell_benches::options::Options;
use deskbell_benches::plot::Plot;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::Side;
use deskbell_benches::timing::{Exchange, Load, Timed};
use deskbell_benches::{Result, process, random, run, talk};
use deskbell_model::limits::INDEX_ANSWERS_MAX;

const NAME: &str = "random_pages";
const DEFAULT: Options = Options { chats: 1_000_000, rounds: 7, is_look: false };
/// Pages at random offsets.
const PAGES: usize = 3_000;
/// How long each side is asked in a round, in seconds.
const SLICE: f64 = 2.0;
/// Connections with a request under way.
const CONNECTIONS: usize = 8;
const GOAL: f64 = 0.33;
const STRETCH: f64 = 0.4;
/// How long each depth is asked for in a round, in seconds, and how often at the most.
const DEPTH_SLICE: f64 = 0.05;
const DEPTH_REQUESTS_MAX: u64 = 100;

/// A page's request and its expected body.
struct Page {
    request: Vec<u8>,
    body: Vec<u8>,
}

/// The list of all chats as the API gives it by default.
struct List<'a> {
    conn: Connection,
    key: &'a str,
    chats: u64,
    /// All ids, in order.
    ids: Ids,
}

impl<'a> List<'a> {
    /// Reads all of it once, page by page.
    fn walk(conn: Connection, key: &'a str, chats: u64) -> Result<Self> {
        let mut list = Self { conn, key, chats, ids: Ids::new() };
        for offset in (0..chats).step_by(usize::try_from(PAGE).unwrap_or(1)) {
            let (_, ids) = list.ask(offset)?;
            list.ids.extend(ids);
        }
        let mut distinct = list.ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() != list.ids.len() {
            return Err("a chat is on two pages".into());
        }
        Ok(list)
    }

    fn ask(&mut self, offset: u64) -> Result<(Page, Ids)> {
        let request = get(&format!("/v1/chats?offset={offset}"), Some(self.key));
        let body = self.conn.ask(&request)?.ok()?.to_vec();
        let wanted = Wanted { key: "createdAt", is_ascending: false, offset };
        let ids = list::check(wanted, &body, self.chats)?;
        Ok((Page { request, body }, ids))
    }

    /// A page whose chats have to be those of the walk.
    fn page(&mut self, offset: u64) -> Result<Page> {
        let (page, ids) = self.ask(offset)?;
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        if self.ids.get(from..from + ids.len()) != Some(&ids) {
            return Err(format!("the page at {offset} holds other chats than when all were read"));
        }
        Ok(page)
    }
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let build = Build::note()?;
    let options = DEFAULT.read()?;
    if options.chats < 2 * PAGE || !options.chats.is_multiple_of(PAGE) {
        return Err(format!("--chats {}: whole pages, and two at least", options.chats));
    }
    let nginx_version = nginx::version()?;
    let cores = Cores::part()?;
    let data = Data::seeded(Engine::Sqlite, Plan::of_chats(options.chats), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    talk("reading all pages once");
    let mut list = List::walk(Connection::open(server.address)?, &key, options.chats)?;
    let mut quiet = options.quiet();
    let mut body = Section::default();
    against_nginx(&mut list, &server, &cores, options, &mut quiet, &mut body)?;
    // A database is served by one process.
    let copy = data.copied(|_| Ok(()))?;
    let plain = Server::start_without_index(&copy, &cores)?;
    depths(&mut list, [&server, &plain], options, &mut quiet, &mut body)?;
    let heading = "pages at random offsets against nginx, and over their depth (goal 2)";
    let mut section = Section::begin(NAME, heading);
    let nginx = format!("nginx {nginx_version}");
    section.circumstances(&build, &[nginx], &cores.told(), &quiet)?;
    section.item(format!("Data: {}", data.told));
    section.append(body);
    if options.is_look {
        section.show();
        return Ok(());
    }
    section.write()
}

fn against_nginx(
    list: &mut List<'_>,
    server: &Server,
    cores: &Cores,
    options: Options,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let offsets = random::below(options.chats - PAGE + 1, PAGES);
    let pages = offsets.into_iter().map(|it| list.page(it)).collect::<Result<Vec<_>>>()?;
    let memory = process::memory_kib(server.id(), "VmRSS")?;
    // One that is neither long nor short stands for all where there is one file.
    let mut by_length: Vec<_> = pages.iter().collect();
    by_length.sort_by_key(|page| page.body.len());
    let middle = by_length[PAGES / 2];
    let bytes = middle.body.len() as u64;
    let bodies: Vec<_> = pages.iter().map(|page| page.body.as_slice()).collect();
    let nginx = Nginx::start_with(&middle.body, &bodies, cores)?;
    let files: Vec<_> = (0..PAGES).map(|it| get(&format!("/v1/pages/{it}"), None)).collect();
    let theirs = pages.iter().zip(&files).map(|(page, file)| Exchange::found(file, &page.body));
    let exchanges: [Vec<_>; 3] = [
        pages.iter().map(|page| Exchange::found(&page.request, &page.body)).collect(),
        vec![Exchange::found(&middle.request, &middle.body)],
        theirs.collect(),
    ];
    check(server, nginx.address, &exchanges)?;
    let load = |address| Load { address, connections: CONNECTIONS, seconds: SLICE };
    let mut sides = [
        Side::new(load(server.address), server.id()),
        Side::new(load(nginx.address), nginx.worker),
        Side::new(load(nginx.address), nginx.worker),
    ];
    let ticks = process::ticks_per_second()?;
    for round in 1..=options.rounds {
        talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| {
            let mut sides = sides.iter_mut().zip(&exchanges);
            sides.try_for_each(|(side, exchanges)| side.round(exchanges, ticks))
        })?;
    }
    section.item(format!(
        "Method: all pages were read once before, in order; then {} rounds of {SLICE} s each side \
         in turns, {CONNECTIONS} connections with a request under way on each, for {} pages at \
         uniformly random offsets. nginx serves the one of middle length ({} bytes) from one \
         file, and each of them from a file of its own: {}. Checked: that every chat is on one \
         page, and the ids of each random page against those of the pages read before",
        options.rounds,
        count(PAGES as u64),
        count(bytes),
        nginx::SETTINGS
    ));
    section.item(format!("Memory of the server (VmRSS): {} MiB", count(memory / 1024)));
    report(section, &sides);
    Ok(())
}

/// All of what is asked for, once: every answer compared before one is timed.
fn check(
    server: &Server,
    nginx: std::net::SocketAddr,
    exchanges: &[Vec<Exchange<'_>>; 3],
) -> Result<()> {
    for (address, exchanges) in [server.address, nginx, nginx].into_iter().zip(exchanges) {
        let mut conn = Connection::open(address)?;
        for exchange in exchanges {
            if conn.ask(exchange.request)?.ok()? != exchange.body {
                return Err("two answers to a request are not the same".into());
            }
        }
    }
    Ok(())
}

fn report(section: &mut Section, [deskbell, one, each]: &[Side; 3]) {
    let row = |name: &str, side: &Side| {
        let (per_second, cpu) = (median(&side.per_second), median(&side.cpu));
        vec![name.into(), whole(per_second), time(cpu), count(side.answered)]
    };
    section.table(
        &["server", "requests/s", "CPU per request", "answers compared"],
        &[
            row("deskbell", deskbell),
            row("nginx, one file", one),
            row("nginx, a file for each page", each),
        ],
    );
    let row = |name: &str, nginx: &Side| {
        let requests = ratio(&deskbell.per_second, &nginx.per_second);
        vec![
            name.into(),
            ratio_text(requests),
            reached(requests >= GOAL).into(),
            reached(requests >= STRETCH).into(),
            ratio_text(ratio(&deskbell.cpu, &nginx.cpu)),
        ]
    };
    let goals = [format!("≥ {GOAL}"), format!("≥ {STRETCH} (stretch)")];
    section.table(
        &["deskbell / nginx", "requests/s", &goals[0], &goals[1], "CPU per request"],
        &[row("one file", one), row("a file for each page", each)],
    );
}

/// What a page costs with the index and without it, the deeper it lies.
fn depths(
    list: &mut List<'_>,
    servers: [&Server; 2],
    options: Options,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let last = options.chats - PAGE;
    let powers = (0..9).map(|power| 10_u64.pow(power) * PAGE - PAGE);
    let mut depths: Vec<_> = powers.filter(|depth| *depth < last).collect();
    depths.extend([last / 4, last / 2, last]);
    depths.sort_unstable();
    let key = list.key;
    let open = |server: &Server| {
        Connection::open(server.address).map(|conn| conn.among(list::others(key)))
    };
    let mut conns = [open(servers[0])?, open(servers[1])?];
    let mut pages = Vec::new();
    list.conn.renew()?;
    for depth in &depths {
        let Page { request, body } = list.page(*depth)?;
        let find = |conn: &mut Connection| {
            conn.renew()?;
            Timed::find(conn, &request, &body, DEPTH_SLICE, DEPTH_REQUESTS_MAX)
        };
        let [index, plain] = &mut conns;
        pages.push((find(index)?, find(plain)?));
    }
    for _ in 0..options.rounds {
        for (index, plain) in &mut pages {
            quiet.round(|| {
                let mut sides = conns.iter_mut().zip([&mut *index, &mut *plain]);
                sides.try_for_each(|(conn, page)| page.round(conn))
            })?;
        }
    }
    section.paragraph("### Over the depth, one connection; SQL by the same server without index");
    section.paragraph(format!(
        "Before each timed request {} others are asked for, so that no answer is timed that an \
         index keeps.",
        INDEX_ANSWERS_MAX + 1
    ));
    let row = |(depth, (index, plain)): (&u64, &(Timed, Timed))| {
        let times = [index, plain].map(|it| time(median(&it.seconds)));
        let ratio = ratio_text(ratio(&plain.seconds, &index.seconds));
        [vec![count(*depth)], times.into(), vec![ratio]].concat()
    };
    let rows: Vec<_> = depths.iter().zip(&pages).map(row).collect();
    section.table(&["offset", "index", "SQL alone", "SQL / index"], &rows);
    let point = |(depth, page): (&u64, &Timed)| (float(depth + PAGE), median(&page.seconds));
    let line = |name: &str, of: fn(&(Timed, Timed)) -> &Timed| {
        (name.to_owned(), depths.iter().zip(pages.iter().map(of)).map(point).collect())
    };
    let plot = Plot {
        title: format!("A page of {PAGE} of {} chats, over HTTP", count(options.chats)),
        sizes: "chats up to the end of the page".into(),
        lines: vec![line("index", |(index, _)| index), line("SQL alone", |(_, plain)| plain)],
    };
    section.paragraph(plot.write("page_depth", options.is_look)?);
    Ok(())
}
