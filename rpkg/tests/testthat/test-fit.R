test_that("data may be of many kinds", {
  x <- matrix(1:80, 40)
  y <- small_y()
  trained <- function(x, y) {
    model <- compiled_model()
    fit(model, x, y, epochs = 2, verbose = 0)
    get_weights(model)
  }
  expected <- trained(x, y)
  expect_identical(trained(x + 0, y), expected)
  expect_identical(trained(as.data.frame(x), as.data.frame(y)), expected)
  expect_identical(trained(tibble::as_tibble(as.data.frame(x)), y), expected)
  expect_identical(trained(data.frame(a = 1:40, b = as.double(41:80)), y), expected)
  dimnames(x) <- list(NULL, c("x", "y"))
  expect_identical(trained(x, y), expected)
  expect_identical(trained(x > 30, y), trained((x > 30) + 0, y))

  one <- keras_model_sequential(seed = 1) %>%
    layer_dense(1, input_shape = 1) %>%
    compile("adam", "mse")
  fit(one, 1:20, 20:1 / 20, verbose = 0)
  expect_identical(dim(predict(one, 1:20)), c(20L, 1L))
  expect_identical(predict(one, data.frame(a = 1:20)), predict(one, 1:20))
})

test_that("the input shape may come with the data", {
  model <- keras_model_sequential(seed = 7) %>%
    layer_dense(4, activation = "tanh") %>%
    layer_dense(3, activation = "sigmoid") %>%
    compile("adam", "mse")
  expect_error(predict(model, small_x()), "input shape is not known", class = "imfit_state_error")
  expect_error(count_params(model), class = "imfit_state_error")
  quiet_fit(model)
  expect_identical(model$input_shape, 2)
})

test_that("validation data, validation split and sample weights are reported", {
  model <- compiled_model()
  history <- quiet_fit(model, validation_data = list(small_x(10), small_y(10)))
  expect_identical(names(history$metrics), c("loss", "accuracy", "val_loss", "val_accuracy"))
  expect_identical(history$params$validation_samples, 10)
  weighted <- list(as.data.frame(small_x(10)), small_y(10), rep(1, 10))
  again <- quiet_fit(compiled_model(), validation_data = weighted)
  expect_identical(again$metrics, history$metrics)
  split <- quiet_fit(compiled_model(), validation_split = 0.25)
  expect_identical(split$params$samples, 30)
  expect_identical(split$params$validation_samples, 10)

  plain <- quiet_fit(compiled_model(), shuffle = FALSE)
  ones <- quiet_fit(compiled_model(), shuffle = FALSE, sample_weight = rep(1L, 40))
  column <- quiet_fit(compiled_model(), shuffle = FALSE, sample_weight = matrix(1, 40, 1))
  half <- quiet_fit(compiled_model(), shuffle = FALSE, sample_weight = rep(0.5, 40))
  expect_identical(ones$metrics, plain$metrics)
  expect_identical(column$metrics, plain$metrics)
  expect_equal(half$metrics$loss[1], plain$metrics$loss[1] / 2, tolerance = 1e-2)
})

test_that("initial_epoch goes on counting", {
  model <- compiled_model()
  quiet_fit(model, epochs = 2)
  history <- quiet_fit(model, epochs = 5, initial_epoch = 2)
  expect_identical(history$epoch, 3:5)
  expect_identical(model$history$epoch, 1:5)
  expect_identical(as.data.frame(history)$epoch[1:3], 3:5)
})

test_that("the arguments of fit() are checked, and those that it does not have", {
  expect_error(quiet_fit(compiled_model(), steps = 3), "no argument `steps`",
    class = "imfit_value_error"
  )
  expect_error(predict(compiled_model(), small_x(), 32, "auto", NULL, 3), "not so many",
    class = "imfit_value_error"
  )
  expect_error(compile(small_model(), "adam", "mse", lr = 1), "it has: optimizer, loss, metrics",
    class = "imfit_value_error"
  )
})

