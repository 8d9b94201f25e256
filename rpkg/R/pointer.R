# Objects with a native value behind them.
#
# Such an object is an environment, so that functions can change it in place. It holds
#   pointer   the native value's external pointer; empty after readRDS() or in another R process
#   bytes     the native value as raw bytes, from which the pointer is made anew when first needed
# and has the class c(<its own>, "imfit_object"). Its methods are not stored in it, where a saved
# object would keep them for ever: `object$name` finds them by its class, see declaration().

#' Makes an object.
#'
#' @param class The object's own class.
#' @param pointer The external pointer of its native value.
#' @noRd
new_object <- function(class, pointer) {
  object <- new.env(parent = emptyenv())
  assign("pointer", pointer, envir = object)
  class(object) <- c(class, "imfit_object")
  remember(object)
}

#' What belongs to an object's class: the list called `<class>_class`. It has
#'
#' * `save` and `restore`, functions from a pointer to raw bytes, and back;
#' * `methods`, functions whose first argument is the object: `object$name` is the function without
#'   that argument;
#' * `properties`, functions of the object alone: `object$name` is their value;
#' * `setters`, functions of the object and a value: `object$name <- value` calls them.
#' @noRd
declaration <- function(object) {
  get(paste0(class(object)[1], "_class"), envir = topenv())
}

#' The external pointer of an object, made from its bytes if it is empty.
#' @noRd
pointer <- function(object) {
  pointer <- .subset2(object, "pointer")
  if (pointer_is_empty(pointer)) {
    pointer <- declaration(object)$restore(.subset2(object, "bytes"))
    assign("pointer", pointer, envir = object)
  }
  pointer
}

#' Brings an object's bytes up to date. R has no way to be asked when an object is saved or sent to
#' another process, so that this follows each change.
#' @noRd
remember <- function(object) {
  bytes <- declaration(object)$save(.subset2(object, "pointer"))
  assign("bytes", bytes, envir = object)
  invisible(object)
}

#' Runs `code`, which changes the native value of an object, and brings its bytes up to date however
#' `code` ends: by itself, by an error or by Ctrl-C.
#'
#' @return The object, invisibly, for the next function in a pipe.
#' @noRd
changing <- function(object, code) {
  pointer(object)
  on.exit(remember(object))
  force(code)
  invisible(object)
}

#' @export
`$.imfit_object` <- function(x, name) {
  declared <- declaration(x)
  if (name %in% names(declared$properties)) {
    return(declared$properties[[name]](x))
  }
  method <- declared$methods[[name]]
  if (is.null(method)) {
    known <- paste(names(x), collapse = ", ")
    fail("value", sprintf("there is no `%s` here; there are: %s", name, known))
  }
  bind(method, x)
}

#' @export
`[[.imfit_object` <- function(x, i) {
  `$.imfit_object`(x, i)
}

#' @export
`$<-.imfit_object` <- function(x, name, value) { # nolint: object_name_linter.
  setter <- declaration(x)$setters[[name]]
  if (is.null(setter)) {
    fail("state", sprintf("`%s` cannot be set by assignment", name))
  }
  setter(x, value)
  invisible(x)
}

#' @export
`[[<-.imfit_object` <- `$<-.imfit_object`

#' @export
names.imfit_object <- function(x) {
  declared <- declaration(x)
  c(names(declared$properties), names(declared$methods))
}

#' @export
.DollarNames.imfit_object <- function(x, pattern = "") { # nolint: object_name_linter.
  grep(pattern, names(x), value = TRUE)
}

#' A method without its first argument, which is `object` from now on.
#' @noRd
bind <- function(method, object) {
  environment(method) <- list2env(
    structure(list(object), names = names(formals(method))[1]),
    parent = environment(method)
  )
  formals(method) <- formals(method)[-1]
  method
}
