/* main.c - the process: locale, last words, and the command line. */
#include <locale.h>

#include "base/memory.h"
#include "cli/command.h"
#include "tui/tui.h"

int
main(int argc, char **argv)
{
    /* Only characters follow the environment: numbers are in C form in every locale. */
    setlocale(LC_CTYPE, "");
    mem_on_exhausted(tui_restore);
    return cli_main(argc, argv);
}
