//! `deskbell import helpcrunch`: imports a whole account over the HelpCrunch API.

mod printed;

use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_app::Clock as _;
use deskbell_courier::{ApiAnswer, ApiClient, Fetcher, NoAnswer, SystemResolver};
use deskbell_model::OrgId;
use deskbell_model::webhook::{Host, Target};
use deskbell_storage::Location;
use deskbell_transfer::helpcrunch::{
    self, Broken, Failed, ImportOptions, Pace, RATE_DEFAULT, SourceAnswer, SourceLink,
    SourceRequest, Standing, Watch,
};
use serde_json::json;

use crate::boot::{self, SystemClock};
use crate::cli::context::{self, Org};
use crate::cli::signals::Stopping;
use crate::cli::{Failure, Global, print};
use printed::{hours, show_estimate, show_report};

/// The name of the environment variable that has the API key of the source.
const KEY_VARIABLE: &str = "DESKBELL_IMPORT_KEY";
/// The shortest wait before a repeated request of which a message tells.
const DELAY_TOLD: Duration = Duration::from_secs(4);
/// The pause between two progress messages.
const TOLD_EVERY: Duration = Duration::from_secs(5);
/// The interval at which a waiting import checks whether it must stop.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Import a whole account over the HelpCrunch API; another run continues an interrupted import
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Imports agents, departments, applications, customers, chats and messages from a \
    HelpCrunch account, with their ids, while the account stays in use. Open and recent chats come \
    first. Interrupted, it goes on when it is run again; a later run takes what is new or changed. \
    Nothing is written to the account, and no webhook hears of the history.\n\nThe organization \
    must be without chats and customers at the first run."
)]
pub(crate) struct Args {
    /// The URL of the API, such as <https://api.helpcrunch.com/v1>
    #[arg(long)]
    url: String,
    /// The API key, which others see in the list of processes
    #[arg(long, conflicts_with = "key_file")]
    key: Option<String>,
    /// A file with the API key, or - for standard input; else DESKBELL_IMPORT_KEY holds it
    #[arg(long, value_name = "FILE|-")]
    key_file: Option<PathBuf>,
    /// Requests a minute; the account's limit is shared with its integrations
    #[arg(long, value_name = "N", default_value_t = RATE_DEFAULT,
        value_parser = clap::value_parser!(u32).range(1..=600_000))]
    rate: u32,
    /// Read the messages of every chat again, to find new private notes in unchanged chats
    #[arg(long)]
    deep: bool,
    /// Delete chats and customers here that no longer exist in the account
    #[arg(long)]
    prune: bool,
    /// Fetch the images and documents on the account's own hosts to which messages link
    #[arg(long)]
    files: bool,
    /// Only count, and say how many requests and hours an import takes
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    org: Org,
}

impl Args {
    fn key(&self) -> Result<String, Failure> {
        let key = match (&self.key, &self.key_file) {
            (Some(key), _) => key.clone(),
            (None, Some(file)) => std::fs::read_to_string(context::read_from(file.clone()))
                .map_err(|error| {
                    Failure::Usage(format!("{} cannot be read: {error}", file.display()))
                })?,
            (None, None) => std::env::var(KEY_VARIABLE).unwrap_or_default(),
        };
        match key.trim() {
            "" => Err(Failure::Usage(format!(
                "there is no key: give --key-file FILE, or set {KEY_VARIABLE}"
            ))),
            key => Ok(key.to_owned()),
        }
    }

    /// Returns the URL of the API with its version.
    fn url(&self) -> String {
        let url = self.url.trim_end_matches('/');
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        if path.is_some() { url.to_owned() } else { format!("{url}/v1") }
    }
}

/// The import's connection to the API, and its downloads. An estimate downloads nothing.
struct Source {
    api: ApiClient,
    downloads: Option<Downloads>,
}

/// The client for downloads. Downloads are allowed only from addresses that webhooks may call.
struct Downloads {
    fetcher: Fetcher,
    org: OrgId,
    bytes_max: usize,
}

impl SourceLink for Source {
    async fn call(&mut self, request: &SourceRequest) -> Result<SourceAnswer, Broken> {
        let answer = self.api.call(&request.path, request.body.as_deref()).await;
        let answer = answer.map_err(|none| match none {
            NoAnswer::NoConnection(why) => Broken::NoConnection(why),
            NoAnswer::TooLate => Broken::TooLate,
            NoAnswer::Cut(why) => Broken::Cut(why),
            NoAnswer::TooLarge => Broken::TooLarge,
        })?;
        let ApiAnswer { status, retry_after, location, body } = answer;
        Ok(SourceAnswer { status, retry_after, location, body })
    }

    async fn fetch(&mut self, url: &str) -> Result<Vec<u8>, String> {
        match &self.downloads {
            Some(it) => it.fetcher.get(it.org, url, it.bytes_max).await,
            None => Err(format!("{url} is not fetched")),
        }
    }
}

/// Returns the domain of a URL's host without the label `api`. The hosts that store the source's
/// files belong to this domain, too.
fn domain(url: &str) -> Option<String> {
    let Target { host, .. } = Target::parse(url)?;
    Some(match host {
        Host::Address(address) => address.to_string(),
        Host::Name(name) => match name.strip_prefix("api.") {
            Some(rest) if rest.contains('.') => rest.to_owned(),
            _ => name,
        },
    })
}

/// The system clock, and the signals that stop the import.
struct Clock {
    system: SystemClock,
    stopping: Stopping,
    is_json: bool,
}