test_that("evaluate() returns loss and metrics by name", {
  model <- compiled_model()
  quiet_fit(model)
  result <- evaluate(model, small_x(), small_y())
  expect_identical(names(result), c("loss", "accuracy"))
  predicted <- predict(model, small_x())
  expect_equal(result$loss, mean((predicted - small_y())^2), tolerance = 1e-5)
  expect_identical(evaluate(model, small_x(), small_y(), batch_size = 7), result)
  expect_identical(generics::evaluate(model, small_x(), small_y()), result)
})

test_that("predictions keep rows and order", {
  model <- small_model()
  x <- small_x(1000)
  all <- predict(model, x)
  expect_identical(dim(all), c(1000L, 3L))
  expect_identical(predict(model, x[777, , drop = FALSE]), all[777, , drop = FALSE])
  expect_identical(predict(model, x, batch_size = 1), all)
})

test_that("a training shows a line for each epoch where it cannot draw", {
  lines <- capture.output(quiet_fit(compiled_model(), verbose = "auto"))
  expect_length(lines, 2)
  expect_match(lines, "^Epoch [12]/2  2/2  .*s - loss: 0[.][0-9]{4} - accuracy: [01][.][0-9]{4}$")
  expect_length(capture.output(quiet_fit(compiled_model(), verbose = 2)), 2)
  expect_length(capture.output(quiet_fit(compiled_model(), verbose = TRUE)), 2)
  expect_identical(capture.output(quiet_fit(compiled_model(), verbose = 0)), character())
  expect_error(quiet_fit(compiled_model(), verbose = "loud"), "`verbose` must be",
    class = "imfit_value_error"
  )
  old <- options(imfitr.verbose = 0)
  on.exit(options(old))
  expect_identical(capture.output(quiet_fit(compiled_model(), verbose = "auto")), character())
})

test_that("a notebook gets a bar that is drawn over itself", {
  old <- options(jupyter.in_kernel = TRUE)
  on.exit(options(old))
  expect_true(can_redraw())
  output <- paste(capture.output(quiet_fit(compiled_model(), verbose = 1)), collapse = "\n")
  expect_match(output, "^\rEpoch 1/2 ")
  expect_match(output, "\n\rEpoch 2/2 .*accuracy: [0-9.]+ *$")

  progress <- new_progress(1)
  drawn <- function(code) {
    file <- tempfile()
    sink(file)
    tryCatch(code, finally = sink())
    rawToChar(readBin(file, "raw", 1000))
  }
  step <- list(event = "progress", line = "Epoch 1/2  a long line")
  expect_identical(drawn(show_progress(progress, step)), "\rEpoch 1/2  a long line")
  # Too soon to draw again.
  expect_identical(drawn(show_progress(progress, step)), "")
  ended <- list(event = "epoch", line = "short")
  expect_identical(drawn(show_progress(progress, ended)), paste0("\rshort", strrep(" ", 17), "\n"))
  expect_identical(drawn(close_progress(progress)), "")
  progress$time <- -Inf
  expect_identical(drawn(show_progress(progress, step)), "\rEpoch 1/2  a long line")
  expect_identical(drawn(close_progress(progress)), "\n")
})

test_that("a terminal's bar fits on its line", {
  skip_on_os("windows")
  skip_if(Sys.which("script") == "", "no pseudo-terminal")
  code <- c(
    "library(imfitr)",
    "x <- matrix(runif(6e5), ncol = 2)",
    "model <- keras_model_sequential(input_shape = 2) %>% layer_dense(50) %>% layer_dense(1)",
    "model %>% compile('adam', 'mse', metrics = 'mse')",
    "fit(model, x, x[, 1], epochs = 1, batch_size = 1)"
  )
  command <- sprintf("stty cols 50; %s %s", file.path(R.home("bin"), "Rscript"), write_script(code))
  output <- system2("script", c("-qec", shQuote(command), "/dev/null"), stdout = TRUE)
  text <- paste(output, collapse = "\n")
  expect_match(text, "Epoch 1/1 .*\\[[=>-]+")
  drawn <- strsplit(text, "[\r\n]+")[[1]]
  drawn <- drawn[grepl("^Epoch .*\\[", drawn)]
  expect_gt(length(drawn), 1)
  expect_lte(max(nchar(drawn)), 50)
})
