//! What batch normalisation asks of some rows.

use imfit_compute::{Isa, LANE_GROUP, Panels};
use proptest::prelude::*;

use crate::matrix::Matrix;
use crate::sheet::Sheet;
use crate::{MOST_ROWS, WIDEST, random_cases};

/// Where the fields stand in a record, whose other places are NaN, the lanes past the last row too.
const X: usize = 5;

struct Case {
    x: Matrix,
    dy: Matrix,
    means: Vec<f32>,
    sheet: Sheet,
}

impl Case {
    /// Features of size 1, the first of them around 0 and every other one `apart` farther away.
    fn new(rows: usize, features: usize, apart: f32, seed: u32) -> Case {
        let mut x = Matrix::random(rows, features, seed);
        let places = x.values.iter_mut().enumerate();
        places.for_each(|(place, x)| *x += apart * (place % features) as f32);
        let dy = Matrix::random(rows, features, seed ^ 1);
        let mut sheet = Sheet::for_rows(rows, X + 2 * features * LANE_GROUP + 3);
        sheet.put(X, &x);
        sheet.put(Case::dy_at(features), &dy);
        let means = (0..features).map(|feature| x.at(0, feature)).collect();
        Case { x, dy, means, sheet }
    }

    fn dy_at(features: usize) -> usize {
        X + features * LANE_GROUP
    }

    fn panels(&self) -> Panels<'_> {
        let (records, length) = self.sheet.read();
        Panels { records, length, rows: self.x.rows }
    }

    fn moments(&self, isa: Isa) -> Vec<[f64; 2]> {
        let mut out = vec![[f64::NAN; 2]; self.x.columns];
        self.panels().write_moments(isa, X, &mut out);
        out
    }

    fn slopes(&self, isa: Isa) -> Vec<[f64; 2]> {
        let mut out = vec![[f64::NAN; 2]; self.x.columns];
        let fields = (X, Case::dy_at(self.x.columns));
        self.panels().write_slopes(isa, fields, &self.means, &mut out);
        out
    }

    /// For each feature the sums over all rows of what `of` makes of x, dy and the mean.
    fn sums(&self, of: impl Fn(usize, f64, f64) -> [f64; 2]) -> Vec<[f64; 2]> {
        let sum = |feature| {
            (0..self.x.rows).fold([0.0; 2], |[a, b], row| {
                let values = (self.x.at(row, feature).into(), self.dy.at(row, feature).into());
                let [c, d] = of(feature, values.0, values.1);
                [a + c, b + d]
            })
        };
        (0..self.x.columns).map(sum).collect()
    }
}

/// Panics unless the sums of up to `rows` terms of size 1 are right to what `f32` adds up.
fn assert_near(isa: Isa, actual: &[[f64; 2]], expected: &[[f64; 2]], rows: usize) {
    let allowed = rows as f64 * 4e-6;
    for (feature, (a, e)) in actual.iter().zip(expected).enumerate() {
        let near = (a[0] - e[0]).abs() <= allowed && (a[1] - e[1]).abs() <= allowed;
        assert!(near, "{isa:?}, feature {feature}: {a:?} is not {e:?}");
    }
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn moments_agree_wherever_the_rows_lie(
        features in 1..WIDEST, rows in 1..MOST_ROWS, apart in 0u8..4, seed: u32,
    ) {
        // Up to 6000 away, where a difference of squares would leave nothing of a variance of 1.
        let case = Case::new(rows, features, f32::from(apart) * 10.0, seed);
        let sums = case.sums(|_, x, _| [x, 0.0]);
        let mean = |feature: usize| sums[feature][0] / rows as f64;
        let expected = case.sums(|feature, x, _| [x, (x - mean(feature)).powi(2)]);
        let first = case.moments(Isa::detect());
        for isa in Isa::available() {
            let actual = case.moments(isa);
            assert_near(isa, &actual, &expected, rows);
            prop_assert_eq!(&first, &actual);
        }
    }

    #[test]
    fn slopes_agree(features in 1..WIDEST, rows in 1..MOST_ROWS, seed: u32) {
        let case = Case::new(rows, features, 0.0, seed);
        let mean = |feature: usize| f64::from(case.means[feature]);
        let expected = case.sums(|feature, x, dy| [dy, dy * (x - mean(feature))]);
        let first = case.slopes(Isa::detect());
        for isa in Isa::available() {
            let actual = case.slopes(isa);
            assert_near(isa, &actual, &expected, rows);
            prop_assert_eq!(&first, &actual);
        }
    }
}

#[test]
fn a_value_that_is_not_finite_stays_in_its_feature() {
    let mut case = Case::new(20, 3, 0.0, 7);
    for wrong in [f32::NAN, f32::INFINITY] {
        case.x.values[3 * 17 + 1] = wrong;
        case.sheet.put(X, &case.x);
        for isa in Isa::available() {
            let finite =
                |moments: Vec<[f64; 2]>| moments.iter().map(|of| of[1].is_finite()).collect();
            let finite: Vec<bool> = finite(case.moments(isa));
            assert_eq!(finite, [true, false, true], "{isa:?}");
        }
    }
}

#[test]
#[should_panic(expected = "there are no rows")]
fn no_rows_are_refused() {
    let panels = Panels { records: &[0.0; 16], length: 16, rows: 0 };
    panels.write_moments(Isa::detect(), 0, &mut [[0.0; 2]]);
}

#[test]
#[should_panic(expected = "there are fewer rows")]
fn more_rows_than_there_are_are_refused() {
    let panels = Panels { records: &[0.0; 16], length: 16, rows: 17 };
    panels.write_slopes(Isa::detect(), (0, 0), &[0.0], &mut [[0.0; 2]]);
}
