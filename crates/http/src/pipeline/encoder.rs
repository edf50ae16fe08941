//! The encoders of the content codings.

use std::io::{self, Write};

use flate2::write::GzEncoder;

use super::accept_encoding::Coding;

/// The compression level of each coding: the fastest level, because higher levels save too few
/// bytes for their time.
const LEVEL: u32 = 1;
/// The window of brotli, as a power of two: 256 KiB.
const BROTLI_WINDOW: u32 = 18;
const BROTLI_BUFFER_BYTES: usize = 4_096;

/// Creates an encoder that writes to `sink`. The last bytes are written when the encoder is
/// dropped.
pub(super) fn encoder(
    coding: Coding,
    sink: impl Write + Send + 'static,
) -> io::Result<Box<dyn Write + Send>> {
    Ok(match coding {
        Coding::Zstd => Box::new(zstd::Encoder::new(sink, LEVEL.cast_signed())?.auto_finish()),
        Coding::Gzip => Box::new(GzEncoder::new(sink, flate2::Compression::new(LEVEL))),
        Coding::Brotli => {
            let buffer = BROTLI_BUFFER_BYTES;
            Box::new(brotli::CompressorWriter::new(sink, buffer, LEVEL, BROTLI_WINDOW))
        }
    })
}

/// Encodes a whole answer at once.
pub(super) fn encoded(coding: Coding, whole: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(whole.len() / 4);
    match coding {
        Coding::Zstd => out = zstd::bulk::compress(whole, LEVEL.cast_signed())?,
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(&mut out, flate2::Compression::new(LEVEL));
            encoder.write_all(whole)?;
            encoder.finish()?;
        }
        Coding::Brotli => {
            let buffer = BROTLI_BUFFER_BYTES;
            let mut encoder = brotli::CompressorWriter::new(&mut out, buffer, LEVEL, BROTLI_WINDOW);
            encoder.write_all(whole)?;
            drop(encoder);
        }
    }
    Ok(out)
}
