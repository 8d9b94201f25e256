# Callbacks: the functions of users' own, called by fit() between two calls of the trainer. Those
# that the core has are in components.R.

#' Your own callback
#'
#' Makes a function that makes callbacks, as R's keras3 does. The methods see the callback as
#' `self`: `self$model` is the model that is trained, `self$params` has `verbose`, `epochs` and
#' `steps`, and what they assign to `self$...` stays. `self$model$stop_training <- TRUE` ends the
#' training; the model can be used, and its weights and its learning rate set. An error in a
#' method ends the training and comes out of [fit()][fit.imfit_model]; the model keeps what it has
#' learned. For a few functions without a state there is [callback_lambda()].
#'
#' @param classname The name of the class, for printing.
#' @param ... Methods and other things that belong to each callback, all with names. Called are
#'   `initialize(...)`, `on_train_begin(logs)`, `on_train_end(logs)`, `on_epoch_begin(epoch, logs)`,
#'   `on_epoch_end(epoch, logs)`, `on_train_batch_begin(batch, logs)`,
#'   `on_train_batch_end(batch, logs)`, `on_test_begin(logs)`, `on_test_end(logs)`,
#'   `on_test_batch_begin(batch, logs)`, `on_test_batch_end(batch, logs)`, `on_predict_begin(logs)`,
#'   `on_predict_end(logs)`, `on_predict_batch_begin(batch, logs)` and
#'   `on_predict_batch_end(batch, logs)`, whose logs have `outputs`. Epochs and batches are counted
#'   from 0, as in Keras.
#' @return A function that makes a callback for `callbacks` of [fit()][fit.imfit_model]; its
#'   arguments are those of `initialize`.
#' @seealso <https://keras.io/api/callbacks/base_callback/>
#' @examples
#' goal <- Callback("Goal",
#'   initialize = function(loss) self$loss <- loss,
#'   on_epoch_end = function(epoch, logs) {
#'     if (logs$loss < self$loss) self$model$stop_training <- TRUE
#'   }
#' )
#' x <- matrix(runif(40), 20)
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = optimizer_adam(0.1))
#' model %>% fit(x, x[, 1], epochs = 50, callbacks = goal(0.05), verbose = 0)
#' @export
Callback <- function(classname, ...) { # nolint: object_name_linter.
  members <- list(...)
  if (length(members) > 0 && (is.null(names(members)) || !all(nzchar(names(members))))) {
    fail("value", "the members of a callback must all have names")
  }
  force(classname)
  function(...) {
    self <- new.env(parent = emptyenv())
    for (name in names(members)) {
      member <- members[[name]]
      if (is.function(member)) environment(member) <- with_self(self, environment(member))
      assign(name, member, envir = self)
    }
    if (is.function(self$initialize)) {
      self$initialize(...)
    } else if (...length() > 0) {
      fail("value", sprintf("%s has no `initialize` that takes arguments", classname))
    }
    structure(list(self = self, classname = classname), class = "imfit_own_callback")
  }
}

#' An environment in which `self` is a callback.
#' @noRd
with_self <- function(self, parent) {
  # A primitive has none.
  if (is.null(parent)) parent <- baseenv()
  list2env(list(self = self), parent = parent)
}

#' @export
print.imfit_own_callback <- function(x, ...) {
  cat("<", x$classname, ">\n", sep = "")
  invisible(x)
}

#' The functions of a callback that are called, by name.
#' @noRd
callback_functions <- function(callback) {
  if (inherits(callback, "imfit_own_callback")) {
    members <- as.list(callback$self)
    return(members[names(members) %in% names(formals(callback_lambda))])
  }
  attr(callback, "functions")
}

#' The argument `callbacks` as a list.
#' @noRd
callback_list <- function(callbacks) {
  if (is_callback(callbacks)) callbacks <- list(callbacks)
  for (callback in callbacks) {
    if (!is_callback(callback)) {
      fail("type", paste0(
        "`callbacks` must be a callback, as callback_early_stopping(), or a list of callbacks, ",
        "not of class ", paste(class(callback), collapse = "/")
      ))
    }
  }
  callbacks
}

#' Whether something is a callback, or the name or the description of one.
#' @noRd
is_callback <- function(x) {
  inherits(x, c("imfit_callback", "imfit_own_callback")) || is.character(x) ||
    (is.list(x) && is.character(x[["class_name"]]))
}

#' The callbacks as the core takes them.
#' @noRd
callbacks_described <- function(callbacks) {
  lapply(callbacks, function(callback) {
    if (inherits(callback, "imfit_own_callback")) {
      return(list(class_name = "LambdaCallback", config = callback_functions(callback)))
    }
    callback
  })
}

#' Tells the callbacks what is trained.
#' @noRd
begin_callbacks <- function(callbacks, model, params) {
  for (callback in callbacks) {
    if (inherits(callback, "imfit_own_callback")) {
      assign("model", model, envir = callback$self)
      assign("params", params, envir = callback$self)
    }
  }
}

#' Calls the function that is due.
#' @noRd
call_callback <- function(callbacks, due, model) {
  fun <- callback_functions(callbacks[[due$callback]])[[due$hook]]
  if (due$hook == "schedule") {
    # Keras's older form takes the epoch alone.
    alone <- length(formals(args(fun))) == 1 && !"..." %in% names(formals(args(fun)))
    rate <- if (alone) fun(due$index) else fun(due$index, due$logs$learning_rate)
    model_set_scheduled_rate(pointer(model), rate)
  } else if (is.null(due$index)) {
    fun(due$logs)
  } else {
    fun(due$index, due$logs)
  }
  invisible()
}
