//! `deskbell completions`: prints the completions for a shell.

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::{Cli, print};

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(long_about = "Prints a script that lets a shell complete the words of deskbell:\n\n  \
    deskbell completions bash > /usr/share/bash-completion/completions/deskbell\n  \
    deskbell completions zsh > /usr/share/zsh/vendor-completions/_deskbell\n  \
    deskbell completions fish > /usr/share/fish/vendor_completions.d/deskbell.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args) {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "deskbell", &mut script);
    print::bytes(&script);
}
