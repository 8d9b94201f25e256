//! The order of an epoch's rows.

use crate::engine::Aside;
use crate::random::{Purpose, Shuffle, Stream};

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
    pub(super) fn go_on(&mut self, swaps: usize) -> bool {
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
    fn go_on_to(&mut self, done: usize, all: usize) {
        let left = self.shuffle.as_ref().map_or(0, Shuffle::left);
        let goal = self.count - (self.count as u64 * done as u64 / all as u64) as usize;
        if left > goal {
            self.go_on(left - goal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 1000;

    fn drawn(source: (u64, u64)) -> Order {
        let mut order = Order::new(ROWS);
        order.begin(Some(source));
        while !order.go_on(1) {}
        order
    }

    #[test]
    fn an_order_made_aside_is_the_same() {
        let mut order = Order::new(ROWS);
        order.begin(Some((7, 3)));
        (1..=9).for_each(|part| order.go_on_to(part, 9));
        assert!(order.shuffle.is_none());
        assert_eq!(order.rows(), drawn((7, 3)).rows());
    }

    #[test]
    fn an_order_that_was_begun_aside_is_gone_on_with() {
        let mut order = drawn((7, 2));
        order.begin(Some((7, 3)));
        order.go_on_to(1, 3);
        assert!(order.shuffle.as_ref().is_some_and(|shuffle| shuffle.left() < ROWS * 3 / 4));
        order.begin(Some((7, 3)));
        while !order.go_on(100) {}
        assert_eq!(order.rows(), drawn((7, 3)).rows());
        order.begin(Some((8, 3)));
        while !order.go_on(100) {}
        assert_eq!(order.rows(), drawn((8, 3)).rows());
    }

    #[test]
    fn rows_have_an_order_of_their_own() {
        let mut order = drawn((7, 2));
        order.begin(None);
        assert!(order.go_on(1));
        assert!(order.rows().iter().copied().eq(0..ROWS as u32));
    }
}
