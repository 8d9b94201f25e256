#' Look at a picture
#'
#' `plot()` shows the picture with y downwards and square pixels; values are held to 0..1.
#' `as.data.frame()` has a row for each value, with the columns x, y, cc (the channel; left out for
#' a grey picture) and value, x running fastest: what package imager returns. `as.raster()` is what
#' R's graphics draw. Single values are picked as those of any array: `im[x, y, 1, channel]`.
#'
#' @param x A picture.
#' @param axes Whether to draw axes.
#' @param interpolate Whether to smooth between pixels.
#' @param main,xlab,ylab Titles of the picture and its axes.
#' @param asp The height of a pixel in relation to its width.
#' @param wide `FALSE`, or "c" for one column for each channel: c.1, c.2 and so on.
#' @param row.names,optional Not used.
#' @param ... Passed on to [graphics::plot.window()].
#' @return `plot()` returns the picture, invisibly.
#' @examples
#' im <- as_image(matrix(runif(48), 8, 6))
#' plot(im, axes = FALSE)
#' head(as.data.frame(im))
#' @name plot.imfit_image
#' @export
plot.imfit_image <- function(x, axes = TRUE, interpolate = TRUE, main = "", xlab = "x", ylab = "y",
                             asp = 1, ...) {
  width <- dim(x)[1] + 0.5
  height <- dim(x)[2] + 0.5
  limits <- list(xlim = c(0.5, width), ylim = c(height, 0.5), xaxs = "i", yaxs = "i")
  graphics::plot.new()
  do.call(graphics::plot.window, utils::modifyList(limits, list(asp = asp, ...)))
  graphics::rasterImage(as.raster(x), 0.5, height, width, 0.5, interpolate = interpolate)
  if (axes) {
    graphics::axis(1)
    graphics::axis(2)
    graphics::title(xlab = xlab, ylab = ylab)
  }
  graphics::title(main)
  invisible(x)
}

#' @rdname plot.imfit_image
#' @export
as.data.frame.imfit_image <- function(x, row.names = NULL, # nolint: object_name_linter.
                                      optional = FALSE, ..., wide = FALSE) {
  width <- dim(x)[1]
  height <- dim(x)[2]
  channels <- dim(x)[4]
  values <- as.vector(unclass(x))
  grid <- data.frame(x = rep(seq_len(width), height), y = rep(seq_len(height), each = width))
  if (identical(wide, "c") || isTRUE(wide)) {
    colours <- matrix(values, ncol = channels)
    colnames(colours) <- paste0("c.", seq_len(channels))
    return(cbind(grid, colours))
  }
  if (channels == 1) {
    return(data.frame(grid, value = values))
  }
  data.frame(
    x = rep(grid$x, channels), y = rep(grid$y, channels),
    cc = rep(seq_len(channels), each = width * height), value = values
  )
}

#' @rdname plot.imfit_image
#' @importFrom grDevices as.raster
#' @export
as.raster.imfit_image <- function(x, ...) {
  values <- as.vector(unclass(x))
  values[is.nan(values)] <- 0
  channels <- dim(x)[4]
  rows <- aperm(array(pmin(pmax(values, 0), 1), dim(x)[c(1, 2, 4)]), c(2, 1, 3))
  if (channels == 2) rows <- rows[, , c(1, 1, 1, 2), drop = FALSE]
  if (channels == 1) rows <- matrix(rows, nrow(rows))
  as.raster(rows)
}

#' @export
print.imfit_image <- function(x, ...) {
  kinds <- c("grey", "grey and alpha", "RGB", "RGB and alpha")
  range <- format(range(x), digits = 3, trim = TRUE)
  cat(sprintf(
    "Image: %d x %d pixels, %s, values from %s to %s\n",
    dim(x)[1], dim(x)[2], kinds[dim(x)[4]], range[1], range[2]
  ))
  invisible(x)
}

#' @export
`[.imfit_image` <- function(x, ...) {
  part <- unclass(x)[...]
  if (length(dim(part)) == 4 && dim(part)[3] == 1 && all(dim(part) > 0)) new_image(part) else part
}

#' imager's own form of the picture, where imager is loaded.
#' @exportS3Method imager::as.cimg
#' @noRd
as.cimg.imfit_image <- function(obj, ...) { # nolint: object_name_linter.
  class(obj) <- setdiff(class(obj), "imfit_image")
  obj
}

# How a Jupyter notebook shows a picture: without these, as a list of numbers.

#' @exportS3Method repr::repr_png
repr_png.imfit_image <- function(obj, ...) { # nolint: object_name_linter.
  image_to_png(obj)
}

#' @exportS3Method repr::repr_text
repr_text.imfit_image <- function(obj, ...) { # nolint: object_name_linter.
  paste(utils::capture.output(print(obj)), collapse = "\n")
}

no_repr <- function(obj, ...) NULL

#' @exportS3Method repr::repr_html
repr_html.imfit_image <- no_repr # nolint: object_name_linter.

#' @exportS3Method repr::repr_markdown
repr_markdown.imfit_image <- no_repr # nolint: object_name_linter.

#' @exportS3Method repr::repr_latex
repr_latex.imfit_image <- no_repr # nolint: object_name_linter.
