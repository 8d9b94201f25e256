#' imfitr: images as functions, fitted by small networks
#'
#' An image is a function from pixel position to colour. This package trains a small network to be
#' that function, with the functions that users of Keras know and a trainer in native code.
#'
#' Every error of the package is a condition of class `imfit_error` and of one of
#' `imfit_value_error`, `imfit_type_error`, `imfit_io_error` and `imfit_state_error`, so that
#' [tryCatch()] can tell them apart. `imfit_bug_error` is a mistake of the package's own.
#' @keywords internal
#' @useDynLib imfitr, .registration = TRUE
#' @importFrom utils .DollarNames
"_PACKAGE"

# ggplot2's pronoun for the columns of the data.
utils::globalVariables(".data")

#' The version of the native code
#'
#' @return A string. It is the version of the R package too.
#' @examples
#' imfit_version()
#' @export
imfit_version <- function() {
  native_version()
}
