/* main.c - which command was asked for. */
#include <stdio.h>

int
main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("paretop");
    return 0;
}
