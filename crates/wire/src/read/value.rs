//! Readers of values in the forms that clients write (contract §1).

use deskbell_model::Seconds;
use serde_json::{Number, Value};

/// Reads a whole number: `5`, `5.0` or `"5"`.
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| from_float(number.as_f64()?)),
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

/// Returns the `i64` that equals a float; `None` without an equal `i64`.
fn from_float(number: f64) -> Option<i64> {
    /// 2^63: the first float above every `i64`.
    const END: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() != 0.0 || !(-END..END).contains(&number) {
        return None;
    }
    // The number is whole and in range, so its decimal digits are exact.
    format!("{number:.0}").parse().ok()
}

/// Returns a reader of an id; the function `id` converts the number.
pub fn id<T>(id: impl FnOnce(i64) -> Option<T>) -> impl FnOnce(&Value) -> Option<T> {
    |value| whole(value).and_then(id)
}

/// Reads a time in unix seconds, 0 to 4294967295.
#[must_use]
pub fn seconds(value: &Value) -> Option<Seconds> {
    whole(value).and_then(Seconds::from_i64)
}

/// Reads true or false, also written as `1`, `0`, `"1"`, `"0"`, `"true"` or `"false"`.
#[must_use]
pub fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        Value::Number(_) => match whole(value)? {
            1 => Some(true),
            0 => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Returns a reader of a text of at most `chars_max` characters, without U+0000. A number becomes
/// the text of its digits.
pub fn text(chars_max: usize) -> impl FnOnce(&Value) -> Option<String> {
    move |value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => digits(number)?,
            _ => return None,
        };
        let is_fit = !text.contains('\0') && text.chars().nth(chars_max).is_none();
        is_fit.then_some(text)
    }
}

/// Returns the digits of a number; `None` outside the range of `i64`, where digits would be lost.
fn digits(number: &Number) -> Option<String> {
    /// 2^53; every larger float is a whole number.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    const END: f64 = 9_223_372_036_854_775_808.0;
    if number.is_i64() {
        return Some(number.to_string());
    }
    match number.as_f64().filter(|_| number.is_f64())? {
        float if float.abs() < WHOLE => Some(number.to_string()),
        float if float.abs() < END => Some(format!("{float:.0}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_number_is_5_or_5_0_or_5_in_quotes() {
        for value in [json!(5), json!(5.0), json!("5"), json!(5e0), json!("05")] {
            assert_eq!(whole(&value), Some(5), "{value}");
        }
        assert_eq!(whole(&json!("9223372036854775807")), Some(i64::MAX));
        assert_eq!(whole(&json!(-3)), Some(-3));
        for value in [
            json!(5.5),
            json!("5.0"),
            json!(" 5"),
            json!("-5"),
            json!("+5"),
            json!("0x5"),
            json!(""),
            json!("５"),
            json!(true),
            json!([5]),
            json!(9_223_372_036_854_775_808_u64),
            json!(1e300),
            json!("9223372036854775808"),
        ] {
            assert!(whole(&value).is_none_or(|it| it < 0), "{value}");
        }
    }

    #[test]
    fn a_text_is_counted_in_characters() {
        assert!(text(3)(&json!("äöü")).is_some());
        assert!(text(3)(&json!("äöüx")).is_none());
        assert!(text(3)(&json!("a\u{0}")).is_none());
        assert!(text(3)(&json!([3])).is_none());
    }

    #[test]
    fn a_number_is_taken_for_its_digits_unless_some_were_lost() {
        for (number, read) in [
            (json!(123_456), Some("123456")),
            (json!(380_501_234_567_i64), Some("380501234567")),
            (json!(i64::MAX), Some("9223372036854775807")),
            (json!(6.8e16), Some("68000000000000000")),
            (json!(u64::MAX), None),
            (json!(9.3e18), None),
            (json!(-5), Some("-5")),
            (json!(1.5), Some("1.5")),
            (json!(1e300), None),
            (json!(123_456_789_012_345_678_901_234_567_890_f64), None),
        ] {
            assert_eq!(text(255)(&number).as_deref(), read, "{number}");
        }
        assert_eq!(text(3)(&json!(1234)), None);
    }

    #[test]
    fn true_and_false_have_the_forms_that_forms_send() {
        for value in [json!(true), json!(1), json!("1"), json!("true")] {
            assert_eq!(flag(&value), Some(true), "{value}");
        }
        for value in [json!(false), json!(0), json!("0"), json!("false")] {
            assert_eq!(flag(&value), Some(false), "{value}");
        }
        for value in [json!("yes"), json!(""), json!(2), json!(-1), json!([]), json!("TRUE ")] {
            assert_eq!(flag(&value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn every_number_reads_the_same_as_number_and_as_text(number in 0..=i64::MAX) {
            prop_assert_eq!(whole(&json!(number)), Some(number));
            prop_assert_eq!(whole(&json!(number.to_string())), Some(number));
        }

        #[test]
        fn a_float_is_whole_exactly_when_it_has_no_fraction(number in any::<f64>()) {
            let Some(read) = whole(&json!(number)) else {
                let in_range = number.abs() < 9e18;
                prop_assert!(!number.is_finite() || !in_range || number.fract() != 0.0);
                return Ok(());
            };
            prop_assert_eq!(format!("{read}"), format!("{:.0}", number + 0.0));
        }
    }
}
