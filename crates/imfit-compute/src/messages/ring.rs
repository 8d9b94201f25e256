//! Numbers from one thread to another, through memory that both share.

use std::cell::UnsafeCell;

use super::count::Count;
use crate::{Apart, Buffer, LANE_GROUP, prefetch, take_lines};

/// A ring of slots for messages, each of some values, from one thread to another.
#[derive(Debug)]
pub struct Ring {
    slots: Vec<Slot>,
    /// Messages that were sent, and that were received, so far.
    sent: Apart<Count>,
    received: Apart<Count>,
}

/// The values of a message. Whoever's turn it is, sender or receiver, has them alone.
#[derive(Debug)]
struct Slot(UnsafeCell<Buffer>);

// SAFETY: the two ends, of which there is one each, hand a slot to and fro by their counts.
unsafe impl Sync for Slot {}

/// The end where messages go in. When it is gone, the receiver is told so after the last message.
#[derive(Debug)]
pub struct Sender<'r> {
    ring: &'r Ring,
    sent: u64,
    /// What was received when this looked last.
    received: u64,
}

/// The end where messages come out.
#[derive(Debug)]
pub struct Receiver<'r> {
    ring: &'r Ring,
    /// What was sent when this looked last.
    sent: u64,
    received: u64,
    /// The messages whose lines were asked for.
    asked: u64,
}

impl Ring {
    /// A ring of `slots` messages of `length` values each.
    ///
    /// # Panics
    /// Panics if there is no slot.
    pub fn new(slots: usize, length: usize) -> Ring {
        assert!(slots > 0, "messages need a slot");
        let slot = |_| Slot(UnsafeCell::new(Buffer::zeros(length)));
        let slots = (0..slots).map(slot).collect();
        Ring { slots, sent: Apart::default(), received: Apart::default() }
    }

    /// Its two ends. What was sent before and not received is forgotten.
    pub fn ends(&mut self) -> (Sender<'_>, Receiver<'_>) {
        (self.sent, self.received) = (Apart::default(), Apart::default());
        let ring = &*self;
        (Sender { ring, sent: 0, received: 0 }, Receiver { ring, sent: 0, received: 0, asked: 0 })
    }

    fn slot(&self, message: u64) -> *mut Buffer {
        self.slots[message as usize % self.slots.len()].0.get()
    }
}

impl Sender<'_> {
    /// Sends what is written to a message, which holds an old one. Waits until there is room for it. Nothing comes
    /// of it where the receiver has gone.
    pub fn send(&mut self, write: impl FnOnce(&mut [f32])) {
        let room = self.ring.slots.len() as u64;
        if self.sent - self.received >= room {
            if !self.ring.received.0.wait_for_more(self.sent - room, || false) {
                return;
            }
            self.received = self.ring.received.0.now();
        }
        // SAFETY: the receiver has given this slot back, and waits until it is counted as sent.
        write(unsafe { &mut *self.ring.slot(self.sent) });
        self.sent += 1;
        self.ring.sent.0.set(self.sent);
    }
}

impl Receiver<'_> {
    /// Whether the next message is there.
    pub fn is_there(&mut self) -> bool {
        if self.sent == self.received {
            self.sent = self.ring.sent.0.now();
        }
        self.sent > self.received
    }

    /// The next message, if it is there, for its lines to be asked for; else nothing.
    pub fn peek(&mut self) -> &[f32] {
        if !self.is_there() {
            return &[];
        }
        self.asked = self.received + 1;
        // SAFETY: the slot is this thread's until it counts it as received.
        unsafe { &*self.ring.slot(self.received) }
    }

    /// Whether the lines of the next message were asked for.
    pub fn was_asked(&self) -> bool {
        self.asked > self.received
    }

    /// Asks for the lines of the next message, if it is there and nobody has.
    pub fn ask(&mut self) {
        if !self.was_asked() {
            let values = self.peek();
            (0..values.len()).step_by(LANE_GROUP).for_each(|line| prefetch(values, line));
        }
    }

    /// Waits until the next message is there, or, for some hundred microseconds, there is something `else_there`.
    /// Returns whether the message may still come: the sender hasn't gone.
    pub fn wait(&mut self, else_there: impl FnMut() -> bool) -> bool {
        let sent = &self.ring.sent.0;
        sent.wait_for_more(self.received, else_there) || !sent.stays(self.received)
    }

    /// Reads the next message, if it is there.
    pub fn receive(&mut self, read: impl FnOnce(&[f32])) {
        if !self.is_there() {
            return;
        }
        // SAFETY: the slot is this thread's until it counts it as received.
        let values = unsafe { &mut *self.ring.slot(self.received) };
        read(values);
        // The sender's next stores to them wait less for lines that were written here than for lines that were
        // only read.
        take_lines(values);
        self.received += 1;
        self.ring.received.0.set(self.received);
    }
}

