//! The cost and gain of ETags and compression: the server's CPU time and the answer's bytes for a
//! page of 100 chats. The page is sent uncompressed, compressed each time, compressed once and
//! cached, or answered with 304.

use std::io::Read as _;
use std::process::ExitCode;

use deskbell_benches::client::{get, post, with_header};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, time, whole};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options;
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::Kind;
use deskbell_lab::{Result, While as _, run, say};

const NAME: &str = "coding";
const CHATS: u64 = 24_000;
const ROUNDS: usize = 7;
/// The time for which each kind of request is measured in a round, in seconds.
const SLICE: f64 = 0.5;
/// The number of connections, each with one request in flight.
const CONNECTIONS: usize = 8;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    options::none(NAME)?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    let mut quiet = Quiet::default();
    let data = Data::seeded(Engine::Sqlite, Plan::of_chats(CHATS), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start_with(&data, &cores, &[("DESKBELL_SERVER__COMPRESSION", "always")])?;
    let mut sides = sides(&server, &key)?;
    let ticks = process::ticks_per_second()?;
    for round in 1..=ROUNDS {
        say::talk(format!("round {round} of {ROUNDS}"));
        quiet.round(|| sides.iter_mut().try_for_each(|side| side.round(ticks)))?;
    }
    let mut section = Section::begin(NAME, "tags and compression of a page of 100 chats");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.item(format!(
        "Method: {ROUNDS} rounds of {SLICE} s each kind in turns, {CONNECTIONS} connections with a \
         request under way on each; every answer compared with the first, which was decoded and \
         compared with the page as it is"
    ));
    section.item(
        "A search has no tag, so its answer is coded each time; a list has one, so it is coded \
         once and kept. CPU is the server process's own",
    );
    report(&mut section, &sides);
    section.write()
}

fn sides(server: &Server, key: &str) -> Result<Vec<Kind>> {
    let kind =
        |name, request, status| Kind::new(server, (CONNECTIONS, SLICE), (name, request, status));
    let list = get("/v1/chats", Some(key));
    let search = post("/v1/chats/search", key, "{}");
    let mut sides = vec![
        kind("a list, as it is", list.clone(), 200)?,
        kind("a search, as it is", search.clone(), 200)?,
    ];
    let plain = [sides[0].body.clone(), sides[1].body.clone()];
    let coded = [
        ("gzip", "a list in gzip, kept", "a search in gzip"),
        ("br", "a list in br, kept", "a search in br"),
        ("zstd", "a list in zstd, kept", "a search in zstd"),
    ];
    for (coding, kept, each_time) in coded {
        let accept = format!("Accept-Encoding: {coding}");
        let list = kind(kept, with_header(&list, &accept)?, 200)?;
        let search = kind(each_time, with_header(&search, &accept)?, 200)?;
        for (kind, plain) in [&list, &search].into_iter().zip(&plain) {
            if decoded(coding, &kind.body)? != *plain {
                return Err(format!("{}: other bytes", kind.name));
            }
        }
        sides.extend([list, search]);
    }
    let known = with_header(&list, "If-None-Match: *")?;
    sides.push(kind("a list that is known, 304", known, 304)?);
    Ok(sides)
}

fn decoded(coding: &str, coded: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    let read = match coding {
        "gzip" => flate2::read::GzDecoder::new(coded).read_to_end(&mut whole),
        "br" => brotli::Decompressor::new(coded, 4_096).read_to_end(&mut whole),
        _ => zstd::Decoder::new(coded).and_then(|mut it| it.read_to_end(&mut whole)),
    };
    read.while_at("decoding an answer")?;
    Ok(whole)
}

fn report(section: &mut Section, sides: &[Kind]) {
    let [list, search, ..] = sides else { return };
    let row = |kind: &Kind| {
        let plain = if kind.name.starts_with("a search") { search } else { list };
        let bytes = float(kind.body.len() as u64) / float(plain.body.len() as u64);
        vec![
            kind.name.to_owned(),
            count(kind.body.len() as u64),
            ratio_text(bytes),
            whole(median(&kind.side.per_second)),
            time(median(&kind.side.cpu)),
            ratio_text(ratio(&kind.side.cpu, &plain.side.cpu)),
            count(kind.side.answered),
        ]
    };
    let rows: Vec<_> = sides.iter().map(row).collect();
    let head =
        ["answer", "bytes", "of plain", "requests/s", "CPU each", "of plain", "answers compared"];
    section.table(&head, &rows);
}
