/* Registers the native routines: those of Rust, and the one that Rust must not contain. */
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Rdynload.h>
#include <R_ext/Utils.h>

void R_init_imfitr_extendr(DllInfo *dll);

/* Lets R see Ctrl-C between two calls of Rust. An interrupt leaves by longjmp, so that no Rust frame
   may be on the stack here. */
static SEXP check_interrupt(SEXP args)
{
    R_CheckUserInterrupt();
    return R_NilValue;
}

static const R_ExternalMethodDef external_routines[] = {
    {"imfitr_check_interrupt", (DL_FUNC) &check_interrupt, 0},
    {NULL, NULL, 0}
};

void R_init_imfitr(DllInfo *dll)
{
    R_init_imfitr_extendr(dll);
    /* After extendr, which would forget the external routines. */
    R_registerRoutines(dll, NULL, NULL, NULL, external_routines);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
