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
        free(notes[i].kind);
    }
    free(notes);
}

void
import_summary_release(struct import_summary *summary)
{
    notes_free(summary->refused, summary->n_refused);
    notes_free(summary->unrecognised, summary->n_unrecognised);
    notes_free(summary->notes, summary->n_notes);
    free(summary->formats);
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
            s->formats[i].title);
    strbuf_printf(out, "; %zu record%s", s->records, plural(s->records));
    if (s->items > 0)
        strbuf_printf(out, ", %zu item%s", s->items, plural(s->items));
    if (s->preferences > 0)
        strbuf_printf(out, ", %zu comparison%s", s->preferences, plural(s->preferences));
    if (s->episodes > 0)
        strbuf_printf(out, ", %zu episode%s", s->episodes, plural(s->episodes));
    strbuf_printf(out, ", %.1f s\n", s->seconds);
    if (s->files_unchanged > 0)
        strbuf_printf(out, "  unchanged %zu file%s: the same bytes and options as before\n",
            s->files_unchanged, plural(s->files_unchanged));
    if (s->files_unrecognised > 0)
        strbuf_printf(out, "  skipped   %zu file%s of no known format\n", s->files_unrecognised,
            plural(s->files_unrecognised));
}

size_t
store_count_models(struct store *store)
{
    return (size_t)sql_int_of(store->db, "SELECT count(*) FROM model WHERE id NOT IN (SELECT parent"
        " FROM model WHERE parent IS NOT NULL)", 0);
}

/* Which models meet across files, and by what. */
static void
say_models(const struct import_summary *s, struct store *store, struct strbuf *out)
{
    size_t all = store_count_models(store);
    long long sources = (long long)sql_int_of(store->db, "SELECT count(*) FROM source", 0);
    long long renamed = (long long)sql_int_of(store->db, "SELECT count(*) FROM (SELECT model FROM"
        " alias GROUP BY model HAVING count(*) > 1)", 0);

    strbuf_printf(out, "  models    %zu, %zu of them new", all, s->models_new);
    if (sources > 1)
        strbuf_printf(out, "; %zu in several files", s->models_joined);
    if (renamed > 0)
        strbuf_printf(out, "; %lld under several names", renamed);
    strbuf_putc(out, '\n');
    if (sources > 1 && all > s->models_joined && !store->temporary)
        strbuf_printf(out, "            %zu in one file only: paretop alias -d %s --suggest\n",
            all - s->models_joined, store->path);
}

/* Measures of both forms with the directions assumed. */
static void
say_measures(struct store *store, struct strbuf *out)
{
    static const char sql[] =
        "SELECT name, CASE WHEN max(direction) > 0 THEN 1 ELSE min(direction) END FROM (SELECT name,"
        " direction FROM measure UNION ALL SELECT name, direction FROM field WHERE role = 'measure'"
        " UNION ALL SELECT substr(name, 11), CASE value WHEN 'max' THEN 1 ELSE -1 END FROM setting"
        " WHERE name GLOB 'direction:*') GROUP BY name ORDER BY 1";
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

enum { FEW_FILES = 3, MOST_NOTES = 12 };

/* Notes of one kind, the first of them in full. */
static void
say_notes(const struct import_summary *s, const char *kind, const char *label, struct strbuf *out)
{
    size_t said = 0, more = 0;

    for (size_t i = 0; i < s->n_notes; i++) {
        const struct import_note *note = &s->notes[i];

        if (strcmp(note->kind, kind) != 0)
            continue;
        if (said == MOST_NOTES) {
            more++;
            continue;
        }
        strbuf_printf(out, "  %-9s %s%s%s: %s\n", said++ == 0 ? label : "", note->source,
            note->place != NULL ? ", " : "", note->place != NULL ? note->place : "", note->text);
    }
    if (more > 0)
        strbuf_printf(out, "            and %zu more: paretop list warnings\n", more);
}

static void
say_refused(const struct import_summary *s, struct strbuf *out)
{
    for (size_t i = 0; i < s->n_refused; i++)
        strbuf_printf(out, "  %-9s %s%s%s\n", i == 0 ? "refused" : "", s->refused[i].text,
            s->refused[i].place != NULL && *s->refused[i].place != '\0' ? "\n            " : "",
            s->refused[i].place != NULL ? s->refused[i].place : "");
}

void
import_summary_text(const struct import_summary *s, struct store *store, struct strbuf *out)
{
    say_files(s, out);
    say_models(s, store, out);
    say_measures(store, out);
    if (s->files_read <= FEW_FILES)
        say_notes(s, "role", "columns", out);
    if (s->suspects > 0)
        strbuf_printf(out, "  suspects  %zu value%s taken as \"not recorded\"\n", s->suspects,
            plural(s->suspects));
    say_notes(s, "suspect", "", out);
    say_notes(s, "warning", "warnings", out);
    say_notes(s, "", "note", out);
    if (s->rejects > 0)
        strbuf_printf(out, "  rejected  %zu record%s\n", s->rejects, plural(s->rejects));
    say_notes(s, "reject", "", out);
    say_refused(s, out);
}
