# Writes R/components.R, one function for each component that the core declares, from
# tests/vectors/api.json: Rscript tools/generate.R, in the package's folder. Then run document.sh.

#' The kinds of components: where api.json has them, and how their functions are called.
kinds <- c(
  layer = "layers", activation = "activations", loss = "losses", metric = "metrics",
  optimizer = "optimizers", schedule = "schedules", initializer = "initializers",
  callback = "callbacks", regularizer = "regularizers", constraint = "constraints"
)

#' The name of a component's function.
function_name <- function(kind, component) {
  # Those of R's keras3 that don't follow from the names in Python.
  special <- c(
    ReLU = "layer_activation_relu", LeakyReLU = "layer_activation_leaky_relu",
    ELU = "layer_activation_elu", PReLU = "layer_activation_parametric_relu",
    Softmax = "layer_activation_softmax", AdamW = "optimizer_adam_w",
    LambdaCallback = "callback_lambda", TerminateOnNaN = "callback_terminate_on_naan",
    OrthogonalRegularizer = "regularizer_orthogonal", MaxNorm = "constraint_maxnorm",
    NonNeg = "constraint_nonneg", UnitNorm = "constraint_unitnorm",
    MinMaxNorm = "constraint_minmaxnorm"
  )
  # A layer may have the name of a function that isn't one.
  own_name <- kind %in% c("layer", "optimizer", "callback", "regularizer", "constraint")
  if (own_name && component$class_name %in% names(special)) {
    return(special[[component$class_name]])
  }
  if (kind == "layer") {
    return(paste0("layer_", snake_case(component$class_name)))
  }
  prefix <- if (kind == "schedule") "learning_rate_schedule" else kind
  paste0(prefix, "_", c(unlist(component$aliases), component$class_name)[1])
}

#' "GaussianNoise" as gaussian_noise, the way Keras names layers.
snake_case <- function(name) {
  name <- gsub("(.)([A-Z][a-z]+)", "\\1_\\2", name)
  tolower(gsub("([a-z])([A-Z])", "\\1_\\2", name))
}

#' A default as R code.
default_code <- function(value) {
  if (is.null(value)) {
    "NULL"
  } else if (is.character(value)) {
    dQuote(value, FALSE)
  } else {
    format(value, digits = 15)
  }
}

#' Text without the letters that R's manuals cannot set.
plain <- function(text) {
  text <- gsub("\u00b1\u221a", "+/- sqrt", text, fixed = TRUE)
  text <- gsub(" \u00b7 ", " times ", text, fixed = TRUE)
  stopifnot(!grepl("[^ -~]", text))
  text
}

comment <- function(...) {
  text <- strwrap(paste0(...), width = 96, exdent = 2)
  paste("#'", text)
}

parameter <- function(argument) {
  about <- paste0("@param ", argument$name, " ", plain(argument$doc), " It is ", argument$allowed)
  if (isTRUE(argument$optional)) about <- paste0(about, ", or NULL")
  comment(about, ".")
}

