//! Where a network is cut.

use crate::engine::network::Network;
use crate::engine::operations::{Operate, Operation};

/// How much more work than the mean a section may have.
const MOST_WORK: f64 = 1.35;

/// Where each of so many sections begins, and where the last one ends, as numbers of operations; nothing where there
/// is no good cut. A section begins with a dense product. Networks with ways around layers, with penalties on what
/// these give or with weights that nothing trains stay whole.
pub(super) fn cuts(network: &Network, sections: usize) -> Option<Vec<usize>> {
    let operations: Vec<&dyn Operate> = network.operations.iter().map(Operation::get).collect();
    let whole = |operation: &&dyn Operate| {
        operation.join().is_some() || operation.penalizes() || operation.untrained().is_some()
    };
    if operations.iter().any(whole) {
        return None;
    }
    // The work on all operations before each.
    let mut before = vec![0];
    for (index, operation) in operations.iter().enumerate() {
        before.push(before[index] + operation.work_per_row());
    }
    let count = operations.len();
    let goal = |section: usize| (before[count] * section) as f64 / sections as f64;
    let begins = |index: &usize| network.operations[*index].dense().is_some();
    let distance = |index: usize, section| (before[index] as f64 - goal(section)).abs();
    let cut = |section| {
        let near = |one: &usize, other: &usize| {
            distance(*one, section).total_cmp(&distance(*other, section))
        };
        (1..count).filter(begins).min_by(near)
    };
    let inner: Option<Vec<usize>> = (1..sections).map(cut).collect();
    let cuts: Vec<usize> = [0].into_iter().chain(inner?).chain([count]).collect();
    let most = MOST_WORK * goal(1);
    let even = |cut: &[usize]| cut[0] < cut[1] && (before[cut[1]] - before[cut[0]]) as f64 <= most;
    cuts.windows(2).all(even).then_some(cuts)
}

#[cfg(test)]
mod tests {
    use super::super::tests::network_of;
    use super::*;
    use crate::layers::{Dense, Layer, Residual};

    fn network(widths: &[usize]) -> Network {
        let layers: Vec<Layer> = widths.iter().map(|width| Dense::new(*width).into()).collect();
        network_of(&layers)
    }

    #[test]
    fn sections_have_about_the_same_work() {
        let deep = network(&[100, 100, 100, 100, 100, 3]);
        assert_eq!(cuts(&deep, 2), Some(vec![0, 3, 6]));
        assert_eq!(cuts(&deep, 4), Some(vec![0, 2, 3, 4, 6]));
        // Three sections of four large products: one of them has two.
        assert_eq!(cuts(&deep, 3), None);
        assert_eq!(cuts(&network(&[256, 64, 128, 128, 3]), 2), Some(vec![0, 2, 5]));
    }

    #[test]
    fn what_has_no_even_cut_stays_whole() {
        assert_eq!(cuts(&network(&[100, 100, 3]), 2), None);
        assert_eq!(cuts(&network(&[3]), 2), None);
        assert_eq!(cuts(&network(&[100, 100, 100, 3]), 9), None);
    }

    #[test]
    fn a_way_around_layers_is_not_cut() {
        let stack = [Dense::new(64).into(), Dense::new(64).into()];
        let layers = [Dense::new(64).into(), Residual::new(stack).into(), Dense::new(3).into()];
        assert_eq!(cuts(&network_of(&layers), 2), None);
    }
}
