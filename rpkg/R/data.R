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

#' Whether something is a picture of this package or of another, and not a table of numbers.
#' @noRd
is_picture <- function(x) {
  inherits(x, c("cimg", "raster", "magick-image"))
}

#' What a model learns from, as the native code takes it: inputs and targets, or a picture and its
#' coordinates, and sample weights.
#' @noRd
data_list <- function(x, y, sample_weight, coordinates, prefix = "") {
  if (is.matrix(sample_weight) || is.data.frame(sample_weight)) {
    sample_weight <- as_rows(sample_weight, paste0(prefix, "sample_weight"))
    if (ncol(sample_weight) == 1) sample_weight <- as.vector(sample_weight)
  }
  if (!is_picture(x)) {
    x <- as_rows(x, paste0(prefix, "x"))
    return(list(x, as_rows(y, paste0(prefix, "y")), sample_weight, NULL))
  }
  if (!is.null(y)) {
    fail("value", sprintf(
      "`%sy` must be NULL where `x` is a picture, which brings its colours, not of class %s",
      prefix, paste(class(y), collapse = "/")
    ))
  }
  list(as_image(x), NULL, sample_weight, coordinates)
}

#' `validation_data` as the native code takes it.
#' @noRd
validation_list <- function(validation_data, coordinates) {
  if (is.null(validation_data)) {
    return(NULL)
  }
  if (is_picture(validation_data)) {
    return(data_list(validation_data, NULL, NULL, coordinates))
  }
  is_list <- is.list(validation_data) && !is.data.frame(validation_data)
  if (!is_list || !length(validation_data) %in% 2:3) {
    fail("type", "`validation_data` must be list(x, y) or list(x, y, sample_weight), or a picture")
  }
  sample_weight <- if (length(validation_data) == 3) validation_data[[3]]
  data_list(
    validation_data[[1]], validation_data[[2]], sample_weight, coordinates, "validation_data "
  )
}

#' The width and height of a picture; anything else as it is.
#' @noRd
picture_size <- function(of) {
  if (is_picture(of)) dim(as_image(of))[1:2] else of
}
