//! A run of the import: its phases in order, beginning at the position of the last run.

use deskbell_app::actions::takeover::{HighestIds, TakeoverStart};
use deskbell_app::{App, Caller};
use deskbell_model::{ImportKind, OrgId};

use super::client::SourceClient;
use super::estimate::{Estimate, Standing, Watch};
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::read::id;
use super::report::Report;
use super::session::{Course, ImportOptions, KnownTeam, Phase, Run, first};
use super::walk::{List, PAGE, Walk};

/// The age up to which chats are imported first, before older chats: 30 days, in seconds.
const RECENT_S: i64 = 30 * 24 * 60 * 60;

/// The lowest key of a list, the highest key plus one, and the list's total.
type KeyRange = (i64, i64, u64);

/// Reads the total of a list in the source.
async fn total<L: SourceLink, P: Pace>(
    client: &mut SourceClient<'_, L, P>,
    path: &str,
) -> Result<u64, Failed> {
    Ok(first(client, &format!("{path}?limit=1")).await?.1)
}

/// Checks with one request that the source is a HelpCrunch API that accepts the key.
///
/// # Errors
/// When it is not, or does not answer.
pub async fn check<L: SourceLink, P: Pace>(link: L, pace: &mut P, rate: u32) -> Result<(), Failed> {
    total(&mut SourceClient::new(link, pace, rate), "agents").await.map(drop)
}

/// Counts the objects of a source, and estimates the number of requests and the time of a first
/// import.
///
/// # Errors
/// When the source does not answer.
pub async fn estimate<L: SourceLink, P: Pace>(
    link: L,
    pace: &mut P,
    rate: u32,
) -> Result<Estimate, Failed> {
    let mut client = SourceClient::new(link, pace, rate);
    let mut counts = [0; 5];
    let paths = ["agents", "departments", "applications", "customers", "chats"];
    for (count, path) in counts.iter_mut().zip(paths) {
        *count = total(&mut client, path).await?;
    }
    Ok(Estimate::new(counts, client.every()))
}

/// Imports a source into an organization, or continues an earlier import.
///
/// # Errors
/// [`Failed`]. The imported objects stay, and another run continues the import.
pub async fn import<L: SourceLink, P: Pace, W: Watch>(
    app: &App,
    org: OrgId,
    options: &ImportOptions,
    link: L,
    pace: &mut P,
    watch: &mut W,
) -> Result<Report, Failed> {
    let mut client = SourceClient::new(link, pace, options.rate);
    let began = client.pace.now();
    let newest = first(&mut client, "chats?limit=1&sort=chats.createdAt&order=desc").await?;
    let (newest, chats) = newest;
    let (customer, customers) = first(&mut client, "customers?limit=1").await?;
    let highest = HighestIds {
        chat: id(&newest["id"]).unwrap_or_default(),
        customer: id(&customer["id"]).unwrap_or_default(),
        message: id(&newest["lastMessageId"]).unwrap_or_default(),
    };
    let begun = app.actions.begin_takeover(Caller::command(org), options.source.clone(), highest);
    let state = match begun.await? {
        TakeoverStart::State(state) => state,
        TakeoverStart::OtherSource(source) => return Err(Failed::OtherSource(source)),
        TakeoverStart::NotEmpty => return Err(Failed::NotEmpty),
    };
    let caller = Caller::import(org, state.import);
    let course = Course {
        began,
        all: (customers, chats),
        // The number serves only the estimate of the remaining time.
        taken: app.actions.count_taken(org, ImportKind::Chat).await.unwrap_or_default(),
        read: (0, 0),
        read_before: 0,
        phase: Phase::Open,
        has_next: false,
    };
    let (team, report, standing) = (KnownTeam::default(), Report::default(), Standing::default());
    let (is_deep, message_rows) = (options.deep, PAGE);
    let mut run = Run {
        app,
        org,
        caller,
        client,
        options,
        team,
        report,
        watch,
        standing,
        is_deep,
        message_rows,
        state,
        course,
    };
    let ended = run.passes().await;
    // Followers are told of what was taken, even when the import ended early.
    if run.standing.messages > 0 || ended.is_ok() {
        app.actions.end_import(caller).await?;
    }
    ended?;
    run.finish().await
}

