# Callbacks: the user's own and the core's, and what they may do to a training.

fit_with <- function(model, callbacks = NULL, epochs = 3, verbose = 0, ...) {
  x <- matrix((0:39 %% 7) / 7, 20)
  fit(model, x, x[, 1] - x[, 2],
    callbacks = callbacks, epochs = epochs, verbose = verbose, batch_size = 8,
    validation_split = 0.2, ...
  )
}

watched_model <- function(optimizer = optimizer_adam(0.01)) {
  model <- keras_model_sequential(seed = 7) %>%
    layer_dense(8, activation = "tanh", input_shape = 2) %>%
    layer_dense(1)
  model %>% compile(loss = "mse", optimizer = optimizer, metrics = "accuracy")
  model
}

test_that("functions are called when Keras calls them", {
  calls <- character()
  note <- function(what) {
    force(what)
    function(...) {
      index <- if (...length() > 1) ..1
      logs <- list(...)[[...length()]]
      calls <<- c(calls, paste(c(what, index, names(logs)), collapse = " "))
    }
  }
  watched_model() %>% fit_with(callback_lambda(
    on_train_begin = note("train begin"), on_train_end = note("train end"),
    on_epoch_begin = note("epoch begin"), on_epoch_end = note("epoch end"),
    on_train_batch_begin = note("batch begin"), on_train_batch_end = note("batch end"),
    on_test_begin = note("test begin"), on_test_end = note("test end")
  ), epochs = 1)
  expect_identical(calls, c(
    "train begin", "epoch begin 0",
    "batch begin 0", "batch end 0 loss accuracy", "batch begin 1", "batch end 1 loss accuracy",
    "test begin", "test end loss accuracy",
    "epoch end 0 loss accuracy val_loss val_accuracy",
    "train end loss accuracy val_loss val_accuracy"
  ))
})

test_that("callbacks change no byte", {
  plain <- watched_model()
  watched <- watched_model()
  expected <- plain %>% fit_with()
  history <- watched %>% fit_with(list(
    callback_lambda(on_train_batch_end = function(batch, logs) NULL),
    callback_early_stopping(patience = 99)
  ))
  expect_identical(history, expected)
  expect_identical(get_weights(watched), get_weights(plain))
})

test_that("a callback of one's own has a state, and may use and change the model", {
  own <- Callback("Own",
    initialize = function(last) {
      self$last <- last
      self$seen <- list()
    },
    on_train_begin = function(logs) self$steps <- self$params$steps,
    on_epoch_end = function(epoch, logs) {
      self$seen[[length(self$seen) + 1]] <- logs$loss
      self$model %>% set_weights(lapply(get_weights(self$model), function(w) w * 0))
      stopifnot(all(predict(self$model, matrix(1:4, 2)) == 0))
      self$model$optimizer$learning_rate <- 0.125
      if (epoch == self$last) self$model$stop_training <- TRUE
    }
  )
  callback <- own(1)
  expect_output(print(callback), "<Own>")
  model <- watched_model()
  history <- model %>% fit_with(callback, epochs = 9)
  expect_identical(history$epoch, 1:2)
  expect_identical(unlist(callback$self$seen), history$metrics$loss)
  expect_identical(callback$self$steps, 2)
  expect_true(model$stop_training)
  expect_identical(model$optimizer$lr, 0.125)
  expect_identical(length(fit_with(model)$epoch), 3L)
  expect_identical(unserialize(serialize(model, NULL))$optimizer$learning_rate, 0.125)
})

test_that("an error in a function comes out as it is", {
  model <- watched_model()
  own <- structure(
    class = c("mine", "error", "condition"), list(message = "100% mine", call = NULL)
  )
  failing <- callback_lambda(on_epoch_end = function(epoch, logs) if (epoch == 1) stop(own))
  expect_identical(tryCatch(fit_with(model, failing), error = identity), own)
  # The second epoch was trained; its function failed.
  expect_identical(model$history$epoch, 1:2)
  expect_identical(length(fit_with(model)$epoch), 3L)
})

test_that("layers and fits in a function end the training", {
  grown <- watched_model()
  grows <- callback_lambda(on_epoch_end = function(epoch, logs) layer_dense(grown, 1))
  expect_error(fit_with(grown, grows), "layers or its compilation changed",
    class = "imfit_state_error"
  )
  nested <- watched_model()
  again <- callback_lambda(on_epoch_end = function(epoch, logs) fit_with(nested))
  expect_error(fit_with(nested, again), "another fit of this model", class = "imfit_state_error")
})

test_that("schedules and plateaus set the learning rate", {
  asked <- list()
  halve <- function(epoch, lr) {
    asked[[length(asked) + 1]] <<- c(epoch, lr)
    lr / 2
  }
  model <- watched_model(optimizer_adam(0.5))
  scheduler <- callback_learning_rate_scheduler(halve)
  history <- model %>% fit_with(scheduler, epochs = 2)
  expect_equal(asked, list(c(0, 0.5), c(1, 0.25)))
  expect_equal(history$metrics$learning_rate, c(0.25, 0.125))
  plateau <- callback_reduce_lr_on_plateau("loss", min_delta = 1e9, patience = 1, factor = 0.5)
  history <- model %>% fit_with(plateau)
  expect_equal(history$metrics$learning_rate, c(0.125, 0.125, 0.0625))
  wrong <- callback_learning_rate_scheduler(function(epoch, lr) "fast")
  expect_error(fit_with(model, wrong), "returns a number", class = "imfit_type_error")
  alone <- callback_learning_rate_scheduler(function(epoch) 0.5 + epoch)
  history <- model %>% fit_with(alone, epochs = 2)
  expect_identical(history$metrics$learning_rate, c(0.5, 1.5))
})

