/* suspects.c - see suspects.h. */
#include "store/suspects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "store/ingest_parts.h"

bool
suspects_has_token(const char *tokens, const char *token)
{
    const char *comma;

    for (const char *at = tokens; at != NULL; at = comma != NULL ? comma + 1 : NULL) {
        size_t length;

        comma = strchr(at, ',');
        length = comma != NULL ? (size_t)(comma - at) : strlen(at);
        if (strlen(token) == length && strncmp(at, token, length) == 0)
            return true;
    }
    return false;
}

void
suspects_say(struct ingest *ingest, const char *name, const char *tokens,
    const struct suspects *suspects)
{
    const struct { const char *token, *words; size_t count; } kinds[] = {
        { "0", "of 0", suspects->zeros }, { "-1", "of -1", suspects->minus_ones },
        { "inf", "of inf", suspects->infinite } };
    struct strbuf text;
    size_t all = 0;

    strbuf_init(&text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].count > 0 && suspects_has_token(tokens, kinds[i].token)) {
            strbuf_printf(&text, "%s%zu %s%s", all > 0 ? " and " : "", kinds[i].count,
                all > 0 ? "" : text_counted((double)kinds[i].count, "value ", "values "),
                kinds[i].words);
            all += kinds[i].count;
        }
    if (all > 0) {
        char *note = mem_printf("%s: %s %s taken as \"not recorded\" (--missing '%s=%s' is the"
            " default; --missing none keeps %s)", name, text.data, all == 1 ? "is" : "are", name,
            tokens, all == 1 ? "it" : "them");

        ingest->counts.suspects += all;
        ingest_note(ingest, "suspect", NULL, note);
        free(note);
    }
    strbuf_release(&text);
}

void
suspects_note(struct ingest *ingest, int64_t measure, double value)
{
    size_t i;

    if (value != 0 && value != -1 && !isinf(value))
        return;
    for (i = 0; i < ingest->n_suspects && ingest->suspects[i].measure != measure; i++)
        ;
    if (i == ingest->n_suspects)
        ARRAY_PUSH(ingest->suspects, ingest->n_suspects, ingest->cap_suspects,
            ((struct suspects){ .measure = measure }));
    ingest->suspects[i].zeros += value == 0;
    ingest->suspects[i].minus_ones += value == -1;
    ingest->suspects[i].infinite += isinf(value) != 0;
}

bool
suspects_settle(struct ingest *ingest, struct error *err)
{
    sqlite3_stmt *stmt;

    if (ingest->n_suspects == 0)
        return true;
    stmt = sql_prepare(ingest->store->db, "SELECT name, missing FROM measure WHERE id = ?", err);
    for (size_t i = 0; stmt != NULL && i < ingest->n_suspects; i++) {
        sql_int(stmt, 1, ingest->suspects[i].measure);
        if (sqlite3_step(stmt) == SQLITE_ROW)
            suspects_say(ingest, sql_column_text(stmt, 0), sql_column_text(stmt, 1),
                &ingest->suspects[i]);
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    return stmt != NULL;
}
