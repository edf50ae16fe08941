//! Generated data with the variety of real data. A plan always generates the same data.
//!
//! A chat is generated only from its number and the plan. The chat's fields have the values that
//! they would have if the messages were posted. The change feed shows each transaction as one
//! change of the kind `reset`.

mod faces;
mod furniture;
mod people;
mod shop;
mod talk;

use deskbell_app::actions::bulk::NewCustomer;
use deskbell_app::actions::conversation::Conversation;
use deskbell_app::{App, Caller, Error};
use deskbell_model::limits::BULK_JOB_ROWS_MAX;
use deskbell_model::{Agent, ApplicationId, CustomerId, Department, OrgId, Seconds};

use crate::Progress;

/// The amount of data to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The number of chats.
    pub chats: u64,
    /// The average number of messages of a chat that is not empty.
    pub messages_per_chat: u32,
    /// The seed. A different seed generates different data.
    pub seed: u64,
}

impl Plan {
    /// Returns the number of customers: one for every three chats, rounded up.
    #[must_use]
    pub const fn customers(&self) -> u64 {
        self.chats.div_ceil(3)
    }
}

/// The objects to which the generated chats refer.
struct Cast {
    agents: Vec<Agent>,
    departments: Vec<Department>,
    application: ApplicationId,
    customers: Vec<CustomerId>,
    /// The time of the last generated chats, for demo data that ends now; `None` for fixed times.
    until: Option<Seconds>,
}

/// Adds generated data to an organization.
///
/// # Errors
/// When the database fails. Data that was added before the failure stays.
pub async fn seed(
    app: &App,
    org: OrgId,
    plan: Plan,
    progress: &mut impl Progress,
) -> Result<(), Error> {
    make(app, org, plan, None, progress).await
}

/// Adds generated data of a busy shop: most chats are closed, and some customers have been waiting
/// for minutes. Also adds canned responses, saved views, and pictures of agents.
///
/// # Errors
/// The errors of [`seed`].
pub async fn furnish(
    app: &App,
    org: OrgId,
    plan: Plan,
    progress: &mut impl Progress,
) -> Result<(), Error> {
    furniture::add(app, org).await?;
    make(app, org, plan, Some(app.context.now()), progress).await
}

async fn make(
    app: &App,
    org: OrgId,
    plan: Plan,
    until: Option<Seconds>,
    progress: &mut impl Progress,
) -> Result<(), Error> {
    let agents = people::agents(app, org).await?;
    let is_shop = until.is_some();
    if is_shop {
        faces::add(app, org, &agents).await?;
    }
    let departments = people::departments(app, org, &agents, is_shop).await?;
    let application = people::application(app, org).await?;
    let customers = customers(app, org, (plan, is_shop), progress).await?;
    let cast = Cast { agents, departments, application, customers, until };
    chats(app, org, plan, &cast, progress).await
}

async fn customers(
    app: &App,
    org: OrgId,
    (plan, is_shop): (Plan, bool),
    progress: &mut impl Progress,
) -> Result<Vec<CustomerId>, Error> {
    let tags = app.actions.bulk_tags(Caller::command(org), people::tags(is_shop)).await?;
    let mut ids = Vec::new();
    let mut batch: Vec<NewCustomer> = Vec::new();
    let mut rows = 0;
    for number in 0..plan.customers() {
        let customer = people::customer(plan.seed, number, &tags, is_shop);
        rows += 1 + customer.tags.len();
        batch.push(customer);
        if rows + people::TAGS_MAX >= BULK_JOB_ROWS_MAX || number + 1 == plan.customers() {
            ids.extend(
                app.actions
                    .bulk_customers(Caller::command(org), std::mem::take(&mut batch))
                    .await?,
            );
            rows = 0;
            progress.at(number + 1, plan.customers(), "customers");
        }
    }
    Ok(ids)
}

async fn chats(
    app: &App,
    org: OrgId,
    plan: Plan,
    cast: &Cast,
    progress: &mut impl Progress,
) -> Result<(), Error> {
    let mut batch: Vec<Conversation> = Vec::new();
    let mut rows = 0;
    for number in 0..plan.chats {
        let mut talk = talk::Talk::new(plan, number, cast)?;
        while talk.goes_on(BULK_JOB_ROWS_MAX / 2) {
            flush(app, org, &mut batch, &mut rows).await?;
            talk.store_part(app, org).await?;
        }
        let Some(conversation) = talk.end(app, org).await? else { continue };
        // The rows of the chat, its messages, and the agents who wrote in it.
        let own = 1 + conversation.messages.len() + conversation.chat.agents.len();
        if rows + own > BULK_JOB_ROWS_MAX {
            flush(app, org, &mut batch, &mut rows).await?;
            progress.at(number, plan.chats, "chats");
        }
        rows += own;
        batch.push(conversation);
    }
    flush(app, org, &mut batch, &mut rows).await?;
    progress.at(plan.chats, plan.chats, "chats");
    Ok(())
}

async fn flush(
    app: &App,
    org: OrgId,
    batch: &mut Vec<Conversation>,
    rows: &mut usize,
) -> Result<(), Error> {
    *rows = 0;
    if !batch.is_empty() {
        app.actions.bulk_conversations(Caller::command(org), std::mem::take(batch)).await?;
    }
    Ok(())
}
