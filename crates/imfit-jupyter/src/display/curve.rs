//! Curves, drawn as SVG.

use plotters::prelude::*;

/// A curve with its name.
pub(super) struct Curve {
    pub(super) name: String,
    /// x and y of its points, x ascending.
    pub(super) points: Vec<(f64, f64)>,
}

/// The size of a drawing, in pixels.
const SIZE: (u32, u32) = (560, 320);

/// Colours that can be told apart by all, from the palette of Okabe and Ito.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];

/// Draws curves over epochs, on a logarithmic scale where all values are above 0. Values that aren't
/// finite are left out; nothing is drawn where no point is left.
pub(super) fn draw(curves: &[Curve]) -> Option<String> {
    let is_drawn = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
    let points = || curves.iter().flat_map(|curve| &curve.points).filter(|point| is_drawn(point));
    let (left, right) = bounds(points().map(|point| point.0))?;
    let (low, high) = bounds(points().map(|point| point.1))?;
    let across = left..if right > left { right } else { left + 1.0 };
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    let drawn = root.fill(&WHITE).ok().and_then(|()| {
        let mut chart = ChartBuilder::on(&root);
        chart.margin(10).x_label_area_size(36).y_label_area_size(64);
        if low > 0.0 {
            let up = (low / 1.1..high * 1.1).log_scale();
            lines(chart.build_cartesian_2d(across, up).ok()?, curves)
        } else {
            let room = ((high - low) * 0.05).max(1e-9);
            let up = low - room..high + room;
            lines(chart.build_cartesian_2d(across, up).ok()?, curves)
        }
    });
    drawn.and_then(|()| root.present().ok())?;
    drop(root);
    Some(svg)
}

fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |bounds, value| {
        let (low, high) = bounds.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// Draws the axes, the curves and their names.
fn lines<'a, Y>(
    mut chart: ChartContext<
        'a,
        SVGBackend<'a>,
        Cartesian2d<plotters::coord::types::RangedCoordf64, Y>,
    >,
    curves: &[Curve],
) -> Option<()>
where
    Y: Ranged<ValueType = f64> + plotters::coord::ranged1d::ValueFormatter<f64>,
{
    chart
        .configure_mesh()
        .x_desc("epoch")
        .y_desc("loss")
        .x_label_formatter(&|x| format!("{x:.0}"))
        .y_label_formatter(&|y| shortest(*y))
        .light_line_style(TRANSPARENT)
        .draw()
        .ok()?;
    for (curve, colour) in curves.iter().zip(COLOURS.iter().cycle()) {
        let points = curve.points.iter().copied().filter(|(_, y)| y.is_finite());
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))
            .ok()?
            .label(&curve.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.8))
        .draw()
        .ok()
}

/// 0.01, 2e-5
fn shortest(value: f64) -> String {
    let plain = format!("{value:.4}");
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    if value == 0.0 || value.abs() >= 1e-3 { plain.to_owned() } else { format!("{value:.0e}") }
}
