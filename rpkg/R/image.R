#' Read and write pictures
#'
#' `load_image()` reads PNG, JPEG, WebP, TIFF, BMP and GIF (the first picture of it), with 8 or 16
#' bits a channel, and turns the picture as its EXIF data says. `save_image()` writes PNG, JPEG,
#' WebP and TIFF, by the ending of the path; the file appears under its name only once it is whole.
#'
#' A picture is an array of width x height x 1 x channels with values from 0 to 1, x to the right
#' and y down, as package imager has it, of class `cimg` too: imager's functions take it as it is.
#' The channels are grey, grey and alpha, red, green and blue, or these and alpha.
#'
#' @param path The file, or for `load_image()` the address of one that begins with http:// or
#'   https://.
#' @param max_pixels The most pixels that a picture may have to be read.
#' @param im A picture.
#' @return `load_image()` returns the picture, `save_image()` the path, invisibly.
#' @seealso [as_image()], [pixels()], [append_images()], [resize_image()], [plot.imfit_image()]
#' @examples
#' path <- tempfile(fileext = ".png")
#' save_image(as_image(matrix(runif(48), 8, 6)), path)
#' im <- load_image(path)
#' im
#' dim(im)
#' @export
load_image <- function(path, max_pixels = 268435456) {
  call_check("load_image", list(path = NULL, max_pixels = max_pixels))
  if (is.character(path) && length(path) == 1 && grepl("^https?://", path)) {
    return(new_image(image_decode(download(path), path, max_pixels)))
  }
  new_image(image_open(expanded(path), max_pixels))
}

#' @rdname load_image
#' @export
save_image <- function(im, path) {
  image_save(as_image(im), expanded(path))
  invisible(path)
}

#' The bytes at an address.
#' @noRd
download <- function(url) {
  file <- tempfile()
  on.exit(unlink(file))
  reasons <- character()
  status <- withCallingHandlers(
    tryCatch(
      utils::download.file(url, file, mode = "wb", quiet = TRUE),
      error = function(condition) {
        reasons <<- c(reasons, conditionMessage(condition))
        1
      }
    ),
    warning = function(condition) {
      reasons <<- c(reasons, conditionMessage(condition))
      invokeRestart("muffleWarning")
    }
  )
  if (status != 0) {
    fail("io", sprintf("can't read %s: %s", url, paste(unique(reasons), collapse = "; ")))
  }
  readBin(file, "raw", file.size(file))
}

#' Gives an array the class of a picture.
#' @noRd
new_image <- function(array) {
  class(array) <- c("imfit_image", "cimg", "imager_array", "numeric")
  array
}

#' Make a picture
#'
#' @param data What the picture is made of:
#'   * a data frame with the columns x, y, cc (the channel) and value, or x, y and value for grey,
#'     or x, y and one column for each channel, with rows in any order and whole numbers from 1 as
#'     coordinates;
#'   * a matrix of width x height values, grey; or, if `width` and `height` are given, of a row for
#'     each pixel, x running fastest, and a column for each channel, as
#'     [predict()][predict.imfit_model] returns it for the coordinates of [pixels()];
#'   * an array of width x height x channels, or width x height x 1 x channels, such as a `cimg`;
#'   * a raster, or a picture of package magick.
#' @param width,height The size of the picture, where the matrix has a row for each pixel.
#' @param ... Not used.
#' @return A picture.
#' @seealso [load_image()]
#' @examples
#' as_image(data.frame(x = c(1, 2, 1, 2), y = c(1, 1, 2, 2), value = c(0, 0.2, 0.6, 1)))
#' as_image(array(runif(24), c(4, 2, 3)))
#' @export
as_image <- function(data, ...) {
  UseMethod("as_image")
}

#' @export
as_image.default <- function(data, ...) {
  fail("type", paste0(
    "`data` must be a picture, a data frame, a matrix or an array, not an object of class ",
    paste(class(data), collapse = "/")
  ))
}

#' @export
as_image.imfit_image <- function(data, ...) {
  data
}

#' @rdname as_image
#' @export
as_image.data.frame <- function(data, ...) {
  lost <- setdiff(c("x", "y"), names(data))
  if (length(lost) > 0) {
    fail("value", sprintf("`data` needs the columns x and y, but has no column %s", lost[1]))
  }
  if (!is.numeric(data$x) || !is.numeric(data$y)) {
    fail("type", "the columns x and y of `data` must be numbers")
  }
  if ("cc" %in% names(data)) {
    return(image_from_long(data))
  }
  colours <- as_rows(as.data.frame(data)[setdiff(names(data), c("x", "y"))], "data")
  new_image(image_from_table(as.double(data$x), as.double(data$y), colours))
}

#' A picture from a data frame with a row for each channel of each pixel.
#' @noRd
image_from_long <- function(data) {
  if (!"value" %in% names(data)) {
    fail("value", "`data` needs a column value beside its column cc")
  }
  channel <- suppressWarnings(as.integer(as.character(data$cc)))
  count <- max(channel, 0L)
  if (!isTRUE(count %in% 1:4) || !setequal(channel, seq_len(count))) {
    fail("value", "`cc` must count the channels 1, 2, .. of the picture, at most 4")
  }
  planes <- lapply(seq_len(count), function(number) {
    part <- data[channel == number, ]
    value <- as_rows(data.frame(value = part$value), "data")
    image_from_table(as.double(part$x), as.double(part$y), value)
  })
  if (length(unique(lapply(planes, dim))) > 1) {
    fail("value", "pixels are missing from the table: its channels are of different sizes")
  }
  new_image(array(unlist(planes), c(dim(planes[[1]])[1:2], 1L, count)))
}

