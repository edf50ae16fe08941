//! The faults of the servers, and the means to cause and observe the faults: the disk, PostgreSQL,
//! a client. The run consists of cycles, in each of which a server is killed. The seed determines
//! the plan of each cycle.
//!
//! This module must not know the changes that clients write.

use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::postgres::database::Database;
use deskbell_lab::postgres::outage::Line;
use deskbell_lab::random::Random;
use tokio::time::timeout;

use crate::act::Client;
use crate::clients::Tally;
use crate::cluster::Cluster;
use crate::disk::Disk;
use crate::fleet::Fleet;
use crate::options::Engine;
use crate::pause;

/// The average number of acknowledged changes before a server is killed. In one cycle of ten, the
/// average is eight times as high.
const PACE: u64 = 25;
/// The number of acknowledged changes for which the run waits after the last server was killed.
const CALM: u64 = 500;
/// The maximal time without an acknowledged change. After this time, the run fails.
const PROGRESS_WITHIN: Duration = Duration::from_secs(120);
/// The interval between two checks of the progress and of sleeping servers.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The time limit for a server to refuse a change because of a full disk.
const FULL_AT_MOST: Duration = Duration::from_secs(2);
/// The duration of a long stop: longer than a lease, so that the stopped server loses its leases.
const ASLEEP: Duration = Duration::from_secs(35);

/// The fault of a cycle in addition to the kill of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// A server is stopped briefly and continued.
    Stop,
    /// A server is stopped for longer than a lease, while other servers are killed.
    Sleep,
    /// The killed server is killed again during its next start.
    StartInVain,
    FullDisk,
    /// PostgreSQL ends all sessions.
    EndSessions,
    /// PostgreSQL stops without a clean shutdown and restarts.
    Restart,
    /// A server's connections to PostgreSQL are closed, and new connections are refused.
    CutOff,
    /// A server's connections to PostgreSQL stay open without carrying bytes.
    Silence,
}

impl Trouble {
    /// All faults except [`Trouble::None`].
    pub const ALL: [Self; 8] = [
        Self::Stop,
        Self::Sleep,
        Self::StartInVain,
        Self::FullDisk,
        Self::EndSessions,
        Self::Restart,
        Self::CutOff,
        Self::Silence,
    ];

    /// The name of the fault in a run's table of results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "nothing else",
            Self::Stop => "servers stopped for a moment (SIGSTOP)",
            Self::Sleep => "servers stopped for longer than a lease",
            Self::StartInVain => "starts killed as well",
            Self::FullDisk => "full disks",
            Self::EndSessions => "all sessions of PostgreSQL ended",
            Self::Restart => "PostgreSQL crashed and restarted",
            Self::CutOff => "servers cut off from PostgreSQL",
            Self::Silence => "servers whose line to PostgreSQL went silent",
        }
    }

    /// Chooses a random fault that is possible on an engine.
    fn choose(random: &mut Random, engine: Engine) -> Self {
        match (engine, random.below(100)) {
            (Engine::Sqlite, 0..4) => Self::FullDisk,
            (Engine::Sqlite, 4..10) | (Engine::Postgres, 0..6) => Self::Stop,
            (Engine::Sqlite, 10..16) | (Engine::Postgres, 6..12) => Self::StartInVain,
            (Engine::Postgres, 12..16) => Self::Restart,
            (Engine::Postgres, 16..22) => Self::EndSessions,
            (Engine::Postgres, 22..30) => Self::CutOff,
            (Engine::Postgres, 30..32) => Self::Silence,
            (Engine::Postgres, 32..34) => Self::Sleep,
            _ => Self::None,
        }
    }
}

/// The plan of the faults of one cycle.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The number of acknowledged changes before a server is killed.
    pub after: u64,
    /// A random number that selects the server to kill, among the servers that are not stopped.
    pub victim: u64,
    /// A random number that selects the server of the additional fault, if possible a server that
    /// is not killed.
    pub other: u64,
    /// The fault in addition to the kill of a server.
    pub trouble: Trouble,
    /// The duration of a brief fault.
    pub lasting: Duration,
}

