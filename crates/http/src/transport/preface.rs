//! The detection of the HTTP version by the first bytes, since HTTP/2 begins with bytes that are no
//! request of HTTP/1 (RFC 9113, 3.4). The bytes that the detection has read are returned again to
//! the next reader.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The capacity of the buffer for the first bytes of a connection, in bytes.
const FIRST_BYTES: usize = 1_024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// A connection whose first bytes were already read and are returned again to the next reader.
#[derive(Debug)]
pub(super) struct Rewound<S> {
    read: Vec<u8>,
    stream: S,
}

/// Detects the HTTP version, from as few bytes as possible.
pub(super) async fn version<S: AsyncRead + Unpin>(
    mut stream: S,
) -> io::Result<(Version, Rewound<S>)> {
    let mut read = Vec::with_capacity(FIRST_BYTES);
    loop {
        let more = stream.read_buf(&mut read).await?;
        let known = read.len().min(PREFACE.len());
        if read[..known] != PREFACE[..known] || more == 0 {
            return Ok((Version::One, Rewound { read, stream }));
        }
        if known == PREFACE.len() {
            return Ok((Version::Two, Rewound { read, stream }));
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Rewound<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.read.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let some = self.read.len().min(buffer.remaining());
        buffer.put_slice(&self.read[..some]);
        self.read.drain(..some);
        if self.read.is_empty() {
            self.read = Vec::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Rewound<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    /// Returns the version detected when bytes arrive in pieces of `piece` bytes, and all bytes
    /// read through the rewound connection.
    async fn found(bytes: &[u8], piece: usize) -> (Version, Vec<u8>) {
        let (mut client, server) = tokio::io::duplex(64);
        let sending = async {
            for piece in bytes.chunks(piece) {
                client.write_all(piece).await.unwrap();
                tokio::task::yield_now().await;
            }
            drop(client);
        };
        let reading = async {
            let (version, mut begun) = version(server).await.unwrap();
            let mut read = Vec::new();
            begun.read_to_end(&mut read).await.unwrap();
            (version, read)
        };
        tokio::join!(sending, reading).1
    }

    #[tokio::test]
    async fn the_version_is_known_however_the_bytes_arrive_and_none_of_them_is_lost() {
        let two = [PREFACE, &[0; 2_000]].concat();
        let one = [&b"GET / HTTP/1.1\r\n\r\n"[..], &[b'x'; 2_000]].concat();
        for piece in [1, 3, 24, 25, 4_096] {
            assert_eq!(found(&two, piece).await, (Version::Two, two.clone()));
            for bytes in
                [&one[..], &b""[..], b"P", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r", b"PRI / HTTP/1.1"]
            {
                assert_eq!(found(bytes, piece).await, (Version::One, bytes.to_vec()));
            }
        }
    }
}
