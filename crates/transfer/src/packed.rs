//! A gzip file that is compressed on a separate thread while its writer continues.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The number of bytes that are sent to the compressing thread at once.
const CHUNK_BYTES: usize = 256 * 1024;
/// The number of chunks that may wait for the compressing thread, so that short pauses of the
/// writer do not stop this thread.
const CHUNKS_WAITING: usize = 4;

/// A gzip file that is being written. Only its owner can read the file.
#[derive(Debug)]
pub(crate) struct PackedFile {
    chunk: Vec<u8>,
    chunks: SyncSender<Vec<u8>>,
    packing: JoinHandle<io::Result<()>>,
}

impl PackedFile {
    /// Creates a file, which must not exist.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(path)?;
        let (chunks, waiting) = sync_channel::<Vec<u8>>(CHUNKS_WAITING);
        let packing = std::thread::Builder::new().name("packing".into()).spawn(move || {
            let mut packed = GzEncoder::new(BufWriter::new(file), Compression::fast());
            for chunk in waiting {
                packed.write_all(&chunk)?;
            }
            let file: File =
                packed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()
        })?;
        Ok(Self { chunk: Vec::with_capacity(CHUNK_BYTES), chunks, packing })
    }

    /// Calls `write`, which appends bytes to a buffer, and writes the appended bytes to the file.
    pub(crate) fn with(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        write(&mut self.chunk);
        if self.chunk.len() < CHUNK_BYTES {
            return Ok(());
        }
        let next = Vec::with_capacity(self.chunk.len());
        let chunk = std::mem::replace(&mut self.chunk, next);
        // The thread's own error comes with `finish`.
        let ended = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.chunks.send(chunk).map_err(ended)
    }

    /// Writes the remaining bytes, and syncs the file to disk.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Self { chunk, chunks, packing } = self;
        // If the thread has ended, its error says why.
        let _ = chunks.send(chunk);
        drop(chunks);
        packing.join().map_err(|_| io::Error::other("the packing thread panicked"))?
    }
}
