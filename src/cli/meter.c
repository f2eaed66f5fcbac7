/* meter.c - see meter.h. */
#include "cli/meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "session/progress.h"

enum { USUAL_COLUMNS = 80 };

void
meter_start(struct meter *meter, bool quiet)
{
    const char *term = getenv("TERM");

    *meter = (struct meter){ .started = clock_seconds() };
    meter->enabled = !quiet && isatty(STDERR_FILENO) == 1 && term != NULL
        && strcmp(term, "dumb") != 0;
}

static size_t
terminal_columns(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
        : USUAL_COLUMNS;
}

bool
meter_show(void *context, const struct import_progress *progress)
{
    struct meter *meter = context;
    double now;
    struct strbuf line;

    if (interrupt_came())
        return false;
    if (!meter->enabled)
        return true;
    /* Quick imports show nothing, others move ten times a second. */
    now = clock_seconds();
    if (now - meter->started < 0.3 || now - meter->shown < 0.1)
        return true;
    meter->shown = now;
    meter->drawn = true;
    strbuf_init(&line);
    progress_line(&line, progress, now - meter->started, terminal_columns(),
        output_glyphs() == GLYPHS_ASCII);
    fprintf(stderr, "\r%s\033[K", line.data);
    strbuf_release(&line);
    return true;
}

void
meter_clear(struct meter *meter)
{
    if (meter->drawn)
        fputs("\r\033[K", stderr);
    meter->drawn = false;
}
