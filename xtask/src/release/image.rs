//! The container image: the program, its libraries, and the system's certificate authorities.
//!
//! The start command is in `packaging/image/Containerfile`.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use deskbell_lab::process;

use super::{VERSION, copy, make_folder, write};
use crate::workspace::Workspace;
use crate::{program, tools};

/// The libraries that the C library loads at runtime to look up names.
const LOOKUPS: [&str; 3] = ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"];
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";
/// The files of the image that define its single user account, and the order of host lookups.
const TEXTS: [(&str, &str); 3] = [
    ("etc/passwd", "deskbell:x:65532:65532::/data:/nowhere\n"),
    ("etc/group", "deskbell:x:65532:\n"),
    ("etc/nsswitch.conf", "hosts: files dns\n"),
];

/// A command of buildah without privileges, with its storage in the folder `parts`.
pub fn buildah(workspace: &Workspace, parts: &Path) -> Result<Command, String> {
    if process::find("buildah").is_none() {
        tools::distribution("buildah")?;
    }
    let mut buildah = workspace.command("buildah");
    buildah.env("BUILDAH_ISOLATION", "chroot").args(["--storage-driver", "vfs"]);
    buildah.arg("--root").arg(parts.join("storage")).arg("--runroot").arg(parts.join("running"));
    Ok(buildah)
}

/// Builds the image from the binary in the folder `parts`, and writes an archive for `docker load`
/// and `podman load`. Fails when buildah is missing and cannot be installed.
pub fn make(workspace: &Workspace, parts: &Path, archive: &Path) -> Result<(), String> {
    let context = parts.join("image");
    fill(&parts.join("deskbell"), &context.join("rootfs"))?;
    make_folder(&context.join("data"))?;
    let file = workspace.root.join("packaging/image/Containerfile");
    let mut build = buildah(workspace, parts)?;
    // Docker's form knows health checks.
    build.args(["bud", "--quiet", "--format", "docker", "--timestamp", "0", "--tag"]);
    build.arg(name()).arg("--file").arg(file).arg(context);
    program::run(&build)?;
    let mut push = buildah(workspace, parts)?;
    let target = format!("docker-archive:{}:{}", archive.display(), name());
    push.args(["push", "--quiet", &name(), &target]);
    program::run(&push)
}

pub fn name() -> String {
    format!("localhost/deskbell:{VERSION}")
}

/// Copies the binary and its dependencies into an empty root folder.
fn fill(binary: &Path, root: &Path) -> Result<(), String> {
    copy(binary, &root.join("usr/bin/deskbell"))?;
    copy(Path::new(AUTHORITIES), &inside(root, Path::new(AUTHORITIES)))?;
    for library in libraries(binary)? {
        copy(&library, &inside(root, &library))?;
        for name in LOOKUPS {
            let beside = library.with_file_name(name);
            if library.ends_with("libc.so.6") && beside.is_file() {
                copy(&beside, &inside(root, &beside))?;
            }
        }
    }
    for (path, text) in TEXTS {
        write(&root.join(path), text.as_bytes())?;
    }
    let temporary = root.join("tmp");
    make_folder(&temporary)?;
    let set = std::fs::set_permissions(&temporary, Permissions::from_mode(0o1777));
    set.map_err(|error| format!("{}: {error}", temporary.display()))
}

fn inside(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

/// Returns the paths of the binary's libraries and of the loader.
fn libraries(binary: &Path) -> Result<Vec<PathBuf>, String> {
    let printed = program::output(Command::new("ldd").arg(binary))?;
    Ok(listed(&String::from_utf8_lossy(&printed)))
}

/// Parses the paths in the output of `ldd`: `NAME => PATH (ADDRESS)`, or `PATH (ADDRESS)` for the
/// loader.
fn listed(printed: &str) -> Vec<PathBuf> {
    let path = |line: &str| {
        let line = line.trim();
        let path = line.split_once(" => ").map_or(line, |(_, path)| path);
        path.split(' ').next().filter(|path| path.starts_with('/')).map(PathBuf::from)
    };
    printed.lines().filter_map(path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_the_loader_are_found_in_what_ldd_prints() {
        let printed = "\tlinux-vdso.so.1 (0x1)\n\tlibm.so.6 => /lib/x/libm.so.6 (0x2)\n\
                       \t/lib64/ld-linux-x86-64.so.2 (0x3)\n";
        let expected = ["/lib/x/libm.so.6", "/lib64/ld-linux-x86-64.so.2"].map(PathBuf::from);
        assert_eq!(listed(printed), expected);
    }
}
