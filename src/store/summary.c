/* summary.c - what an import says when it is done: something a person can act on. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
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
    free(summary->undirected_name);
    memset(summary, 0, sizeof *summary);
}

bool
store_say_command(const struct store *store, const char *command, struct strbuf *out)
{
    strbuf_puts(out, store->temporary ? "paretop import -d DB makes a database of the files, and"
        " paretop " : "paretop ");
    strbuf_printf(out, "%s -d ", command);
    if (store->temporary)
        strbuf_puts(out, "DB");
    else
        text_shell_word(out, store->path);
    return !store->temporary;
}

static const char *
plural(size_t n)
{
    return text_counted((double)n, "", "s");
}

static void
say_files(const struct import_summary *s, struct strbuf *out)
{
    strbuf_printf(out, "  read      %zu file%s", s->files_read, plural(s->files_read));
    for (size_t i = 0; i < s->n_formats; i++) {
        strbuf_puts(out, i == 0 ? ": " : ", ");
        if (s->n_formats > 1)
            strbuf_printf(out, "%zu ", s->formats[i].files);
        strbuf_puts(out, s->formats[i].title);
    }
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
}

enum { FILES_NAMED = 3 };

/* Files that were left alone, by what they are; the first of each by name. */
static void
say_skipped(const struct import_summary *s, struct strbuf *out)
{
    size_t unnamed = s->files_unrecognised - s->n_unrecognised;

    for (size_t i = 0; i < s->n_unrecognised; i++) {
        const char *what = s->unrecognised[i].text;
        size_t n = 0, first = 0, named = 0;

        while (strcmp(s->unrecognised[first].text, what) != 0)
            first++;
        if (first < i)
            continue;
        for (size_t k = i; k < s->n_unrecognised; k++)
            n += strcmp(s->unrecognised[k].text, what) == 0;
        strbuf_printf(out, "  %-9s %zu file%s %s: ", i == 0 ? "skipped" : "", n, plural(n), what);
        for (size_t k = i; k < s->n_unrecognised && named < FILES_NAMED; k++)
            if (strcmp(s->unrecognised[k].text, what) == 0)
                strbuf_printf(out, "%s%s", named++ > 0 ? ", " : "", s->unrecognised[k].source);
        if (n > named)
            strbuf_printf(out, " and %zu more", n - named);
        strbuf_putc(out, '\n');
    }
    if (unnamed > 0)
        strbuf_printf(out, "            and %zu more\n", unnamed);
}

size_t
store_count_models(struct store *store)
{
    return (size_t)sql_int_of(store->db, "SELECT count(*) FROM model WHERE id NOT IN (SELECT parent"
        " FROM model WHERE parent IS NOT NULL)", 0);
}

/* Models that several sources speak of, by themselves or of what they are a case of. */
static const char joined_sql[] = "WITH said AS (SELECT a.model AS model, n.source AS source FROM"
    " mention n JOIN alias a ON a.raw = n.raw AND a.source = 0), spoken AS (SELECT model, source"
    " FROM said UNION SELECT m.id, said.source FROM said JOIN model m ON m.parent = said.model)"
    " SELECT count(*) FROM (SELECT model FROM spoken GROUP BY model HAVING count(*) > 1)";

/* Measures of both forms with the directions assumed. */
static void
count_measures(struct import_summary *s, struct store *store)
{
    static const char sql[] =
        "SELECT name, CASE WHEN max(direction) > 0 THEN 1 ELSE min(direction) END FROM (SELECT name,"
        " direction FROM measure UNION ALL SELECT name, direction FROM field WHERE role = 'measure'"
        " UNION ALL SELECT substr(name, 11), CASE value WHEN 'max' THEN 1 ELSE -1 END FROM setting"
        " WHERE name GLOB 'direction:*') GROUP BY name ORDER BY 1";
    sqlite3_stmt *stmt = sql_prepare(store->db, sql, NULL);

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        int direction = sqlite3_column_int(stmt, 1);

        s->higher += direction > 0;
        s->lower += direction < 0;
        if (direction == 0 && s->undirected++ == 0)
            s->undirected_name = mem_strdup(sql_column_text(stmt, 0));
    }
    sqlite3_finalize(stmt);
}

void
summary_count(struct import_summary *s, struct store *store, size_t models_before)
{
    s->models = store_count_models(store);
    s->models_new = s->models > models_before ? s->models - models_before : 0;
    s->models_renamed = (size_t)sql_int_of(store->db, "SELECT count(*) FROM (SELECT model FROM"
        " alias GROUP BY model HAVING count(*) > 1)", 0);
    s->sources = (size_t)sql_int_of(store->db, "SELECT count(*) FROM source", 0);
    s->models_joined = s->sources > 1 ? (size_t)sql_int_of(store->db, joined_sql, 0) : 0;
    count_measures(s, store);
}

/* Which models meet across files, and by what. */
static void
say_models(const struct import_summary *s, struct store *store, struct strbuf *out)
{
    strbuf_printf(out, "  models    %zu, %zu of them new", s->models, s->models_new);
    if (s->sources > 1)
        strbuf_printf(out, "; %zu in several files", s->models_joined);
    if (s->models_renamed > 0)
        strbuf_printf(out, "; %zu under several names", s->models_renamed);
    strbuf_putc(out, '\n');
    if (s->sources > 1 && s->models > s->models_joined && !store->temporary) {
        strbuf_printf(out, "            %zu in one file only: ", s->models - s->models_joined);
        store_say_command(store, "alias", out);
        strbuf_puts(out, " --suggest\n");
    }
}

static void
say_measures(const struct import_summary *s, struct strbuf *out)
{
    strbuf_printf(out, "  measures  %zu: higher is better %zu, lower %zu",
        s->higher + s->lower + s->undirected, s->higher, s->lower);
    if (s->undirected > 0)
        strbuf_printf(out, "; direction unknown %zu, as %s: give --direction '%s=max' or min",
            s->undirected, s->undirected_name, s->undirected_name);
    strbuf_putc(out, '\n');
}

enum { MOST_NOTES = 12 };

/* A dry run keeps no list of them. */
static void
say_more(size_t n, const char *what, const struct store *store, struct strbuf *out)
{
    strbuf_printf(out, "            and %zu more%s", n, what);
    if (!store->temporary) {
        strbuf_puts(out, ": ");
        store_say_command(store, "list", out);
        strbuf_puts(out, " warnings");
    }
    strbuf_putc(out, '\n');
}

/* Notes of one kind, the first of them in full. */
static void
say_notes(const struct import_summary *s, const char *kind, const char *label,
    const struct store *store, struct strbuf *out)
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
        say_more(more, "", store, out);
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
    say_skipped(s, out);
    say_models(s, store, out);
    say_measures(s, out);
    if (s->files_read <= SUMMARY_FEW_FILES)
        say_notes(s, "role", "columns", store, out);
    if (s->suspects > 0)
        strbuf_printf(out, "  suspects  %zu value%s taken as \"not recorded\"\n", s->suspects,
            plural(s->suspects));
    say_notes(s, "suspect", "", store, out);
    say_notes(s, "repair", "repaired", store, out);
    say_notes(s, "warning", "warnings", store, out);
    say_notes(s, "", "note", store, out);
    if (s->rejects > 0)
        strbuf_printf(out, "  rejected  %zu record%s\n", s->rejects, plural(s->rejects));
    say_notes(s, "reject", "", store, out);
    if (s->notes_left_out > 0)
        say_more(s->notes_left_out, text_counted((double)s->notes_left_out, " note", " notes"),
            store, out);
    say_refused(s, out);
}
