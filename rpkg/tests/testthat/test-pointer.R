test_that("methods and functions change the object itself", {
  model <- small_model()
  alias <- model
  weights <- lapply(get_weights(model), function(array) array + 1)
  model$set_weights(weights)
  expect_equal(alias$get_weights(), weights, tolerance = 1e-6)
  result <- withVisible(model %>% layer_dense(2) %>% layer_activation("relu"))
  expect_false(result$visible)
  expect_identical(result$value, model)
  expect_length(alias$layers, 4)
  expect_identical(alias[["name"]], "sequential")
})

test_that("methods keep their arguments, without the object", {
  model <- small_model()
  expect_identical(names(formals(model$set_weights)), "weights")
  expect_identical(as.list(formals(model$fit)), as.list(formals(fit.imfit_model))[-1])
  expect_identical(formals(model$predict)$batch_size, NULL)
})

test_that("methods do what the functions do", {
  model <- compiled_model()
  history <- model$fit(small_x(), small_y(), epochs = 3, verbose = 0)
  expect_s3_class(history, "keras_training_history")
  expect_identical(model$predict(small_x()), predict(model, small_x()))
  expect_identical(
    model$evaluate(x = small_x(), y = small_y()),
    evaluate(model, x = small_x(), y = small_y())
  )
  expect_identical(model$count_params(), 27)
  expect_output(model$summary(), "Total params: 27")
  expect_identical(model$history$metrics, history$metrics)
  expect_identical(model$seed, 7)
  expect_identical(model$input_shape, 2)
  expect_identical(model$get_config(), get_config(model))
  path <- tempfile()
  model$save(path)
  expect_identical(load_model(path)$get_weights(), model$get_weights())
  other <- keras_model_sequential(seed = 7)
  other$add(layer_dense(units = 3))
  other$build(2)
  other$compile("adam", "mse")
  expect_length(other$get_weights(), 2)
  expect_error(other$add(3), class = "imfit_type_error")
})

test_that("names and completion list methods and properties", {
  model <- small_model()
  expect_true(all(c("name", "layers", "history", "fit", "get_weights") %in% names(model)))
  methods <- paste0(c("get", "set", "save", "load"), "_weights")
  expect_setequal(utils::.DollarNames(model, "_weights$"), methods)
})

test_that("an unknown name and an assignment are errors", {
  model <- small_model()
  expect_error(model$wieghts, "there are: name, seed", class = "imfit_value_error")
  expect_error(model$name <- "other", class = "imfit_state_error")
  expect_error(model[["name"]] <- "other", class = "imfit_state_error")
  expect_identical(model$name, "sequential")
})

test_that("a trained model and its history survive saveRDS() in another process", {
  path <- tempfile(fileext = ".rds")
  model <- compiled_model()
  history <- quiet_fit(model)
  saveRDS(list(model, history), path)
  there <- callr::r(function(path, x, y) {
    library(imfitr)
    loaded <- readRDS(path)
    model <- loaded[[1]]
    empty <- imfitr:::pointer_is_empty(.subset2(model, "pointer"))
    before <- get_weights(model)
    fit(model, x, y, epochs = 1, verbose = 0)
    saveRDS(model, path)
    list(empty = empty, before = before, history = loaded[[2]])
  }, list(path, small_x(), small_y()))
  expect_true(there$empty)
  expect_identical(there$before, get_weights(model))
  expect_identical(there$history, history)
  # It went on there as it would have here.
  quiet_fit(model, epochs = 1)
  expect_identical(get_weights(readRDS(path)), get_weights(model))
  expect_length(readRDS(path)$history$epoch, 3)
})

test_that("an object needs no attached package when it is loaded", {
  path <- tempfile(fileext = ".rds")
  saveRDS(small_model(), path)
  params <- callr::r(function(path) {
    requireNamespace("imfitr")
    readRDS(path)$count_params()
  }, list(path))
  expect_identical(params, 27)
})

test_that("an object goes to other processes and comes back", {
  model <- compiled_model()
  train <- function(rows) {
    imfitr::fit(model, small_x(), small_y(), epochs = 1, batch_size = rows, verbose = 0)
    model
  }
  back <- callr::r(
    function(model, x, y) {
      imfitr::fit(model, x, y, verbose = 0)
      model
    },
    list(model, small_x(), small_y())
  )
  expect_length(back$history$epoch, 1)
  expect_length(model$history$epoch, 0)
  quiet_fit(model, epochs = 1)
  expect_identical(get_weights(back), get_weights(model))

  cluster <- parallel::makePSOCKcluster(1)
  on.exit(parallel::stopCluster(cluster))
  there <- parallel::clusterApply(cluster, list(model), function(model) {
    loadNamespace("imfitr")
    stats::predict(model, matrix(0.5, 1, 2))
  })[[1]]
  expect_identical(there, predict(model, matrix(0.5, 1, 2)))

  skip_on_os("windows")
  forked <- parallel::mclapply(c(8, 16, 32), train, mc.cores = 2, mc.preschedule = FALSE)
  expect_identical(vapply(forked, function(model) length(model$history$epoch), 0L), rep(2L, 3))
  expect_false(identical(get_weights(forked[[1]]), get_weights(forked[[2]])))
  expect_length(model$history$epoch, 1)
})

test_that("an object that failed half-way saves what it has", {
  model <- small_model()
  weights <- lapply(get_weights(model), function(array) array * 0)
  expect_error(changing(model, {
    model_set_weights(pointer(model), weights)
    stop("half-way")
  }))
  expect_identical(get_weights(unserialize(serialize(model, NULL))), weights)
})

test_that("a pointer of the wrong kind, and an empty one, are refused", {
  expect_error(model_count_params(1), "`object` must be an object", class = "imfit_type_error")
  expect_error(model_count_params(globalenv()), class = "imfit_type_error")
  empty <- unserialize(serialize(.subset2(small_model(), "pointer"), NULL))
  expect_true(pointer_is_empty(empty))
  expect_error(model_count_params(empty), class = "imfit_state_error")
  expect_error(model_from_bytes(raw(3)), class = "imfit_io_error")
  expect_error(count_params(mtcars), "must be a model", class = "imfit_type_error")
  expect_error(layer_dense(mtcars, 3), "of class data.frame", class = "imfit_type_error")
})
