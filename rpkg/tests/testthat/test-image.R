test_that("a picture is an array as imager has it", {
  im <- small_image()
  expect_s3_class(im, c("imfit_image", "cimg", "imager_array", "numeric"), exact = TRUE)
  expect_identical(dim(im), c(5L, 4L, 1L, 3L))
  expect_type(im, "double")
  expect_identical(dim(im * 0.5), dim(im))
  # With imager loaded it is no more than a cimg.
  expect_s3_class(im * 0.5, "cimg")
  expect_identical(im[2, 3, 1, 1], 12 / 60)
  expect_identical(dim(im[1:2, , , ]), c(2L, 4L, 3L))
  expect_s3_class(im[1:2, , , , drop = FALSE], "imfit_image")
  expect_identical(im[12], 12 / 60)
  expect_identical(im[im > 0.9], (55:60) / 60)
  expect_output(print(im), "Image: 5 x 4 pixels, RGB, values from 0.0167 to 1.0000", fixed = TRUE)
  expect_output(print(small_image(1)), "grey")
})

test_that("its data frame is imager's", {
  frame <- as.data.frame(small_image())
  expect_identical(names(frame), c("x", "y", "cc", "value"))
  expect_identical(frame$x[1:6], c(1:5, 1L))
  expect_identical(frame$y[c(1, 5, 6, 20, 21)], c(1L, 1L, 2L, 4L, 1L))
  expect_identical(frame$cc, rep(1:3, each = 20))
  expect_identical(frame$value, (1:60) / 60)
  grey <- as.data.frame(small_image(1))
  expect_identical(names(grey), c("x", "y", "value"))
  wide <- as.data.frame(small_image(), wide = "c")
  expect_identical(names(wide), c("x", "y", "c.1", "c.2", "c.3"))
  expect_identical(wide$c.2, (21:40) / 60)
  spread <- tidyr::spread(frame, cc, value)
  expect_identical(names(spread), c("x", "y", "1", "2", "3"))
  expect_identical(spread$y[1:5], c(1:4, 1L))
})

test_that("a picture comes back from a data frame with rows in any order", {
  for (channels in 1:4) {
    im <- small_image(channels)
    frame <- as.data.frame(im)
    set.seed(channels)
    mixed <- frame[sample(nrow(frame)), ]
    expect_equal(as_image(mixed), im, tolerance = 1e-6)
    expect_equal(as_image(tibble::as_tibble(mixed)), im, tolerance = 1e-6)
    wide <- as.data.frame(im, wide = "c")
    expect_equal(as_image(wide[sample(nrow(wide)), ]), im, tolerance = 1e-6)
  }
  text <- as.data.frame(small_image())
  text$cc <- as.character(text$cc)
  expect_equal(as_image(text), small_image(), tolerance = 1e-6)
  text$cc <- factor(text$cc)
  expect_equal(as_image(text), small_image(), tolerance = 1e-6)
})

test_that("a table that is no picture is refused", {
  frame <- as.data.frame(small_image())
  refused <- function(frame, message, class = "imfit_value_error") {
    expect_error(as_image(frame), message, class = class)
  }
  refused(frame[-7, ], "missing")
  refused(frame[-60, ], "missing")
  refused(frame[c(1:60, 7), ], "twice")
  refused(frame[0, ], "cc")
  refused(frame[c("x", "cc", "value")], "no column y")
  refused(frame[c("x", "y", "cc")], "column value")
  refused(transform(frame, cc = "red"), "`cc` must count the channels")
  refused(transform(frame, cc = cc + 1), "`cc` must count the channels")
  refused(transform(frame, x = x + 0.5), "whole number")
  refused(transform(frame, x = "1"), "must be numbers", "imfit_type_error")
  refused(transform(frame, value = "1"), "numbers only", "imfit_type_error")
  refused(transform(frame, x = NA_real_), "`x` must be a whole number")
})