#' The code of one component's function.
component_code <- function(kind, component) {
  name <- function_name(kind, component)
  formals <- vapply(component$arguments, function(argument) {
    if (isTRUE(argument$required)) {
      return(argument$name)
    }
    paste(argument$name, "=", default_code(argument$default))
  }, "")
  layer <- kind == "layer"
  if (layer) formals <- c("object", formals)
  examples <- list(
    layer_dense = "keras_model_sequential() %>% layer_dense(3, input_shape = 2)",
    layer_dropout =
      "keras_model_sequential() %>% layer_dense(30, \"relu\", input_shape = 2) %>% layer_dropout(0.2)",
    layer_activation = "keras_model_sequential() %>% layer_activation(\"tanh\", input_shape = 2)",
    layer_residual = paste(
      "keras_model_sequential() %>% layer_dense(10, input_shape = 2) %>%",
      "layer_residual(list(layer_dense(units = 10, activation = \"tanh\"), layer_dense(units = 10)))",
      sep = "\n  "
    ),
    layer_batch_normalization =
      "keras_model_sequential() %>% layer_dense(3, input_shape = 2) %>% layer_batch_normalization()",
    optimizer_adam = "optimizer_adam(learning_rate_schedule_cosine_decay(0.01, decay_steps = 1000))",
    learning_rate_schedule_exponential_decay =
      "learning_rate_schedule_exponential_decay(0.1, decay_steps = 1000, decay_rate = 0.9)",
    learning_rate_schedule_piecewise_constant_decay =
      "learning_rate_schedule_piecewise_constant_decay(c(1000, 5000), c(0.1, 0.01, 0.001))",
    learning_rate_schedule_polynomial_decay =
      "learning_rate_schedule_polynomial_decay(0.1, decay_steps = 1000)",
    learning_rate_schedule_inverse_time_decay =
      "learning_rate_schedule_inverse_time_decay(0.1, decay_steps = 1000, decay_rate = 0.5)",
    learning_rate_schedule_cosine_decay =
      "learning_rate_schedule_cosine_decay(0, 1000, warmup_target = 0.1, warmup_steps = 50)",
    learning_rate_schedule_cosine_decay_restarts =
      "learning_rate_schedule_cosine_decay_restarts(0.1, first_decay_steps = 1000)"
  )
  callbacks <- list(
    callback_model_checkpoint = "callback_model_checkpoint(\"model-{epoch:02d}.safetensors\")",
    callback_learning_rate_scheduler =
      "callback_learning_rate_scheduler(function(epoch, lr) if (epoch < 10) lr else 0.9 * lr)",
    callback_csv_logger = "callback_csv_logger(\"training.csv\")",
    callback_stop_file = "callback_stop_file(file.path(tempdir(), \"stop\"))",
    callback_lambda = "callback_lambda(on_epoch_end = function(epoch, logs) print(logs$loss))"
  )
  functions <- list(
    loss_function = paste(
      "# Small errors count as their squares, large ones less; the gradient is optional.",
      "loss_function(",
      "  function(y_true, y_pred) sqrt(1 + (y_true - y_pred)^2) - 1,",
      "  gradient = function(y_true, y_pred) {",
      "    (y_pred - y_true) / sqrt(1 + (y_true - y_pred)^2) / ncol(y_pred)",
      "  }",
      ")",
      sep = "\n"
    ),
    metric_function =
      "metric_function(function(y_true, y_pred) apply(abs(y_true - y_pred), 1, max), name = \"largest\")"
  )
  examples <- c(examples, callbacks, functions)
  example <- examples[[name]]
  if (is.null(example)) {
    needed <- Filter(function(argument) isTRUE(argument$required), component$arguments)
    names <- vapply(needed, function(argument) argument$name, "")
    example <- paste0(name, "(", paste(names, "= 0.5", collapse = ", ", recycle0 = TRUE), ")")
  }
  object <- "The model that the layer is put on top of, in place. Without it the layer is returned."
  returned <- "The component, to be given to a layer or to [compile()]."
  if (kind == "callback") returned <- "The callback, to be given to [fit()][fit.imfit_model]."
  if (layer) returned <- "The model, invisibly, or the layer if there is no model."
  body <- if (layer) {
    sprintf("  add_layer(object, missing(object), \"%s\", arguments(\"object\"))", component$class_name)
  } else {
    sprintf("  new_component(\"%s\", \"%s\", arguments())", kind, component$class_name)
  }
  head <- sprintf("%s <- function(%s) {", name, paste(formals, collapse = ", "))
  if (nchar(head) > 100) {
    lines <- strwrap(paste(formals, collapse = ", "), width = 96)
    head <- c(paste0(name, " <- function("), paste0("  ", lines), ") {")
    head[2:(length(head) - 1)] <- sub(" +$", "", head[2:(length(head) - 1)])
  }
  c(
    comment(toupper(substr(kind, 1, 1)), substring(kind, 2), ": ", component$class_name),
    "#'",
    comment(plain(component$doc)),
    "#'",
    if (layer) comment("@param object ", object),
    unlist(lapply(component$arguments, parameter)),
    comment("@return ", returned),
    if (nzchar(component$source)) comment("@seealso <", component$source, ">"),
    "#' @examples",
    paste("#'", strsplit(example, "\n")[[1]]),
    "#' @export",
    head,
    body,
    "}"
  )
}

#' All lines of R/components.R.
components_code <- function(api) {
  code <- "# Written by tools/generate.R from what the core declares. Change that instead."
  for (kind in names(kinds)) {
    for (component in api[[kinds[[kind]]]]) {
      code <- c(code, "", component_code(kind, component))
    }
  }
  code
}

if (sys.nframe() == 0) {
  api <- jsonlite::read_json("../tests/vectors/api.json")
  writeLines(components_code(api), "R/components.R")
}
