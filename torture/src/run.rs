//! A whole run: creates the organization and the servers, writes during faults, waits for
//! deliveries, and checks the result.
//!
//! This module must not know the details of a fault, a client or a check.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::postgres::database::Database;
use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _, say};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::act::Client;
use crate::ask::Request;
use crate::checks::{self, Lists, Rows};
use crate::clients::{Clients, Tally};
use crate::cluster::Cluster;
use crate::disk::Disk;
use crate::expected::Expected;
use crate::failing::Failing;
use crate::faults::{Deeds, FaultMeans, Faults, Plan};
use crate::feed::Reader;
use crate::figures::Figures;
use crate::fleet::Fleet;
use crate::follow::{Follower, Read};
use crate::journal::{Journal, id};
use crate::options::Engine;
use crate::options::Options;
use crate::people::{Desk, Kept, People};
use crate::program::Program;
use crate::settle::settle;
use crate::targets::{Listening, Nature, Patience};
use crate::{failover, takeover};

/// The number of chats that all clients write to.
const COMMON_CHATS: usize = 8;
const FOLLOWERS: usize = 6;
/// The number of cycles per additional failure of a target in a chat. In a run with fewer cycles, a
/// target may fail twice in each chat.
const CYCLES_A_FAILURE: u32 = 100;
/// The maximal number of additional failures of a target in a chat.
const FAILURES_MAX: u32 = 6;
/// The maximal number of deliveries in a run that take nearly as long as the timeout.
const SLOWEST_MAX: u32 = 2;
/// The number of cycles between two progress messages.
const SAY_EVERY: u32 = 50;
/// The duration above which a cycle is reported.
const LONG: Duration = Duration::from_secs(10);
/// The events that a webhook can receive in a run.
const EVENTS: [&str; 11] = [
    "chat.new",
    "chat.status_updated",
    "chat.assigned",
    "chat.snoozed",
    "chat.unsnoozed",
    "chat.closed",
    "customer.new",
    "customer.deleted",
    "message.chat.customer",
    "message.private",
    "message.chat.agent",
];
/// For each task, the number of its sequence of random numbers. The sequences of the clients are
/// numbered from 1.
mod who {
    pub const FAULTS: u64 = 0;
    pub const PROBER: usize = 1_000_000;
    pub const MAYOR: usize = 1_000_001;
    pub const READER: u64 = 1_000_002;
    pub const FOLLOWERS: u64 = 1_000_100;
    pub const TARGETS: u64 = 1_000_200;
    pub const FAILOVERS: u64 = 1_000_300;
    pub const FAILING: u64 = 1_000_400;
    pub const LOOKS: u64 = 1_000_500;
}

/// Runs all cycles and checks; returns the measured numbers.
///
/// # Errors
/// Returns the failed checks, and the folder of the logs.
pub async fn run(options: &Options) -> Result<Figures> {
    let seed = options.seed();
    let engine = options.engine;
    let nodes = options.nodes();
    let cycles = options.cycles;
    say::talk(format!(
        "torture: {cycles} cycles, {engine:?}, {nodes} nodes, {} clients, --seed {seed}",
        options.clients
    ));
    let work = tempfile::tempdir().while_at("a folder")?;
    let outcome = on(options, seed, work.path()).await;
    // The error includes the last lines of the logs.
    outcome.map_err(|sentence| format!("--seed {seed}: {sentence}\n{}", last_words(work)))
}