impl<L: SourceLink, P: Pace, W: Watch> Run<'_, L, P, W> {
    /// Runs one or two passes over the source. The second pass imports objects that changed during
    /// the first pass. A second pass is needed if the import is new, or if the first pass continues
    /// a pass that an earlier run began.
    async fn passes(&mut self) -> Result<(), Failed> {
        self.take_team().await?;
        let is_first = self.state.pass == 1;
        let again = is_first || !self.state.phase.is_empty();
        self.course.has_next = again;
        self.pass().await?;
        self.course.has_next = false;
        if again {
            self.is_deep &= !is_first;
            self.pass().await?;
        }
        Ok(())
    }

    async fn pass(&mut self) -> Result<(), Failed> {
        self.standing.pass = self.state.pass;
        let is_first = self.state.pass == 1;
        let begin = Phase::ALL.into_iter().find(|phase| phase.as_str() == self.state.phase);
        for phase in Phase::ALL {
            // What is open or recent comes first only for a team that waits for it.
            let is_done = begin.is_some_and(|begin| phase < begin);
            if is_done || !is_first && phase < Phase::Customers {
                continue;
            }
            if begin != Some(phase) {
                self.reach(phase, None).await?;
            }
            self.walk(phase).await?;
        }
        self.state.pass += 1;
        (self.state.phase, self.state.reached) = (String::new(), None);
        self.save().await
    }

    /// Stores the position of a phase, which is done from the highest key down to `reached`.
    pub(super) async fn reach(&mut self, phase: Phase, reached: Option<i64>) -> Result<(), Failed> {
        (self.state.phase, self.state.reached) = (phase.as_str().to_owned(), reached);
        self.save().await
    }

    async fn save(&self) -> Result<(), Failed> {
        Ok(self.app.actions.save_takeover(self.caller, self.state.clone()).await?)
    }

    /// Imports the objects of a phase.
    async fn walk(&mut self, phase: Phase) -> Result<(), Failed> {
        let list = phase.list();
        let Some(range) = self.range(list).await? else { return Ok(()) };
        // How many of the chats are open or recent is not known.
        let shown = range.as_ref().map_or(0, |range| range.2);
        let shown = if phase < Phase::Customers { 0 } else { shown };
        self.standing = Standing { phase: phase.as_str(), total: shown, done: 0, ..self.standing };
        // Of several walks the last one counts.
        match phase {
            Phase::Customers => (self.report.customers.same, self.report.customers.gone) = (0, 0),
            Phase::Chats => (self.report.chats.same, self.report.chats.gone) = (0, 0),
            Phase::Open | Phase::Recent => {}
        }
        (self.course.phase, self.course.read_before) = (phase, self.course.read.0);
        let (mut low, top, total) = match range {
            Ok(range) => range,
            // All chats follow.
            Err(_) if phase < Phase::Customers => return Ok(()),
            Err(why) => return self.walk_by_offsets(phase, &why).await,
        };
        if phase == Phase::Recent {
            low = low.max(top.saturating_sub(RECENT_S));
        }
        let mut walk = Walk::new(list, (low, top), total);
        walk.reached = self.state.reached.unwrap_or(top).min(top);
        while let Some(found) = walk.next(&mut self.client).await? {
            let window = match found {
                Ok(window) => window,
                // The order of chats is a matter of convenience alone.
                Err(_) if phase == Phase::Open => return Ok(()),
                Err(why) => return self.walk_by_offsets(phase, &why).await,
            };
            match list {
                List::Customers => {
                    self.take_customer_window(&window).await?;
                    self.tell(window.rows.len() as u64);
                }
                List::Chats | List::OpenChats => {
                    self.take_chat_window(&window, phase == Phase::Chats).await?;
                    self.tell(0);
                }
            }
            walk.reached = window.from;
            self.reach(phase, Some(window.from)).await?;
        }
        Ok(())
    }

    /// Reads the lowest key of a list, the highest key plus one, and the list's total; `None` for
    /// an empty list. The inner error is the reason why the keys are not known.
    async fn range(&mut self, list: List) -> Result<Option<Result<KeyRange, String>>, Failed> {
        let sorted = |order| format!("chats?limit=1&sort=chats.createdAt&order={order}");
        if list == List::Customers {
            let (newest, total) = first(&mut self.client, "customers?limit=1").await?;
            let top = id(&newest["id"]).unwrap_or(0) + 1;
            return Ok((total > 0).then_some(Ok((1, self.top_customer(top).await?, total))));
        }
        let (newest, total) = first(&mut self.client, &sorted("desc")).await?;
        let (oldest, _) = first(&mut self.client, &sorted("asc")).await?;
        if newest.is_null() {
            return Ok(None);
        }
        let ends = list.key(&oldest).zip(list.key(&newest));
        let range = ends.map(|(low, high)| (low.min(high), low.max(high) + 1, total));
        Ok(Some(range.ok_or_else(|| {
            format!("chat {} or {} has no readable createdAt", oldest["id"], newest["id"])
        })))
    }

    async fn finish(mut self) -> Result<Report, Failed> {
        self.report.requests = self.client.requests;
        self.report.limited = self.client.limited;
        self.report.broken = self.client.broken;
        self.report.messages = self.standing.messages;
        self.report.hosts = self.app.actions.takeover_hosts(self.org).await?;
        self.report.hosts.sort_by_key(|it| std::cmp::Reverse(it.messages));
        Ok(self.report)
    }
}
