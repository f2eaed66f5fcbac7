/* spellings.c - see spellings.h. */
#include "store/spellings.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/ingest_parts.h"

enum { MOST_PAIRS = 3 };

/* Without case and separators, but with the blanks around it cut, which nobody sees. */
static char *
fold(const char *name, bool keep_separators)
{
    char *folded = mem_alloc(strlen(name) + 1), *to = folded;

    name += strspn(name, " \t\r\n");
    for (const char *at = name; *at != '\0'; at++)
        if (keep_separators)
            *to++ = *at;
        else if (strchr(" _-\t\r\n", *at) == NULL)
            *to++ = (char)tolower((unsigned char)*at);
    while (to > folded && strchr(" \t\r\n", to[-1]) != NULL)
        to--;
    *to = '\0';
    return folded;
}

static bool
same_folded(const char *a, const char *b, bool keep_separators)
{
    char *x = fold(a, keep_separators), *y = fold(b, keep_separators);
    bool same = strcmp(x, y) == 0;

    free(x);
    free(y);
    return same;
}

static void
warn_pair(struct ingest *ingest, const char *first, const char *second, const char *model)
{
    const char *const raws[] = { first, second };
    struct strbuf text;

    strbuf_init(&text);
    strbuf_printf(&text, "\"%s\" and \"%s\" are spellings of one model, but stay two points where"
        " both have a value; ", first, second);
    store_say_command(ingest->store, "alias", &text);
    for (size_t i = 0; i < 2; i++) {
        char *raw = text_escape(raws[i]), *name = text_escape(model);

        if (!same_folded(raws[i], model, true))
            strbuf_printf(&text, " '%s=%s'", raw, name);
        free(raw);
        free(name);
    }
    strbuf_puts(&text, ", or :alias, makes them one");
    ingest->counts.warnings++;
    ingest_note(ingest, "warning", NULL, text.data);
    strbuf_release(&text);
}

static void
warn_more(struct ingest *ingest, size_t n)
{
    char *text = mem_printf("%zu more pair%s of names, spellings of one model each, stay apart: paretop list"
        " aliases", n, n == 1 ? "" : "s");

    ingest->counts.warnings++;
    ingest_note(ingest, "warning", NULL, text);
    free(text);
}

bool
spellings_warn(struct ingest *ingest, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(ingest->store->db,
        "WITH named AS (SELECT n.raw AS raw, a.model AS"
        " model FROM mention n JOIN alias a ON a.raw = n.raw AND a.source = 0 AND a.decided <> 'user'"
        " WHERE n.source = ?1) SELECT named.raw, m.name, m.id FROM named JOIN model m ON m.id ="
        " named.model WHERE m.id IN (SELECT model FROM named GROUP BY model HAVING count(*) > 1)"
        " ORDER BY m.id, trim(named.raw) <> m.name, named.raw", err);
    char *first = NULL;
    size_t pairs = 0;
    int64_t model = 0;

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, ingest->source);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *raw = sql_column_text(stmt, 0);

        if (first == NULL || sqlite3_column_int64(stmt, 2) != model) {
            free(first);
            first = mem_strdup(raw);
            model = sqlite3_column_int64(stmt, 2);
        } else if (same_folded(first, raw, false) && !same_folded(first, raw, true)) {
            if (pairs++ < MOST_PAIRS)
                warn_pair(ingest, first, raw, sql_column_text(stmt, 1));
        }
    }
    if (pairs > MOST_PAIRS)
        warn_more(ingest, pairs - MOST_PAIRS);
    free(first);
    sqlite3_finalize(stmt);
    return true;
}
