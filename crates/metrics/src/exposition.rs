//! The text of metrics, written one metric after the other with the encoder of `prometheus-client`.
//!
//! This file names no metric: callers pass a metric's declaration and the values of the labels.

use std::borrow::Cow;
use std::fmt;

use deskbell_meter::Buckets;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

use crate::names::{Declared, MetricKind};

/// The values of a metric's labels, in the order of the declaration.
pub(crate) type Labels<'v> = Vec<Cow<'v, str>>;

const SECOND_NS: f64 = 1e9;

/// The unit of a histogram's values, which determines how they are converted to base units.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scale {
    /// The values are counted in nanoseconds and shown in seconds.
    Nanoseconds,
    /// The values are counted and shown as plain numbers.
    One,
}

impl Scale {
    /// Converts a counted number to base units.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact enough for a sum of times")]
    fn apply(self, number: u64) -> f64 {
        match self {
            Self::Nanoseconds => number as f64 / SECOND_NS,
            Self::One => number as f64,
        }
    }
}

/// A writer of the text of all metrics.
#[derive(Debug)]
pub(crate) struct Exposition<'e>(pub(crate) DescriptorEncoder<'e>);

impl Exposition<'_> {
    /// Writes a counter without labels.
    pub(crate) fn counter(&mut self, of: &Declared, value: u64) -> fmt::Result {
        self.counters(of, [(Labels::new(), value)])
    }

    /// Writes a counter, with a value for each set of labels.
    pub(crate) fn counters<'v>(
        &mut self,
        of: &Declared,
        values: impl IntoIterator<Item = (Labels<'v>, u64)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(of.name, of.help, None, kind(of))?;
        for (labels, value) in values {
            let labels = named(of, &labels);
            metric.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&value, None)?;
        }
        Ok(())
    }

    /// Writes a counter of seconds; writes nothing if `value` is `None`.
    pub(crate) fn seconds(&mut self, of: &Declared, value: Option<f64>) -> fmt::Result {
        let Some(value) = value else { return Ok(()) };
        let mut metric = self.0.encode_descriptor(of.name, of.help, None, kind(of))?;
        metric.encode_counter::<NoLabelSet, _, u64>(&value, None)
    }

    /// Writes a gauge without labels; writes nothing if `value` is `None`.
    pub(crate) fn gauge(&mut self, of: &Declared, value: Option<f64>) -> fmt::Result {
        match value {
            Some(value) => self.gauges(of, [(Labels::new(), value)]),
            None => Ok(()),
        }
    }

    /// Writes a gauge, with a value for each set of labels.
    pub(crate) fn gauges<'v>(
        &mut self,
        of: &Declared,
        values: impl IntoIterator<Item = (Labels<'v>, f64)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(of.name, of.help, None, kind(of))?;
        for (labels, value) in values {
            metric.encode_family(&named(of, &labels))?.encode_gauge(&value)?;
        }
        Ok(())
    }

    /// Writes a histogram, with buckets for each set of labels.
    pub(crate) fn histograms<'v>(
        &mut self,
        of: &Declared,
        scale: Scale,
        all: impl IntoIterator<Item = (Labels<'v>, Buckets)>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(of.name, of.help, None, kind(of))?;
        for (labels, read) in all {
            let bounds = read.bounds.iter().map(|bound| scale.apply(*bound));
            let bounds = bounds.chain([f64::INFINITY]);
            let buckets: Vec<(f64, u64)> = bounds.zip(read.counts.iter().copied()).collect();
            let labels = named(of, &labels);
            metric.encode_family(&labels)?.encode_histogram::<NoLabelSet>(
                scale.apply(read.sum),
                read.total(),
                &buckets,
                None,
            )?;
        }
        Ok(())
    }
}

const fn kind(of: &Declared) -> MetricType {
    match of.kind {
        MetricKind::Counter => MetricType::Counter,
        MetricKind::Gauge => MetricType::Gauge,
        MetricKind::Histogram => MetricType::Histogram,
    }
}

/// Pairs a metric's label names with the labels' values.
fn named<'v>(of: &Declared, values: &'v Labels<'_>) -> Vec<(&'static str, &'v str)> {
    debug_assert_eq!(of.labels.len(), values.len(), "{}", of.name);
    let pair = |(name, value): (&&'static str, &'v Cow<'_, str>)| (*name, value.as_ref());
    of.labels.iter().zip(values).map(pair).collect()
}
