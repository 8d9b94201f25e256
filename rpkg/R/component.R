# Layers, activations, losses, metrics, optimizers and initializers: descriptions that the core has
# checked. Their functions are in components.R.

#' Makes a component.
#'
#' @param kind "layer", "activation", ...
#' @param class_name Its name as a class.
#' @param given Arguments by name. The core checks them and fills in the rest.
#' @noRd
new_component <- function(kind, class_name, given) {
  given <- if (kind == "callback") with_expanded_paths(given) else lapply(given, plain_value)
  functions <- Filter(is.function, given)
  config <- with_layers(component_check(kind, class_name, given))
  structure(
    list(class_name = class_name, config = config),
    class = c(paste0("imfit_", kind), "imfit_component"),
    functions = if (length(functions) > 0) functions
  )
}

#' Arguments whose paths begin with a folder, not with "~".
#' @noRd
with_expanded_paths <- function(given) {
  paths <- intersect(names(given), c("filepath", "filename", "path", "log_dir"))
  given[paths] <- lapply(given[paths], function(path) {
    if (is.character(path)) path.expand(path) else path
  })
  given
}

#' The layers that a description lists, those within blocks as well.
#' @noRd
described_layers <- function(components) {
  lapply(components, function(layer) {
    layer$config <- with_layers(layer$config)
    structure(layer, class = c("imfit_layer", "imfit_component"))
  })
}

#' The arguments of a component, the layers among them as such.
#' @noRd
with_layers <- function(config) {
  if (is.list(config$layers)) config$layers <- described_layers(config$layers)
  config
}

#' The arguments of the function that calls, those that were given to it, by name.
#' @noRd
arguments <- function(except = character()) {
  frame <- parent.frame()
  names <- setdiff(names(formals(sys.function(sys.parent()))), c("...", except))
  given <- Filter(function(name) !eval(call("missing", as.name(name)), frame), names)
  mget(as.character(given), envir = frame)
}

#' A value as the core takes it. One of this package's functions without its parentheses, as in
#' `optimizer = optimizer_adam`, stands for its value.
#' @noRd
plain_value <- function(value) {
  if (is.function(value) && identical(environment(value), topenv())) {
    value <- value()
  }
  if (is.list(value) && !inherits(value, "imfit_component")) {
    value <- lapply(value, plain_value)
  }
  value
}

#' Refuses what a method with `...` does not know.
#' @noRd
check_dots <- function(method, ...) {
  if (...length() == 0) {
    return(invisible())
  }
  name <- c(...names(), "")[1]
  what <- if (nzchar(name)) sprintf("no argument `%s`", name) else "not so many arguments"
  known <- setdiff(names(formals(sys.function(sys.parent()))), c("object", "x", "..."))
  fail("value", sprintf("%s() has %s; it has: %s", method, what, paste(known, collapse = ", ")))
}

#' @export
print.imfit_component <- function(x, ...) {
  cat("<", format(x), ">\n", sep = "")
  invisible(x)
}

#' @export
format.imfit_component <- function(x, ...) {
  config <- Filter(Negate(is.null), x$config)
  if (length(config) == 0) {
    return(x$class_name)
  }
  values <- vapply(config, format_argument, "")
  paste0(x$class_name, ": ", paste(names(config), "=", values, collapse = ", "))
}

#' An argument's value in a line of text; a component without arguments is its name.
#' @noRd
format_argument <- function(value) {
  if (!is.list(value)) {
    return(paste(deparse(value, width.cutoff = 500), collapse = " "))
  }
  if (is.null(value$class_name)) {
    return(paste0("list(", paste(vapply(value, format_argument, ""), collapse = ", "), ")"))
  }
  inner <- Filter(Negate(is.null), value$config)
  inside <- paste(names(inner), "=", vapply(inner, format_argument, ""), collapse = ", ")
  if (length(inner) == 0) value$class_name else paste0(value$class_name, "(", inside, ")")
}
