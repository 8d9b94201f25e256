# Written by tools/document.sh. Change src/rust/src instead.

# The version of the native code, which is that of the R package.
native_version <- function() native(wrap__native_version)

# Whether an external pointer is empty.
pointer_is_empty <- function(pointer) native(wrap__pointer_is_empty, pointer)

# Panics with a message.
probe_panic <- function(message) native(wrap__probe_panic, message)

# Fails with a message, or with a NUL in the middle when `nul` is true.
probe_fail <- function(message, nul) native(wrap__probe_fail, message, nul)

# Returns a value as Rust understood it.
probe_echo <- function(value, kind) native(wrap__probe_echo, value, kind)

# Keeps the processor busy for some milliseconds.
probe_spin <- function(milliseconds) native(wrap__probe_spin, milliseconds)

# A tally that starts at `count`.
tally_new <- function(count) native(wrap__tally_new, count)

# Adds to a tally.
tally_add <- function(tally, by) native(wrap__tally_add, tally, by)

# What a tally has come to.
tally_count <- function(tally) native(wrap__tally_count, tally)

# A tally as bytes.
tally_to_bytes <- function(tally) native(wrap__tally_to_bytes, tally)

# A tally from its bytes.
tally_from_bytes <- function(bytes) native(wrap__tally_from_bytes, bytes)