test_that("tables, checkpoints and stop files are files", {
  folder <- tempfile("callbacks")
  dir.create(folder)
  at <- function(name) file.path(folder, name)
  history <- watched_model() %>% fit_with(list(
    callback_csv_logger(at("log.csv")),
    callback_model_checkpoint(at("{epoch:02d}.safetensors")),
    callback_stop_file(at("stop")),
    callback_lambda(on_epoch_end = function(epoch, logs) {
      if (epoch == 1) file.create(at("stop"))
    })
  ), epochs = 1e6)
  table <- utils::read.csv(at("log.csv"))
  expect_identical(table$epoch[1:2], 0:1)
  expect_equal(table$val_loss, history$metrics$val_loss)
  expect_true(load_model(at("02.safetensors"))$count_params() > 0)
})

test_that("a model that a function saves is the one that is trained", {
  model <- watched_model()
  saved <- NULL
  saving <- callback_lambda(on_epoch_end = function(epoch, logs) saved <<- serialize(model, NULL))
  model %>% fit_with(saving, epochs = 2)
  expect_identical(get_weights(unserialize(saved)), get_weights(model))
  expect_identical(unserialize(saved)$history$epoch, 1:2)
})

test_that("early stopping says what it does", {
  callback <- callback_early_stopping("loss", min_delta = 1e9, patience = 2, verbose = 1)
  expect_output(fit_with(watched_model(), callback, epochs = 9), "Epoch 3: early stopping")
})

test_that("the learning rate of a schedule is not set", {
  model <- watched_model(optimizer_sgd(learning_rate_schedule_exponential_decay(0.5, 10, 0.5)))
  expect_identical(model$optimizer$learning_rate, 0.5)
  expect_error(model$optimizer$learning_rate <- 0.1, "left to the schedule",
    class = "imfit_value_error"
  )
  model <- watched_model()
  expect_error(model$optimizer$learning_rate <- 0, "a number above 0", class = "imfit_value_error")
  expect_error(model$optimizer$beta_1 <- 0, "can be set", class = "imfit_state_error")
  expect_error(model$name <- "other", "cannot be set", class = "imfit_state_error")
  expect_output(print(model$optimizer), "<Adam: learning_rate = 0.01")
  expect_null(keras_model_sequential()$optimizer)
})

test_that("what is no callback is refused", {
  model <- watched_model()
  refused <- function(code, message) expect_error(code, message, class = "imfit_error")
  refused(fit_with(model, 3), "must be a callback")
  refused(fit_with(model, list(mean)), "must be a callback")
  refused(fit_with(model, "early"), "unknown callback 'early'")
  refused(fit_with(model, callback_early_stopping("val_acc")), "`monitor` must be one of loss")
  refused(callback_early_stopping(mode = "up"), "`mode` must be one of auto")
  refused(callback_model_checkpoint("{epoch"), "`filepath` must be a name")
  refused(callback_learning_rate_scheduler(0.1), "`schedule` must be a function")
  refused(callback_lambda(on_epoch_end = 3), "`on_epoch_end` must be a function")
  refused(callback_learning_rate_scheduler(TRUE), "`schedule` must be a function")
  refused(Callback("A", function() NULL), "must all have names")
  refused(Callback("A")(1), "no `initialize`")
})

test_that("evaluations and predictions call functions, and come to the same", {
  x <- matrix((0:39 %% 7) / 7, 20)
  y <- x[, 1] - x[, 2]
  model <- watched_model()
  calls <- character()
  outputs <- NULL
  note <- function(what) {
    force(what)
    function(batch, logs) calls <<- c(calls, paste(c(what, batch, names(logs)), collapse = " "))
  }
  watching <- callback_lambda(
    on_test_begin = function(logs) calls <<- c(calls, "test begin"),
    on_test_batch_begin = note("test batch begin"),
    on_test_batch_end = note("test batch end"),
    on_test_end = function(logs) calls <<- c(calls, paste("test end", names(logs)[1])),
    on_predict_begin = function(logs) calls <<- c(calls, "predict begin"),
    on_predict_batch_end = function(batch, logs) outputs <<- rbind(outputs, logs$outputs),
    on_predict_end = function(logs) calls <<- c(calls, "predict end")
  )
  expected <- evaluate(model, x, y)
  expect_identical(evaluate(model, x, y, batch_size = 12, callbacks = watching), expected)
  expect_identical(calls, c(
    "test begin", "test batch begin 0", "test batch end 0 loss accuracy",
    "test batch begin 1", "test batch end 1 loss accuracy", "test end loss"
  ))
  calls <- character()
  predicted <- predict(model, x, batch_size = 8, callbacks = list(watching))
  expect_identical(predicted, predict(model, x))
  expect_identical(outputs, predicted)
  expect_identical(calls, c("predict begin", "predict end"))
  own <- Callback("Own", on_test_end = function(logs) self$loss <- logs$loss)()
  evaluate(model, x, y, callbacks = own)
  expect_identical(own$self$loss, expected$loss)
  failing <- callback_lambda(on_predict_batch_begin = function(batch, logs) stop("mine"))
  expect_error(predict(model, x, callbacks = failing), "mine")
  expect_error(predict(model, x, callbacks = 3), "`callbacks`")
})
