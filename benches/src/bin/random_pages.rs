//! Goal 2 of `benches/README.md`: pages of 100 chats at random offsets among a million chats. The
//! server is compared with nginx, which serves one file of the median page's size, and then a
//! separate file for each page. Also measures the cost of a page by offset, with and without the
//! index.
//!
//! Before the measurement all pages are read once, and the random pages twice more, so that the
//! server's caches hold as many chats as fit. Options: `--chats N`, `--rounds N`, `--postgres`,
//! `--look`.

use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, quantile, ratio, ratio_text, reached, time};
use deskbell_benches::list::{self, PAGE};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::nginx::{self, Nginx};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::plot::Plot;
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::{self, Side};
use deskbell_benches::timing::{Exchange, Load, Timed};
use deskbell_benches::walk::{Page, Walk};
use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _, run, say};
use deskbell_model::limits::INDEX_ANSWERS_MAX;

const PROGRAM: Program =
    Program { name: "random_pages", chats: &[1_000_000], rounds: 7, knows_postgres: true };
/// The number of pages at random offsets.
const PAGES: usize = 3_000;
/// The time for which each server is measured in a round, in seconds.
const SLICE: f64 = 2.0;
/// The number of connections, each with one request in flight.
const CONNECTIONS: usize = 8;
/// If more than this fraction of the index memory is in use, the server may have evicted parts of
/// the index.
const FULL: f64 = 0.9;
const GOAL: f64 = 0.33;
const POSTGRES_GOAL: f64 = 0.3;
const STRETCH: f64 = 0.4;
/// The time for which the page at each offset is measured in a round, in seconds.
const DEPTH_SLICE: f64 = 0.05;
const DEPTH_REQUESTS_MAX: u64 = 100;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let chats = options.chats();
    if chats < 2 * PAGE || !chats.is_multiple_of(PAGE) {
        return Err(format!("--chats {chats}: whole pages, and two at least"));
    }
    let nginx_version = nginx::version()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let cores = Cores::part()?;
    let data = Data::seeded(engine, Plan::of_chats(chats), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    let memory = Memory { ready: process::memory_kib(server.id(), "VmRSS")?, ..Memory::default() };
    let mut walk = Walk::over(Connection::open(server.address)?, &key, chats)?;
    let memory = Memory { read: process::memory_kib(server.id(), "VmRSS")?, ..memory };
    let mut quiet = options.quiet();
    let mut bench = Bench { options: &options, cores: &cores, data: &data, quiet: &mut quiet };
    let mut body = Section::default();
    bench.against_nginx(&mut walk, &server, memory, &mut body)?;
    // An SQLite database can be served by one process only.
    let copy = postgres.is_none().then(|| data.copied()).transpose()?;
    let plain = Server::start_without_index(copy.as_ref().unwrap_or(&data), &cores)?;
    bench.depths(&mut walk, [&server, &plain], &mut body)?;
    let mut section =
        options.begin("pages at random offsets against nginx, and over their depth (goal 2)");
    let mut versions = vec![format!("nginx {nginx_version}")];
    versions.extend(engine.version());
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.append(body);
    options.end(section)
}

/// The server's memory, in KiB.
#[derive(Clone, Copy, Default)]
struct Memory {
    /// The server's memory when the server was ready.
    ready: u64,
    /// The server's memory when all pages had been read.
    read: u64,
}

impl Memory {
    fn tell(self, data: &Data, pages: &[Page], section: &mut Section) -> Result<()> {
        let given = data.index_memory();
        let [ready, read] = [self.ready, self.read].map(|kib| count(kib / 1024));
        let is_full = float(self.read / 1024) >= FULL * given.parse::<f64>().while_at("MiB")?;
        let told = if is_full {
            format!(
                "it may have no room for the JSON of all chats, of which that goes first which was \
                 not asked for lately. The {} random pages were asked for twice just before the \
                 rounds, which time them from memory as far as they have room there",
                count(pages.len() as u64)
            )
        } else {
            "the JSON of all chats is in it".into()
        };
        section.item(format!(
            "Memory of the server (VmRSS): {ready} MiB when it was ready, {read} MiB when all \
             pages had been read; index.memory_mib is {given}, and {told}"
        ));
        let mut seconds: Vec<_> = pages.iter().map(|page| page.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        let [half, most] = [0.5, 0.99].map(|share| time(quantile(&seconds, share)));
        section.item(format!(
            "The first time each random page was asked for, over one connection: p50 {half}, p99 \
             {most}"
        ));
        Ok(())
    }
}

/// The values that both measurements of this program use: the options, the cores, the data, and the
/// wait until the machine is idle.
struct Bench<'a> {
    options: &'a Options,
    cores: &'a Cores,
    data: &'a Data,
    quiet: &'a mut Quiet,
}

