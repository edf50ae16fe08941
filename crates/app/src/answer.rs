//! Answers that several requests can share, and their digests.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use deskbell_model::limits::ANSWER_PIECE_BYTES;
use twox_hash::XxHash3_128;

use crate::error::{Error, Result};
use crate::memory_budget::{BudgetPermit, MemoryBudget};

/// The number of digits of a digest.
pub const DIGEST_DIGITS: usize = 32;

type Digest = [u8; DIGEST_DIGITS];

/// An answer and the digest of its bytes. Clones share the bytes and the digest.
#[derive(Clone, Debug)]
pub struct Answer {
    content: Content,
    digest: Arc<OnceLock<Digest>>,
}

/// The content of an answer in one of three forms.
#[derive(Clone, Debug)]
pub enum Content {
    /// All bytes of the answer.
    Whole(Bytes),
    /// All bytes of the answer. The bytes hold a permit of the memory budget until their last clone
    /// is released.
    Permitted(Bytes),
    /// Pieces of the answer, each rendered when it is sent.
    Large(Large),
}

/// The source of a large answer, rendered part by part. Every rendering writes equal bytes.
pub(crate) trait Render: Send + Sync + 'static {
    /// Writes the part with this number, counted from 0. Returns `false` beyond the last part.
    fn part(&self, number: usize, out: &mut Vec<u8>) -> bool;
}

/// An answer too large to be rendered as a whole. The source of the answer stays in memory. A
/// permit of the memory budget is held until the last piece is released.
#[derive(Clone)]
pub struct Large {
    from: Arc<dyn Render>,
    bytes: u64,
    held: Arc<BudgetPermit>,
    budget: Arc<MemoryBudget>,
}

impl fmt::Debug for Large {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Large").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// Bytes that hold a permit of the memory budget.
struct PermittedBytes<B> {
    bytes: B,
    _held: Arc<BudgetPermit>,
}

impl<B: AsRef<[u8]>> AsRef<[u8]> for PermittedBytes<B> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

/// Creates bytes that hold a permit until their last clone or slice is released.
#[must_use]
pub fn with_permit(
    bytes: impl AsRef<[u8]> + Send + 'static,
    held: impl Into<Arc<BudgetPermit>>,
) -> Bytes {
    Bytes::from_owner(PermittedBytes { bytes, _held: held.into() })
}

impl Large {
    /// Returns the size of the answer, in bytes.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Renders a piece that begins with the part `first`. Returns the piece and the number of the
    /// next part; `None` at the end, or when rendering failed.
    pub async fn piece(self, first: usize) -> Option<(Bytes, usize)> {
        let Self { from, held, budget, .. } = self;
        let rendering = budget.work(move || {
            let (mut out, mut next) = (Vec::with_capacity(ANSWER_PIECE_BYTES), first);
            while out.len() < ANSWER_PIECE_BYTES && from.part(next, &mut out) {
                next += 1;
            }
            out.shrink_to_fit();
            (with_permit(out, held), next)
        });
        rendering.await.filter(|(bytes, _)| !bytes.is_empty())
    }
}

impl Answer {
    /// Creates an answer that is rendered in pieces from the source `from`. `held` is the permit
    /// for the memory of the source.
    ///
    /// # Errors
    /// When rendering fails.
    pub(crate) async fn large(
        budget: &Arc<MemoryBudget>,
        held: BudgetPermit,
        from: impl Render,
    ) -> Result<Self> {
        let from: Arc<dyn Render> = Arc::new(from);
        let measured = Arc::clone(&from);
        let measuring = budget.work(move || measure(&*measured));
        let (bytes, digest) = measuring.await.ok_or(Error::Rendering)?;
        let (held, budget) = (Arc::new(held), Arc::clone(budget));
        let content = Content::Large(Large { from, bytes, held, budget });
        Ok(Self { content, digest: Arc::new(digest.into()) })
    }

    /// Creates an answer from rendered bytes that hold a permit of the memory budget.
    pub(crate) fn permitted(json: Vec<u8>, held: BudgetPermit) -> Self {
        Self { content: Content::Permitted(with_permit(json, held)), digest: Arc::default() }
    }