#' @rdname as_image
#' @export
as_image.matrix <- function(data, width = NULL, height = NULL, ...) {
  if (is.null(width) && is.null(height)) {
    return(as_image.array(data))
  }
  if (is.null(width) || is.null(height)) {
    fail("value", "`width` and `height` must be given both, or neither")
  }
  new_image(image_from_pixels(data, width, height))
}

#' @export
as_image.array <- function(data, ...) {
  sides <- dim(data)
  if (!(is.numeric(unclass(data)) || is.logical(data)) || !length(sides) %in% 2:4) {
    fail("type", paste(
      "`data` must be an array of numbers, width x height, width x height x channels or",
      "width x height x 1 x channels"
    ))
  }
  channels <- if (length(sides) == 3) sides[3] else if (length(sides) == 4) sides[4] else 1L
  if (length(sides) == 4 && sides[3] != 1) {
    fail("value", sprintf("`data` must be a single picture, not %d of them", sides[3]))
  }
  if (!channels %in% 1:4 || any(sides[1:2] == 0)) {
    fail("value", sprintf(
      "a picture has at least one pixel, and 1 to 4 channels: `data` is of %s",
      paste(sides, collapse = " x ")
    ))
  }
  values <- as.double(data)
  dim(values) <- c(sides[1:2], 1L, channels)
  new_image(values)
}

#' @export
as_image.cimg <- function(data, ...) {
  as_image.array(unclass(data))
}

#' @export
as_image.raster <- function(data, ...) {
  colours <- grDevices::col2rgb(t(as.matrix(data)), alpha = TRUE) / 255
  channels <- if (all(colours[4, ] == 1)) 3L else 4L
  new_image(array(t(colours[seq_len(channels), ]), c(rev(dim(data)), 1L, channels)))
}

#' @export
`as_image.magick-image` <- function(data, ...) { # nolint: object_name_linter.
  bytes <- magick::image_data(data[1])
  bytes <- array(as.integer(unclass(bytes)) / 255, dim(bytes))
  as_image.array(aperm(bytes, c(2, 3, 1)))
}

#' Put pictures beside each other
#'
#' Where the channels differ, grey becomes RGB and a missing alpha 1.
#'
#' @param images A list of pictures of one height, or with `axis = "y"` of one width.
#' @param axis "x": from left to right; "y": from top to bottom.
#' @return A picture.
#' @examples
#' im <- as_image(matrix(runif(6), 3, 2))
#' append_images(list(im, im))
#' @export
append_images <- function(images, axis = "x") {
  call_check("append", list(axis = axis))
  if (!is.list(images)) {
    fail("type", "`images` must be a list of pictures")
  }
  new_image(image_append(lapply(images, as_image), axis))
}

#' Bring a picture to another size
#'
#' @param im A picture.
#' @param width,height Pixels across and down.
#' @param filter How new pixels are made of old ones: "nearest", "triangle", "catmull_rom",
#'   "gaussian" or "lanczos3".
#' @return A picture.
#' @examples
#' resize_image(as_image(matrix(runif(48), 8, 6)), 4, 3)
#' @export
resize_image <- function(im, width, height, filter = "lanczos3") {
  new_image(image_resize(as_image(im), arguments("im")))
}

#' Take a picture apart
#'
#' `pixels()` returns what a network learns from: a row of coordinates and a row of colours for each
#' pixel, x running fastest. `pixel_coordinates()` returns the coordinates of a picture of any size,
#' to predict its colours.
#'
#' @param im A picture.
#' @param width,height Pixels across and down.
#' @param coordinates "pixel": whole numbers from 1, x to the right, y down; "unit": from 0 to 1;
#'   "centered": from -1 to 1 along the longer side, 0 in the middle, with the proportions kept.
#' @param of The picture that the pixels cover, or its `c(width, height)`, to show it finer or
#'   coarser; of their own size if NULL.
#' @return `pixels()` returns `list(x, y)`, two matrices; `pixel_coordinates()` the first of them.
#' @examples
#' im <- as_image(matrix(c(0, 0.5, 1), 3, 1))
#' pixels(im, "centered")
#' pixel_coordinates(2, 2)
#' pixel_coordinates(4, 4, of = c(2, 2))
#' @export
pixels <- function(im, coordinates = "pixel") {
  im <- as_image(im)
  colours <- matrix(im, ncol = dim(im)[4])
  list(x = pixel_coordinates(dim(im)[1], dim(im)[2], coordinates), y = colours)
}

#' @rdname pixels
#' @export
pixel_coordinates <- function(width, height, coordinates = "pixel", of = NULL) {
  given <- arguments()
  given$of <- picture_size(of)
  x <- image_coordinates(given)
  colnames(x) <- c("x", "y")
  x
}

#' The likeness of two pictures
#'
#' The peak signal-to-noise ratio, in dB, for values from 0 to 1: over all values of all channels,
#' and infinite for equal pictures. A fair copy has about 30 dB, a good one 40.
#'
#' @param im,other Pictures of the same size and channels.
#' @return A number.
#' @examples
#' im <- as_image(matrix(runif(48), 8, 6))
#' psnr(im, im * 0.9)
#' @export
psnr <- function(im, other) {
  image_psnr(as_image(im), as_image(other))
}
