/* main.c - the process: locale, last words, and the command line. */
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>

#include "base/memory.h"
#include "cli/command.h"
#include "tui/tui.h"

int
main(int argc, char **argv)
{
    /* Only characters follow the environment: numbers are in C form in every locale. */
    setlocale(LC_CTYPE, "");
    signal(SIGXFSZ, SIG_IGN);         /* a limit on files is an error to report, not the end */
    mem_on_exhausted(tui_restore);
    /* What GSL cannot compute comes back as a status or NaN, which its callers look at. */
    gsl_set_error_handler_off();
    return cli_main(argc, argv, &(struct explorer_screen){tui_available, tui_run});
}