impl Clock {
    fn start(global: &Global) -> Result<Self, Failure> {
        let (system, stopping) = (SystemClock::start(), Stopping::new()?);
        Ok(Self { system, stopping, is_json: global.json })
    }
}

impl Pace for Clock {
    fn now(&self) -> Duration {
        self.system.uptime()
    }

    fn unix(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.system.now().millis()).unwrap_or_default())
    }

    fn delayed(&mut self, why: &str, time: Duration) {
        if time < DELAY_TOLD {
            return;
        }
        let seconds = time.as_secs();
        if self.is_json {
            return print::talk(&json!({"delayed": why, "seconds": seconds}).to_string());
        }
        print::talk(&format!("waiting for the source: {why}; the next try in {seconds} s"));
    }

    async fn unless_stopped<T: Send>(&mut self, work: impl Future<Output = T> + Send) -> Option<T> {
        let (mut work, mut looks) = (pin!(work), tokio::time::interval(LOOK_EVERY));
        loop {
            tokio::select! {
                biased;
                _ = looks.tick() => if self.stopping.is_asked() { return None },
                done = &mut work => return Some(done),
            }
        }
    }

    async fn wait(&mut self, time: Duration) -> bool {
        let until = self.now() + time;
        let mut looks = tokio::time::interval(time.clamp(Duration::from_millis(1), LOOK_EVERY));
        looks.tick().await;
        while !self.stopping.is_asked() && self.now() < until {
            looks.tick().await;
        }
        !self.stopping.is_asked()
    }
}

/// A listener that prints the progress of an import on standard error.
struct Lines {
    is_json: bool,
    told: Option<Instant>,
}

impl Watch for Lines {
    fn at(&mut self, standing: &Standing) {
        if self.told.is_some_and(|told| told.elapsed() < TOLD_EVERY) {
            return;
        }
        self.told = Some(Instant::now());
        let Standing { pass, phase, done, total, messages, requests, left } = *standing;
        if self.is_json {
            let line = json!({"pass": pass, "phase": phase, "done": done, "total": total,
                "messages": messages, "requests": requests, "secondsLeft": left.as_secs()});
            return print::talk(&line.to_string());
        }
        let of_all = if total > 0 { format!(" of {total}") } else { String::new() };
        print::talk(&format!(
            "{phase}: {done}{of_all}, {messages} messages, {requests} requests; {} left in all",
            hours(left)
        ));
    }

    fn warn(&mut self, text: &str) {
        print::talk(text);
    }
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let (key, url) = (args.key()?, args.url());
    let config = context::config(global, None)?;
    let authorities = boot::authorities(&config).map_err(Failure::Usage)?;
    let api = ApiClient::new(&url, &key, authorities.clone()).map_err(Failure::Usage)?;
    let opened = config.app.webhooks_allow.clone();
    let fetcher = Fetcher::new(Arc::new(SystemResolver), opened, authorities.clone());
    let fetcher = fetcher.map_err(|error| Failure::Usage(error.to_string()))?;
    let bytes_max = config.app.files.mib_max as usize * 1024 * 1024;
    let mut pace = Clock::start(global)?;
    if args.dry_run {
        context::log(global, &config)?;
        let link = Source { api, downloads: None };
        let found = helpcrunch::estimate(link, &mut pace, args.rate).await;
        let found = found.map_err(nothing_taken)?;
        show_estimate(global.json, &found);
        return Ok(());
    }
    // An address that leads elsewhere must not leave a new, empty database.
    if matches!(&config.database, Location::Sqlite(path) if !path.exists()) {
        let api = ApiClient::new(&url, &key, authorities).map_err(Failure::Usage)?;
        let link = Source { api, downloads: None };
        let found = helpcrunch::check(link, &mut pace, args.rate).await;
        found.map_err(nothing_taken)?;
    }
    let opening = async {
        let app = context::open_or_create(global).await?;
        let org = context::organization(&app, args.org.domain()).await?;
        Ok::<_, Failure>((app, org))
    };
    let (app, org) = pace.unless_stopped(opening).await.ok_or_else(stopped)??;
    let link = Source { api, downloads: Some(Downloads { fetcher, org, bytes_max }) };
    let began = pace.now();
    let Args { rate, deep, prune, .. } = args;
    let files = args.files.then(|| domain(&url)).flatten();
    let options = ImportOptions { source: url, rate, deep, prune, files };
    let mut lines = Lines { is_json: global.json, told: None };
    let report = helpcrunch::import(&app, org, &options, link, &mut pace, &mut lines).await;
    context::close_filled(&app).await;
    let report = report.map_err(failure)?;
    show_report(global.json, &report, pace.now() - began);
    Ok(())
}

fn stopped() -> Failure {
    nothing_taken(Failed::Stopped)
}

fn nothing_taken(failed: Failed) -> Failure {
    Failure::Failed(failed.to_string())
}

fn failure(failed: Failed) -> Failure {
    let hint = match failed {
        Failed::Broken { .. } | Failed::Limited | Failed::Stopped | Failed::App(_) => {
            "; what was taken stays: run the command again to go on"
        }
        _ => "",
    };
    Failure::Failed(format!("{failed}{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_the_domain_of_the_api_and_from_no_wider_one() {
        for (url, own) in [
            ("https://api.helpcrunch.com/v1", "helpcrunch.com"),
            ("https://example.co.uk/v1", "example.co.uk"),
            ("https://desk.example.com/v1", "desk.example.com"),
            ("https://api.example/v1", "api.example"),
            ("http://127.0.0.1:8080/v1", "127.0.0.1"),
        ] {
            assert_eq!(domain(url).as_deref(), Some(own), "{url}");
        }
    }
}
