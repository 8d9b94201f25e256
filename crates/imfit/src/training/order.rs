//! The order of an epoch's rows.

use crate::engine::Aside;
use crate::random::{Purpose, Shuffle, Stream};

/// Swaps that are made aside at once, at most: less than a tenth of a millisecond, as a rule.
const SWAPS_ASIDE: usize = 4096;

/// The rows of an epoch, on their way into its order.
pub(super) struct Order {
    /// Empty until somebody needs them.
    rows: Vec<u32>,
    count: usize,
    /// The seed and the epoch that the order is drawn from; nothing for the rows' own.
    source: Option<(u64, u64)>,
    /// What is left of the drawing.
    shuffle: Option<Shuffle>,
    /// Whether the rows were laid out, for the drawing to go on with.
    begun: bool,
}

impl Order {
    /// The own order of `count` rows.
    pub(super) fn new(count: usize) -> Order {
        Order { rows: Vec::new(), count, source: None, shuffle: None, begun: false }
    }

    /// Begins the order that is drawn from a seed and an epoch, or the rows' own.
    pub(super) fn begin(&mut self, source: Option<(u64, u64)>) {
        if self.is_of(source) {
            return;
        }
        let stream = source.map(|(seed, epoch)| Stream::new(seed, Purpose::Shuffle, epoch));
        self.shuffle = stream.map(|stream| Shuffle::new(stream, self.count));
        (self.source, self.begun) = (source, false);
    }

    /// Whether this is the order that is drawn from that, or becomes it.
    pub(super) fn is_of(&self, source: Option<(u64, u64)>) -> bool {
        self.source == source
    }

    /// Goes on for `swaps` swaps or a few more. Says whether all rows are in their places now.
    pub(super) fn bring_on(&mut self, swaps: usize) -> bool {
        if !self.begun {
            self.rows.clear();
            self.rows.extend(0..self.count as u32);
            self.begun = true;
        }
        if self.shuffle.as_mut().is_some_and(|shuffle| shuffle.go_on(&mut self.rows, swaps)) {
            self.shuffle = None;
        }
        self.shuffle.is_none()
    }

    /// The rows, once they are in their order.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }
}

impl Aside for Order {
    fn go_on(&mut self, parts: usize) {
        let left = self.shuffle.as_ref().map_or(0, Shuffle::left);
        if left > 0 {
            self.bring_on(left.div_ceil(parts).min(SWAPS_ASIDE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 100_000;

    fn drawn(source: (u64, u64)) -> Order {
        let mut order = Order::new(ROWS);
        order.begin(Some(source));
        while !order.bring_on(1000) {}
        order
    }

    #[test]
    fn an_order_made_aside_is_the_same() {
        let mut order = Order::new(ROWS);
        order.begin(Some((7, 3)));
        for parts in (1..=100).rev() {
            order.go_on(parts);
        }
        assert!(order.shuffle.is_none());
        assert_eq!(order.rows(), drawn((7, 3)).rows());
    }

    /// Whoever waits for the thread that does it doesn't wait for long.
    #[test]
    fn a_part_is_never_long() {
        let mut order = Order::new(ROWS);
        order.begin(Some((7, 3)));
        order.go_on(1);
        let left = order.shuffle.as_ref().map_or(0, Shuffle::left);
        assert!((1..2 * SWAPS_ASIDE).contains(&(ROWS - left)), "{left} of {ROWS}");
    }

    #[test]
    fn an_order_that_was_begun_aside_is_gone_on_with() {
        let mut order = drawn((7, 2));
        order.begin(Some((7, 3)));
        order.go_on(50);
        assert!(order.shuffle.as_ref().is_some_and(|shuffle| shuffle.left() < ROWS * 99 / 100));
        for source in [(7, 3), (8, 3)] {
            order.begin(Some(source));
            while !order.bring_on(1000) {}
            assert_eq!(order.rows(), drawn(source).rows());
        }
    }

    #[test]
    fn rows_have_an_order_of_their_own() {
        let mut order = drawn((7, 2));
        order.begin(None);
        assert!(order.bring_on(1));
        assert!(order.rows().iter().copied().eq(0..ROWS as u32));
    }
}
