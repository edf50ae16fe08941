//! The import of files to which messages link, if the files are on the source's own hosts.

use std::convert::Infallible;
use std::iter;

use bytes::Bytes;
use deskbell_app::files::UploadError;
use deskbell_model::file::clean_name;
use deskbell_model::limits::FILES_OF_A_MESSAGE_MAX;
use deskbell_model::{ChatId, File, FileId, MediaType, Message, links_to};
use futures_util::stream;

use super::estimate::Watch;
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::session::Run;

/// Tells whether a host is the given domain or a subdomain of the given domain.
fn is_of(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Returns the name of the file to which a link leads.
fn name(link: &str) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    clean_name(path.rsplit('/').next().unwrap_or_default())
}

/// Returns a distinct name for the file of each link of a message. A file whose name is taken gets
/// a number as a prefix. Therefore a file's name identifies its link.
fn distinct_names(links: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(links.len());
    for link in links {
        let plain = name(link);
        let numbered = (2..).map(|number: usize| clean_name(&format!("{number}-{plain}")));
        let mut all = iter::once(plain.clone()).chain(numbered);
        names.extend(all.find(|name| !names.contains(name)));
    }
    names
}

impl<L: SourceLink, P: Pace, W: Watch> Run<'_, L, P, W> {
    /// Downloads the files on the source's own hosts to which these messages link, and attaches the
    /// files to the messages. Returns false if a failed download may succeed later. The first of
    /// `messages` is at position `kept + 1`. A file whose name is attached already is not
    /// downloaded again.
    pub(super) async fn take_files(
        &mut self,
        chat: ChatId,
        kept: u64,
        messages: &[Message],
    ) -> Result<bool, Failed> {
        let Some(domain) = self.options.files.as_deref() else { return Ok(true) };
        let wanted = |message: &Message| -> Vec<String> {
            let text = message.text.as_deref().unwrap_or_default();
            let links = links_to(text, |host| is_of(host, domain));
            links.into_iter().take(FILES_OF_A_MESSAGE_MAX).map(str::to_owned).collect()
        };
        let wanted: Vec<_> = (kept + 1..)
            .zip(messages.iter().map(wanted))
            .filter(|(_, links)| !links.is_empty())
            .collect();
        let Some((last, _)) = wanted.last() else { return Ok(true) };
        let mut is_done = true;
        let mut have = self.app.actions.taken_files(self.org, chat, (kept, *last)).await?;
        for (seq, links) in wanted {
            let mut files = Vec::new();
            for (name, link) in distinct_names(&links).into_iter().zip(links) {
                let is_it = |(at, file): &(u64, File)| *at == seq && file.new.name == name;
                if let Some(place) = have.iter().position(is_it) {
                    have.swap_remove(place);
                    continue;
                }
                let fetched = self.client.pace.unless_stopped(self.client.link.fetch(&link)).await;
                let stored = match fetched.ok_or(Failed::Stopped)? {
                    Ok(bytes) => self.store(&name, bytes).await,
                    Err(why) => {
                        is_done = false;
                        Err(why)
                    }
                };
                match stored {
                    Ok(file) => files.push(file),
                    Err(why) => self.report.odd(format!("a file that was not fetched: {why}")),
                }
            }
            if !files.is_empty() {
                let place = (chat, seq);
                let attached = self.app.actions.attach_taken_files(self.caller, place, files);
                self.report.files += attached.await? as u64;
            }
        }
        Ok(is_done)
    }

    /// Stores a downloaded file. The error is the reason why the file cannot be stored.
    async fn store(&self, name: &str, bytes: Vec<u8>) -> Result<FileId, String> {
        let length = bytes.len() as u64;
        let body = stream::iter([Ok::<_, Infallible>(Bytes::from(bytes))]);
        let stored = self.app.files.upload(self.caller, name, Some(length), body).await;
        let stored = stored.map_err(|error| match error {
            UploadError::Own(error) => error.to_string(),
            UploadError::Body(never) => match never {},
        })?;
        // What no message gets is removed within a day.
        match stored.file.new.media {
            MediaType::Text | MediaType::Other => Err("it is no image and no document".into()),
            _ => Ok(stored.file.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_equal_names_get_names_of_their_own_by_their_links_places() {
        let links = ["https://a.example/1/a.png", "https://a.example/2-a.png"];
        let more = ["https://a.example/2/a.png?x=1", "https://a.example/b.png"];
        let links: Vec<String> = links.into_iter().chain(more).map(str::to_owned).collect();
        assert_eq!(distinct_names(&links), ["a.png", "2-a.png", "3-a.png", "b.png"]);
    }

    #[test]
    fn a_host_is_a_domains_own_or_below_it() {
        for (host, is_own) in [
            ("helpcrunch.com", true),
            ("files.helpcrunch.com", true),
            ("a.b.helpcrunch.com", true),
            ("nothelpcrunch.com", false),
            ("helpcrunch.com.example", false),
            ("com", false),
        ] {
            assert_eq!(is_of(host, "helpcrunch.com"), is_own, "{host}");
        }
    }
}
