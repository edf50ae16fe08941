//! Checks of the indexes: their estimated size and, in a deep check, their answers.

use deskbell_app::index::IndexSettings;
use deskbell_app::{App, Error};
use deskbell_model::Organization;

use super::Finding;
use crate::boot;

const MIB: u64 = 1024 * 1024;

/// Checks that the estimated size of all organizations' indexes fits into the index memory.
pub(super) async fn fits(app: &App, organizations: &[Organization]) -> Result<Finding, Error> {
    let settings = &app.context.settings.index;
    if !settings.enabled {
        let found = "it is switched off: lists are read from the database";
        return Ok(Finding::ok("index", found));
    }
    let mut needed = 0_u64;
    for organization in organizations {
        needed = needed.saturating_add(app.lists.index_estimate(organization.id).await?);
    }
    let (needed, given) = (needed.div_ceil(MIB), settings.memory_mib as u64);
    let found = format!("about {needed} MiB are needed, index.memory_mib gives {given}");
    if needed <= given {
        return Ok(Finding::ok("index", found));
    }
    let hint = "raise index.memory_mib: what does not fit is read from the database, which takes \
                longer";
    Ok(Finding::warning("index", found, hint))
}

/// Checks that indexes can be saved when the server stops.
pub(super) fn saved(settings: &IndexSettings) -> Option<Finding> {
    let folder = settings.images.as_ref().filter(|_| settings.enabled)?;
    // A missing folder is made at the first save, so in this case its parent is checked.
    let inside = if folder.is_dir() { &folder.join("1.index") } else { folder };
    let shown = folder.display();
    Some(match boot::check_folder(inside) {
        Ok(()) => {
            Finding::ok("saved indexes", format!("it is saved in {shown} when the server stops"))
        }
        Err(why) => {
            let hint = "give access to it, or set index.images: each start reads every row";
            Finding::warning("saved indexes", format!("it cannot be saved: {why}"), hint)
        }
    })
}

/// Builds an organization's index from the current rows, and checks that its answers equal the
/// database's answers.
pub(super) async fn answers(app: &App, organization: &Organization) -> Result<Vec<Finding>, Error> {
    if !app.context.settings.index.enabled {
        return Ok(Vec::new());
    }
    let compared = app.lists.compare_index(organization.id).await?;
    let name = &organization.domain;
    let Some(bytes) = compared.bytes else {
        let found = format!("the index of {name} does not fit into index.memory_mib");
        let hint = "raise it: lists are read from the database, which takes longer";
        return Ok(vec![Finding::warning("answers", found, hint)]);
    };
    let (made, mib) = (compared.made, (bytes as u64).div_ceil(MIB));
    let mut told = format!("{made} lists and searches of {name} were compared");
    if compared.left_out > 0 {
        told += &format!(", {} could not be", compared.left_out);
    }
    if compared.differences.is_empty() {
        let found = format!("{told}: its index answers what the database does, in {mib} MiB");
        return Ok(vec![Finding::ok("answers", found)]);
    }
    let hint = "set index.enabled = false, delete the saved indexes, and report it as a fault of \
                Deskbell";
    let problem =
        |it| Finding::problem("answers", format!("{told}: the index differs on {it}"), hint);
    Ok(compared.differences.into_iter().map(problem).collect())
}