impl Plan {
    /// Chooses a random plan for a cycle.
    pub fn choose(random: &mut Random, engine: Engine) -> Self {
        // Most servers live briefly; some live so long that deliveries make progress.
        let long = if random.one_in(10) { 8 } else { 1 };
        Self {
            after: random.below(2 * PACE * long),
            victim: random.below(u64::from(u32::MAX)),
            other: random.below(u64::from(u32::MAX)),
            trouble: Trouble::choose(random, engine),
            lasting: Duration::from_millis(random.below(400)),
        }
    }
}

/// The resources with which a run causes faults and observes their effects.
#[derive(Debug)]
pub struct FaultMeans<'a> {
    /// The counters of the clients.
    pub tally: &'a Tally,
    /// A disk that may be filled, for SQLite.
    pub disk: Option<Disk>,
    /// The database and its cluster, for PostgreSQL.
    pub postgres: Option<(&'a Database, Cluster)>,
    /// A client that sends requests to servers that are cut off.
    pub prober: Client,
}

/// The faults that were caused so far.
#[derive(Debug, Default)]
pub struct Deeds {
    /// The number of killed servers, except for kills by additional faults.
    pub kills: u64,
    /// The additional faults, in order.
    pub troubles: Vec<Trouble>,
    /// The number of times that a server refused a change because of a full disk.
    pub felt: u64,
    /// For each request to a server that was cut off from PostgreSQL, the time until the server
    /// refused the request.
    pub refusals: Vec<Duration>,
}

/// The servers, and the state of their faults.
#[derive(Debug)]
pub struct Faults<'a> {
    pub fleet: Fleet,
    pub means: FaultMeans<'a>,
    pub deeds: Deeds,
    /// The server that is paused for longer than a lease, and the time at which it was paused.
    pub asleep: Option<(usize, Instant)>,
}

