//! `deskbell customer import` and `list`: customers as comma-separated values.

use std::io::{self, Write};
use std::path::PathBuf;

use deskbell_app::App;
use deskbell_transfer::customers::{self, CustomersFile, Failed, MappedColumn, Report};
use serde_json::json;

use super::super::context::{self, Org};
use super::super::progress::Shown;
use super::super::{Failure, Global, print};

/// Change or create customers from a table of comma-separated values
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Reads a table of customers (CSV with commas, semicolons or tabs, in UTF-8, \
    its first line the names of the columns). A row is the customer with its userId, else the one \
    with its e-mail address, else a new one. Empty cells change nothing; tags and custom data are \
    added. No webhook is told. A row that cannot be taken is told with its line and left out; run \
    it again when it is mended, rows that are the same change nothing.\n\nColumns are known by the \
    names that other tools give them. --dry-run shows what becomes of each, and --map says it."
)]
pub(crate) struct Import {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// The meaning of a column, as in email=E-mail or customData.plan=Plan; may be repeated
    #[arg(long = "map", value_name = "KEY=COLUMN", value_parser = customers::parse_mapped)]
    named: Vec<MappedColumn>,
    /// Import columns without a known meaning as custom data
    #[arg(long)]
    rest: bool,
    /// Only show the meanings of the columns, and the rows that cannot be imported
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    org: Org,
}

pub(super) async fn import(global: &Global, app: &App, args: Import) -> Result<(), Failure> {
    let Import { file, named, rest, dry_run, org } = args;
    let file = context::read_from(file);
    let failed = |error: Failed| Failure::Failed(format!("{}: {error}", file.display()));
    let table = CustomersFile::open(&file, &named, rest).map_err(failed)?;
    for (column, meaning) in table.meanings() {
        let meaning = meaning.unwrap_or_else(|| "not taken".to_owned());
        print::talk(&format!("{column}: {meaning}"));
    }
    let org = context::organization(app, org.domain()).await?;
    let report = table.import(app, org, dry_run, &mut Shown::new("import")).await;
    let report = report.map_err(failed)?;
    let Report { created, changed, same, bad } = report;
    let row = [json!(created), json!(changed), json!(same), json!(bad)];
    let told = if dry_run {
        format!("{same} rows can be taken, {bad} cannot")
    } else {
        report.to_string()
    };
    print::one(global.json, &["created", "changed", "same", "bad"], &row, &told);
    if bad > 0 { Err(Failure::Failed(format!("{bad} rows were left out"))) } else { Ok(()) }
}

/// A writer to standard output that treats a closed stream as success.
struct Out;

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        print::bytes(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) async fn list(app: &App, org: &Org) -> Result<(), Failure> {
    let org = context::organization(app, org.domain()).await?;
    let written = customers::write_customers(app, org, Out, &mut Shown::new("list")).await;
    let written = written.map_err(|error| Failure::Failed(error.to_string()))?;
    if written.left_out > 0 {
        let told =
            format!("{} or more properties got no column: there are too many", written.left_out);
        print::talk(&told);
    }
    Ok(())
}
