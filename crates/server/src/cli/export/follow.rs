//! `deskbell export --follow`: the extent of each step of the export, the pauses between steps, and
//! the reports about steps.

use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use deskbell_app::App;
use deskbell_model::Organization;
use deskbell_transfer::account::{
    self, AccountFollower, ClaimedFolder, Extent, Failed, WrittenStep,
};
use serde_json::json;
use tokio::time::timeout;

use super::tell;
use crate::cli::import::failure;
use crate::cli::progress::Shown;
use crate::cli::signals::{stay, stop};
use crate::cli::{Failure, print};

/// The shortest time from the end of a step of the export to the next step.
const PAUSE: Duration = Duration::from_secs(1);
/// The pause after a step of the export, as a multiple of the step's duration. After a step that
/// read all tables, the pause applies only to the next reading of all tables. Steps of changes and
/// steps of all tables thus each use at most a fifth of a core.
const PAUSE_OF_STEP: u32 = 4;
/// The time after which all tables are read again, since drafts, files and sessions are not in the
/// feed.
const EVERYTHING_EVERY: Duration = Duration::from_secs(60);
/// The longest pause before a database that did not answer is tried again. The first pause is
/// [`PAUSE`], and each further pause is twice as long.
const LOST_PAUSE_MAX: Duration = Duration::from_secs(60);
/// The shortest time between two lines of progress.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// Exports an organization to a folder, unless the folder has the account already. Then appends the
/// organization's later changes until a signal stops the process.
pub(super) async fn run(
    app: &App,
    org: &Organization,
    folder: &Path,
    json: bool,
) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Failed(error.to_string());
    stay().map_err(failed)?;
    let mut stop = pin!(stop().map_err(failed)?);
    let mut number = 1;
    loop {
        let folder = numbered(folder, number);
        match follow(app, org, &folder, json, stop.as_mut()).await {
            Err(other @ Failed::Another { .. }) => {
                print::talk(&format!("{other}; it stays as it is, and another folder is used"));
                number += 1;
            }
            followed => return followed.map_err(failure),
        }
    }
}

/// Returns the path of the folder with this number: `DIR`, `DIR-2`, `DIR-3` and so on.
fn numbered(folder: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return folder.to_owned();
    }
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    folder.with_file_name(name)
}

async fn follow(
    app: &App,
    org: &Organization,
    folder: &Path,
    json: bool,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Result<(), Failed> {
    let claimed = ClaimedFolder::new(folder)?;
    if !claimed.is_account() {
        claimed.forget_interrupted()?;
        let exported = tokio::select! {
            exported = account::export(app, org, &claimed, Shown::new("export")) => exported?,
            () = &mut stop => {
                print::talk("stopped before the account was whole: the next run begins anew");
                return Ok(());
            }
        };
        tell(&exported, folder, json);
    }
    let mut lost = None;
    loop {
        match go_on(app, org, &claimed, json, &mut lost, stop.as_mut()).await {
            Err(failed) if failed.is_passing() => {
                let pause = lost.map_or(PAUSE, |last: Duration| LOST_PAUSE_MAX.min(last * 2));
                if lost.replace(pause).is_none() {
                    print::talk(&format!("{failed}; it is tried again until it answers"));
                }
                if timeout(pause, &mut stop).await.is_ok() {
                    return Ok(());
                }
            }
            ended => return ended,
        }
    }
}

/// Appends the organization's later changes in a folder that already has the account. `lost` is the
/// last pause after the database did not answer; `None` after a successful step.
async fn go_on(
    app: &App,
    org: &Organization,
    claimed: &ClaimedFolder,
    json: bool,
    lost: &mut Option<Duration>,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Result<(), Failed> {
    let folder = claimed.path();
    let mut follower = AccountFollower::open(app, org, claimed).await?;
    if lost.is_none() {
        print::talk(&format!("{}: following", folder.display()));
    }
    let (mut turn, mut told) = (Turn::default(), None::<Instant>);
    let mut is_stopped = false;
    loop {
        let (began, readings) = (Instant::now(), follower.readings());
        let extent = if is_stopped { Extent::Everything } else { turn.extent(began) };
        let step = follower.step(extent).await?;
        if lost.take().is_some() {
            print::talk(&format!("{}: following again", folder.display()));
        }
        if let Some(step) = step {
            let is_due = told.is_none_or(|last| last.elapsed() >= TOLD_EVERY);
            if json || is_due || is_stopped {
                told = Some(began);
                tell_step(step, folder, json);
            }
        }
        if is_stopped {
            return Ok(());
        }
        let took = began.elapsed();
        let pause = if follower.readings() > readings {
            turn = Turn::after(Instant::now(), took);
            PAUSE
        } else {
            PAUSE.max(took * PAUSE_OF_STEP)
        };
        is_stopped = timeout(pause, &mut stop).await.is_ok();
    }
}

/// The time from which all tables may be read, and the time from which all tables must be read;
/// both are `None` before the first step.
#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    may: Option<Instant>,
    must: Option<Instant>,
}

impl Turn {
    /// Returns the next turn, after a reading of all tables that took the time `took`.
    fn after(now: Instant, took: Duration) -> Self {
        let pause = PAUSE.max(took.saturating_mul(PAUSE_OF_STEP));
        let at = |pause| now.checked_add(pause);
        Self { may: at(pause), must: at(pause.max(EVERYTHING_EVERY)) }
    }

    /// Returns the extent of the next step.
    fn extent(self, now: Instant) -> Extent {
        let is_due = |at: Option<Instant>| at.is_none_or(|at| now >= at);
        match (is_due(self.must), is_due(self.may)) {
            (true, _) => Extent::Everything,
            (false, true) => Extent::ChangesOrEverything,
            (false, false) => Extent::Changes,
        }
    }
}

/// Reports a step of the export, as data for programs or in words for people.
fn tell_step(step: WrittenStep, folder: &Path, json: bool) {
    let WrittenStep { number, seq, changed, missing } = step;
    let shown = folder.display().to_string();
    if json {
        let row = [json!(shown), json!(number), json!(seq), json!(changed), json!(missing)];
        return print::one(json, &["folder", "step", "seq", "changed", "missing"], &row, "");
    }
    let without = match missing {
        0 => String::new(),
        missing => format!(", without {missing} files that have no bytes"),
    };
    print::talk(&format!("{shown}: step {number} is on disk, up to change {seq}{without}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tables_are_read_every_minute_and_not_before_four_times_as_long_as_it_takes() {
        let now = Instant::now();
        let at = |turn: Turn, seconds| turn.extent(now + Duration::from_secs(seconds));
        assert_eq!(at(Turn::default(), 0), Extent::Everything);
        let short = Turn::after(now, Duration::from_secs(2));
        assert_eq!(at(short, 7), Extent::Changes);
        assert_eq!(at(short, 8), Extent::ChangesOrEverything);
        assert_eq!(at(short, 60), Extent::Everything);
        let long = Turn::after(now, Duration::from_secs(100));
        assert_eq!(at(long, 399), Extent::Changes);
        assert_eq!(at(long, 400), Extent::Everything);
    }

    #[test]
    fn the_folders_beside_are_numbered_from_two() {
        let of = |folder: &str, number| numbered(Path::new(folder), number);
        assert_eq!(of("/data/desk", 1), Path::new("/data/desk"));
        assert_eq!(of("/data/desk", 2), Path::new("/data/desk-2"));
        assert_eq!(of("desk/", 3), Path::new("desk-3"));
    }
}
