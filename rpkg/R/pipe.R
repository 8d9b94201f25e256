#' The pipe
#'
#' `x %>% f(y)` is `f(x, y)`. See [magrittr::%>%].
#'
#' @name %>%
#' @rdname pipe
#' @param lhs A value.
#' @param rhs A call of a function.
#' @return What the call returns.
#' @examples
#' c(1, 4, 9) %>% sqrt()
#' @importFrom magrittr %>%
#' @export
NULL
