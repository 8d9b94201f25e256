//! One weight array, padded, with what training keeps beside it.

use imfit_compute::padded;

/// Rows of a tile: the part of a matrix that one thread updates at a time.
const TILE_ROWS: usize = 12;

/// A matrix of weights (a bias is one of a single row) in tiles of a few rows.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// (rows, columns), padded.
    pub(crate) values: Vec<f32>,
    pub(crate) tiles: Vec<Tile>,
}

/// What training keeps for some rows of a matrix: scratch for the gradient, and the optimizer's slots.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    pub(crate) first_row: usize,
    /// The gradient of the batch so far.
    pub(crate) gradient: Vec<f32>,
    /// The sum over one chunk, where a batch has several.
    pub(crate) partial: Vec<f32>,
    pub(crate) slots: Vec<Vec<f32>>,
}

impl Parameter {
    pub(crate) fn new(rows: usize, columns: usize, values: &[f32]) -> Parameter {
        let width = padded(columns);
        let tiles = (0..rows)
            .step_by(TILE_ROWS)
            .map(|first_row| {
                let places = TILE_ROWS.min(rows - first_row) * width;
                Tile {
                    first_row,
                    gradient: vec![0.0; places],
                    partial: vec![0.0; places],
                    slots: Vec::new(),
                }
            })
            .collect();
        let mut parameter = Parameter { rows, columns, values: vec![0.0; rows * width], tiles };
        parameter.set(values);
        parameter
    }

    /// Places in the values that one tile covers; the last may be shorter.
    pub(crate) fn tile_places(&self) -> usize {
        TILE_ROWS * padded(self.columns)
    }

    /// The values without padding.
    pub(crate) fn get(&self) -> Vec<f32> {
        unpad(&self.values, self.columns)
    }

    /// Replaces the values by `values`, which have no padding.
    pub(crate) fn set(&mut self, values: &[f32]) {
        pad_into(values, self.columns, &mut self.values);
    }

    /// Gives every tile `count` slots of zeros.
    pub(crate) fn reset_slots(&mut self, count: usize) {
        for tile in &mut self.tiles {
            tile.slots = vec![vec![0.0; tile.gradient.len()]; count];
        }
    }

    /// Slot number `slot` of the whole array, without padding.
    pub(crate) fn slot(&self, slot: usize) -> Vec<f32> {
        self.tiles.iter().flat_map(|tile| unpad(&tile.slots[slot], self.columns)).collect()
    }

    /// Replaces slot number `slot` of the whole array.
    pub(crate) fn set_slot(&mut self, slot: usize, values: &[f32]) {
        let mut rest = values;
        for tile in &mut self.tiles {
            let rows = tile.gradient.len() / padded(self.columns);
            let (mine, others) = rest.split_at(rows * self.columns);
            pad_into(mine, self.columns, &mut tile.slots[slot]);
            rest = others;
        }
    }
}

fn unpad(values: &[f32], columns: usize) -> Vec<f32> {
    values.chunks(padded(columns)).flat_map(|row| &row[..columns]).copied().collect()
}

fn pad_into(values: &[f32], columns: usize, to: &mut [f32]) {
    for (row, to) in values.chunks(columns).zip(to.chunks_mut(padded(columns))) {
        to[..columns].copy_from_slice(row);
    }
}
