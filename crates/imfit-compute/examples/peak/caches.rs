//! How large the caches are.

use std::fs;

/// Where Linux tells of the first core's caches.
const CACHES: &str = "/sys/devices/system/cpu/cpu0/cache";

/// Bytes of each level of data cache that a core sees, from the innermost out. Where the system
/// doesn't tell, those of a small processor of today.
pub fn sizes() -> [usize; 3] {
    let mut sizes = [32 << 10, 512 << 10, 8 << 20];
    for index in 0..8 {
        if let Some((level, bytes)) = cache(index)
            && let Some(size) = sizes.get_mut(level - 1)
        {
            *size = bytes;
        }
    }
    sizes
}

/// The level, from 1, and the bytes of a cache that holds data.
fn cache(index: usize) -> Option<(usize, usize)> {
    let read = |name: &str| fs::read_to_string(format!("{CACHES}/index{index}/{name}")).ok();
    if read("type")?.trim() == "Instruction" {
        return None;
    }
    let level = read("level")?.trim().parse().ok().filter(|level| *level >= 1)?;
    Some((level, bytes(read("size")?.trim())?))
}

/// `32K` is 32768.
fn bytes(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(['K', 'M']);
    let unit = match &text[digits.len()..] {
        "K" => 1 << 10,
        "M" => 1 << 20,
        _ => 1,
    };
    digits.parse::<usize>().ok().map(|number| number * unit)
}
