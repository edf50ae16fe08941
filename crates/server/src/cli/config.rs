//! `deskbell config`: shows and checks the settings.

use clap::Subcommand;
use deskbell_storage::check_address;
use serde_json::{Value, json};

use super::{Failure, Global, print};
use crate::boot;
use crate::config::{Config, Flags, layers};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every setting, its value and where it was set; passwords are left out
    Show,
    /// Check the settings
    Check,
}

pub(crate) fn run(global: &Global, command: &Command) -> Result<(), Failure> {
    let flags = Flags { database: global.database.clone(), listen: None };
    let layers = layers(global.config.as_deref(), &flags).map_err(Failure::Failed)?;
    layers.misnamed.iter().for_each(|it| print::talk(&it.to_string()));
    if let Some(file) = &layers.file {
        print::talk(&format!("the file of settings is {}", file.display()));
    }
    match command {
        Command::Show => {
            let rows: Vec<_> = layers
                .shown()
                .map(|(key, value, origin)| {
                    let value = match value {
                        toml::Value::Integer(number) => json!(number),
                        toml::Value::String(text) => json!(text),
                        other => Value::String(other.to_string()),
                    };
                    vec![json!(key), value, json!(origin)]
                })
                .collect();
            print::rows(global.json, &["setting", "value", "from"], &rows);
            Ok(())
        }
        Command::Check => {
            let config = Config::new(&layers).map_err(Failure::Failed)?;
            boot::authorities(&config).map_err(Failure::Failed)?;
            let checked = check_address(&config.database, &config.storage);
            checked.map_err(|error| Failure::Failed(boot::sentence(&config.database, &error)))?;
            print::talk("the settings are valid");
            Ok(())
        }
    }
}
