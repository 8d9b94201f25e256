test_that("Ctrl-C stops a fit, and nothing is lost", {
  skip_on_os("windows")
  ready <- tempfile()
  worker <- callr::r_bg(function(ready) {
    library(imfitr)
    model <- keras_model_sequential(seed = 7) %>%
      layer_dense(30, input_shape = 2, activation = "tanh") %>%
      layer_dense(1)
    model %>% compile(loss = "mse", optimizer = "adam")
    x <- matrix(runif(4000), 2000)
    left <- FALSE
    work <- function() {
      on.exit(left <<- TRUE)
      file.create(ready)
      fit(model, x, x[, 1], epochs = 1e6, verbose = 0)
    }
    seen <- tryCatch(work(), interrupt = function(condition) class(condition))
    stopped <- Sys.time()
    epochs <- length(model$history$epoch)
    loaded <- unserialize(serialize(model, NULL))
    same <- identical(get_weights(loaded), get_weights(model))
    usable <- all(is.finite(predict(model, x)))
    fit(model, x, x[, 1], epochs = 1, verbose = 0)
    list(
      seen = seen, stopped = stopped, left = left, epochs = epochs, same = same, usable = usable,
      after = length(model$history$epoch)
    )
  }, list(ready))
  on.exit(worker$kill())
  limit <- Sys.time() + 60
  while (!file.exists(ready) && Sys.time() < limit) Sys.sleep(0.01)
  Sys.sleep(0.5)
  sent <- Sys.time()
  worker$interrupt()
  worker$wait(20000)
  result <- worker$get_result()
  expect_true("interrupt" %in% result$seen)
  expect_true(result$left)
  expect_gt(result$epochs, 0)
  expect_true(result$same)
  expect_true(result$usable)
  expect_identical(result$after, result$epochs + 1L)
  # 0.1 s on a machine with nothing else to do.
  expect_lt(as.numeric(result$stopped - sent, units = "secs"), 1)
})

test_that("predict(), evaluate() and render() can be stopped", {
  model <- keras_model_sequential(seed = 7, input_shape = 2)
  for (i in 1:6) layer_dense(model, 256, activation = "tanh")
  layer_dense(model, 1)
  compile(model, "adam", "mse")
  x <- matrix(0.5, 1e6, 2)
  y <- x[, 1]
  stopped_after <- function(code) {
    began <- proc.time()[["elapsed"]]
    setTimeLimit(elapsed = 0.5, transient = TRUE)
    on.exit(setTimeLimit())
    expect_error(code, "time limit")
    proc.time()[["elapsed"]] - began
  }
  expect_lt(stopped_after(predict(model, x)), 3)
  expect_lt(stopped_after(evaluate(model, x, y)), 3)
  expect_lt(stopped_after(render(model, 2000, 1000)), 3)
})
