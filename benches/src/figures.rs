//! Medians, quantiles and ratios, and the formatting of numbers.

/// The median; for an even number of values the mean of the middle two. NaN without values.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The quantile of sorted values: the value at the rank `share` × the number of values, rounded
/// down, and at least 1. NaN without values.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at_most = |rank: &usize| float(*rank as u64) <= share * float(sorted.len() as u64);
    let place = (1..=sorted.len()).rev().find(at_most).unwrap_or(1) - 1;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// The median, over all rounds, of the ratio of `over` to `under`. A disturbance during a round
/// slows down both measurements, and hardly changes the ratio.
#[must_use]
pub fn ratio(over: &[f64], under: &[f64]) -> f64 {
    let ratios: Vec<_> = over.iter().zip(under).map(|(over, under)| over / under).collect();
    median(&ratios)
}

/// Formats a duration in µs, ms or s.
#[must_use]
pub fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

/// Formats a whole number with thousands separators.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Converts an integer to `f64`, exactly up to 2^53.
#[must_use]
pub fn float(number: u64) -> f64 {
    let high = u32::try_from(number >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// Formats a number, rounded to an integer, with thousands separators.
#[must_use]
pub fn whole(number: f64) -> String {
    format!("{number:.0}").parse().map_or_else(|_| "-".into(), count)
}

/// Formats a ratio, with more decimal places for smaller ratios.
#[must_use]
pub fn ratio_text(ratio: f64) -> String {
    match ratio {
        r if r >= 100.0 => whole(r),
        r if r >= 10.0 => format!("{r:.1}"),
        r if r < 0.1 => format!("{r:.4}"),
        r => format!("{r:.2}"),
    }
}

/// The table text for a goal: reached or not.
#[must_use]
pub fn reached(is_reached: bool) -> &'static str {
    if is_reached { "yes" } else { "**no**" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-12);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-12);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn ratios_are_taken_within_rounds() {
        assert!((ratio(&[2.0, 40.0, 6.0], &[1.0, 20.0, 2.0]) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn numbers_are_written_for_people() {
        let counts = [0, 999, 1_000, 1_234_567].map(count);
        assert_eq!(counts, ["0", "999", "1,000", "1,234,567"]);
        let times = [0.000_012_34, 0.012_34, 1.234].map(time);
        assert_eq!(times, ["12.3 µs", "12.34 ms", "1.23 s"]);
        assert_eq!(
            [250.0, 12.34, 1.234, 0.0123].map(ratio_text),
            ["250", "12.3", "1.23", "0.0123"]
        );
        assert!((float((7 << 32) + 5) - 30_064_771_077.0).abs() < 1e-3);
    }
}
