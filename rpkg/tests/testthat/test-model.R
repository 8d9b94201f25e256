test_that("a model is built layer by layer, or from a list of layers", {
  piped <- small_model()
  listed <- keras_model_sequential(
    list(
      layer_dense(units = 4, input_shape = 2, activation = "tanh"),
      layer_dense(units = 3, activation = "sigmoid")
    ),
    seed = 7
  )
  expect_identical(get_weights(listed), get_weights(piped))
  expect_identical(listed$layers, piped$layers)
  alone <- keras_model_sequential(layer_dense(units = 4, input_shape = 2))
  expect_length(alone$layers, 1)
  expect_error(keras_model_sequential(list(3)), "list of layers", class = "imfit_type_error")
})

test_that("the seed governs, and set.seed() where there is none", {
  expect_identical(get_weights(small_model(3)), get_weights(small_model(3)))
  expect_false(identical(get_weights(small_model(3)), get_weights(small_model(4))))
  drawn <- function() {
    set.seed(5)
    small_model(NULL)
  }
  expect_identical(get_weights(drawn()), get_weights(drawn()))
  expect_identical(drawn()$seed, drawn()$seed)
  expect_false(identical(small_model(NULL)$seed, small_model(NULL)$seed))
  seeds <- replicate(50, draw_seed())
  expect_true(all(seeds == round(seeds) & seeds >= 0 & seeds < 2^53))
  set.seed(1)
  before <- .Random.seed
  small_model(3)
  expect_identical(.Random.seed, before)
  expect_identical(small_model(2^53 - 1)$seed, 2^53 - 1)
})

test_that("the same seed gives the same weights on any number of threads", {
  before <- imfit_threads()
  on.exit(imfit_threads(before))
  trained <- lapply(c(1, 2, 4), function(threads) {
    imfit_threads(threads)
    expect_identical(imfit_threads(), as.integer(threads))
    trained_on_all_threads()
  })
  expect_identical(trained[[2]], trained[[1]])
  expect_identical(trained[[3]], trained[[1]])
  for (bad in list(0, 1025, 1.5, "many")) {
    expect_error(imfit_threads(bad), "num_threads", class = "imfit_error")
  }
})

test_that("forked workers train as their parent does", {
  skip_on_os("windows")
  here <- trained_on_all_threads()
  there <- parallel::mclapply(rep(7, 4), trained_on_all_threads, mc.cores = 2)
  expect_identical(there, rep(list(here), 4))
})

test_that("the summary is a table as wide as the console", {
  old <- options(width = 60)
  on.exit(options(old))
  output <- capture.output(result <- withVisible(summary(small_model())))
  expect_false(result$visible)
  expect_identical(max(nchar(output)), 60L)
  expect_match(output, "^Total params: 27$", all = FALSE)
  expect_match(output, "^dense_1 \\(Dense\\) +\\(None, 3\\) +15$", all = FALSE)
  expect_identical(capture.output(print(small_model())), output)
  expect_identical(max(nchar(capture.output(summary(small_model(), line_length = 90)))), 90L)
  options(width = 10)
  expect_lt(max(nchar(capture.output(summary(small_model())))), 45)
  expect_error(summary(small_model(), line_length = 3), "line_length", class = "imfit_value_error")
  expect_output(summary(keras_model_sequential()), "unknown until the input shape is")
})

test_that("weights are matrices of inputs x units, and vectors", {
  model <- small_model()
  weights <- get_weights(model)
  expect_identical(lapply(weights, dim), list(c(2L, 4L), NULL, c(4L, 3L), NULL))
  expect_identical(weights[[2]], numeric(4))
  new <- list(matrix(1:8, 2), 1:4, matrix(0.5, 4, 3), array(c(TRUE, FALSE, TRUE), 3))
  expect_identical(withVisible(set_weights(model, new))$visible, FALSE)
  expect_identical(get_weights(model)[[1]], matrix(as.double(1:8), 2))
  expect_identical(get_weights(model)[[4]], c(1, 0, 1))
  x <- matrix(c(1, 2), 1)
  hidden <- tanh(x %*% matrix(1:8, 2) + 1:4)
  expected <- 1 / (1 + exp(-(hidden %*% matrix(0.5, 4, 3) + c(1, 0, 1))))
  expect_equal(predict(model, x), expected, tolerance = 1e-6)
  expect_identical(get_weights(keras_model_sequential()), list())
})

test_that("a model is described by JSON", {
  model <- keras_model_sequential(seed = 11, name = "net") %>%
    layer_dense(5, input_shape = 3, kernel_initializer = initializer_he_normal(seed = 3)) %>%
    layer_activation_relu(max_value = 1, negative_slope = 0.1)
  copy <- model_from_json(model_to_json(model))
  expect_identical(get_config(copy), get_config(model))
  expect_identical(get_weights(copy), get_weights(model))
  expect_identical(copy$name, "net")
  config <- get_config(model)
  expect_identical(config$layers[[2]]$config$max_value, 1)
  expect_identical(config$layers[[1]]$config$kernel_initializer$config$seed, 3)
  expect_null(config$layers[[1]]$config$max_value)
  expect_error(model_from_json("{"), class = "imfit_value_error")
  expect_error(model_from_json("{\"class_name\": \"Functional\"}"), class = "imfit_value_error")
})

