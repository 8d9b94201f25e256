//! The frames of ZMTP, the protocol of the sockets, followed without being read: a stream is refused
//! before a frame that nobody would send is made room for.
//!
//! <https://rfc.zeromq.org/spec/23/>

/// Bytes of the greeting, which comes before all frames.
const GREETING: usize = 64;

/// The longest frame, in bytes: many times a notebook's largest cell.
const LONGEST: u64 = 256 << 20;

/// The bit of a frame's first byte that says that its length has eight bytes, not one.
const LONG: u8 = 0b10;

/// How far a stream has come.
#[derive(Debug)]
pub(super) struct Frames {
    state: State,
}

#[derive(Debug)]
enum State {
    /// In the greeting or in a frame: bytes to skip.
    Body(u64),
    /// Before the first byte of a frame.
    Head,
    /// In the length of a frame: bytes to come, and what is known of it.
    Length { bytes: u8, length: u64 },
}

impl Frames {
    /// The beginning of a stream.
    pub(super) fn new() -> Frames {
        Frames { state: State::Body(GREETING as u64) }
    }

    /// Follows the stream through some bytes. Returns whether it may go on.
    pub(super) fn follow(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            match &mut self.state {
                State::Body(0) => self.state = State::Head,
                State::Body(left) => {
                    let skipped = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= skipped as u64;
                    bytes = &bytes[skipped..];
                }
                State::Head => {
                    let long = first & LONG != 0;
                    self.state = State::Length { bytes: if long { 8 } else { 1 }, length: 0 };
                    bytes = rest;
                }
                State::Length { bytes: left, length } => {
                    *length = *length << 8 | u64::from(*first);
                    *left -= 1;
                    bytes = rest;
                    if *left == 0 {
                        if *length > LONGEST {
                            return false;
                        }
                        self.state = State::Body(*length);
                    }
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(frames: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0xff; GREETING];
        frames.iter().for_each(|frame| bytes.extend_from_slice(frame));
        bytes
    }

    /// Whether a stream may pass, in whatever pieces it comes.
    fn passes(bytes: &[u8]) -> bool {
        let whole = Frames::new().follow(bytes);
        for piece in [1, 3, 64] {
            let mut frames = Frames::new();
            assert_eq!(bytes.chunks(piece).all(|bytes| frames.follow(bytes)), whole);
        }
        whole
    }

    #[test]
    fn frames_of_all_lengths_pass() {
        let mut long = vec![LONG, 0, 0, 0, 0, 0, 0, 1, 0];
        long.extend([7; 256]);
        assert!(passes(&stream(&[&[0, 0], &[1, 3, b'a', b'b', b'c'], &long, &[4, 1, 0xff]])));
        assert!(passes(&[]));
    }

    #[test]
    fn a_frame_that_is_too_long_does_not_pass() {
        let longest = LONGEST.to_be_bytes();
        let too_long = (LONGEST + 1).to_be_bytes();
        assert!(passes(&stream(&[&[LONG], &longest])));
        assert!(!passes(&stream(&[&[LONG], &too_long])));
        assert!(!passes(&stream(&[&[0, 1, 9], &[LONG | 1], &[0xff; 8]])));
    }
}
