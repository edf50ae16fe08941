//! When a delivery that failed is tried again (contract §7).

use std::time::{Duration, UNIX_EPOCH};

use deskbell_app::Entropy;
use deskbell_model::Timestamp;
use deskbell_model::limits::{
    DELIVERY_JITTER_THOUSANDTHS, DELIVERY_RETRIES_S, DELIVERY_RETRY_AFTER_S_MAX,
};

/// When to try again what has been tried so often, the last time now; `None` when it is given up.
/// A target may ask for a later time.
pub(crate) fn next(
    attempts: u32,
    now: Timestamp,
    retry_after: Option<&str>,
    entropy: &dyn Entropy,
) -> Option<Timestamp> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let wait_s = u64::from(*DELIVERY_RETRIES_S.get(place)?);
    let jitter_ms = jitter(wait_s * DELIVERY_JITTER_THOUSANDTHS, entropy);
    let asked_ms = retry_after.and_then(|text| asked_s(text, now)).unwrap_or(0) * 1_000;
    let wait_ms = (wait_s * 1_000 + jitter_ms).max(asked_ms);
    let at = now.millis().saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX));
    Some(Timestamp::from_millis(at).unwrap_or(Timestamp::MAX))
}

/// A random number of milliseconds up to that many.
fn jitter(most_ms: u64, entropy: &dyn Entropy) -> u64 {
    let mut bytes = [0; 8];
    // Without randomness retries come together, which harms nobody.
    let _ = entropy.fill(&mut bytes);
    u64::from_be_bytes(bytes) % (most_ms + 1)
}

/// How many seconds a `Retry-After` asks for, within limits; `None` when it says nothing.
fn asked_s(text: &str, now: Timestamp) -> Option<u64> {
    let text = text.trim();
    let seconds = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().unwrap_or(u64::MAX)
    } else {
        let until = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        until.saturating_sub(Duration::from_secs(u64::from(now.seconds().get()))).as_secs()
    };
    Some(seconds.min(u64::from(DELIVERY_RETRY_AFTER_S_MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Always(u8);

    impl Entropy for Always {
        fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    fn now() -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).unwrap()
    }

    fn wait_ms(attempts: u32, retry_after: Option<&str>, entropy: u8) -> Option<i64> {
        let at = next(attempts, now(), retry_after, &Always(entropy))?;
        Some(at.millis() - now().millis())
    }

    #[test]
    fn the_waits_are_the_contracts_and_a_little_longer() {
        let waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
        for (attempts, wait_s) in (1..).zip(waits) {
            assert_eq!(wait_ms(attempts, None, 0), Some(wait_s * 1_000));
            let longer = wait_ms(attempts, None, 0xA7).unwrap();
            assert!((wait_s * 1_000..=wait_s * 1_100).contains(&longer), "{longer}");
        }
        assert_eq!(wait_ms(8, None, 0), None);
        assert_eq!(wait_ms(0, None, 0), None);
    }

    #[test]
    fn a_target_may_ask_for_a_later_time_in_seconds_or_as_a_date() {
        assert_eq!(wait_ms(1, Some("120"), 0), Some(120_000));
        assert_eq!(wait_ms(1, Some(" 2 "), 0), Some(5_000), "not for an earlier one");
        // 2027-01-15T08:00:00Z is now.
        assert_eq!(wait_ms(1, Some("Fri, 15 Jan 2027 08:01:00 GMT"), 0), Some(60_000));
        assert_eq!(wait_ms(1, Some("Fri, 15 Jan 2021 08:01:00 GMT"), 0), Some(5_000));
        assert_eq!(wait_ms(1, Some("999999999999999999999"), 0), Some(86_400_000));
        for nothing in ["", "soon", "-5", "1.5"] {
            assert_eq!(wait_ms(1, Some(nothing), 0), Some(5_000), "{nothing}");
        }
    }
}
