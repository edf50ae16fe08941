//! Plots of times by size on logarithmic axes, as self-contained SVG files.

use std::fmt::Write as _;

use deskbell_lab::{Result, While as _};

use crate::figures::{count, time};
use crate::machine;

/// The width of the drawing, in pixels.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 48.0;
const BOTTOM: f64 = 92.0;

/// The colour and dash pattern of each line of a plot, in the order of the lines.
const STYLES: [(&str, &str); 4] =
    [("#0b5cad", "none"), ("#b3261e", "7 4"), ("#1b7f4b", "none"), ("#b06a00", "2 4")];

/// A line of a plot: its name, and its points, each a size and a time in seconds.
pub type Line = (String, Vec<(f64, f64)>);

/// A plot of times by size.
#[derive(Debug)]
pub struct Plot {
    /// The title of the plot.
    pub title: String,
    /// The label of the size axis.
    pub sizes: String,
    /// The lines, at most four.
    pub lines: Vec<Line>,
}

impl Plot {
    /// Writes `benches/plots/NAME.svg`, or a file in the target folder for a quick look; returns
    /// the Markdown that includes the plot in `benches/RESULTS.md`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, name: &str, is_look: bool) -> Result<String> {
        let folder = if is_look {
            machine::target().join("bench-plots")
        } else {
            machine::root().join("benches/plots")
        };
        let path = folder.join(format!("{name}.svg"));
        std::fs::create_dir_all(&folder).while_at(folder.display())?;
        std::fs::write(&path, self.svg()).while_at(path.display())?;
        Ok(format!("![{}](plots/{name}.svg)", self.title))
    }

    fn svg(&self) -> String {
        let points = || self.lines.iter().flat_map(|(_, points)| points);
        let across = Axis::over(points().map(|(size, _)| *size), LEFT, WIDTH - RIGHT);
        let up = Axis::over(points().map(|(_, seconds)| *seconds), HEIGHT - BOTTOM, TOP);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        );
        text(&mut svg, (WIDTH / 2.0, 26.0), "middle", &self.title);
        let (left, right) = (LEFT, WIDTH - RIGHT);
        let (top, bottom) = (TOP, HEIGHT - BOTTOM);
        for power in across.powers() {
            let x = across.place(power);
            grid(&mut svg, (x, top), (x, bottom));
            text(&mut svg, (x, bottom + 18.0), "middle", &size_label(power));
        }
        for power in up.powers() {
            let y = up.place(power);
            grid(&mut svg, (left, y), (right, y));
            text(&mut svg, (left - 8.0, y + 4.0), "end", &time_label(power));
        }
        text(&mut svg, (f64::midpoint(left, right), bottom + 38.0), "middle", &self.sizes);
        for (number, ((name, points), style)) in self.lines.iter().zip(STYLES).enumerate() {
            line(&mut svg, points, (&across, &up), style);
            legend(&mut svg, number, name, style);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// A logarithmic axis between two powers of ten, drawn between two coordinates.
struct Axis {
    lowest: i32,
    highest: i32,
    from: f64,
    to: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0) {
            (least, most) = (least.min(value), most.max(value));
        }
        // All sizes and times are within these powers of ten.
        let powers = || -12..12;
        let lowest = powers().rev().find(|power| 10_f64.powi(*power) <= least * 1.000_1);
        let highest = powers().find(|power| 10_f64.powi(*power) >= most * 0.999_9);
        let lowest = lowest.unwrap_or(0);
        Self { lowest, highest: highest.unwrap_or(0).max(lowest + 1), from, to }
    }

    fn powers(&self) -> impl Iterator<Item = f64> {
        (self.lowest..=self.highest).map(|power| 10_f64.powi(power))
    }

    fn place(&self, value: f64) -> f64 {
        let share =
            (value.log10() - f64::from(self.lowest)) / f64::from(self.highest - self.lowest);
        self.from + share * (self.to - self.from)
    }
}

fn size_label(size: f64) -> String {
    format!("{size:.0}").parse().map_or_else(|_| String::new(), count)
}

/// The label of a power of ten, in whole µs, ms or s.
fn time_label(seconds: f64) -> String {
    let near = seconds * 1.000_001;
    let text = time(near);
    let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
    let whole = number.split('.').next().unwrap_or(number);
    format!("{whole} {unit}")
}

fn grid(svg: &mut String, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
    let _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}\" stroke=\"#ddd\" fill=\"none\"/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
}

fn line(
    svg: &mut String,
    points: &[(f64, f64)],
    (across, up): (&Axis, &Axis),
    (color, dashes): (&str, &str),
) {
    let mut path = String::new();
    for (size, seconds) in points {
        let pen = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{pen}{:.1} {:.1}", across.place(*size), up.place(*seconds));
    }
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"2\" \
         stroke-dasharray=\"{dashes}\" fill=\"none\"/>"
    );
    for (size, seconds) in points {
        let (x, y) = (across.place(*size), up.place(*seconds));
        let told = format!("{}: {}", size_label(*size), time(*seconds));
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\"><title>{told}\
             </title></circle>"
        );
    }
}

/// Draws the name of a line below the axes, two names per row.
fn legend(svg: &mut String, number: usize, name: &str, (color, dashes): (&str, &str)) {
    let column = if number.is_multiple_of(2) { 0.0 } else { (WIDTH - LEFT - RIGHT) / 2.0 };
    let row = if number < 2 { 0.0 } else { 18.0 };
    let (x, y) = (LEFT + column, HEIGHT - 32.0 + row);
    let _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {:.1}h28\" stroke=\"{color}\" stroke-width=\"2\" \
         stroke-dasharray=\"{dashes}\" fill=\"none\"/>",
        y - 4.0
    );
    text(svg, (x + 36.0, y), "start", name);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_goes_from_power_to_power() {
        let axis = Axis::over([100.0, 25_000.0].into_iter(), 0.0, 300.0);
        assert_eq!((axis.lowest, axis.highest), (2, 5));
        assert!((axis.place(1_000.0) - 100.0).abs() < 1e-9);
        let one = Axis::over([10.0].into_iter(), 0.0, 1.0);
        assert_eq!((one.lowest, one.highest), (1, 2));
    }

    #[test]
    fn labels_of_powers_are_short() {
        let labels = [1e-5, 1e-4, 1e-3, 0.1, 1.0].map(time_label);
        assert_eq!(labels, ["10 µs", "100 µs", "1 ms", "100 ms", "1 s"]);
    }

    #[test]
    fn a_plot_draws_every_point_and_escapes_names() {
        let plot = Plot {
            title: "a < b".into(),
            sizes: "chats".into(),
            lines: vec![("c & d".into(), vec![(100.0, 0.001), (1_000.0, 0.02)])],
        };
        let svg = plot.svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("a &lt; b") && svg.contains("c &amp; d"));
        assert!(svg.contains(">1 ms</text>") && svg.contains("1,000: 20.00 ms"));
    }
}
