# The script of the blog post that this package began with, as a user of R keras wrote it: only the
# package's name, the picture and the numbers of epochs are others here.

# What the script uses of package imager, where that is not installed.
imager_stand_in <- function() {
  list(
    load.image = load_image,
    as.cimg = as_image,
    imappend = function(images, axis) append_images(images, axis)
  )
}

attach_imager <- function() {
  if (requireNamespace("imager", quietly = TRUE)) {
    suppressPackageStartupMessages(library(imager))
    function() detach("package:imager")
  } else {
    attach(imager_stand_in(), name = "imager_stand_in")
    function() detach("imager_stand_in")
  }
}

post_picture <- function() {
  path <- tempfile(fileext = ".png")
  x <- matrix(1:32, 32, 24)
  y <- matrix(1:24, 32, 24, byrow = TRUE)
  colours <- array(c(x / 32, y / 24, (x + y) %% 7 / 7), c(32, 24, 3))
  save_image(as_image(colours), path)
  path
}

test_that("the post's script runs, from the picture to the pictures", {
  skip_if_not_installed("tidyr")
  skip_if_not_installed("dplyr")
  suppressPackageStartupMessages({
    library(dplyr)
    library(tidyr)
  })
  detach_imager <- attach_imager()
  grDevices::pdf(NULL)
  on.exit({
    grDevices::dev.off()
    detach_imager()
  })
  set.seed(1)

  im <- load.image(post_picture())
  expect_identical(dim(im), c(32L, 24L, 1L, 3L))
  plot(im, axes = FALSE)
  df <- im %>%
    as.data.frame() %>%
    spread(cc, value)
  expect_identical(names(df), c("x", "y", "1", "2", "3"))
  expect_type(df$x, "integer")
  X <- as.matrix(select(df, x, y)) # nolint: object_name_linter.
  Y <- as.matrix(select(df, -x, -y)) # nolint: object_name_linter.
  expect_type(X, "integer")

  show_result <- function(model) {
    df_out <- df
    df_out[, 3:5] <- model %>% predict(X)
    df_out <- df_out %>%
      gather(key = "cc", value = "value", -x, -y, convert = TRUE)
    both <- as.cimg(df_out) %>%
      list(im, .) %>%
      imappend("x")
    both %>% plot(axes = F) # nolint: T_and_F_symbol_linter.
    expect_identical(dim(both), c(64L, 24L, 1L, 3L))
    predicted <- predict(model, X)
    at <- 5 + (7 - 1) * 24
    expect_equal(as.vector(both[32 + 7, 5, 1, ]), predicted[at, ], tolerance = 1e-6)
  }

  # One layer.
  model <- keras_model_sequential()
  model %>%
    layer_dense(3, input_shape = 2, activation = "sigmoid")
  expect_output(summary(model), "dense [(]Dense[)] +[(]None, 3[)] +9")
  model %>% compile(
    loss = "mean_squared_error",
    optimizer = optimizer_adam(),
    metrics = "accuracy"
  )
  output <- capture.output(history <- model %>% fit(
    X, Y,
    batch_size = 128,
    epochs = 20
  ))
  expect_length(grep("^Epoch +[0-9]+/20 .*loss: .*accuracy: ", output), 20)
  expect_identical(names(history$metrics), c("loss", "accuracy"))
  expect_lt(history$metrics$loss[20], history$metrics$loss[1])
  expect_identical(lapply(model$get_weights(), dim), list(c(2L, 3L), NULL))
  show_result(model)

  # Two hidden layers.
  model <- keras_model_sequential()
  model %>%
    layer_dense(10, input_shape = 2, activation = "sigmoid") %>%
    layer_dense(10, activation = "sigmoid") %>%
    layer_dense(3, activation = "sigmoid")
  expect_identical(count_params(model), 173)
  model %>% compile(
    loss = "mean_squared_error",
    optimizer = optimizer_adam(),
    metrics = "accuracy"
  )
  capture.output(model %>% fit(X, Y, batch_size = 128, epochs = 5))
  show_result(model)

  # The deep one.
  model <- keras_model_sequential()
  model %>%
    layer_dense(100, input_shape = 2, activation = "tanh") %>%
    layer_dense(100, activation = "relu") %>%
    layer_dense(100, activation = "relu") %>%
    layer_dense(100, activation = "relu") %>%
    layer_dense(100, activation = "relu") %>%
    layer_dense(3) %>%
    layer_activation_relu(max_value = 1)
  expect_identical(count_params(model), 41003)
  model %>% compile(
    loss = "mean_squared_error",
    optimizer = optimizer_adam(),
    metrics = "accuracy"
  )
  capture.output(history <- model %>% fit(X, Y, batch_size = 128, epochs = 10))
  expect_lt(min(history$metrics$loss), history$metrics$loss[1])
  show_result(model)
  expect_no_error(print(plot(history)))
})