impl Drop for Sender<'_> {
    fn drop(&mut self) {
        self.ring.sent.0.leave();
    }
}

impl Drop for Receiver<'_> {
    fn drop(&mut self) {
        self.ring.received.0.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: u32 = if cfg!(miri) { 20 } else { 20_000 };

    /// Numbers its message, so that each value says where it belongs.
    fn write(number: u32, values: &mut [f32]) {
        values.iter_mut().enumerate().for_each(|(place, value)| *value = at(number, place));
    }

    fn at(number: u32, place: usize) -> f32 {
        (number * 100 + place as u32) as f32
    }

    #[test]
    fn messages_come_once_and_in_their_order() {
        for slots in [1, 2, 7] {
            let mut ring = Ring::new(slots, 2 * LANES);
            let (mut sender, mut receiver) = ring.ends();
            std::thread::scope(|scope| {
                scope.spawn(move || (0..MESSAGES).for_each(|n| sender.send(|m| write(n, m))));
                for number in 0..MESSAGES {
                    assert!(receiver.wait(|| false));
                    let mut expected = [0.0; 2 * LANES];
                    write(number, &mut expected);
                    assert_eq!(receiver.peek(), expected);
                    receiver.receive(|values| assert_eq!(values, expected));
                }
                assert!(!receiver.wait(|| false), "more messages than were sent");
            });
        }
    }

    const LANES: usize = LANE_GROUP;

    #[test]
    fn what_was_sent_outlives_its_sender() {
        let mut ring = Ring::new(3, LANES);
        let (mut sender, mut receiver) = ring.ends();
        assert!(!receiver.is_there() && receiver.peek().is_empty());
        assert!(receiver.wait(|| true), "the sender is still there");
        receiver.receive(|_| panic!("there is no message"));
        (0..2).for_each(|n| sender.send(|m| write(n, m)));
        drop(sender);
        for number in 0..2 {
            assert!(receiver.wait(|| false));
            receiver.receive(|values| assert_eq!(values[0], at(number, 0)));
        }
        assert!(!receiver.wait(|| false));
    }

    #[test]
    fn a_message_is_asked_for_once() {
        let mut ring = Ring::new(2, LANES);
        let (mut sender, mut receiver) = ring.ends();
        receiver.ask();
        assert!(!receiver.was_asked(), "it isn't there");
        (0..2).for_each(|n| sender.send(|m| write(n, m)));
        assert!(!receiver.was_asked(), "nobody has");
        receiver.ask();
        assert!(receiver.was_asked());
        receiver.receive(|_| ());
        assert!(!receiver.was_asked(), "that is another one");
        assert_eq!(receiver.peek()[0], at(1, 0));
        assert!(receiver.was_asked(), "who has seen it asks for it");
    }

    #[test]
    fn nobody_waits_for_a_receiver_that_has_gone() {
        let mut ring = Ring::new(1, LANES);
        let (mut sender, receiver) = ring.ends();
        drop(receiver);
        (0..3).for_each(|n| sender.send(|m| write(n, m)));
    }

    #[test]
    fn a_ring_that_is_used_again_is_empty() {
        let mut ring = Ring::new(2, LANES);
        ring.ends().0.send(|m| write(7, m));
        assert!(!ring.ends().1.is_there());
    }

    /// Longer than anybody looks for a message without sleep.
    #[test]
    fn a_receiver_that_sleeps_is_woken() {
        let mut ring = Ring::new(1, LANES);
        let (mut sender, mut receiver) = ring.ends();
        std::thread::scope(|scope| {
            let waits = scope.spawn(move || receiver.wait(|| false));
            std::thread::sleep(std::time::Duration::from_millis(100));
            sender.send(|m| write(1, m));
            assert!(waits.join().unwrap());
        });
    }
}
