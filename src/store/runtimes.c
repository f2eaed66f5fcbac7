/* runtimes.c - runtimes that are no scores: curves by prompt size, and single requests.
 *
 * Both come back as long frames, a row per number, with the model and the machine in text
 * columns: what they mean together is the runtime lens's business.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/store_parts.h"

/* The model that a run's raw name stands for: an alias of its source goes before one that
 * holds everywhere. */
#define MODEL_OF_RUN \
    "coalesce((SELECT o.name FROM alias a JOIN model o ON o.id = a.model WHERE a.raw = r.raw" \
    " AND a.source = r.source), (SELECT o.name FROM alias a JOIN model o ON o.id = a.model" \
    " WHERE a.raw = r.raw AND (a.source IS NULL OR a.source = 0)), r.raw)"

struct long_row { char *text[4]; double number[3]; };
struct long_rows { struct long_row *items; size_t n, capacity; };

/* A statement's rows: n_text texts, then n_number numbers. */
static bool
take_rows(sqlite3_stmt *stmt, sqlite3 *db, int n_text, int n_number, struct long_rows *rows,
    struct error *err)
{
    int code;

    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct long_row row = { .text = { NULL } };

        for (int i = 0; i < n_text; i++)
            row.text[i] = mem_strdup((const char *)sqlite3_column_text(stmt, i));
        for (int i = 0; i < n_number; i++)
            row.number[i] = sqlite3_column_type(stmt, n_text + i) == SQLITE_NULL ? (double)NAN
                : sqlite3_column_double(stmt, n_text + i);
        ARRAY_PUSH(rows->items, rows->n, rows->capacity, row);
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE || sql_fail(db, err, "reading runtimes");
}

static void
rows_release(struct long_rows *rows, int n_text)
{
    for (size_t i = 0; i < rows->n; i++)
        for (int k = 0; k < n_text; k++)
            free(rows->items[i].text[k]);
    free(rows->items);
}

static struct frame *
rows_frame(const struct long_rows *rows, enum frame_shape shape, const char *const *texts,
    int n_text, const char *const *numbers, int n_number)
{
    struct frame *frame = frame_new(shape, rows->n);

    for (int i = 0; i < n_text; i++)
        frame_add_column(frame, texts[i], COLUMN_TEXT, i == 0 ? ROLE_KEY : ROLE_ATTRIBUTE);
    for (int i = 0; i < n_number; i++)
        frame_add_column(frame, numbers[i], COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t r = 0; r < rows->n; r++) {
        for (int i = 0; i < n_text; i++)
            frame->columns[i].text[r] = arena_strdup(frame->arena, rows->items[r].text[i]);
        for (int i = 0; i < n_number; i++)
            frame->columns[n_text + i].value[r] = rows->items[r].number[i];
        frame->label[r] = rows->items[r].text[0] != NULL ? frame->columns[0].text[r] : "";
        frame->key[r] = frame->label[r];
    }
    frame->grouping = "by run";
    frame->rows_total = rows->n;
    return frame;
}

bool
store_runtimes(struct store *store, struct frame **out, struct error *err)
{
    static const char *const texts[] = { "model", "hardware", "task", "metric" };
    static const char *const numbers[] = { "run", "prompt_tokens", "value" };
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT " MODEL_OF_RUN ", r.hardware, m.task,"
        " m.metric, r.id AS run, v.x AS x, v.value FROM (SELECT run, measure, x, value FROM"
        " curve WHERE axis = 'prompt_tokens' UNION ALL SELECT run, measure, NULL, value FROM"
        " score WHERE run IN (SELECT run FROM curve WHERE axis = 'prompt_tokens')) v"
        " JOIN run r ON r.id = v.run JOIN measure m ON m.id = v.measure WHERE m.metric IN"
        " ('runtime_for_prompt_tokens', 'runtime_per_output_token', 'overhead')"
        " OR m.name LIKE '%/runtime_for_prompt_tokens' ORDER BY run, m.name, x", err);
    struct long_rows rows = { .items = NULL };
    bool done;

    *out = NULL;
    if (stmt == NULL)
        return false;
    done = take_rows(stmt, store->db, 4, 3, &rows, err);
    if (done && rows.n > 0)
        *out = rows_frame(&rows, SHAPE_SERIES, texts, 4, numbers, 3);
    rows_release(&rows, 4);
    return done;
}

bool
store_requests(struct store *store, struct frame **out, struct error *err)
{
    static const char *const texts[] = { "model", "hardware" };
    static const char *const numbers[] = { "prompt_tokens", "output_tokens", "seconds" };
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT " MODEL_OF_RUN ", r.hardware,"
        " q.prompt_tokens, q.output_tokens, q.seconds FROM request q JOIN run r ON r.id = q.run"
        " WHERE q.error IS NULL ORDER BY q.rowid", err);
    struct long_rows rows = { .items = NULL };
    bool done;

    *out = NULL;
    if (stmt == NULL)
        return false;
    done = take_rows(stmt, store->db, 2, 3, &rows, err);
    if (done && rows.n > 0)
        *out = rows_frame(&rows, SHAPE_REQUESTS, texts, 2, numbers, 3);
    rows_release(&rows, 2);
    return done;
}
