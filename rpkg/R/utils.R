#' Make a table of zeros and ones of classes
#'
#' @param x The classes, counted from 0: a vector of whole numbers. Or a factor, whose first level
#'   is class 0.
#' @param num_classes How many classes there are; one more than the largest if NULL, and the number
#'   of levels for a factor.
#' @return A matrix with a row for each class of `x`: 1 in the column of the class, 0 elsewhere. The
#'   first column is that of class 0.
#' @seealso <https://keras.io/api/utils/python_utils/#to_categorical-function>
#' @examples
#' to_categorical(c(0, 2, 1))
#' to_categorical(iris$Species[c(1, 51, 101)])
#' @export
to_categorical <- function(x, num_classes = NULL) {
  if (is.factor(x)) {
    if (is.null(num_classes)) num_classes <- nlevels(x)
    x <- as.integer(x) - 1L
  }
  x <- as_rows(x, "x")
  if (length(dim(x)) == 2 && ncol(x) != 1) {
    fail("value", sprintf("`x` must be a vector, not a matrix of %d columns", ncol(x)))
  }
  categorical_table(x, list(num_classes = num_classes))
}

#' Let all that is random follow from a seed
#'
#' The same as [set.seed()]: models that are made without a seed draw theirs from R's generator.
#'
#' @param seed A whole number.
#' @return NULL, invisibly.
#' @seealso <https://keras.io/api/utils/python_utils/#set_random_seed-function>
#' @examples
#' set_random_seed(42)
#' keras_model_sequential()$seed
#' @export
set_random_seed <- function(seed) {
  call_check("set_random_seed", list(seed = seed))
  if (seed > .Machine$integer.max) {
    fail("value", sprintf("`seed` must be at most %d in R, not %.0f", .Machine$integer.max, seed))
  }
  set.seed(seed)
}
