# Losses and metrics that are the user's own functions.

own_x <- matrix((0:119 %% 13) / 13, 60)
own_y <- cbind(own_x[, 1] * own_x[, 2], 1 - own_x[, 1])

squares <- function(y_true, y_pred) rowMeans((y_true - y_pred)^2)
slopes <- function(y_true, y_pred) 2 * (y_pred - y_true) / ncol(y_pred)
distance <- function(y_true, y_pred) abs(y_true - y_pred) # the mean over the columns counts

own_model <- function(loss = "mse", metrics = "mae") {
  model <- keras_model_sequential(seed = 7) %>%
    layer_dense(8, activation = "tanh", input_shape = 2) %>%
    layer_dense(2)
  model$compile(optimizer = optimizer_adam(0.01), loss = loss, metrics = metrics)
  model
}

fit_own <- function(model, ..., epochs = 3) {
  fit(model, own_x, own_y,
    epochs = epochs, batch_size = 16, verbose = 0, validation_split = 0.2, ...
  )
}

expect_near <- function(mine, usual) {
  for (place in seq_along(get_weights(usual))) {
    apart <- max(abs(get_weights(mine)[[place]] - get_weights(usual)[[place]]))
    expect_lt(apart, 1e-5)
  }
}

test_that("a loss of one's own trains as the same loss does", {
  usual <- own_model()
  expected <- fit_own(usual)
  for (loss in list(squares, loss_function(squares, gradient = slopes))) {
    mine <- own_model(loss, list(distance = distance))
    history <- fit_own(mine)
    expect_near(mine, usual)
    expect_named(history$metrics, c("loss", "distance", "val_loss", "val_distance"))
    expect_equal(history$metrics$loss, expected$metrics$loss, tolerance = 1e-5)
    expect_equal(history$metrics$val_distance, expected$metrics$val_mae, tolerance = 1e-4)
  }
})

test_that("evaluate and batches ask too", {
  usual <- own_model()
  mine <- own_model(squares, list(metric_function(distance, name = "far"), "mae"))
  logs <- evaluate(mine, own_x, own_y)
  expect_equal(logs$far, logs$mae, tolerance = 1e-5)
  expect_equal(logs$loss, evaluate(usual, own_x, own_y)$loss, tolerance = 1e-5)
  for (model in list(usual, mine)) {
    for (step in 1:3) train_on_batch(model, own_x, own_y)
  }
  expect_near(mine, usual)
  expect_named(test_on_batch(mine, own_x, own_y), c("loss", "far", "mae"))
})

test_that("functions have the names that they are called by", {
  named <- function(model) names(fit_own(model, epochs = 1)$metrics)[2]
  model <- own_model()
  model %>% compile(loss = squares, metrics = distance)
  expect_identical(named(model), "distance")
  model %>% compile(loss = squares, metrics = list(distance, "mae"))
  expect_identical(named(model), "distance")
  model %>% compile(loss = squares, metrics = c(far = function(y_true, y_pred) y_pred))
  expect_identical(named(model), "far")
  model %>% compile(loss = squares, metrics = custom_metric("mine", distance))
  expect_identical(named(model), "mine")
  model %>% compile(loss = squares, metrics = function(y_true, y_pred) rowSums(y_pred))
  expect_identical(named(model), "function")
})

test_that("targets may be of any width", {
  model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
  model %>% compile(optimizer = optimizer_adam(0.05), loss = function(y_true, y_pred) {
    error <- y_true[, 1] - y_pred[, 1]
    pmax(0.9 * error, -0.1 * error) * y_true[, 2]
  })
  loss <- fit(model, own_x, own_y, epochs = 30, verbose = 0)$metrics$loss
  expect_lt(loss[30], 0.7 * loss[1])
})

test_that("a failing function ends the training with its own error", {
  calls <- 0
  model <- own_model(function(y_true, y_pred) {
    calls <<- calls + 1
    if (calls > 12) stop("mine")
    squares(y_true, y_pred)
  })
  expect_error(fit_own(model), "mine")
  expect_identical(dim(predict(model, own_x)), c(60L, 2L))
  model %>% compile(loss = "mse")
  expect_s3_class(fit_own(model), "keras_training_history")
})

test_that("what functions return is checked", {
  cases <- list(
    list(function(t, p) mean((t - p)^2), "value", "`loss`.*each row, 16.*single number"),
    list(function(t, p) squares(t, p)[1:5], "value", "`loss`.*5 x 1 numbers"),
    list(function(t, p) NULL, "type", "`loss`.*a number for each row"),
    list(function(t, p) "low", "type", "`loss`.*a number for each row"),
    list(function(t, p) factor(seq_len(nrow(t))), "type", "`loss`.*a number for each row"),
    list(function(t, p) array(0, c(16, 2, 2)), "type", "`loss`"),
    list(loss_function(squares, gradient = squares), "value", "`gradient`.*16 x 2 here"),
    list(function(t, p) rep(NA_real_, nrow(t)), "value", "NaN")
  )
  for (case in cases) {
    model <- own_model(case[[1]])
    before <- get_weights(model)
    error <- expect_error(fit_own(model), class = paste0("imfit_", case[[2]], "_error"))
    expect_match(conditionMessage(error), case[[3]])
    expect_identical(get_weights(model), before)
  }
  expect_error(loss_function(3), "`fn`")
  expect_error(own_model(squares, list(loss = distance)), "called 'loss'")
})

test_that("a saved model goes on with its functions", {
  loss <- loss_function(squares, gradient = slopes, name = "squares")
  whole <- own_model(loss, list(distance = distance))
  fit_own(whole, epochs = 4)
  for (ending in c(".safetensors", ".keras")) {
    half <- own_model(loss, list(distance = distance))
    fit_own(half, epochs = 2)
    path <- tempfile(fileext = ending)
    save_model(half, path)
    loaded <- load_model(path, custom_objects = list(squares = loss, distance = distance))
    fit_own(loaded, epochs = 4, initial_epoch = 2)
    expect_identical(get_weights(loaded), get_weights(whole))
    without <- load_model(path)
    expect_error(fit_own(without), "`custom_objects`.*the loss 'squares'")
    only <- load_model(path, custom_objects = list(squares = loss))
    expect_error(evaluate(only, own_x, own_y), "the metric 'distance'")
    expect_error(load_model(path, custom_objects = squares), "`custom_objects`")
  }
})

test_that("models in R's own files keep their functions", {
  model <- own_model(squares, list(distance = distance))
  path <- tempfile(fileext = ".rds")
  saveRDS(model, path)
  expect_length(fit_own(readRDS(path), epochs = 1)$metrics$distance, 1)
})