test_that("components are checked when they are made, and print in a line", {
  expect_output(print(optimizer_adam(0.01)), "<Adam: learning_rate = 0.01, beta_1 = 0.9, ")
  expect_output(print(activation_linear()), "<linear>", fixed = TRUE)
  expect_output(print(layer_dense(units = 3, activation = activation_relu(max_value = 1))),
    "<Dense: units = 3, activation = relu(max_value = 1, ",
    fixed = TRUE
  )
  expect_identical(get_config(optimizer_adam())$epsilon, 1e-7)
  expect_identical(withVisible(layer_dense(units = 3))$visible, TRUE)
})

test_that("a component's function may stand for the component", {
  model <- keras_model_sequential(seed = 1) %>%
    layer_dense(3, input_shape = 2, kernel_initializer = initializer_ones) %>%
    layer_activation(activation_tanh)
  expect_identical(get_weights(model)[[1]], matrix(1, 2, 3))
  model %>% compile(
    optimizer = optimizer_adam, loss = loss_mean_squared_error,
    metrics = list(metric_accuracy(), metric_mean_squared_error())
  )
  history <- quiet_fit(model)
  expect_length(history$metrics, 3)
})

test_that("every initializer makes weights", {
  exports <- grep("^initializer_", getNamespaceExports("imfitr"), value = TRUE)
  expect_length(exports, 15)
  for (name in exports) {
    initializer <- getExportedValue("imfitr", name)()
    by_name <- sub("^initializer_", "", name)
    weights <- lapply(list(initializer, by_name), function(kernel_initializer) {
      model <- keras_model_sequential(seed = 2)
      model %>% layer_dense(4, input_shape = 4, kernel_initializer = kernel_initializer)
      get_weights(model)[[1]]
    })
    expect_true(all(is.finite(weights[[1]])), info = name)
    expect_identical(weights[[2]], weights[[1]], info = name)
  }
})

test_that("saved and loaded, training goes on as if it had not stopped", {
  path <- tempfile(fileext = ".imfit")
  whole <- compiled_model()
  quiet_fit(whole, epochs = 4)
  half <- compiled_model()
  quiet_fit(half, epochs = 2)
  expect_identical(withVisible(save_model(half, path)), list(value = path, visible = FALSE))
  loaded <- load_model(path)
  quiet_fit(loaded, epochs = 4, initial_epoch = 2)
  expect_identical(get_weights(loaded), get_weights(whole))
  expect_identical(loaded$history, whole$history)
})

test_that("a schedule is a learning rate", {
  schedule <- learning_rate_schedule_cosine_decay(0.1, decay_steps = 20)
  optimizer <- optimizer_sgd(schedule, momentum = 0.9)
  expect_identical(optimizer$config$learning_rate$class_name, "CosineDecay")
  expect_match(format(optimizer), "learning_rate = CosineDecay(initial_", fixed = TRUE)
  model <- small_model()
  model %>% compile(loss = "mse", optimizer = optimizer)
  fit(model, small_x(), small_y(), epochs = 2, verbose = 0)
  expect_length(model$history$epoch, 2)
})

test_that("models and components are made of what describes them", {
  model <- keras_model_sequential(seed = 7) %>%
    layer_dense(4, activation = activation_elu(0.5), input_shape = 2) %>%
    layer_residual(list(layer_dense(units = 4, kernel_regularizer = regularizer_l2(0.1)))) %>%
    layer_dense(3)
  made <- from_config(get_config(model))
  expect_identical(model_to_json(made), model_to_json(model))
  expect_identical(get_weights(made), get_weights(model))
  expect_identical(from_config(get_config(made)) %>% get_config(), get_config(model))
  config <- get_config(model)
  config$seed <- 8
  config$layers[[3]]$config$units <- 5
  expect_identical(dim(get_weights(from_config(config))[[5]]), c(4L, 5L))
  empty <- keras_model_sequential(seed = 7)
  expect_identical(model_to_json(from_config(get_config(empty))), model_to_json(empty))
  for (component in list(
    layer_dense(units = 3, activation = "tanh"), optimizer_adam(0.5), loss_huber(0.1),
    layer_residual(layers = list(layer_dense(units = 3))), callback_early_stopping(patience = 2),
    loss_function(function(y_true, y_pred) rowSums(y_pred)), initializer_he_normal(3)
  )) {
    expect_identical(from_config(get_config(component)), component)
  }
  config <- get_config(optimizer_adam())
  config$beta_1 <- 3
  expect_error(from_config(config), "`beta_1`", class = "imfit_value_error")
  expect_error(from_config(list(units = 3)), "`config`", class = "imfit_type_error")
  config <- get_config(model)
  config$layers[[1]]$class_name <- "Conv"
  expect_error(from_config(config), "unknown layer 'Conv'", class = "imfit_value_error")
})
