//! The built pages: the files of `web/dist`, which the binary contains in compressed form.
//!
//! This module must not know any URL or policy.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::sync::LazyLock;

use deskbell_app::Answer;
use flate2::read::ZlibDecoder;

/// The built files, compressed with zlib, by their names relative to `web/dist`.
static PACKED: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/dist.rs"));

/// The answers that serve the built files, each with its digest. A test unpacks every file.
static ANSWERS: LazyLock<BTreeMap<&str, (&'static str, Answer)>> = LazyLock::new(|| {
    let answer = |(name, packed): &(&'static str, &[u8])| {
        Some((*name, (media_type(name), Answer::from(unpacked(packed).ok()?))))
    };
    PACKED.iter().filter_map(answer).collect()
});

fn unpacked(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut bytes)?;
    Ok(bytes)
}

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
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_served_as_it_is_with_a_media_type() {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
        assert!(PACKED.iter().any(|(name, _)| *name == "inbox.html"));
        for (name, _) in PACKED {
            let (media_type, answer) = file(name).unwrap();
            assert_ne!(*media_type, "application/octet-stream", "{name}");
            let bytes = std::fs::read(dist.join(name)).unwrap();
            assert!(answer.clone().into_bytes() == bytes, "{name}");
        }
    }

    #[test]
    fn the_inbox_loads_only_files_that_exist_and_has_no_script_of_its_own() {
        let html = file("inbox.html").unwrap().1.clone().into_bytes();
        let html = std::str::from_utf8(&html).unwrap();
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
