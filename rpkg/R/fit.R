# Milliseconds between two looks for Ctrl-C.
STEP <- 50 # nolint: object_name_linter.

#' Train a model
#'
#' Ctrl-C stops within a tenth of a second. The model keeps what it has learned so far, and
#' `model$history` the epochs that were finished.
#'
#' @param object The model, compiled. It is changed in place.
#' @param x Inputs: a matrix of numbers (integer, double or logical) with one row for each sample, a
#'   data frame of such columns, or a vector for a single column. Or a picture, as [load_image()]
#'   returns it, or a `cimg`, whose pixels are the samples: this trains as on what [pixels()]
#'   returns, to the byte, but takes less memory.
#' @param y Targets, likewise; NULL with a picture, which brings its own: its colours.
#' @param batch_size Rows that are worked on together; 32 if NULL.
#' @param epochs The epoch to train up to; with `initial_epoch` 0, how many.
#' @param verbose What to show: 0 nothing, 1 a progress bar, 2 a line for each epoch, "auto" a bar
#'   in a console or a notebook and lines elsewhere. The option `imfitr.verbose` takes the place of
#'   "auto".
#' @param callbacks What happens beside the training, in this order: a callback or a list of them,
#'   as [callback_early_stopping()], [callback_lambda()] or your own of [Callback()].
#' @param validation_split The share of rows, taken from the end, to validate on and not to train
#'   on: at least 0 and below 1.
#' @param validation_data Data to validate on after each epoch: `list(x, y)`,
#'   `list(x, y, sample_weight)` or a picture.
#' @param shuffle Whether to take the rows in a new order each epoch.
#' @param class_weight How much the loss of each class's rows counts, as `list("0" = 1, "1" = 5)`; 1
#'   for classes that are not in it. A row's class is the place of its largest target, counted from
#'   0, or with one column the target itself. Together with `sample_weight` they are multiplied.
#' @param sample_weight How much each row's loss counts: one finite number for each row.
#' @param initial_epoch The epoch to begin with, counted from 0: to go on where an earlier fit
#'   stopped.
#' @param validation_batch_size Rows of a batch of the validation, which only callbacks see;
#'   `batch_size` if NULL.
#' @param validation_freq After every how many epochs to validate, or the numbers of the epochs,
#'   from 1, after which to. The others have NaN in the history.
#' @param coordinates How the position of a picture's pixel is told: "pixel", "unit" or "centered",
#'   as in [pixels()]; of no consequence for a matrix.
#' @param ... Nothing more.
#' @return The losses and metrics of the epochs, invisibly: see [keras_training_history].
#' @seealso <https://keras.io/api/models/model_training_apis/#fit-method>
#' @examples
#' x <- matrix(runif(40), 20)
#' y <- x %*% c(1, -1)
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = optimizer_adam(0.1))
#' history <- model %>% fit(x, y, epochs = 5, verbose = 0)
#' history
#'
#' im <- as_image(array(runif(48), c(4, 4, 3)))
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(3, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = "adam")
#' model %>% fit(im, coordinates = "centered", epochs = 5, verbose = 0)
#' @importFrom generics fit
#' @export
fit.imfit_model <- function(object, x, y = NULL, batch_size = NULL, epochs = 1, verbose = "auto",
                            callbacks = NULL, validation_split = 0, validation_data = NULL,
                            shuffle = TRUE,
                            class_weight = NULL, sample_weight = NULL, initial_epoch = 0,
                            validation_batch_size = NULL, validation_freq = 1,
                            coordinates = "pixel", ...) {
  check_dots("fit", ...)
  host <- c("object", "x", "y", "verbose", "validation_data", "sample_weight")
  options <- arguments(except = host)
  callbacks <- callback_list(callbacks)
  options$callbacks <- callbacks_described(callbacks)
  call_check("fit", options)
  data <- data_list(x, y, sample_weight, coordinates)
  validation <- validation_list(validation_data, coordinates)
  progress <- new_progress(verbose)
  on.exit(close_progress(progress))
  training <- NULL
  changing(object, {
    training <- training_begin(pointer(object), data, validation, options)
    begin_callbacks(callbacks, object, training_params(training, verbose))
    repeat {
      check_interrupt()
      step <- training_advance(training, pointer(object), STEP)
      if (step$event == "done") break
      if (step$event == "question") {
        answer_question(object, training_question(training), function(values, argument) {
          training_answer(training, values, argument)
        })
      } else if (step$event == "call") {
        # So that a callback may save the model with saveRDS(); each batch is too often.
        if (!grepl("batch", step$call$hook)) remember(object)
        call_callback(callbacks, step$call, object)
      } else {
        show_progress(progress, step)
      }
    }
  })
  told <- training_history(training)
  invisible(new_history(told$params, told$history))
}

#' @export
generics::fit

#' Compute loss and metrics on data
#'
#' @inheritParams fit.imfit_model
#' @param object The model, compiled.
#' @param batch_size Rows of a batch, 32 if NULL; only callbacks see it.
#' @param verbose Accepted for Keras's sake: nothing is shown.
#' @param callbacks What happens beside it: those with `on_test_begin`, `on_test_batch_end` and so
#'   on are called.
#' @return A named list of the loss and the metrics.
#' @seealso <https://keras.io/api/models/model_training_apis/#evaluate-method>
#' @examples
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = "adam")
#' model %>% evaluate(matrix(runif(40), 20), runif(20))
#' @export
evaluate <- function(object, ...) {
  UseMethod("evaluate")
}

