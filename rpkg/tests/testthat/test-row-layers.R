# Layers that work row by row: noise, normalizations, gates, slopes.

x <- matrix(seq(-1, 1, length.out = 120), 60)
y <- x[, c(1, 1, 1)]^2

with_layer <- function(layer, seed = 3) {
  layers <- list(
    layer_dense(units = 20, activation = "tanh", input_shape = 2), layer, layer_dense(units = 3)
  )
  model <- keras_model_sequential(Filter(Negate(is.null), layers), seed = seed)
  compile(model, optimizer = "adam", loss = "mse")
  model
}

train_with <- function(layer, ...) {
  model <- with_layer(layer, ...)
  fit(model, x, y, epochs = 3, batch_size = 16, verbose = 0)
  get_weights(model)
}

test_that("noise follows the seed and is for training only", {
  noises <- list(
    layer_dropout(rate = 0.3), layer_gaussian_noise(stddev = 0.2),
    layer_gaussian_dropout(rate = 0.3), layer_alpha_dropout(rate = 0.3)
  )
  for (noise in noises) {
    expect_identical(train_with(noise), train_with(noise), info = format(noise))
    expect_false(identical(train_with(noise), train_with(noise, seed = 4)))
    expect_false(identical(train_with(noise), train_with(NULL)))
    expect_identical(predict(with_layer(noise), x), predict(with_layer(NULL), x))
  }
  own <- layer_dropout(rate = 0.3, seed = 5)
  expect_identical(train_with(own), train_with(own))
})

test_that("rows are normalized", {
  model <- keras_model_sequential() %>% layer_layer_normalization(epsilon = 1e-6, input_shape = 3)
  rows <- predict(model, rbind(c(1, 2, 6), c(-3, 0, 30)))
  expect_equal(rowMeans(rows), c(0, 0), tolerance = 1e-6)
  expect_equal(rowMeans(rows^2), c(1, 1), tolerance = 1e-5)
  expect_equal(get_weights(model), list(c(1, 1, 1), c(0, 0, 0)), ignore_attr = TRUE)
  unit <- keras_model_sequential() %>% layer_unit_normalization(input_shape = 2)
  rows <- rbind(c(3, 4), c(0, 0))
  expect_equal(predict(unit, rows), rows / 5, tolerance = 1e-6)
  rms <- keras_model_sequential() %>% layer_rms_normalization(input_shape = 2)
  expect_equal(predict(rms, rbind(c(3, 4))), rbind(c(3, 4) / sqrt(12.5)), tolerance = 1e-6)
})

test_that("slopes are learnt, gates halve, and the identity does nothing", {
  slopes <- keras_model_sequential() %>%
    layer_activation_parametric_relu(initializer_constant(0.25), input_shape = 2) %>%
    layer_identity()
  expect_equal(predict(slopes, rbind(c(-4, 4))), rbind(c(-1, 4)))
  gate <- keras_model_sequential() %>% layer_dense(10, "glu", input_shape = 2)
  expect_identical(dim(predict(gate, x)), c(60L, 5L))
  expect_identical(
    layer_dense(units = 10, activation = activation_glu()),
    layer_dense(units = 10, activation = "glu")
  )
})

test_that("inputs are rescaled, and normalized by what the data tells", {
  scaled <- keras_model_sequential() %>% layer_rescaling(0.5, offset = -1, input_shape = 2)
  expect_equal(predict(scaled, rbind(c(0, 4))), rbind(c(-1, 1)))
  data <- as.matrix(iris[, 1:4])
  layer <- layer_normalization()
  adapted <- layer %>% adapt(data)
  expect_null(layer$config$mean)
  model <- keras_model_sequential(list(adapted))
  rows <- predict(model, data)
  expect_equal(colMeans(rows), rep(0, 4), tolerance = 1e-5)
  expect_equal(colMeans(rows^2), rep(1, 4), tolerance = 1e-5)
  expect_identical(predict(keras_model_sequential(list(adapt(layer, iris[, 1:4]))), data), rows)
  all <- adapt(layer_normalization(axis = NULL), data)
  expect_equal(unlist(all$config$mean), mean(data), tolerance = 1e-6)
  given <- keras_model_sequential() %>%
    layer_normalization(mean = c(1, 2), variance = c(4, 9), input_shape = 2)
  expect_equal(predict(given, rbind(c(3, 5))), rbind(c(1, 1)))
})

test_that("nonsense is refused", {
  wrong <- function(code, message) expect_error(code, message, class = "imfit_error")
  wrong(layer_dropout(rate = 1), "`rate` must be a number of at least 0 and below 1")
  wrong(layer_dropout(rate = "half"), "`rate`")
  wrong(layer_gaussian_noise(stddev = -1), "`stddev`")
  wrong(layer_layer_normalization(axis = 0), "`axis` must be -1")
  wrong(layer_layer_normalization(epsilon = 0), "`epsilon`")
  wrong(layer_activation_parametric_relu(alpha_initializer = "orthogonal"), "alpha_initializer")
  wrong(layer_dense(units = 7, activation = "glu"), "even number")
  wrong(keras_model_sequential(list(layer_normalization())), "adapt")
  wrong(layer_normalization(mean = 1), "`variance`")
  wrong(layer_normalization(mean = 1, variance = -1), "`variance`")
  wrong(adapt(layer_dense(units = 3), x), "Normalization")
  wrong(adapt(3, x), "layer_normalization")
  wrong(adapt(layer_normalization(), matrix(NA_real_, 2, 2)), "`data`")
  wrong(adapt(layer_normalization(input_shape = 3), x), "`data`")
})