    /// Returns the content of the answer.
    #[must_use]
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// Returns the size of the answer, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Whole(bytes) | Content::Permitted(bytes) => bytes.len() as u64,
            Content::Large(large) => large.bytes,
        }
    }

    /// Returns all bytes in one buffer outside the memory budget, for comparisons of an index with
    /// its database.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        match self.content {
            Content::Whole(bytes) | Content::Permitted(bytes) => bytes,
            Content::Large(large) => {
                let mut out = Vec::new();
                let mut parts = 0..;
                while parts.next().is_some_and(|number| large.from.part(number, &mut out)) {}
                out.into()
            }
        }
    }

    /// Returns the digest of the bytes: 128 bits of XXH3 in hexadecimal digits. Every process
    /// computes equal digests for equal bytes. All clones share one computation.
    #[must_use]
    pub fn digest(&self) -> &[u8; DIGEST_DIGITS] {
        self.digest.get_or_init(|| match &self.content {
            Content::Whole(bytes) | Content::Permitted(bytes) => digest(bytes),
            Content::Large(large) => measure(&*large.from).1,
        })
    }
}

impl<B: Into<Bytes>> From<B> for Answer {
    fn from(bytes: B) -> Self {
        Self { content: Content::Whole(bytes.into()), digest: Arc::default() }
    }
}

/// Computes the digest of bytes: see [`Answer::digest`].
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    hexadecimal(XxHash3_128::oneshot(bytes))
}

/// Computes the number of bytes of a source, and their digest.
fn measure(from: &dyn Render) -> (u64, Digest) {
    let (mut hasher, mut bytes, mut part) = (XxHash3_128::new(), 0, Vec::new());
    let mut parts = 0..;
    while parts.next().is_some_and(|number| from.part(number, &mut part)) {
        hasher.write(&part);
        bytes += part.len() as u64;
        part.clear();
    }
    (bytes, hexadecimal(hasher.finish_128()))
}

/// Writes a number in hexadecimal digits, padded with zeros.
fn hexadecimal(number: u128) -> Digest {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes = number.to_be_bytes();
    std::array::from_fn(|place| {
        let byte = bytes[place / 2];
        DIGITS[usize::from(if place % 2 == 0 { byte >> 4 } else { byte & 0xf })]
    })
}

#[cfg(test)]
mod tests {
    use deskbell_model::OrgId;

    use super::*;

    #[test]
    fn a_digest_is_a_hash_of_the_bytes_in_hexadecimal_digits() {
        for bytes in [&b""[..], b"{}", &[b'x'; 70_000]] {
            let expected = format!("{:032x}", XxHash3_128::oneshot(bytes));
            let answer = Answer::from(bytes.to_vec());
            let shared = answer.clone();
            assert_eq!(answer.digest(), expected.as_bytes());
            assert!(std::ptr::eq(answer.digest(), shared.digest()), "clones share it");
        }
        assert_eq!(&hexadecimal(0x1f), b"0000000000000000000000000000001f");
    }

    /// A source of an answer: the number of parts, and the number of bytes of each part.
    struct Parts(usize, usize);

    impl Render for Parts {
        fn part(&self, number: usize, out: &mut Vec<u8>) -> bool {
            let letter = b'a' + u8::try_from(number % 26).unwrap();
            out.extend(std::iter::repeat_n(letter, if number < self.0 { self.1 } else { 0 }));
            number < self.0
        }
    }

    #[tokio::test]
    async fn a_large_answer_comes_in_pieces_that_hold_its_room_to_the_last() {
        let (room, org) = (Arc::new(MemoryBudget::default()), OrgId::new(1).unwrap());
        let all = u64::MAX / 2;
        let held = room.try_take(org, all).unwrap();
        let answer = Answer::large(&room, held, Parts(100, 7_000)).await.unwrap();
        let whole = answer.clone().into_bytes();
        assert_eq!(answer.size(), whole.len() as u64);
        assert_eq!(answer.digest(), Answer::from(whole.clone()).digest());
        let Content::Large(large) = answer.content().clone() else { panic!("it is large") };
        drop(answer);
        let (mut pieces, mut next) = (Vec::new(), 0);
        while let Some((piece, behind)) = large.clone().piece(next).await {
            assert!(piece.len() < ANSWER_PIECE_BYTES + 7_000);
            pieces.push(piece);
            next = behind;
        }
        assert_eq!(pieces.concat(), whole);
        drop(large);
        let last = pieces.pop().unwrap().slice(1..2);
        drop(pieces);
        assert!(room.try_take(org, 1).is_none(), "a part of the last piece is still there");
        drop(last);
        assert!(room.try_take(org, all).is_some());
    }
}
