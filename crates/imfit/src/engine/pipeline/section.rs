//! Some layers of a network, one after the other.

use std::ops::Range;

use imfit_compute::Buffer;

use super::Demands;
use crate::engine::bf16::{Copies, Packing};
use crate::engine::division::{Portions, Source};
use crate::engine::layout::{Counts, Layout, Shape};
use crate::engine::network::{Network, place_weights};
use crate::engine::operations::{Dense, Operate, Operation};
use crate::engine::part::Part;
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
    /// The packed copies of those that are factors of bf16 products.
    pub(super) copies: Copies,
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
    /// A `range` of the network's operations.
    pub(super) fn new(
        network: &Network,
        range: Range<usize>,
        portions: &Portions,
        demands: Demands,
    ) -> Section {
        let rows = demands.rows;
        let mut operations = network.operations[range.clone()].to_vec();
        let places = place_weights(&mut operations);
        let layout = Section::layout(network, &operations, range.clone(), demands);
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
        let packing = |part: &Part| {
            let index = part.operation - range.start;
            Packing::of(part, &operations[index], &layout.operations[index])
        };
        Section {
            copies: Copies::new(network.parts[first_part..end].iter().map(packing)),
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
        demands: Demands,
    ) -> Layout {
        let shape = Shape {
            inputs: operations[0].get().inputs(),
            operations,
            trains: network.trains()[range.clone()].to_vec(),
            before: &network.operations[..range.start],
        };
        let last = range.end == network.operations.len();
        let counts = if last { demands.counts } else { Counts { targets: 0, scores: 0 } };
        let work = |index: &usize| operations[*index].dense().map_or(0, Dense::work_per_row);
        let asker = (0..operations.len()).max_by_key(work);
        // Where a section begins with a dense product, the gradient that is sent to the one before goes through that
        // one's last activation on the way.
        let activation_before = |index: usize| {
            network.operations[index].dense()?;
            Some(network.operations[index.checked_sub(1)?].dense()?.activation)
        };
        Layout {
            asker,
            input_activation: activation_before(range.start),
            comes_through: !last && activation_before(range.end).is_some(),
            ..Layout::for_training(&shape, counts, demands.bf16)
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
