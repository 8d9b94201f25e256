//! What threads tell each other that go through a training step one after the other: numbers, from one to the next
//! ([`Ring`]), and notes, from one to all ([`Board`]).

mod board;
mod count;
mod ring;

pub use board::{Board, Reader, Writer};
pub use ring::{Receiver, Ring, Sender};
