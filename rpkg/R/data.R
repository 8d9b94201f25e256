# What R users have as data, made ready for the native code.

#' A matrix of what a user gives as `x` or `y`: a matrix as it is, a data frame's columns, a vector
#' as one column.
#' @noRd
as_rows <- function(data, argument) {
  if (is.data.frame(data)) {
    good <- vapply(data, is_number_column, NA)
    if (!all(good)) {
      column <- names(data)[!good][1]
      fail("type", sprintf(
        "`%s` must hold numbers only, but its column `%s` is of class %s",
        argument, column, paste(class(data[[column]]), collapse = "/")
      ))
    }
    columns <- unlist(lapply(data, as.double), use.names = FALSE)
    return(matrix(as.double(columns), nrow(data), ncol(data)))
  }
  if (inherits(data, "integer64")) {
    fail("type", sprintf("`%s` must hold numbers, not class integer64: use as.double()", argument))
  }
  data
}

is_number_column <- function(column) {
  number <- is.numeric(column) || is.logical(column)
  number && is.null(dim(column)) && !inherits(column, "integer64")
}

#' Inputs, targets and sample weights, as the native code takes them.
#' @noRd
data_list <- function(x, y, sample_weight = NULL, prefix = "") {
  if (is.matrix(sample_weight) || is.data.frame(sample_weight)) {
    sample_weight <- as_rows(sample_weight, paste0(prefix, "sample_weight"))
    if (ncol(sample_weight) == 1) sample_weight <- as.vector(sample_weight)
  }
  list(as_rows(x, paste0(prefix, "x")), as_rows(y, paste0(prefix, "y")), sample_weight)
}

#' `validation_data` as the native code takes it.
#' @noRd
validation_list <- function(validation_data) {
  if (is.null(validation_data)) {
    return(NULL)
  }
  is_list <- is.list(validation_data) && !is.data.frame(validation_data)
  if (!is_list || !length(validation_data) %in% 2:3) {
    fail("type", "`validation_data` must be list(x, y) or list(x, y, sample_weight)")
  }
  sample_weight <- if (length(validation_data) == 3) validation_data[[3]]
  data_list(validation_data[[1]], validation_data[[2]], sample_weight, "validation_data ")
}
