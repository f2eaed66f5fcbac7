/* progress.c - see progress.h. */
#include "session/progress.h"

#include <string.h>

#include "base/text.h"

enum { BAR_CELLS = 20, BAR_WIDTH = BAR_CELLS + 8, LEAST_NAME = 8 };

static void
put_bar(struct strbuf *out, double share, bool ascii)
{
    for (int i = 0; i < BAR_CELLS; i++)
        strbuf_puts(out, i < (int)(share * BAR_CELLS) ? ascii ? "#" : "\u2588"
            : ascii ? "." : "\u00B7");
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

    if (progress->file == NULL && progress->files_counted > 0) {
        strbuf_printf(out, "looking through folders: %zu files", progress->files_counted);
        return;
    }
    if (progress->files_done > 0)
        strbuf_printf(out, "%zu file%s, ", progress->files_done,
            progress->files_done == 1 ? "" : "s");
    strbuf_printf(out, "%.1f MB, %zu records, %.0f MB/s", done / 1e6, progress->records,
        rate / 1e6);
    if (end_is_known(progress) && rate > 0) {
        strbuf_puts(out, ", ");
        put_seconds(out, ((double)progress->bytes_total - done) / rate);
        strbuf_puts(out, " left");
    }
}

void
progress_line(struct strbuf *out, const struct import_progress *progress, double seconds,
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
