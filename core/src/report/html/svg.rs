//! The timeline as a picture: the certificate's validity as a bar, events as numbered marks, the validation as a dashed line.
//!
//! The numbers are those of the list below the picture, which says the same in words.

use core::fmt::Write;

use super::Page;
use crate::report::messages::Labels;
use crate::report::model::SignatureReport;
use crate::report::timeline::{Event, Mark};
use crate::time::Instant;

const WIDTH: i64 = 480;
const MARGIN: i64 = 14;
/// The axis below the marks.
const AXIS: i64 = 84;
/// Room between two marks on one height.
const MARK: i64 = 20;
/// Heights at which marks stand, the nearest to the axis first.
const HEIGHTS: [i64; 4] = [66, 48, 30, 12];

pub(super) fn timeline(page: &mut Page, events: &[Event], signature: &SignatureReport, labels: &Labels) {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
    let scale = Scale { first: first.time, span: (last.time.unix_seconds() - first.time.unix_seconds()).max(1) };
    let mut picture = String::new();
    // Writing to a String cannot fail.
    let _ = write!(picture, "<svg viewBox=\"0 0 {WIDTH} 110\" role=\"img\" aria-label=\"");
    page.raw(&picture);
    page.escaped(labels.timeline);
    page.raw("\">\n");
    let mut picture = String::new();
    if let Some(leaf) = signature.certificates.first() {
        let (from, to) = (scale.x(leaf.not_before), scale.x(leaf.not_after));
        let width = (to - from).max(1);
        let _ =
            writeln!(picture, "<rect class=\"bar\" x=\"{from}\" y=\"{}\" width=\"{width}\" height=\"8\" rx=\"2\"/>", AXIS - 4);
    }
    let end = WIDTH - MARGIN;
    let _ = writeln!(picture, "<line class=\"axis\" x1=\"{MARGIN}\" y1=\"{AXIS}\" x2=\"{end}\" y2=\"{AXIS}\"/>");
    let placed = place(events, &scale);
    // All stems first, so that none crosses out a number.
    for (event, mark) in events.iter().zip(&placed) {
        let stem = if event.mark == Mark::Validation { "now" } else { "stem" };
        let Placed { x, y, .. } = mark;
        let _ = writeln!(picture, "<line class=\"{stem}\" x1=\"{x}\" y1=\"{y}\" x2=\"{x}\" y2=\"{}\"/>", AXIS + 6);
    }
    for (event, mark) in events.iter().zip(&placed) {
        draw(&mut picture, event, mark);
    }
    years(&mut picture, &scale);
    picture.push_str("</svg>\n");
    page.raw(&picture);
}

struct Scale {
    first: Instant,
    span: i64,
}

impl Scale {
    fn x(&self, time: Instant) -> i64 {
        let passed = i128::from(time.unix_seconds()) - i128::from(self.first.unix_seconds());
        let along = passed.clamp(0, i128::from(self.span)) * i128::from(WIDTH - 2 * MARGIN) / i128::from(self.span);
        MARGIN + i64::try_from(along).unwrap_or(0)
    }
}

/// Where a mark stands, and its number.
struct Placed {
    number: usize,
    x: i64,
    y: i64,
}

/// Marks that would lie on one another go to the next height; a crowd shares the last.
fn place(events: &[Event], scale: &Scale) -> Vec<Placed> {
    let mut ends = [i64::MIN; HEIGHTS.len()];
    let numbered = events.iter().enumerate().map(|(index, event)| {
        let x = scale.x(event.time);
        let level = ends.iter().position(|end| *end <= x).unwrap_or(HEIGHTS.len() - 1);
        if let Some(end) = ends.get_mut(level) {
            *end = x + MARK;
        }
        Placed { number: index + 1, x, y: HEIGHTS.get(level).copied().unwrap_or(MARGIN) }
    });
    numbered.collect()
}

fn draw(picture: &mut String, event: &Event, mark: &Placed) {
    let &Placed { number, x, y } = mark;
    let (class, text) = match event.mark {
        Mark::Proof => ("mark proof", " class=\"on\""),
        Mark::Revocation => ("mark revocation", " class=\"on\""),
        _ => ("mark", ""),
    };
    match event.mark {
        Mark::Proof | Mark::NoProof => {
            let _ = writeln!(picture, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"9\"/>");
        }
        _ => {
            let _ = writeln!(
                picture,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"18\" height=\"17\" rx=\"3\"/>",
                x - 9,
                y - 9
            );
        }
    }
    let _ = writeln!(picture, "<text{text} x=\"{x}\" y=\"{}\">{number}</text>", y + 4);
}

/// The year at both ends, and as many between as there is room for.
fn years(picture: &mut String, scale: &Scale) {
    let (first, ..) = scale.first.civil();
    let (last, ..) = Instant::from_unix_seconds(scale.first.unix_seconds().saturating_add(scale.span)).civil();
    let step = ((i64::from(last) - i64::from(first)) / 10 + 1).max(1);
    let mut free_from = i64::MIN;
    for year in i64::from(first) + 1..=i64::from(last) {
        let Some(start) = i32::try_from(year).ok().and_then(|year| Instant::from_civil(year, 1, 1, 0, 0, 0, 0)) else { return };
        let x = scale.x(start);
        if (year - i64::from(first) - 1) % step != 0 || x < free_from || !(18..=WIDTH - 18).contains(&x) {
            continue;
        }
        free_from = x + 36;
        let _ = writeln!(picture, "<line class=\"axis\" x1=\"{x}\" y1=\"{AXIS}\" x2=\"{x}\" y2=\"{}\"/>", AXIS + 5);
        let _ = writeln!(picture, "<text x=\"{x}\" y=\"{}\">{year}</text>", AXIS + 20);
    }
}
