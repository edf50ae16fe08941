//! `deskbell openapi`: prints the description of an interface.

use super::print;

/// Prints the description of an interface as an OpenAPI document.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The interface to describe
    #[arg(value_enum, default_value_t = Audience::Programs)]
    of: Audience,
}

/// The audience of an interface.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Audience {
    /// /v1, for programs with a key
    Programs,
    /// /app/v1, for the pages of agents
    Agents,
    /// /widget/v1, for the widget of visitors
    Visitors,
}

/// Prints the OpenAPI document.
pub(crate) fn run(args: &Args) {
    let interface = match args.of {
        Audience::Programs => &deskbell_web::PROGRAMS,
        Audience::Agents => &deskbell_web::AGENTS,
        Audience::Visitors => &deskbell_web::VISITORS,
    };
    print::data(&format!("{:#}", interface.document()));
}