test_that("a picture comes from matrices, arrays, rasters and magick", {
  values <- matrix((1:20) / 20, 5)
  expect_identical(dim(as_image(values)), c(5L, 4L, 1L, 1L))
  expect_identical(as.vector(as_image(values)), (1:20) / 20)
  expect_identical(as_image(array(values, c(5, 4, 1, 1))), as_image(values))
  colours <- matrix(runif(60), 20, 3)
  im <- as_image(colours, width = 5, height = 4)
  expect_equal(pixels(im)$y, colours, tolerance = 1e-6)
  expect_equal(as_image(as.raster(im)), im, tolerance = 1 / 255)
  expect_identical(dim(as_image(as.raster(small_image(1)))), c(5L, 4L, 1L, 3L))
  expect_equal(as_image(as.raster(small_image(4))), small_image(4), tolerance = 0.01)
  expect_identical(as_image(im), im)
  cimg <- structure(unclass(im), class = c("cimg", "imager_array", "numeric"))
  expect_identical(as_image(cimg), im)
  path <- tempfile(fileext = ".png")
  save_image(im, path)
  expect_equal(as_image(magick::image_read(path)), load_image(path), tolerance = 1e-6)

  expect_error(as_image(colours, width = 5), "both", class = "imfit_value_error")
  expect_error(as_image(colours, width = 5, height = 5), class = "imfit_value_error")
  expect_error(as_image("a"), "not an object of class character", class = "imfit_type_error")
  expect_error(as_image(matrix("a")), "array of numbers", class = "imfit_type_error")
  expect_error(as_image(array(0, c(2, 2, 2, 3))), "single picture", class = "imfit_value_error")
  expect_error(as_image(array(0, c(2, 2, 5))), "1 to 4 channels", class = "imfit_value_error")
  expect_error(as_image(matrix(0, 0, 3)), "at least one pixel", class = "imfit_value_error")
  expect_error(as_image(1:3), class = "imfit_type_error")
})

test_that("every format comes back, those without loss exactly", {
  im <- as_image(round(small_image() * 255) / 255)
  for (format in c("png", "tiff", "webp", "jpg")) {
    path <- tempfile(fileext = paste0(".", format))
    expect_identical(withVisible(save_image(im, path)), list(value = path, visible = FALSE))
    if (format == "jpg") {
      expect_gt(psnr(load_image(path), im), 20)
    } else {
      expect_equal(load_image(path), im, tolerance = 1e-6)
    }
  }
  for (channels in c(1, 2, 4)) {
    path <- tempfile(fileext = ".png")
    im <- as_image(round(small_image(channels) * 255) / 255)
    save_image(im, path)
    expect_equal(load_image(path), im, tolerance = 1e-6)
  }
})

test_that("a picture of one pixel is a picture", {
  im <- as_image(array(c(0.2, 0.4, 0.6), c(1, 1, 3)))
  path <- tempfile(fileext = ".png")
  save_image(im, path)
  expect_equal(load_image(path), im, tolerance = 1e-6)
  expect_identical(nrow(as.data.frame(im)), 3L)
  expect_identical(as.vector(as.raster(im)), "#336699")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_no_error(plot(im))
  expect_equal(as_image(as.data.frame(im)), im, tolerance = 1e-6)
  expect_identical(unname(pixels(im, "centered")$x), matrix(0, 1, 2))
})

test_that("pictures are put side by side, or below each other", {
  im <- small_image()
  both <- append_images(list(im, im * 0.5))
  expect_identical(dim(both), c(10L, 4L, 1L, 3L))
  expect_equal(both[6:10, , , ], im[, , , ] * 0.5, tolerance = 1e-6)
  expect_identical(dim(append_images(list(im, im), axis = "y")), c(5L, 8L, 1L, 3L))
  expect_identical(dim(append_images(list(im, small_image(1)))), c(10L, 4L, 1L, 3L))
  expect_error(append_images(list(im, resize_image(im, 5, 3))), "same height",
    class = "imfit_value_error"
  )
  expect_error(append_images(list(im), "z"), "one of x, y", class = "imfit_value_error")
  expect_error(append_images(list()), class = "imfit_value_error")
  expect_error(append_images(im), "list of pictures", class = "imfit_type_error")
})

test_that("a picture is resized", {
  im <- small_image()
  for (filter in c("nearest", "triangle", "catmull_rom", "gaussian", "lanczos3")) {
    expect_identical(dim(resize_image(im, 10, 3, filter)), c(10L, 3L, 1L, 3L))
  }
  expect_error(resize_image(im, 0, 3), "`width`", class = "imfit_value_error")
  expect_error(resize_image(im, 3, 2.5), "`height`", class = "imfit_value_error")
  expect_error(resize_image(im, 3, 3, "cubic"), "one of nearest", class = "imfit_value_error")
  expect_error(resize_image(im, 3), "height", class = "imfit_value_error")
})

test_that("pixels are coordinates and colours, in the order of the data frame", {
  im <- small_image()
  taken <- pixels(im)
  frame <- as.data.frame(im, wide = "c")
  expect_equal(taken$x, as.matrix(frame[1:2]), ignore_attr = "dimnames")
  expect_identical(colnames(taken$x), c("x", "y"))
  expect_identical(as.vector(taken$y), as.vector(as.matrix(frame[3:5])))
  unit <- pixels(im, "unit")$x
  expect_equal(range(unit[, 1]), c(0.1, 0.9), tolerance = 1e-6)
  centered <- pixel_coordinates(5, 4, "centered")
  expect_equal(centered[1, ], c(x = -0.8, y = -0.6), tolerance = 1e-6)
  expect_identical(centered, pixels(im, coordinates = "centered")$x)
  expect_error(pixels(im, "centred"), "one of pixel, unit, centered", class = "imfit_value_error")
})

