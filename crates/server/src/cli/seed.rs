//! `deskbell seed`: fills an organization with made-up data.

use std::time::Instant;

use deskbell_model::limits::{SEED_CHATS_MAX, SEED_MESSAGES_PER_CHAT_MAX};
use deskbell_transfer::seed::{Plan, seed};
use serde_json::json;

use super::context::{self, Org};
use super::progress::Shown;
use super::{Failure, Global, print};

/// Deterministic made-up data: the same numbers make the same data.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The number of chats
    #[arg(long, value_name = "N",
          value_parser = clap::value_parser!(u64).range(1..=SEED_CHATS_MAX))]
    chats: u64,
    /// The average number of messages per chat
    #[arg(long, value_name = "M", default_value_t = 4,
          value_parser = clap::value_parser!(u32)
              .range(0..=i64::from(SEED_MESSAGES_PER_CHAT_MAX)))]
    messages_per_chat: u32,
    /// The seed: another number makes other data
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    org: Org,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let app = context::open_or_create(global).await?;
    let org = context::organization(&app, args.org.domain()).await?;
    let Args { chats, messages_per_chat, seed: number, .. } = args;
    let plan = Plan { chats, messages_per_chat, seed: number };
    let began = Instant::now();
    seed(&app, org, plan, &mut Shown::new("seed")).await?;
    let seconds = began.elapsed().as_secs_f64();
    let customers = plan.customers();
    print::talk(&format!("{chats} chats and {customers} customers made in {seconds:.1} s"));
    if global.json {
        let row = [json!(chats), json!(customers)];
        print::one(true, &["chats", "customers"], &row, "");
    }
    context::close_filled(&app).await;
    Ok(())
}
