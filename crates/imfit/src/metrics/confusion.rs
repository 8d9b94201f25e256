//! What is found, and what is missed: precision and recall.

use crate::panel::{Lanes, PANEL_ROWS};

/// Outputs above a threshold, against targets that aren't 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Confusion {
    /// Above it an output is positive.
    pub(super) threshold: f32,
    /// The only output that is looked at.
    pub(super) class_id: Option<usize>,
}

impl Confusion {
    /// Sums: of outputs that are positive and right, and of all that they are held against.
    pub(super) const SUMS: usize = 2;

    /// For precision: the outputs that are positive.
    pub(super) fn write_precision(self, p: &[Lanes], t: &[Lanes], out: &mut [Lanes]) {
        self.write(p, t, out, |positive, _| positive);
    }

    /// For recall: the targets that aren't 0.
    pub(super) fn write_recall(self, p: &[Lanes], t: &[Lanes], out: &mut [Lanes]) {
        self.write(p, t, out, |_, wanted| wanted);
    }

    fn write(
        self,
        prediction: &[Lanes],
        target: &[Lanes],
        out: &mut [Lanes],
        counts: impl Fn(bool, bool) -> bool,
    ) {
        let looked_at = |index: usize| self.class_id.is_none_or(|only| only == index);
        for lane in 0..PANEL_ROWS {
            let (mut right, mut all) = (0u32, 0u32);
            let outputs = prediction.iter().zip(target).enumerate();
            for (_, (p, t)) in outputs.filter(|(index, _)| looked_at(*index)) {
                let (positive, wanted) = (p[lane] > self.threshold, t[lane] != 0.0);
                right += u32::from(positive && wanted);
                all += u32::from(counts(positive, wanted));
            }
            (out[0][lane], out[1][lane]) = (right as f32, all as f32);
        }
    }

    /// The share; 0 where there is nothing to share.
    pub(super) fn share(sums: &[f64]) -> f64 {
        if sums[1] == 0.0 { 0.0 } else { sums[0] / sums[1] }
    }
}

#[cfg(test)]
mod tests {
    use super::{Confusion, Lanes};

    fn panel(values: &[f32]) -> Vec<Lanes> {
        values.iter().map(|value| [*value; 16]).collect()
    }

    #[test]
    fn precision_and_recall_have_the_same_finds_and_other_wholes() {
        let (p, t) = (panel(&[0.9, 0.8, 0.1, 0.4]), panel(&[1.0, 0.0, 1.0, 1.0]));
        let all = Confusion { threshold: 0.5, class_id: None };
        let mut out = [Lanes::default(); 2];
        all.write_precision(&p, &t, &mut out);
        assert_eq!([out[0][5], out[1][5]], [1.0, 2.0]);
        all.write_recall(&p, &t, &mut out);
        assert_eq!([out[0][5], out[1][5]], [1.0, 3.0]);
        Confusion { threshold: 0.3, class_id: Some(3) }.write_precision(&p, &t, &mut out);
        assert_eq!([out[0][5], out[1][5]], [1.0, 1.0]);
        assert_eq!(
            [Confusion::share(&[1.0, 3.0]), Confusion::share(&[0.0, 0.0])],
            [1.0 / 3.0, 0.0]
        );
    }
}
