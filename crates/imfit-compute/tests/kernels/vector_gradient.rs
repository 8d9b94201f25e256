//! The gradient of vectors of weights.

use imfit_compute::{GradientRows, Isa, LANE_GROUP, Start, VectorGradient, odd_lines};
use proptest::prelude::*;

use crate::close::assert_sums;
use crate::matrix::{Matrix, without_padding};
use crate::sheet::Sheet;
use crate::{MOST_ROWS, WIDEST, random_cases};

/// Some vectors and the records that their gradient is summed from. Whatever isn't a term is NaN, the
/// lanes past the last row too.
struct Case {
    of: VectorGradient,
    vectors: usize,
    sheet: Sheet,
    rows: usize,
}

impl Case {
    /// `terms` has a column for each weight, one vector after the other.
    fn new(terms: &Matrix, columns: usize) -> Case {
        let of = VectorGradient { terms: 5, columns };
        let mut sheet = Sheet::for_rows(terms.rows, 5 + terms.columns * LANE_GROUP + 3);
        sheet.put(of.terms, terms);
        Case { of, vectors: terms.columns / columns, sheet, rows: terms.rows }
    }

    /// The gradient, `panels` panels at a time, of `together` vectors at a time.
    fn gradient(&self, isa: Isa, panels: usize, together: usize) -> Vec<f32> {
        let stride = odd_lines(self.of.columns);
        let (records, length) = self.sheet.read();
        let mut gradient = vec![f32::NAN; self.vectors * stride];
        for (piece, records) in records.chunks(panels * length).enumerate() {
            let rows = (self.rows - piece * panels * LANE_GROUP).min(panels * LANE_GROUP);
            let start = if piece == 0 { Start::Zero } else { Start::Held };
            for (part, values) in gradient.chunks_mut(together * stride).enumerate() {
                let target = GradientRows { values, stride, first: part * together, start };
                self.of.write_to(isa, (records, length), rows, target);
            }
        }
        let beside = gradient.chunks(stride).flat_map(|row| &row[self.of.columns..]);
        assert!(beside.into_iter().all(|value| value.is_nan()), "a place beside was written");
        without_padding(&gradient, stride, self.of.columns)
    }
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn gradients_agree(
        columns in 1..WIDEST, vectors in 1usize..4, rows in 1..MOST_ROWS, panels in 1usize..4,
        together in 1usize..4, seed: u32,
    ) {
        let terms = Matrix::random(rows, vectors * columns, seed);
        let case = Case::new(&terms, columns);
        let sum = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
            let of_column = |column| (0..rows).map(|row| of(terms.at(row, column).into())).sum();
            (0..terms.columns).map(of_column).collect()
        };
        let (expected, sizes) = (sum(&|term| term), sum(&f64::abs));
        let mut first: Option<Vec<f32>> = None;
        for isa in Isa::available() {
            let actual = case.gradient(isa, panels, together);
            assert_sums(isa, &actual, &expected, &sizes, rows.next_multiple_of(LANE_GROUP));
            prop_assert_eq!(first.get_or_insert_with(|| actual.clone()), &actual);
            prop_assert_eq!(case.gradient(isa, panels, vectors), actual);
        }
    }
}
