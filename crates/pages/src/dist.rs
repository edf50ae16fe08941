//! The built pages: the files of `web/dist`, which the binary contains.
//!
//! This module must not know any URL or policy.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use deskbell_app::Answer;

/// The built files, by their names relative to `web/dist`.
static FILES: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/dist.rs"));

/// The answers that serve the built files, each with its digest.
static ANSWERS: LazyLock<BTreeMap<&str, (&'static str, Answer)>> = LazyLock::new(|| {
    let answer = |(name, bytes): &(&'static str, &[u8])| {
        (*name, (media_type(name), Answer::from(bytes.to_vec())))
    };
    FILES.iter().map(answer).collect()
});

/// Returns a built file with its media type, by the file's name relative to `web/dist`.
pub(crate) fn file(name: &str) -> Option<&'static (&'static str, Answer)> {
    ANSWERS.get(name)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("mp3") => "audio/mpeg",
        Some("wav") => "audio/wav",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_media_type() {
        assert!(FILES.iter().any(|(name, _)| *name == "inbox.html"));
        for (name, _) in FILES {
            assert_ne!(media_type(name), "application/octet-stream", "{name}");
        }
    }

    #[test]
    fn the_inbox_loads_only_files_that_exist_and_has_no_script_of_its_own() {
        let (_, html) = FILES.iter().find(|(name, _)| *name == "inbox.html").unwrap();
        let html = std::str::from_utf8(html).unwrap();
        let loaded: Vec<_> = ["src=\"/", "href=\"/"]
            .iter()
            .flat_map(|start| html.split(start).skip(1))
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(loaded.len() >= 2, "{loaded:?}");
        for name in loaded {
            assert!(file(name).is_some(), "{name}");
        }
        for part in html.split("<script").skip(1) {
            assert!(part.contains("></script>"), "{part}");
        }
        assert!(!html.contains("style="));
    }
}