test_that("colours become R's, with y downwards", {
  red <- array(0, c(2, 1, 3))
  red[1, 1, 1] <- 1
  raster <- as.raster(as_image(red))
  expect_identical(dim(raster), c(1L, 2L))
  expect_identical(as.vector(as.matrix(raster)), c("#FF0000", "#000000"))
  out <- as_image(matrix(c(-1, 2, NaN, 0.5), 4, 1))
  colours <- c("#000000", "#FFFFFF", "#000000", "#808080")
  expect_identical(as.vector(as.matrix(as.raster(out))), colours)
  clear <- as_image(array(c(1, 0), c(1, 1, 2)))
  expect_identical(as.vector(as.matrix(as.raster(clear))), "#FFFFFF00")
})

test_that("a plot shows the picture upright", {
  path <- tempfile(fileext = ".png")
  im <- array(0, c(4, 4, 3))
  im[, 1, 1] <- 1
  grDevices::png(path, 40, 40, type = "cairo")
  old <- graphics::par(mar = c(0, 0, 0, 0))
  result <- withVisible(plot(as_image(im), axes = FALSE, interpolate = FALSE))
  grDevices::dev.off()
  expect_false(result$visible)
  seen <- load_image(path)
  expect_identical(as.vector(seen[20, 5, 1, 1:3]), c(1, 0, 0))
  expect_identical(as.vector(seen[20, 35, 1, 1:3]), c(0, 0, 0))
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (channels in 1:4) expect_no_error(plot(small_image(channels), main = "channels"))
})

test_that("psnr is in dB", {
  black <- as_image(matrix(0, 3, 3))
  expect_equal(psnr(black, black + 0.1), 20, tolerance = 1e-5)
  expect_identical(psnr(black, black), Inf)
  expect_error(psnr(black, small_image()), class = "imfit_value_error")
})

test_that("a notebook shows the picture as it is saved, not a drawing of it", {
  im <- small_image()
  path <- tempfile(fileext = ".png")
  save_image(im, path)
  expect_identical(repr::repr_png(im), readBin(path, "raw", file.size(path)))
  expect_match(repr::repr_text(im), "^Image: 5 x 4")
  expect_null(repr::repr_html(im))
  expect_null(repr::repr_markdown(im))
  expect_null(repr::repr_latex(im))
})

# Debian does not have imager.
if (requireNamespace("imager", quietly = TRUE)) {
  test_that("imager takes the picture as its own", {
    im <- small_image()
    expect_s3_class(imager::as.cimg(im), c("cimg", "imager_array", "numeric"), exact = TRUE)
    expect_identical(dim(imager::imappend(list(im, im), "x")), c(10L, 4L, 1L, 3L))
    frame <- as.data.frame(im)
    expect_equal(frame, as.data.frame(imager::as.cimg(im)), tolerance = 1e-6)
    grey <- small_image(1)
    expect_equal(as.data.frame(grey), as.data.frame(imager::as.cimg(grey)), tolerance = 1e-6)
    expect_equal(as_image(imager::as.cimg(frame)), im, tolerance = 1e-6)
  })
}

test_that("a picture is read from an address", {
  skip_on_os("windows")
  skip_if(!nzchar(Sys.which("python3")))
  folder <- tempfile()
  dir.create(folder)
  save_image(small_image(), file.path(folder, "im.png"))
  writeLines("no picture", file.path(folder, "text.png"))
  code <- paste(
    "import http.server, functools, sys",
    "handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])",
    "server = http.server.HTTPServer(('127.0.0.1', 0), handler)",
    "print(server.server_port, flush=True)",
    "server.serve_forever()",
    sep = "\n"
  )
  server <- callr::process$new("python3", c("-c", code, folder), stdout = "|", stderr = NULL)
  on.exit(server$kill())
  port <- character()
  limit <- Sys.time() + 30
  while (length(port) == 0 && Sys.time() < limit) {
    server$poll_io(1000)
    port <- server$read_output_lines()
  }
  address <- sprintf("http://127.0.0.1:%s/", port[1])
  expect_equal(load_image(paste0(address, "im.png")), small_image(), tolerance = 0.01)
  refused <- function(name, message) {
    expect_error(load_image(paste0(address, name)), message, class = "imfit_io_error")
  }
  refused("none.png", "can't read http://.*404")
  refused("text.png", "http://.*text.png")
})
