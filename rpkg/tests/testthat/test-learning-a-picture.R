# A picture is learnt as it is, and a model is rendered: as by matrices, without them.

picture <- function(width = 24, height = 16) {
  as_image(array((seq_len(width * height * 3) * 7) %% 17 / 16, c(width, height, 3)))
}

test_that("a picture trains as its matrices do", {
  im <- picture()
  check <- picture(6, 5)
  weight <- seq_len(24 * 16) %% 3
  for (coordinates in c("pixel", "unit", "centered")) {
    data <- pixels(im, coordinates)
    checked <- pixels(check, coordinates)
    by_picture <- compiled_model()
    history <- fit(by_picture, im,
      coordinates = coordinates, sample_weight = weight, validation_data = check, epochs = 2,
      batch_size = 50, verbose = 0
    )
    by_matrices <- compiled_model()
    expected <- fit(by_matrices, data$x, data$y,
      sample_weight = weight, validation_data = list(checked$x, checked$y), epochs = 2,
      batch_size = 50, verbose = 0
    )
    expect_identical(history$metrics, expected$metrics)
    expect_identical(history$params, expected$params)
    expect_identical(get_weights(by_picture), get_weights(by_matrices))
    expect_identical(
      evaluate(by_picture, im, coordinates = coordinates), evaluate(by_matrices, data$x, data$y)
    )
  }
})

test_that("pixel coordinates are the default, and a share may be held out", {
  im <- picture()
  data <- pixels(im)
  by_picture <- compiled_model()
  history <- by_picture %>% fit(im, validation_split = 0.25, verbose = 0)
  by_matrices <- compiled_model()
  by_matrices %>% fit(data$x, data$y, validation_split = 0.25, verbose = 0)
  expect_identical(history$params$samples, 288)
  expect_identical(history$params$validation_samples, 96)
  expect_identical(get_weights(by_picture), get_weights(by_matrices))
  expect_identical(evaluate(by_picture, im), by_matrices$evaluate(data$x, data$y))
})

test_that("pictures of other packages are learnt too", {
  im <- picture()
  trained <- function(x) {
    model <- compiled_model()
    fit(model, x, epochs = 2, verbose = 0)
    get_weights(model)
  }
  cimg <- structure(unclass(im), class = c("cimg", "imager_array", "numeric"))
  expect_identical(trained(cimg), trained(im))
  raster <- as.raster(im)
  expect_identical(trained(raster), trained(as_image(raster)))
})

test_that("pictures that cannot be learnt say why", {
  im <- picture()
  grey <- as_image(matrix(0.5, 4, 4))
  holed <- im
  holed[6, 4, 1, 2] <- NaN
  model <- compiled_model()
  before <- get_weights(model)
  refuse <- function(words, ...) {
    expect_error(fit(model, ...), words, class = "imfit_value_error")
    expect_error(evaluate(model, ...), words, class = "imfit_value_error")
  }
  refuse("`y` must be NULL where `x` is a picture", im, small_y())
  refuse("`coordinates` must be one of pixel, unit, centered", im, coordinates = "polar")
  refuse("`x` is a picture of 1 channel, but the model has 3 outputs", grey)
  refuse("not one with NaN at x = 6, y = 4 in channel 2", holed)
  refuse("each of the 384 rows, but has 2", im, sample_weight = 1:2)
  expect_error(fit(model, im, validation_data = grey), "`validation_data x` is a picture of 1",
    class = "imfit_value_error"
  )
  expect_error(fit(model, im, validation_data = 1:3), "or a picture", class = "imfit_type_error")
  expect_error(fit(model, small_x()), "`y` must be a numeric matrix, not NULL",
    class = "imfit_type_error"
  )
  expect_identical(get_weights(model), before)
})

test_that("a rendering is a prediction", {
  model <- compiled_model()
  for (coordinates in c("pixel", "unit", "centered")) {
    for (of in list(NULL, c(24, 16))) {
      x <- pixel_coordinates(120, 90, coordinates, of)
      expected <- as_image(predict(model, x), width = 120, height = 90)
      expect_identical(render(model, 120, 90, coordinates, of), expected)
    }
  }
  expect_identical(model$render(24, 16), render(model, 24, 16))
  expect_s3_class(render(model, 24, 16), "imfit_image")
})

test_that("a finer rendering covers the same picture", {
  im <- picture()
  x <- pixel_coordinates(48, 32, of = im)
  expect_identical(unname(apply(x, 2, range)), cbind(c(0.75, 24.25), c(0.75, 16.25)))
  expect_identical(pixel_coordinates(24, 16, of = im), pixel_coordinates(24, 16))
  model <- compiled_model()
  expect_identical(render(model, 48, 32, of = im), render(model, 48, 32, of = c(24, 16)))
  expect_false(identical(render(model, 48, 32, of = im), render(model, 48, 32)))
})

test_that("what cannot be rendered says why", {
  model <- function(inputs, outputs) {
    keras_model_sequential(seed = 1) %>% layer_dense(outputs, input_shape = inputs)
  }
  refuse <- function(words, model, ..., kind = "value") {
    expect_error(render(model, ...), words, class = paste0("imfit_", kind, "_error"))
  }
  refuse("takes 2 values, x and y, can be rendered; this one takes 3", model(3, 3), 4, 4)
  refuse("channels of a picture, can be rendered; this one has 5", model(2, 5), 4, 4)
  refuse("`width` must be a whole number from 1", model(2, 3), 0, 4)
  refuse("too large", model(2, 3), 2^20, 2^20)
  refuse("needs the argument `height`", model(2, 3), 4)
  refuse("`coordinates` must be one of", model(2, 3), 4, 4, "polar")
  refuse("`of` must be a width and a height", model(2, 3), 4, 4, of = c(4, 0))
  refuse("`of` must be a width and a height", model(2, 3), 4, 4, of = 4, kind = "type")
  refuse("no argument `size`", model(2, 3), 4, 4, size = 3)
  refuse("input shape", keras_model_sequential() %>% layer_dense(3), 4, 4, kind = "state")
})
