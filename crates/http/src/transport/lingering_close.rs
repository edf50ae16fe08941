//! The close of a connection whose client may still be sending. A close of a socket with unread
//! bytes would discard the last answer. So the rest of the input is read and discarded for a while.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, sink};
use tokio::time::timeout;

use crate::limits::{LINGER_BYTES_MAX, LINGER_MS};

/// Closes the sending side, and reads until the client closes its side, within limits of bytes and
/// time.
pub(super) async fn lingering_close(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    at_most: Duration,
) {
    let _ = stream.shutdown().await;
    let mut rest = stream.take(LINGER_BYTES_MAX);
    let _ =
        timeout(at_most.min(Duration::from_millis(LINGER_MS)), copy(&mut rest, &mut sink())).await;
}
