//! Where a network is cut.

use std::ops::Range;

use crate::engine::network::Network;
use crate::engine::operations::{Operate, Operation};

/// How much more work than the mean a section may have.
const MOST_WORK: f64 = 1.35;

/// Where each of so many sections begins, and where the last one ends, as numbers of operations; nothing where there
/// is no good cut. A section begins with a dense product, or with a stack of layers that there is a way around; such
/// a stack isn't cut. Networks with penalties on what layers give or with weights that nothing trains stay whole.
pub(super) fn cuts(network: &Network, sections: usize) -> Option<Vec<usize>> {
    let operations: Vec<&dyn Operate> = network.operations.iter().map(Operation::get).collect();
    let whole = |operation: &&dyn Operate| operation.penalizes() || operation.untrained().is_some();
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
    let stacks: Vec<Range<usize>> = stacks(&operations).collect();
    let begins = |index: &usize| {
        let may =
            network.operations[*index].dense().is_some() || operations[*index].join().is_some();
        may && !stacks.iter().any(|stack| stack.contains(index))
    };
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

/// The operations that there is a way around, each stack with the operation where the way comes back.
fn stacks<'a>(operations: &'a [&dyn Operate]) -> impl Iterator<Item = Range<usize>> + 'a {
    let joins = operations.iter().enumerate();
    joins.filter_map(|(index, operation)| Some(index + 1..index + 1 + operation.join()?))
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
    fn a_stack_with_a_way_around_is_not_cut() {
        let block = || Layer::from(Residual::new([Dense::new(64).into(), Dense::new(64).into()]));
        let (first, last) = (|| Layer::from(Dense::new(64)), || Layer::from(Dense::new(3)));
        assert_eq!(cuts(&network_of(&[first(), block(), last()]), 2), None);
        // A product, twice a fork, two products and a join, and a product.
        let two_blocks = network_of(&[first(), block(), block(), last()]);
        assert_eq!(cuts(&two_blocks, 2), Some(vec![0, 5, 10]));
    }
}
