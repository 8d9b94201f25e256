//! Keras's files: what Keras wrote is read and goes on as Keras does, what imfit writes comes back.

mod archives;
mod compilations;
mod damaged;
mod fixtures;
mod going_on;
mod names;
mod optimizers;
mod refused;
mod weights;
