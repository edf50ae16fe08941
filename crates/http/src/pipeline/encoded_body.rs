//! A body that is compressed in pieces while it is sent.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use deskbell_app::{BudgetPermit, MemoryBudget};
use hyper::body::Frame;
use parking_lot::Mutex;

use super::accept_encoding::Coding;
use super::encoder::encoder;

/// The shared buffer to which an encoder writes.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An encoder that encodes one piece at a time.
struct PieceEncoder {
    /// The encoder, which writes its last bytes when it is dropped.
    encoder: Box<dyn Write + Send>,
    sink: Sink,
}

impl PieceEncoder {
    fn new(coding: Coding) -> io::Result<Self> {
        let sink = Sink::default();
        Ok(Self { encoder: encoder(coding, sink.clone())?, sink })
    }

    /// Encodes a piece. Returns the encoder for the next piece, and the output.
    fn code(mut self, piece: &[u8]) -> io::Result<(Option<Self>, Vec<u8>)> {
        self.encoder.write_all(piece)?;
        let out = self.sink.take();
        Ok((Some(self), out))
    }

    /// Ends the encoding, and returns the last output.
    fn finish(self) -> Vec<u8> {
        let Self { encoder, sink } = self;
        drop(encoder);
        sink.take()
    }
}

type Coded = Option<io::Result<(Option<PieceEncoder>, Vec<u8>)>>;

/// A body that is encoded while it is read.
pub struct EncodedBody {
    body: Body,
    /// The encoder; `None` while `working` uses it, and at the end.
    coder: Option<PieceEncoder>,
    working: Option<Pin<Box<dyn Future<Output = Coded> + Send>>>,
    room: Arc<MemoryBudget>,
    /// The memory permit of the encoder.
    _held: BudgetPermit,
}

impl EncodedBody {
    pub fn new(
        body: Body,
        coding: Coding,
        (room, held): (Arc<MemoryBudget>, BudgetPermit),
    ) -> io::Result<Self> {
        Ok(Self { body, coder: Some(PieceEncoder::new(coding)?), working: None, room, _held: held })
    }

    fn begin(&mut self, coder: PieceEncoder, piece: Option<Bytes>) {
        let room = Arc::clone(&self.room);
        self.working = Some(Box::pin(async move {
            let work = move || match piece {
                Some(piece) => coder.code(&piece),
                None => Ok((None, coder.finish())),
            };
            room.work(work).await
        }));
    }
}

impl HttpBody for EncodedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        loop {
            if let Some(working) = &mut self.working {
                let coded = ready!(working.as_mut().poll(context));
                self.working = None;
                let coded = coded.unwrap_or_else(|| Err(io::Error::other("compressing failed")));
                let (coder, out) = match coded {
                    Ok(coded) => coded,
                    Err(error) => return Poll::Ready(Some(Err(Error::new(error)))),
                };
                self.coder = coder;
                if !out.is_empty() {
                    return Poll::Ready(Some(Ok(Frame::data(out.into()))));
                }
            }
            if self.coder.is_none() {
                return Poll::Ready(None);
            }
            let piece = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => Some(frame.into_data().unwrap_or_default()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => None,
            };
            if let Some(coder) = self.coder.take() {
                self.begin(coder, piece);
            }
        }
    }
}
