//! `deskbell man`: writes the pages of the manual to a folder.

use std::path::PathBuf;

use clap::CommandFactory as _;

use super::{Cli, Failure};

/// Write the manual's pages to a folder, one for each command
#[derive(Debug, clap::Args)]
#[command(long_about = "Writes the pages of the manual to a folder: deskbell.1, and one for each \
    command, such as deskbell-key-create.1.\n\n  deskbell man /usr/share/man/man1")]
pub(crate) struct Args {
    /// The folder, which is made if it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let written = std::fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &args.folder));
    written.map_err(|error| Failure::Failed(format!("{}: {error}", args.folder.display())))
}
