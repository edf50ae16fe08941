//! The checksum CRC-64/NVME, in place of the public crate of the same name. object_store computes
//! it only for a bucket that is configured so, and Deskbell configures none. The public crate adds
//! tables of 0.7 MB for some hundred other checksums to the program. This crate must be right, and
//! need not be fast.

/// The polynomial of CRC-64/NVME, with its bits reversed.
const POLYNOMIAL: u64 = 0x9a6c_9329_ac4b_c9b5;

/// A kind of checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrcAlgorithm {
    /// CRC-64/NVME, which S3 calls `CRC64NVME`.
    Crc64Nvme,
}

/// The checksum of the bytes so far.
#[derive(Clone, Copy, Debug)]
pub struct Digest(u64);

impl Digest {
    /// Returns the checksum of no bytes.
    #[must_use]
    pub const fn new(kind: CrcAlgorithm) -> Self {
        match kind {
            CrcAlgorithm::Crc64Nvme => Self(u64::MAX),
        }
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 ^= u64::from(*byte);
            for _ in 0..u8::BITS {
                let carry = if self.0 & 1 == 1 { POLYNOMIAL } else { 0 };
                self.0 = self.0 >> 1 ^ carry;
            }
        }
    }

    /// Returns the checksum.
    #[must_use]
    pub const fn finalize(&self) -> u64 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue_of_checksums_is_computed_in_one_piece_or_two() {
        let mut whole = Digest::new(CrcAlgorithm::Crc64Nvme);
        whole.update(b"123456789");
        assert_eq!(whole.finalize(), 0xae8b_1486_0a79_9888);
        let mut pieces = Digest::new(CrcAlgorithm::Crc64Nvme);
        pieces.update(b"1234");
        pieces.update(b"56789");
        assert_eq!(pieces.finalize(), whole.finalize());
    }

    #[test]
    fn the_checksum_of_no_bytes_is_0() {
        assert_eq!(Digest::new(CrcAlgorithm::Crc64Nvme).finalize(), 0);
    }
}