impl Bench<'_> {
    fn against_nginx(
        &mut self,
        walk: &mut Walk<'_>,
        server: &Server,
        memory: Memory,
        section: &mut Section,
    ) -> Result<()> {
        let offsets = Random::of(1, 0).some_below(self.options.chats() - PAGE + 1, PAGES);
        let pages = offsets.into_iter().map(|it| walk.page(it)).collect::<Result<Vec<_>>>()?;
        // The single file of nginx is the page of median length.
        let mut by_length: Vec<_> = pages.iter().collect();
        by_length.sort_by_key(|page| page.body.len());
        let middle = by_length[PAGES / 2];
        let bodies: Vec<_> = pages.iter().map(|page| page.body.as_slice()).collect();
        let nginx = Nginx::start_with(&middle.body, &bodies, self.cores)?;
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
        sides[0].warm(SLICE / 4.0, &exchanges[0])?;
        // By now the server has opened all its database connections.
        section.items(self.data.join(self.cores)?);
        sides[0].count_database(self.data.backends()?);
        self.rounds(&mut sides, &exchanges)?;
        section.item(format!(
            "Method: all pages were read once before, in order; then {} rounds of {SLICE} s each \
             side in turns, {CONNECTIONS} connections with a request under way on each, for {} \
             pages at uniformly random offsets. nginx serves the one of middle length ({} bytes) \
             from one file, and each of them from a file of its own: {}. Checked: that every chat \
             is on one page, and the ids of each random page against those of that reading",
            self.options.rounds,
            count(PAGES as u64),
            count(middle.body.len() as u64),
            nginx::SETTINGS
        ));
        memory.tell(self.data, &pages, section)?;
        let goal = if self.options.is_postgres { POSTGRES_GOAL } else { GOAL };
        report(section, goal, &sides);
        Ok(())
    }

    fn rounds(&mut self, sides: &mut [Side; 3], exchanges: &[Vec<Exchange<'_>>; 3]) -> Result<()> {
        let ticks = process::ticks_per_second()?;
        for round in 1..=self.options.rounds {
            say::talk(format!("round {round} of {}", self.options.rounds));
            self.quiet.round(|| {
                let mut sides = sides.iter_mut().zip(exchanges);
                sides.try_for_each(|(side, exchanges)| side.round(exchanges, ticks))
            })?;
        }
        Ok(())
    }

    /// Measures the cost of a page by offset, with and without the index.
    fn depths(
        &mut self,
        walk: &mut Walk<'_>,
        servers: [&Server; 2],
        section: &mut Section,
    ) -> Result<()> {
        let last = self.options.chats() - PAGE;
        let powers = (0..9).map(|power| 10_u64.pow(power) * PAGE - PAGE);
        let mut depths: Vec<_> = powers.filter(|depth| *depth < last).collect();
        depths.extend([last / 4, last / 2, last]);
        depths.sort_unstable();
        let key = walk.key;
        let open = |server: &Server| {
            Connection::open(server.address).map(|conn| conn.among(list::others(key)))
        };
        let mut conns = [open(servers[0])?, open(servers[1])?];
        let mut pages = Vec::new();
        walk.conn.renew()?;
        for depth in &depths {
            let Page { request, body, .. } = walk.page(*depth)?;
            let find = |conn: &mut Connection| {
                conn.renew()?;
                Timed::find(conn, &request, &body, DEPTH_SLICE, DEPTH_REQUESTS_MAX)
            };
            let [index, plain] = &mut conns;
            pages.push((find(index)?, find(plain)?));
        }
        self.data.join(self.cores)?;
        for _ in 0..self.options.rounds {
            for (index, plain) in &mut pages {
                self.quiet.round(|| {
                    let mut sides = conns.iter_mut().zip([&mut *index, &mut *plain]);
                    sides.try_for_each(|(conn, page)| page.round(conn))
                })?;
            }
        }
        section
            .paragraph("### Over the depth, one connection; SQL by the same server without index");
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
            title: format!("A page of {PAGE} of {} chats, over HTTP", count(self.options.chats())),
            sizes: "chats up to the end of the page".into(),
            lines: vec![line("index", |(index, _)| index), line("SQL alone", |(_, plain)| plain)],
        };
        section.paragraph(plot.write(&self.options.named("page_depth"), self.options.is_look)?);
        Ok(())
    }
}

/// Sends every request once and checks the answer, before any measurement.
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

fn report(section: &mut Section, goal: f64, [deskbell, one, each]: &[Side; 3]) {
    let sides =
        [("deskbell", deskbell), ("nginx, one file", one), ("nginx, a file for each page", each)];
    side::table(section, &sides);
    let row = |name: &str, nginx: &Side| {
        let requests = ratio(&deskbell.per_second, &nginx.per_second);
        // The pages over their depth take minutes more: who waits sees this first.
        say::talk(format!("deskbell / nginx, {name}: {}", ratio_text(requests)));
        vec![
            name.into(),
            ratio_text(requests),
            reached(requests >= goal).into(),
            reached(requests >= STRETCH).into(),
            ratio_text(ratio(&deskbell.cpu, &nginx.cpu)),
        ]
    };
    let goals = [format!("≥ {goal}"), format!("≥ {STRETCH} (stretch)")];
    section.table(
        &["deskbell / nginx", "requests/s", &goals[0], &goals[1], "CPU per request"],
        &[row("one file", one), row("a file for each page", each)],
    );
}
