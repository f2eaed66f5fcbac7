/* meter.c - see meter.h. */
#include "cli/meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/interrupt.h"
#include "cli/output.h"

enum { BAR_CELLS = 20, BAR_WIDTH = BAR_CELLS + 8, USUAL_COLUMNS = 80, LEAST_NAME = 8 };

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

static void
put_bar(struct strbuf *out, double share, bool ascii)
{
    for (int i = 0; i < BAR_CELLS; i++)
        strbuf_puts(out, i < (int)(share * BAR_CELLS) ? ascii ? "#" : "\u2588" : ascii ? "." : "\u00B7");
    strbuf_printf(out, " %3.0f %%  ", share * 100);
}

static void
put_seconds(struct strbuf *out, double seconds)
{
    if (seconds < 100)
        strbuf_printf(out, "%.0f s", seconds);
    else if (seconds < 6000)
        strbuf_printf(out, "%.0f min", seconds / 60);
    else
        strbuf_printf(out, "%.1f h", seconds / 3600);
}

/* Archives hold more bytes than the files that were counted: then nothing is known of the end. */
static bool
end_is_known(const struct import_progress *progress)
{
    return progress->bytes_total > 0 && progress->bytes_done <= progress->bytes_total;
}

static void
put_words(struct strbuf *out, const struct import_progress *progress, double seconds)
{
    double done = (double)progress->bytes_done, rate = seconds > 0 ? done / seconds : 0;

    if (progress->files_done > 0)
        strbuf_printf(out, "%zu file%s, ", progress->files_done,
            progress->files_done == 1 ? "" : "s");
    strbuf_printf(out, "%.1f MB, %zu records, %.0f MB/s", done / 1e6, progress->records, rate / 1e6);
    if (end_is_known(progress) && rate > 0) {
        strbuf_puts(out, ", ");
        put_seconds(out, ((double)progress->bytes_total - done) / rate);
        strbuf_puts(out, " left");
    }
}

void
meter_line(struct strbuf *out, const struct import_progress *progress, double seconds,
    size_t columns, bool ascii)
{
    struct strbuf words, name;
    size_t used;

    strbuf_init(&words);
    strbuf_init(&name);
    put_words(&words, progress, seconds);
    if (end_is_known(progress) && BAR_WIDTH + words.length < columns)
        put_bar(out, (double)progress->bytes_done / (double)progress->bytes_total, ascii);
    text_fit(out, words.data, columns - 1, TEXT_CUT_END, ascii);
    used = text_width(out->data, out->length);
    if (progress->file != NULL && used + 2 + LEAST_NAME < columns) {
        text_scrub(&name, progress->file, strlen(progress->file), ascii);
        strbuf_puts(out, "  ");
        text_fit(out, name.data, columns - used - 3, TEXT_CUT_MIDDLE, ascii);
    }
    strbuf_release(&words);
    strbuf_release(&name);
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
    meter_line(&line, progress, now - meter->started, terminal_columns(),
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
