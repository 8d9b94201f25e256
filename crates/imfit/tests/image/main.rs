//! Pictures: their files, in every format and every way to be broken, and what is done with their pixels.

mod appending;
mod arrays;
mod broken;
mod comparing;
mod fixtures;
mod orientation;
mod reading;
mod resizing;
mod saving;
mod tables;
mod writing;
