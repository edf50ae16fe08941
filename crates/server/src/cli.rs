//! The command line: one file per command. Data goes to stdout, messages to stderr.

mod agent;
mod application;
mod backup;
mod changes;
mod completions;
mod config;
mod context;
mod copied_files;
mod customer;
mod demo;
mod department;
mod doctor;
mod export;
mod files;
mod health;
mod import;
mod key;
mod man;
mod migrate;
mod new_file;
mod openapi;
mod org;
pub(crate) mod print;
mod progress;
mod report;
mod restore;
mod seed;
mod serve;
mod signals;
mod watch;
mod webhook;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use deskbell_app::Error;
use listenfd::ListenFd;

use crate::{boot, version};

/// A self-hosted customer-messaging server that speaks the HelpCrunch REST API v1.
#[derive(Debug, Parser)]
#[command(name = "deskbell", version = version::VERSION, long_version = version::long())]
#[command(propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The database: sqlite:PATH, or postgres://USER:PASSWORD@HOST:PORT/NAME
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// A file of settings, in place of $XDG_CONFIG_HOME/deskbell/deskbell.toml or
    /// /etc/deskbell/deskbell.toml; `deskbell config show` lists all settings
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Say more: -v for debug, -vv for trace
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Print only data and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Write data as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the REST API
    Serve(serve::Args),
    /// Ask a running server whether it can answer
    Health(health::Args),
    /// Make, list and revoke API keys
    #[command(subcommand)]
    Key(key::Command),
    /// Make, list and change organizations
    #[command(subcommand)]
    Org(org::Command),
    /// Add, change, remove and list agents
    #[command(subcommand)]
    Agent(agent::Command),
    /// Add, change, delete and list departments
    #[command(subcommand)]
    Department(department::Command),
    /// Add, change, remove and list applications
    #[command(subcommand)]
    Application(application::Command),
    /// Export or erase everything about a customer
    #[command(subcommand)]
    Customer(customer::Command),
    /// Make, list, change, try and delete webhooks
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// Compare files with their stored bytes, and end links to them
    #[command(subcommand)]
    Files(files::Command),
    /// Show who changed what: the audit trail, the newest first
    Changes(changes::Args),
    /// Count the chats again for reports
    #[command(subcommand)]
    Report(report::Command),
    /// Fill an organization with made-up data
    Seed(seed::Args),
    /// Import an exported account, or data of another system
    Import(import::Args),
    /// Write a whole account to a folder, for a database on either engine
    Export(export::Args),
    /// Copy the database and its files, beside a running server
    Backup(backup::Args),
    /// Put a backup back, and tell followers that another history begins
    Restore(restore::Args),
    /// Bring the database's schema up to date
    Migrate(migrate::Args),
    /// Check settings, database, disk, clock, limits, keys and port
    Doctor(doctor::Args),
    /// Show and check settings
    #[command(subcommand)]
    Config(config::Command),
    /// Print the description of an interface (OpenAPI 3.1)
    Openapi(openapi::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// The error of a command, which determines the exit code.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line or a setting is wrong: exit code 2.
    Usage(String),
    /// The command could not do its work: exit code 1.
    Failed(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Failed(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Usage(text) | Self::Failed(text)) = self;
        f.write_str(text)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed(match &error {
            Error::Storage(cause) => format!("{error}; {}", boot::hint(cause)),
            Error::Rejected(_)
            | Error::Files(_)
            | Error::Item(..)
            | Error::Exceeded(..)
            | Error::NoRoom
            | Error::Rendering
            | Error::Entropy(_)
            | Error::Invalid(_) => error.to_string(),
        })
    }
}

/// Runs a command. `passed` are the sockets that the service manager passed to this process.
pub(crate) async fn run(cli: Cli, passed: ListenFd) -> Result<(), Failure> {
    let Cli { global, command } = cli;
    if global.quiet {
        print::be_quiet();
    }
    match command {
        Command::Serve(args) => serve::run(&global, args, passed).await,
        Command::Health(args) => health::run(&global, args).await,
        Command::Key(command) => key::run(&global, command).await,
        Command::Org(command) => org::run(&global, command).await,
        Command::Agent(command) => agent::run(&global, command).await,
        Command::Department(command) => department::run(&global, command).await,
        Command::Report(command) => report::run(&global, command).await,
        Command::Application(command) => application::run(&global, command).await,
        Command::Customer(command) => customer::run(&global, command).await,
        Command::Webhook(command) => webhook::run(&global, command).await,
        Command::Files(command) => files::run(&global, command).await,
        Command::Changes(args) => changes::run(&global, args).await,
        Command::Seed(args) => seed::run(&global, args).await,
        Command::Import(args) => import::run(&global, args).await,
        Command::Export(args) => export::run(&global, args).await,
        Command::Backup(args) => backup::run(&global, args).await,
        Command::Restore(args) => restore::run(&global, args).await,
        Command::Migrate(args) => migrate::run(&global, args).await,
        Command::Doctor(args) => doctor::run(&global, args).await,
        Command::Config(command) => config::run(&global, &command),
        Command::Openapi(args) => {
            openapi::run(&args);
            Ok(())
        }
        Command::Completions(args) => {
            completions::run(&args);
            Ok(())
        }
        Command::Man(args) => man::run(&args),
    }
}