async fn on(options: &Options, seed: u64, work: &Path) -> Result<Figures> {
    let program = Program { binary: options.server.clone(), logs: work.to_owned() };
    match options.engine {
        Engine::Sqlite => {
            let disk = Disk::below(work)?;
            if !disk.is_small {
                say::talk("no small disk can be mounted here: no disk is going to be full");
            }
            let url = format!("sqlite:{}", disk.folder.join("torture.db").display());
            let run = Run { options, seed, program, url, disk: Some(disk), postgres: None };
            run.whole().await
        }
        Engine::Postgres => {
            let cluster = Cluster::ours()?;
            let database = Database::create("torture", "").await;
            let (url, postgres) = (database.url.clone(), Some((&database, cluster)));
            let servers = program.clone();
            let run = Run { options, seed, program, url, disk: None, postgres };
            let outcome = run.whole().await;
            database.remove().await;
            let (mut figures, failovers) = (outcome?, options.failovers());
            let lost = failover::carry_out(&servers, seed, who::FAILOVERS, failovers).await?;
            figures.note("failovers of PostgreSQL to a standby that lacked something", failovers);
            figures.note("… acknowledged changes that these lost, none shown or told after", lost);
            Ok(figures)
        }
    }
}

/// Prevents the deletion of the logs; returns the logs' paths and last lines.
fn last_words(work: TempDir) -> String {
    let folder = work.keep();
    let files = fs::read_dir(&folder).into_iter().flatten().flatten();
    let logs = files.filter(|file| file.path().extension().is_some_and(|it| it == "log"));
    let ends = logs.map(|log| {
        let text = fs::read_to_string(log.path()).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        let end = lines[lines.len().saturating_sub(3)..].join("\n  ");
        format!("{}:\n  {end}", log.path().display())
    });
    ends.collect::<Vec<_>>().join("\n")
}

struct Run<'a> {
    options: &'a Options,
    seed: u64,
    program: Program,
    url: String,
    disk: Option<Disk>,
    postgres: Option<(&'a Database, Cluster)>,
}

/// The clients, the followers, and the agents and visitors, which run at the same time.
struct Crowd {
    writers: JoinSet<Result<Journal>>,
    stop: watch::Sender<bool>,
    followers: JoinSet<Result<Read>>,
    head: watch::Sender<Option<usize>>,
    /// The agents and visitors of another organization.
    people: People,
}

impl Run<'_> {
    async fn whole(self) -> Result<Figures> {
        let began = Instant::now();
        let (options, seed, url) = (self.options, self.seed, self.url);
        let (program, key, agents) = desk(self.program, &url).await?;
        let fleet = Fleet::start(program.clone(), &url, options.nodes()).await?;
        let addresses = fleet.addresses();
        let clients = Arc::new(Clients { key, addresses, agents, tally: Tally::default() });
        let mut reader = Reader { clients: &clients, random: Random::of(seed, who::READER) };
        let targets = targets(&mut reader, seed, patience(options.cycles)).await?;
        let database = self.postgres.as_ref().map(|(database, _)| *database);
        let random = Random::of(seed, who::FAILING);
        let failing = Failing::beside(&clients, &program, database, random).await?;
        let nobody: Arc<[i64]> = Arc::new([]);
        let arrive =
            |number| Client::arrive(Arc::clone(&clients), Arc::clone(&nobody), seed, number);
        let (mut mayor, prober) = (arrive(who::MAYOR).await?, arrive(who::PROBER).await?);
        let common = mayor.open_chats(COMMON_CHATS).await?.into();
        let stop = watch::Sender::new(false);
        let people = (seed, options.clients);
        let people = People::arrive(&program, &url, &clients, people, &stop).await?;
        let mut crowd = crowd(&clients, &common, options, (stop, people));
        let means =
            FaultMeans { tally: &clients.tally, disk: self.disk, postgres: self.postgres, prober };
        let mut faults = Faults { fleet, means, deeds: Deeds::default(), asleep: None };
        let mut journal = mayor.leave();
        storm(options, seed, &mut faults, &mut crowd, &mut journal).await?;
        let Faults { mut fleet, means, deeds, .. } = faults;
        let (mut prober, stormed) = (means.prober, began.elapsed());
        say::talk(format!("the storm has passed after {stormed:.0?}; settling"));

        let rounds = options.takeovers();
        if let Some((database, _)) = means.postgres.filter(|_| rounds == 0) {
            // A short run does not wait for the leases of a killed server to expire.
            database.end_leases().await;
        }
        let mut feed = Vec::new();
        settle(&mut reader, &mut feed, &targets).await?;
        let takeovers = takeover::measure(&mut fleet, &mut prober, &targets[0], rounds).await?;
        settle(&mut reader, &mut feed, &targets).await?;
        let failed = Failing::mended(failing).await?;
        journal.add(prober.leave())?;
        let (reads, desk, kept) = crowd.read(feed.len()).await?;

        say::talk(format!("everything is told after {:.0?}; checking", began.elapsed()));
        // The feed is read again, since deleted objects are erased from it by now.
        let mut feed = Vec::new();
        reader.read_on(&mut feed).await?;
        let expected = Expected::of(&feed);
        let rows = Rows::read(&mut reader, &journal).await?;
        checks::all(&journal, &feed, &rows, &expected, &reads)?;
        checks::deliveries(&journal, &expected, &targets)?;
        let random = Random::of(seed, who::LOOKS);
        let (told, swept) = checks::everybody((&desk, &kept), random, &program, &url).await?;
        let lists = compare_lists(fleet, &program, &url, &clients.key, journal.chats.len()).await?;
        program.data(&url, &["doctor", "--deep"]).await?;

        let mut figures = Figures::default();
        figures.note("seed", format!("`{seed}`"));
        figures.note("clients", options.clients);
        figures.deeds(&deeds);
        figures.writes(&journal, &clients.tally);
        figures.told(feed.len(), &expected, &targets, &reads);
        figures.people(&kept, told, swept);
        figures.takeovers(&takeovers);
        figures.failing(failed);
        figures.note("lists and searches compared with the database, a server", lists);
        figures.note("minutes of the storm", format!("{:.1}", stormed.as_secs_f64() / 60.0));
        figures.note("minutes in all", format!("{:.1}", began.elapsed().as_secs_f64() / 60.0));
        Ok(figures)
    }
}