impl Faults<'_> {
    /// Causes the faults of a cycle's plan.
    ///
    /// # Errors
    /// When a server does not recover, or an answer breaks the contract.
    pub async fn carry_out(&mut self, plan: &Plan) -> Result<()> {
        self.wait_for(plan.after).await?;
        self.wake(false)?;
        let (victim, other) = self.choose(plan);
        let is_done = self.trouble(plan, other).await?;
        if is_done && plan.trouble != Trouble::None {
            self.deeds.troubles.push(plan.trouble);
        }
        self.fleet.kill(victim).await?;
        self.deeds.kills += 1;
        if plan.trouble == Trouble::StartInVain {
            self.fleet.start_in_vain(victim, plan.lasting / 4).await?;
        }
        self.fleet.revive(victim).await
    }

    /// Continues a stopped server, and lets the clients write for a while. Thus the servers'
    /// indexes also contain changes that were read from the feed.
    ///
    /// # Errors
    /// When a signal fails, or a server does not recover.
    pub async fn end(&mut self) -> Result<()> {
        self.wake(true)?;
        self.wait_for(CALM).await
    }

    /// Returns the server to kill and the server of the additional fault: two servers that are not
    /// stopped, or the same server twice if no other server runs.
    fn choose(&self, plan: &Plan) -> (usize, usize) {
        let asleep = self.asleep.map(|(place, _)| place);
        let awake: Vec<_> =
            (0..self.fleet.count()).filter(|place| Some(*place) != asleep).collect();
        let pick = |of: &[usize], choice: u64| of[Random::of(choice, 0).place(of.len())];
        let victim = pick(&awake, plan.victim);
        let others: Vec<_> = awake.iter().copied().filter(|place| *place != victim).collect();
        (victim, if others.is_empty() { victim } else { pick(&others, plan.other) })
    }

    /// Waits until `more` further changes are acknowledged. Meanwhile, lets a paused server
    /// continue once it has been paused for [`ASLEEP`].
    async fn wait_for(&mut self, more: u64) -> Result<()> {
        let mut acknowledged = self.means.tally.acknowledged.subscribe();
        let target = *acknowledged.borrow() + more;
        let (mut count, mut since) = (*acknowledged.borrow(), Instant::now());
        while since.elapsed() < PROGRESS_WITHIN {
            let enough = acknowledged.wait_for(|count| *count >= target);
            if timeout(LOOK_EVERY, enough).await.is_ok() {
                return Ok(());
            }
            self.wake(false)?;
            let now = *acknowledged.borrow();
            if now > count {
                (count, since) = (now, Instant::now());
            }
        }
        Err(format!("nothing is acknowledged for {PROGRESS_WITHIN:?}"))
    }

    /// Lets the paused server continue, if it has been paused for [`ASLEEP`]; with `is_time`,
    /// immediately.
    fn wake(&mut self, is_time: bool) -> Result<()> {
        if let Some((place, since)) = self.asleep
            && (is_time || since.elapsed() > ASLEEP)
        {
            self.fleet.server(place)?.go_on()?;
            self.asleep = None;
        }
        Ok(())
    }

    /// Causes the additional fault. Returns `false` if the run has no PostgreSQL, no small disk or
    /// too few servers for this fault.
    async fn trouble(&mut self, plan: &Plan, other: usize) -> Result<bool> {
        match plan.trouble {
            Trouble::None | Trouble::StartInVain => {}
            Trouble::Stop => {
                self.fleet.server(other)?.stop()?;
                pause(plan.lasting).await;
                self.fleet.server(other)?.go_on()?;
            }
            Trouble::Sleep => {
                if self.asleep.is_some() || self.fleet.count() < 3 {
                    return Ok(false);
                }
                self.fleet.server(other)?.stop()?;
                self.asleep = Some((other, Instant::now()));
            }
            Trouble::FullDisk => return self.fill_disk().await,
            Trouble::EndSessions => {
                let Some((database, _)) = &self.means.postgres else { return Ok(false) };
                database.cut_sessions().await;
            }
            Trouble::Restart => {
                let Some((_, cluster)) = &self.means.postgres else { return Ok(false) };
                cluster.restart().await?;
            }
            Trouble::CutOff => return self.cut_off(other, Line::Down).await,
            Trouble::Silence => return self.cut_off(other, Line::Silent).await,
        }
        Ok(true)
    }

    /// Fills the disk until a change is refused, at most for [`FULL_AT_MOST`]; returns `false` if
    /// this run has no small disk.
    async fn fill_disk(&mut self) -> Result<bool> {
        let Some(disk) = self.means.disk.as_ref().filter(|disk| disk.is_small) else {
            return Ok(false);
        };
        let refused = || self.means.tally.refused.load(std::sync::atomic::Ordering::Relaxed);
        let (before, began) = (refused(), Instant::now());
        disk.fill()?;
        while refused() == before && began.elapsed() < FULL_AT_MOST {
            pause(Duration::from_millis(20)).await;
        }
        let is_felt = refused() > before;
        disk.free()?;
        self.deeds.felt += u64::from(is_felt);
        Ok(true)
    }

    /// Cuts a server off from PostgreSQL. The server must refuse every request while another server
    /// accepts a change. Returns `false` if no other server runs.
    async fn cut_off(&mut self, place: usize, line: Line) -> Result<bool> {
        if self.fleet.count() < 2 {
            return Ok(false);
        }
        self.fleet.set(place, line);
        let address = self.fleet.server(place)?.address;
        let refused = self.means.prober.is_refused_by(address).await;
        self.fleet.set(place, Line::Up);
        self.deeds.refusals.extend(refused?);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_plans_the_same_and_every_trouble_comes_in_its_time() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let plans = || {
                let mut random = Random::of(11, 0);
                (0..500).map(|_| Plan::choose(&mut random, engine)).collect::<Vec<_>>()
            };
            let told = |plans: Vec<Plan>| format!("{plans:?}");
            assert_eq!(told(plans()), told(plans()));
            let expected = if engine == Engine::Sqlite { 3 } else { 7 };
            let found = Trouble::ALL.iter().filter(|it| plans().iter().any(|p| p.trouble == **it));
            assert_eq!(found.count(), expected);
        }
    }
}
