/* summary.c - what an import says when it is done: something a person can act on. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_parts.h"

static void
notes_free(struct import_note *notes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(notes[i].source);
        free(notes[i].place);
        free(notes[i].text);
    }
    free(notes);
}

void
import_summary_release(struct import_summary *summary)
{
    notes_free(summary->refused, summary->n_refused);
    notes_free(summary->unrecognised, summary->n_unrecognised);
    notes_free(summary->notes, summary->n_notes);
    memset(summary, 0, sizeof *summary);
}

static const char *
plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void
say_files(const struct import_summary *s, struct strbuf *out)
{
    strbuf_printf(out, "  read      %zu file%s", s->files_read, plural(s->files_read));
    for (size_t i = 0; i < s->n_formats; i++)
        strbuf_printf(out, "%s%zu %s", i == 0 ? ": " : ", ", s->formats[i].files,
            s->formats[i].format);
    strbuf_printf(out, "; %zu record%s", s->records, plural(s->records));
    if (s->items > 0)
        strbuf_printf(out, ", %zu item%s", s->items, plural(s->items));
    strbuf_printf(out, ", %.1f s\n", s->seconds);
    if (s->files_unchanged > 0)
        strbuf_printf(out, "  unchanged %zu file%s: the same bytes and options as before\n",
            s->files_unchanged, plural(s->files_unchanged));
    if (s->files_unrecognised > 0)
        strbuf_printf(out, "  skipped   %zu file%s of no known format\n", s->files_unrecognised,
            plural(s->files_unrecognised));
}

static void
say_models(const struct import_summary *s, struct store *store, struct strbuf *out)
{
    strbuf_printf(out, "  models    %lld, %zu of them new; %zu known under several names\n",
        (long long)sql_int_of(store->db, "SELECT count(*) FROM model", 0), s->models_new,
        s->models_joined);
}

/* Measures of both forms with the directions assumed. */
static void
say_measures(struct store *store, struct strbuf *out)
{
    static const char sql[] =
        "SELECT name, direction FROM measure UNION SELECT name, max(direction) FROM field"
        " WHERE role = 'measure' GROUP BY name ORDER BY 1";
    sqlite3_stmt *stmt = sql_prepare(store->db, sql, NULL);
    size_t higher = 0, lower = 0, unknown = 0;
    char *example = NULL;

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        int direction = sqlite3_column_int(stmt, 1);

        higher += direction > 0;
        lower += direction < 0;
        if (direction == 0 && unknown++ == 0)
            example = mem_strdup(sql_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
    strbuf_printf(out, "  measures  %zu: higher is better %zu, lower %zu", higher + lower + unknown,
        higher, lower);
    if (unknown > 0)
        strbuf_printf(out, "; direction unknown %zu, as %s: give --direction '%s=max' or min",
            unknown, example, example);
    strbuf_putc(out, '\n');
    free(example);
}

void
import_summary_text(const struct import_summary *s, struct store *store, struct strbuf *out)
{
    say_files(s, out);
    say_models(s, store, out);
    say_measures(store, out);
    if (s->suspects > 0)
        strbuf_printf(out, "  suspects  %zu value%s of 0 or -1 taken as \"not recorded\"\n",
            s->suspects, plural(s->suspects));
    if (s->rejects > 0)
        strbuf_printf(out, "  rejected  %zu record%s\n", s->rejects, plural(s->rejects));
    for (size_t i = 0; i < s->n_notes; i++)
        strbuf_printf(out, "  note      %s%s%s: %s\n", s->notes[i].source,
            s->notes[i].place != NULL ? ", " : "",
            s->notes[i].place != NULL ? s->notes[i].place : "", s->notes[i].text);
    for (size_t i = 0; i < s->n_refused; i++)
        strbuf_printf(out, "  refused   %s%s%s\n", s->refused[i].text,
            s->refused[i].place != NULL && *s->refused[i].place != '\0' ? "\n            " : "",
            s->refused[i].place != NULL ? s->refused[i].place : "");
}