/// Creates an organization with two agents; returns the program, a key, and the agents' ids.
async fn desk(program: Program, url: &str) -> Result<(Program, String, Vec<i64>)> {
    program.data(url, &["migrate"]).await?;
    let key = program.data(url, &["key", "create"]).await?;
    for name in ["Ann", "Bob"] {
        program.data(url, &["agent", "add", "--name", name]).await?;
    }
    Ok((program, key, vec![1, 2]))
}

/// Starts a webhook target of each kind (slow, failing or lying), and creates a webhook for each
/// target.
async fn targets(reader: &mut Reader<'_>, seed: u64, patience: Patience) -> Result<Vec<Listening>> {
    let mut targets = Vec::new();
    for (number, nature) in (0..).zip(Nature::ALL) {
        let random = Random::of(seed, who::TARGETS + number);
        let target = Listening::start(nature, random, patience).await;
        let body = json!({"url": target.url(), "events": EVENTS}).to_string();
        let once = format!("webhook {number}");
        let request =
            Request { method: "POST", target: "/v1/webhooks", once: Some(&once), body: &body };
        let made = reader.clients.settle(&mut reader.random, &request).await?.answer;
        if made.status != 201 || id(&made.json()) != number_of(number) {
            return Err(format!("a webhook was answered with {made:?}"));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// The limits of the targets' faults, which are higher in a longer run.
fn patience(cycles: u32) -> Patience {
    let more = cycles / CYCLES_A_FAILURE;
    Patience { failures_a_chat: 2 + more.min(FAILURES_MAX), slowest: more.min(SLOWEST_MAX) }
}

/// The id of the webhook at an index; ids start at 1.
fn number_of(place: u64) -> i64 {
    i64::try_from(place + 1).unwrap_or(i64::MAX)
}

fn crowd(
    clients: &Arc<Clients>,
    common: &Arc<[i64]>,
    options: &Options,
    (stop, people): (watch::Sender<bool>, People),
) -> Crowd {
    let (mut writers, mut followers) = (JoinSet::new(), JoinSet::new());
    let (seed, stopping) = (people.desk.seed, stop.subscribe());
    for number in 1..=usize::from(options.clients) {
        let (clients, common) = (Arc::clone(clients), Arc::clone(common));
        let stopping = stopping.clone();
        writers.spawn(async move {
            Client::arrive(clients, common, seed, number).await?.work(stopping).await
        });
    }
    let (head, known) = watch::channel(None);
    for number in 0..FOLLOWERS {
        let random = Random::of(seed, who::FOLLOWERS + number as u64);
        let follower = Follower { clients: Arc::clone(clients), random, head: known.clone() };
        followers.spawn(follower.read_all());
    }
    Crowd { writers, stop, followers, head, people }
}

/// Carries out the faults while the clients write; then adds the clients' journals to `journal`.
async fn storm(
    options: &Options,
    seed: u64,
    faults: &mut Faults<'_>,
    crowd: &mut Crowd,
    journal: &mut Journal,
) -> Result<()> {
    let mut random = Random::of(seed, who::FAULTS);
    let rage = async {
        for cycle in 1..=options.cycles {
            let (plan, began) = (Plan::choose(&mut random, options.engine), Instant::now());
            let outcome = faults.carry_out(&plan).await;
            outcome.while_at(format!("cycle {cycle}, {plan:?}"))?;
            if began.elapsed() > LONG {
                say::talk(format!("cycle {cycle} took {:.0?}: {plan:?}", began.elapsed()));
            }
            if cycle.is_multiple_of(SAY_EVERY) {
                say::talk(format!("{cycle} cycles"));
            }
        }
        faults.end().await
    };
    tokio::select! {
        outcome = rage => outcome?,
        early = crowd.writers.join_next() => return Err(early_end(early)),
        early = crowd.followers.join_next() => return Err(early_end(early)),
        early = crowd.people.tasks.join_next() => return Err(early_end(early)),
    }
    crowd.stop.send_replace(true);
    while let Some(client) = crowd.writers.join_next().await {
        journal.add(client.while_at("a client")??)?;
    }
    Ok(())
}

/// The error of a client or follower that ended too early.
fn early_end<T>(end: Option<std::result::Result<Result<T>, tokio::task::JoinError>>) -> String {
    match end {
        Some(Ok(Err(sentence))) => sentence,
        Some(Err(error)) => error.to_string(),
        _ => "somebody stopped early".to_owned(),
    }
}

impl Crowd {
    /// Waits until each follower has read all changes, and the agents and visitors have stopped;
    /// returns the changes that each follower read, and the shared state and acknowledged changes
    /// of the agents and visitors.
    async fn read(mut self, changes: usize) -> Result<(Vec<Read>, Arc<Desk>, Kept)> {
        self.head.send_replace(Some(changes));
        let mut reads = Vec::new();
        while let Some(read) = self.followers.join_next().await {
            reads.push(read.while_at("a follower")??);
        }
        let (desk, kept) = self.people.leave().await?;
        Ok((reads, desk, kept))
    }
}

/// Compares each server's lists and searches with the answers of a server without an index. Then
/// kills and restarts one server, whose answers must be the same before and after its index is
/// loaded. Stops all servers. Returns the number of requests per comparison.
async fn compare_lists(
    mut fleet: Fleet,
    program: &Program,
    url: &str,
    key: &str,
    chats: usize,
) -> Result<usize> {
    let addresses = fleet.addresses();
    let mut found = Vec::new();
    for address in addresses.borrow().clone() {
        checks::ready(address, key).await?;
        found.push(Lists::of(address, key, chats).await?);
    }
    fleet.kill(0).await?;
    fleet.revive(0).await?;
    let killed = addresses.borrow()[0];
    found.push(Lists::of(killed, key, chats).await?);
    checks::ready(killed, key).await?;
    found.push(Lists::of(killed, key, chats).await?);
    fleet.leave().await?;
    let settings = [("DESKBELL_INDEX__ENABLED", "false")];
    let plain = program.serve(url, "plain", &settings).await?;
    let expected = Lists::of(plain.address, key, chats).await?;
    plain.leave().await?;
    for found in &found {
        checks::compare(found, &expected)?;
    }
    Ok(expected.count())
}
