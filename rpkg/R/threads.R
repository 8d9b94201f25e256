#' How the native code runs
#'
#' `imfit_threads()` says how many threads train and predict, and sets it where a number is given.
#' The results don't depend on it. `imfit_instruction_set()` names the instruction set that the
#' arithmetic uses: "avx512", "avx2", "neon" or "portable".
#'
#' @param num_threads How many threads, from 1 to 1024; NULL for the environment variable
#'   IMFIT_NUM_THREADS, or else one for each processor core.
#' @return The number of threads, invisibly if it was set; the name of the instruction set.
#' @examples
#' imfit_threads()
#' imfit_instruction_set()
#' @export
imfit_threads <- function(num_threads) {
  if (missing(num_threads)) {
    return(native_threads())
  }
  set_native_threads(list(num_threads = num_threads))
  invisible(native_threads())
}

#' @rdname imfit_threads
#' @export
imfit_instruction_set <- function() {
  native_instruction_set()
}
