# How a native routine is called, and how its failure becomes a condition.

#' Calls a native routine and raises its failure, if it failed.
#'
#' Only the functions in extendr-wrappers.R call it. Strings go over as UTF-8.
#' @noRd
native <- function(routine, ...) {
  arguments <- list(...)
  strings <- vapply(arguments, is.character, NA)
  arguments[strings] <- lapply(arguments[strings], enc2utf8)
  value <- do.call(.Call, c(list(routine), arguments), quote = TRUE)
  if (inherits(value, "imfit_failure")) {
    fail(value$kind, value$message, call = user_call())
  }
  value
}

#' Raises a condition of class `imfit_<kind>_error`.
#'
#' @param kind "value", "type", "io", "state" or "bug", as in the core's errors.
#' @param message The message, which is shown as it is.
#' @noRd
fail <- function(kind, message, call = user_call()) {
  class <- c(paste0("imfit_", kind, "_error"), "imfit_error", "error", "condition")
  stop(structure(class = class, list(message = message, call = call)))
}

#' The call that the user wrote: of the functions of this package that led here, each called by the
#' next, the outermost.
#' @noRd
user_call <- function() {
  namespace <- topenv()
  parents <- sys.parents()
  call <- NULL
  frame <- sys.nframe()
  while (frame > 0 && identical(topenv(environment(sys.function(frame))), namespace)) {
    call <- sys.call(frame)
    # A promise may have been made further up than where it is evaluated.
    if (parents[frame] >= frame) break
    frame <- parents[frame]
  }
  call
}

#' Lets a waiting Ctrl-C through. To be called between two calls of native code.
#' @noRd
check_interrupt <- function() {
  .External(imfitr_check_interrupt)
}