#' @rdname evaluate
#' @export
#' @rawNamespace S3method(generics::evaluate, imfit_model)
evaluate.imfit_model <- function(object, x, y = NULL, batch_size = NULL, verbose = "auto",
                                 sample_weight = NULL, coordinates = "pixel", callbacks = NULL,
                                 ...) {
  check_dots("evaluate", ...)
  callbacks <- callback_list(callbacks)
  given <- list(
    batch_size = batch_size, verbose = verbose, coordinates = coordinates,
    callbacks = callbacks_described(callbacks)
  )
  call_check("evaluate", given)
  data <- data_list(x, y, sample_weight, coordinates)
  evaluation <- evaluation_begin(pointer(object), data, given)
  steps <- evaluation_batches(evaluation)
  begin_callbacks(callbacks, object, list(verbose = verbose, epochs = 1, steps = steps))
  evaluated(object, evaluation, callbacks)
}

#' Loss and metrics once all rows are done.
#' @noRd
evaluated <- function(object, evaluation, callbacks = NULL) {
  until_done(function() {
    logs <- evaluation_advance(evaluation, pointer(object), STEP)
    due <- evaluation_call(evaluation)
    if (!is.null(due)) call_callback(callbacks, due, object)
    answer_question(object, evaluation_question(evaluation), function(values, argument) {
      evaluation_answer(evaluation, values, argument)
    })
    logs
  })
}

#' @export
evaluate.default <- function(object, ...) {
  generics::evaluate(object, ...)
}

#' Compute a model's outputs
#'
#' @param object The model.
#' @param x Inputs: a matrix, a data frame or a vector, as for [fit()][fit.imfit_model].
#' @param batch_size Rows of a batch, 32 if NULL; only callbacks see it.
#' @param verbose Accepted for Keras's sake: nothing is shown.
#' @param callbacks What happens beside it: those with `on_predict_begin`, `on_predict_batch_end`
#'   and so on are called.
#' @param ... Nothing more.
#' @return A matrix with one row for each row of `x`, in the same order, and one column for each
#'   output.
#' @seealso <https://keras.io/api/models/model_training_apis/#predict-method>
#' @examples
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(3, input_shape = 2)
#' predict(model, matrix(1:8, 4))
#' @importFrom stats predict
#' @export
predict.imfit_model <- function(object, x, batch_size = NULL, verbose = "auto", callbacks = NULL,
                                ...) {
  check_dots("predict", ...)
  callbacks <- callback_list(callbacks)
  given <- list(
    batch_size = batch_size, verbose = verbose, callbacks = callbacks_described(callbacks)
  )
  prediction <- prediction_begin(pointer(object), as_rows(x, "x"), given)
  steps <- prediction_batches(prediction)
  begin_callbacks(callbacks, object, list(verbose = verbose, epochs = 1, steps = steps))
  until_done(function() {
    out <- prediction_advance(prediction, pointer(object), STEP)
    call <- prediction_call(prediction)
    if (!is.null(call)) {
      if (!is.null(call$outputs)) call$due$logs <- list(outputs = call$outputs)
      call_callback(callbacks, call$due, object)
    }
    out
  })
}

#' Make the picture that a model is
#'
#' What [predict()][predict.imfit_model] returns for the [pixel_coordinates()] of the same
#' arguments, as a picture.
#'
#' @param object The model. It takes 2 values, x and y, and gives 1 to 4, the channels.
#' @param width,height Pixels across and down.
#' @param coordinates What the model was trained with: "pixel", "unit" or "centered", as in
#'   [pixels()].
#' @param of The picture that the pixels cover, or its `c(width, height)`, to show what was learnt
#'   from it finer or coarser; of their own size if NULL.
#' @param ... Nothing more.
#' @return A picture.
#' @seealso [as_image()], which makes a picture of any colours.
#' @examples
#' im <- as_image(array(runif(48), c(4, 4, 3)))
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(3, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = "adam")
#' model %>% fit(im, epochs = 5, verbose = 0)
#' render(model, 4, 4)
#' render(model, 40, 40, of = im)
#' @export
render <- function(object, ...) {
  UseMethod("render")
}

#' @rdname render
#' @export
render.imfit_model <- function(object, width, height, coordinates = "pixel", of = NULL, ...) {
  check_dots("render", ...)
  given <- arguments("object")
  given$of <- picture_size(of)
  rendering <- rendering_begin(pointer(object), given)
  new_image(until_done(function() rendering_advance(rendering, pointer(object), STEP)))
}

#' What callbacks of the user's see of how fit() was called.
#' @noRd
training_params <- function(training, verbose) {
  c(list(verbose = verbose), training_history(training)$params[c("epochs", "steps")])
}

#' Calls `advance` until it returns something, and looks for Ctrl-C in between.
#' @noRd
until_done <- function(advance) {
  repeat {
    check_interrupt()
    result <- advance()
    if (!is.null(result)) {
      return(result)
    }
  }
}
