//! Some layers of a network, one after the other.

use std::ops::Range;

use imfit_compute::Buffer;

use crate::engine::division::{Portions, Source};
use crate::engine::layout::{Counts, Layout, Shape};
use crate::engine::network::{Network, place_weights};
use crate::engine::operations::{Dense, Operate, Operation};
use crate::panel::PANEL_ROWS;

/// Some operations as a network of their own, and the buffers for its steps.
pub(super) struct Section {
    pub(super) operations: Vec<Operation>,
    pub(super) layout: Layout,
    /// The first of its parts of the weights, and how many there are.
    pub(super) first_part: usize,
    pub(super) parts: usize,
    /// The places of its weights.
    pub(super) places: usize,
    /// Its weights, while it is at work: away from those of other sections, where a processor that has read them to
    /// the end would read on.
    pub(super) weights: Buffer,
    /// Where each segment of the gradient comes from.
    pub(super) sources: Vec<Source>,
    /// All records of a batch.
    pub(super) records: Buffer,
    /// The gradient of each portion of a batch.
    pub(super) gradients: Buffer,
    /// Room for the gradient of any part.
    pub(super) sum: Buffer,
}

impl Section {
    /// A `range` of the network's operations, for batches of up to `rows` rows.
    pub(super) fn new(
        network: &Network,
        range: Range<usize>,
        portions: &Portions,
        (rows, counts): (usize, Counts),
    ) -> Section {
        let mut operations = network.operations[range.clone()].to_vec();
        let places = place_weights(&mut operations);
        let layout = Section::layout(network, &operations, range.clone(), counts);
        let mut records = Buffer::zeros(rows.div_ceil(PANEL_ROWS) * layout.length);
        layout.fill_ones(&operations, &mut records);
        let first_part = network.parts.partition_point(|part| part.operation < range.start);
        let end = network.parts.partition_point(|part| part.operation < range.end);
        let first_place = network.bounds[first_part];
        let sources = portions.sources.iter().filter(|source| range.contains(&source.operation));
        let own = |source: &Source| Source {
            operation: source.operation - range.start,
            places: source.places.start - first_place..source.places.end - first_place,
            ..*source
        };
        Section {
            sources: sources.map(own).collect(),
            operations,
            layout,
            first_part,
            parts: end - first_part,
            places,
            weights: Buffer::zeros(places),
            records,
            gradients: Buffer::zeros(portions.count(rows) * places),
            sum: Buffer::zeros(network.largest_part()),
        }
    }

    fn layout(
        network: &Network,
        operations: &[Operation],
        range: Range<usize>,
        counts: Counts,
    ) -> Layout {
        let shape = Shape {
            inputs: operations[0].get().inputs(),
            operations,
            trains: network.trains()[range.clone()].to_vec(),
            goes_further_back: range.start > 0,
        };
        let last = range.end == network.operations.len();
        let counts = if last { counts } else { Counts { targets: 0, scores: 0 } };
        let work = |index: &usize| operations[*index].dense().map_or(0, Dense::work_per_row);
        let asker = (0..operations.len()).max_by_key(work);
        // The gradient that is sent to the section before has gone through that one's last activation: a dense
        // product, with which this one begins, does so on the way.
        let activation_before =
            |index: usize| Some(network.operations[index.checked_sub(1)?].dense()?.activation);
        Layout {
            asker,
            input_activation: activation_before(range.start),
            comes_through: !last && activation_before(range.end).is_some(),
            ..Layout::for_training(&shape, counts, None)
        }
    }

    /// Values in a row of its input.
    pub(super) fn inputs(&self) -> usize {
        self.operations[0].get().inputs()
    }

    /// Values in a row of its output.
    pub(super) fn outputs(&self) -> usize {
        self.operations[self.operations.len() - 1].get().width()
    }
}
