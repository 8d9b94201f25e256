//! Whether a JPEG is all there: its decoder fills what is missing with grey and says nothing.

const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;

/// Whether the end-of-image marker follows the picture's data.
///
/// Follows the markers of ITU-T T.81, annex B, so that the end of an embedded thumbnail is not taken
/// for the end of the picture.
pub(super) fn is_complete(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some((marker, next)) = next_marker(bytes, at) {
        match marker {
            END => return true,
            // Restart markers and TEM stand alone; so does a start of image.
            0x01 | 0xD0..=0xD8 => at = next,
            _ => match segment_end(bytes, next) {
                Some(end) if marker == SCAN => at = scan_end(bytes, end),
                Some(end) => at = end,
                None => return false,
            },
        }
    }
    false
}

/// The next marker at or after `at`, and where what follows it begins.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?;
    let start = rest.windows(2).position(is_marker)?;
    Some((rest[start + 1], at + start + 2))
}

/// A byte of 0xFF is a marker's first unless a stuffed zero or more filling follows.
fn is_marker(pair: &[u8]) -> bool {
    pair[0] == 0xFF && pair[1] != 0x00 && pair[1] != 0xFF
}

/// Where a segment ends whose two bytes of length are at `at`.
fn segment_end(bytes: &[u8], at: usize) -> Option<usize> {
    let length = bytes.get(at..at + 2)?;
    Some(at + usize::from(u16::from_be_bytes([length[0], length[1]])))
}

/// Where the coded data from `at` ends: at the first marker that is not a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some((marker, next)) = next_marker(bytes, at) {
        if !(0xD0..=0xD7).contains(&marker) {
            return next - 2;
        }
        at = next;
    }
    bytes.len()
}
