//! An SQLite file or folder without write permission. Root may write everywhere, so under root the
//! tests run the binary as another user.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::process::{BINARY, SERVE, Server, refused, text};

/// The id of a user who owns nothing.
const NOBODY: u32 = 65_534;

/// An unprivileged user, with a folder and a copy of the binary that the user can access.
struct Guest {
    _outer: TempDir,
    binary: PathBuf,
    folder: PathBuf,
    file: PathBuf,
    url: String,
    is_other: bool,
}

impl Guest {
    fn new() -> Self {
        let outer = tempfile::tempdir().unwrap();
        let is_other = fs::metadata(outer.path()).unwrap().uid() == 0;
        let binary = outer.path().join("deskbell");
        if fs::hard_link(BINARY, &binary).is_err() {
            fs::copy(BINARY, &binary).unwrap();
        }
        let folder = outer.path().join("data");
        fs::create_dir(&folder).unwrap();
        if is_other {
            fs::set_permissions(outer.path(), Permissions::from_mode(0o755)).unwrap();
            chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let file = folder.join("a.db");
        let url = format!("sqlite:{}", file.display());
        Self { _outer: outer, binary, folder, file, url, is_other }
    }

    fn call(&self, args: &[&str]) -> Command {
        let mut command = deskbell_lab::process::deskbell(&self.binary, &self.url, args);
        if self.is_other {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn data(&self, args: &[&str]) -> String {
        let output = self.call(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout).trim_end().to_owned()
    }

    fn allow(&self, file: u32, folder: u32) {
        fs::set_permissions(&self.file, Permissions::from_mode(file)).unwrap();
        fs::set_permissions(&self.folder, Permissions::from_mode(folder)).unwrap();
    }
}

#[test]
fn a_file_that_may_only_be_read_is_a_sentence_and_exit_code_1() {
    let guest = Guest::new();
    guest.data(&["migrate"]);
    guest.allow(0o444, 0o755);
    for args in [&["key", "create"][..], &["migrate"], SERVE] {
        let talk = refused(guest.call(args), 1);
        assert!(talk.contains("the file may only be read"), "{talk}");
        assert!(talk.contains("that you may write to it"), "{talk}");
    }
    guest.allow(0o644, 0o755);
    guest.data(&["key", "create"]);
}

#[test]
fn a_folder_that_may_only_be_read_is_a_sentence_and_exit_code_1() {
    let guest = Guest::new();
    guest.data(&["migrate"]);
    guest.allow(0o644, 0o555);
    for args in [&["key", "create"][..], &["migrate"], SERVE] {
        let talk = refused(guest.call(args), 1);
        assert!(talk.contains("data cannot be written to"), "{talk}");
        assert!(talk.contains("see that you may write to it"), "{talk}");
    }
    let doctor = guest.call(&["doctor"]).output().unwrap();
    assert_eq!(doctor.status.code(), Some(1));
    assert!(text(&doctor.stdout).contains("problem  disk: the folder"), "{doctor:?}");
    guest.allow(0o644, 0o755);
    guest.data(&["key", "create"]);
}

/// A running server can still use its open files; new processes fail.
#[test]
fn a_running_server_outlives_a_file_and_a_folder_that_become_read_only() {
    let guest = Guest::new();
    let server = Server::spawn(guest.call(SERVE));
    let key = server.key.clone().unwrap();
    guest.allow(0o444, 0o555);
    std::thread::scope(|scope| {
        let ask = || assert_eq!(server.get(&key, "/v1/chats").0, 200);
        (0..16).for_each(|_| drop(scope.spawn(ask)));
    });
    assert!(refused(guest.call(&["key", "create"]), 1).contains("cannot be written to"));
    guest.allow(0o644, 0o755);
    let new = guest.data(&["key", "create"]);
    assert_eq!(server.get(&new, "/v1/chats").0, 200);
    server.stops();
    let mut left: Vec<_> =
        fs::read_dir(&guest.folder).unwrap().map(|it| it.unwrap().path()).collect();
    // A server that stops saves its index beside the file.
    left.retain(|path| !path.is_dir());
    assert_eq!(left, std::slice::from_ref(&guest.file));
}
