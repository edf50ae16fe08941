//! A small file system that the run can fill, or a plain folder if mounting is not allowed.
//!
//! This module must not know any file on the disk except the ballast file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

use deskbell_lab::{Result, While as _};

/// The environment variable that is set if mounts are private to this process and are removed with
/// the process.
const PRIVATE: &str = "DESKBELL_TORTURE_MOUNTS";
/// The size of the disk in MiB: enough for the data of some thousand cycles.
const MIB: u64 = 1024;

#[derive(Debug)]
pub struct Disk {
    pub folder: PathBuf,
    /// True if the disk can be filled.
    pub is_small: bool,
}

impl Disk {
    /// Mounts a small disk below this folder, or makes a plain folder if mounting is not possible.
    ///
    /// # Errors
    /// When no folder can be created.
    pub fn below(folder: &Path) -> Result<Self> {
        let (image, place) = (folder.join("image"), folder.join("disk"));
        fs::create_dir(&place).while_at(place.display())?;
        let is_small = std::env::var_os(PRIVATE).is_some()
            && (mount_image(&image, &place).is_some() || mount_memory(&place).is_some());
        Ok(Self { folder: place, is_small })
    }

    /// Fills the disk completely with a ballast file.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn fill(&self) -> Result<()> {
        let ballast = File::create(self.ballast()).while_at("a full disk")?;
        let (mut length, mut step) = (0, MIB << 20);
        while step >= 512 {
            match fallocate(&ballast, FallocateFlags::empty(), length, step) {
                Ok(()) => length += step,
                Err(Errno::NOSPC | Errno::FBIG) => step /= 2,
                Err(error) => return Err(format!("a full disk: {error}")),
            }
        }
        Ok(())
    }

    /// Deletes the ballast file.
    ///
    /// # Errors
    /// When the file cannot be deleted.
    pub fn free(&self) -> Result<()> {
        fs::remove_file(self.ballast()).while_at("a full disk")
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

/// Mounts a file system from an image file, which syncs like a real disk. Only root can mount it.
fn mount_image(image: &Path, place: &Path) -> Option<()> {
    File::create(image).ok()?.set_len(MIB << 20).ok()?;
    succeeds(Command::new("mkfs.ext4").args(["-q", "-m", "0"]).arg(image))?;
    succeeds(Command::new("mount").args(["-o", "loop"]).args([image, place]))
}

/// Mounts a file system in memory. Any user can mount it if mounts are private.
fn mount_memory(place: &Path) -> Option<()> {
    let size = format!("size={MIB}m");
    succeeds(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "torture"]).arg(place))
}

fn succeeds(command: &mut Command) -> Option<()> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().ok().filter(std::process::ExitStatus::success).map(drop)
}
