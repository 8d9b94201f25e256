//! Weights of classes, as weights of rows.

use std::collections::BTreeMap;

use ndarray::Array1;

use super::Data;

impl Data<'_> {
    /// For each row the weight of its class, 1 where there is none, times the row's own weight.
    ///
    /// A row's class is the place of its largest target, the first of several; with one column it is
    /// the target itself, rounded as Keras rounds: halves to the even number.
    pub(crate) fn class_weights(&self, weights: &BTreeMap<i32, f64>) -> Array1<f32> {
        let mut targets = vec![0.0; self.outputs()];
        (0..self.rows())
            .map(|row| {
                self.read_y(row, &mut targets);
                let weight = weights.get(&class(&targets)).copied().unwrap_or(1.0);
                weight as f32 * self.weight(row)
            })
            .collect()
    }
}

fn class(targets: &[f32]) -> i32 {
    if let [class] = targets {
        return class.round_ties_even() as i32;
    }
    let mut largest = 0;
    for (place, target) in targets.iter().enumerate() {
        if *target > targets[largest] {
            largest = place;
        }
    }
    largest as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_is_the_first_largest_or_the_number_itself() {
        assert_eq!(class(&[0.0, 1.0, 0.0]), 1);
        assert_eq!(class(&[0.5, 0.2, 0.5]), 0);
        assert_eq!([0.4, 0.5, 1.5, -1.0].map(|target| class(&[target])), [0, 0, 2, -1]);
    }

    #[test]
    fn rows_of_other_classes_count_once_and_sample_weights_multiply() {
        let x = ndarray::array![[0.0], [0.0], [0.0]];
        let y = ndarray::array![[0.0], [1.0], [2.0]];
        let own = ndarray::array![2.0, 3.0, 5.0];
        let data = Data::new(x.view(), y.view());
        let weights = BTreeMap::from([(0, 0.5), (1, 4.0)]);
        assert_eq!(data.class_weights(&weights).to_vec(), [0.5, 4.0, 1.0]);
        let data = data.with_sample_weight(own.view());
        assert_eq!(data.class_weights(&weights).to_vec(), [1.0, 12.0, 5.0]);
    }
}
