# A small object for the tests of pointer.R and of Ctrl-C.

new_tally <- function(count = 0) {
  new_object("imfit_tally", tally_new(count))
}

add <- function(tally, by = 1) {
  changing(tally, tally_add(pointer(tally), by))
}

count <- function(tally) {
  tally_count(pointer(tally))
}

#' Works in steps of `step` milliseconds, as fit() does, and counts them.
#' @noRd
spin <- function(tally, steps, step = 50) {
  changing(tally, {
    for (i in seq_len(steps)) {
      check_interrupt()
      probe_spin(step)
      tally_add(pointer(tally), 1)
    }
  })
}

imfit_tally_class <- list(
  save = function(pointer) tally_to_bytes(pointer),
  restore = function(bytes) tally_from_bytes(bytes),
  methods = list(add = add, count = count, spin = spin),
  properties = list(total = count)
)
