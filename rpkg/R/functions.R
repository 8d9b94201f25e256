# Losses and metrics that are the user's own functions: fit() and its like call them between two
# calls of the native code.

#' A metric of your own, as R's keras makes one
#'
#' The same as [metric_function()].
#'
#' @param name The name that the history has.
#' @param metric_fn A function of the targets and the predictions, two matrices of as many rows,
#'   that returns a number for each row, or a row of numbers whose mean counts.
#' @return The component, to be given to [compile()].
#' @seealso <https://keras.io/api/metrics/base_metric/>
#' @examples
#' largest <- custom_metric("largest", function(y_true, y_pred) {
#'   apply(abs(y_true - y_pred), 1, max)
#' })
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(2, input_shape = 2)
#' model %>% compile(loss = "mse", metrics = largest)
#' model %>% evaluate(matrix(1:8, 4), matrix(0, 4, 2))
#' @export
custom_metric <- function(name, metric_fn) {
  metric_function(fn = metric_fn, name = name)
}

#' A loss as the core takes it: a bare function becomes a component with its name.
#' @noRd
loss_described <- function(loss, expression) {
  if (is.function(loss)) loss_function(fn = loss, name = name_of(expression)) else loss
}

#' The metrics as the core takes them.
#' @noRd
metrics_described <- function(metrics, expression) {
  if (is.function(metrics)) {
    return(metric_function(fn = metrics, name = name_of(expression)))
  }
  if (!is.list(metrics) || inherits(metrics, "imfit_component")) {
    return(metrics)
  }
  # Of list(a, b) the names a and b; else those of the list.
  parts <- as.list(expression)[-1]
  spelled <- is.call(expression) && length(parts) == length(metrics)
  unname(lapply(seq_along(metrics), function(place) {
    metric <- metrics[[place]]
    if (!is.function(metric)) {
      return(metric)
    }
    name <- names(metrics)[place]
    if (is.null(name) || !nzchar(name)) name <- if (spelled) name_of(parts[[place]])
    metric_function(fn = metric, name = name)
  }))
}

#' The name that an expression is; NULL where it is no name.
#' @noRd
name_of <- function(expression) {
  if (is.symbol(expression)) as.character(expression)
}

#' The functions of a loss and of metrics, by the keys of the core.
#' @noRd
functions_of <- function(loss, metrics) {
  of_loss <- as.list(attr(loss, "functions"))
  names(of_loss) <- unname(c(fn = "loss", gradient = "gradient")[names(of_loss)])
  if (inherits(metrics, "imfit_component")) metrics <- list(metrics)
  metrics <- Filter(function(metric) is.function(attr(metric, "functions")$fn), as.list(metrics))
  of_metrics <- lapply(metrics, function(metric) attr(metric, "functions")$fn)
  names(of_metrics) <- vapply(metrics, function(metric) {
    paste("metric", c(metric$config$name, "function")[1])
  }, "")
  c(of_loss, of_metrics)
}

#' Finds the functions of a loaded model among those that the user names.
#' @noRd
attach_functions <- function(object, custom_objects) {
  check_custom_objects(custom_objects)
  wanted <- model_functions(pointer(object))
  functions <- list()
  for (place in seq_along(wanted$keys)) {
    key <- wanted$keys[[place]]
    name <- wanted$names[[place]]
    functions[[key]] <- if (!is.na(name)) function_for(key, custom_objects[[name]])
  }
  assign("functions", functions, envir = object)
  object
}

#' Refuses what is no list of functions, each with a name.
#' @noRd
check_custom_objects <- function(custom_objects) {
  if (is.null(custom_objects)) {
    return(invisible())
  }
  if (!is.list(custom_objects) || is.null(names(custom_objects))) {
    fail("type", "`custom_objects` must be a list of functions by their names")
  }
  for (name in names(custom_objects)) {
    given <- custom_objects[[name]]
    if (!is.function(given) && is.null(attr(given, "functions"))) {
      fail("type", sprintf("`custom_objects$%s` must be a function", name))
    }
  }
}

#' The function of a key in what a user has given: a bare one is no gradient.
#' @noRd
function_for <- function(key, given) {
  parts <- attr(given, "functions")
  if (is.null(parts)) parts <- list(fn = given)
  parts[[if (key == "gradient") "gradient" else "fn"]]
}

#' Calls the function that is asked for, and hands on what it returns.
#'
#' @param question `list(key, y_true, y_pred)`, or NULL where nothing is asked.
#' @param answer Takes the values, and the argument that the function came from.
#' @noRd
answer_question <- function(object, question, answer) {
  if (is.null(question)) {
    return(invisible())
  }
  fun <- .subset2(object, "functions")[[question$key]]
  if (is.null(fun)) model_missing_function(pointer(object), question$key)
  values <- fun(question$y_true, question$y_pred)
  if (is.data.frame(values)) values <- as.matrix(values)
  if (is.numeric(values) || is.logical(values)) storage.mode(values) <- "double"
  answer(values, if (startsWith(question$key, "metric ")) "metrics" else question$key)
}
