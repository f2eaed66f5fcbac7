/* suggest.c - names that are probably one model: suggestions only, decided by the user.
 *
 * Two names are near when they have the same numbers in the same order (7B is not 70B, 3.1
 * is not 3.5) and their letters differ by at most a quarter.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/identity.h"

struct name { char *raw, *model, *letters, *numbers; };

/* Letters and numbers of a name apart: "Llama-3.1-8B" is "llamab" and "3 1 8". */
static void
take_apart(struct name *name)
{
    struct identity_name parsed = identity_parse(name->raw);
    const char *canonical = parsed.canonical;
    struct strbuf letters, numbers;

    strbuf_init(&letters);
    strbuf_init(&numbers);
    for (const char *at = canonical; *at != '\0'; at++) {
        if (isdigit((unsigned char)*at)) {
            if (at == canonical || !isdigit((unsigned char)at[-1]))
                strbuf_putc(&numbers, ' ');
            strbuf_putc(&numbers, *at);
        } else if (*at != '-' && *at != '.' && *at != ' ') {
            strbuf_putc(&letters, *at);
        }
    }
    name->letters = strbuf_detach(&letters);
    name->numbers = strbuf_detach(&numbers);
    identity_name_release(&parsed);
}

static struct name *
names_load(struct store *store, size_t *n, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT a.raw, m.name FROM alias a JOIN model m ON"
        " m.id = a.model WHERE a.source = 0 ORDER BY m.id, a.raw", err);
    struct name *names = NULL;
    size_t capacity = 0;

    *n = 0;
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        struct name name = { mem_strdup(sql_column_text(stmt, 0)),
            mem_strdup(sql_column_text(stmt, 1)), NULL, NULL };

        take_apart(&name);
        ARRAY_PUSH(names, *n, capacity, name);
    }
    sqlite3_finalize(stmt);
    return names;
}

/* 0..100; 0 = no suggestion. */
static int
nearness(const struct name *a, const struct name *b)
{
    size_t longest = strlen(a->letters) > strlen(b->letters) ? strlen(a->letters)
        : strlen(b->letters), distance;

    if (strcmp(a->model, b->model) == 0 || strcmp(a->numbers, b->numbers) != 0 || longest == 0)
        return 0;
    distance = text_distance(a->letters, b->letters);
    return distance * 4 <= longest ? (int)(100 - 100 * distance / longest) : 0;
}

struct frame *
suggestions_frame(struct store *store, struct error *err)
{
    struct { const struct name *a, *b; int score; } *pairs = NULL;
    size_t n, n_pairs = 0, capacity = 0;
    struct name *names = names_load(store, &n, err);
    struct frame *frame;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            int score = nearness(&names[i], &names[j]);

            if (score == 0)
                continue;
            ARRAY_RESERVE(pairs, n_pairs + 1, capacity);
            pairs[n_pairs].a = &names[i];
            pairs[n_pairs].b = &names[j];
            pairs[n_pairs++].score = score;
        }
    frame = frame_new(SHAPE_ROWS, n_pairs);
    frame_add_column(frame, "raw", COLUMN_TEXT, ROLE_KEY);
    frame_add_column(frame, "model", COLUMN_TEXT, ROLE_ATTRIBUTE);
    frame_add_column(frame, "score", COLUMN_NUMBER, ROLE_MEASURE);
    frame_add_column(frame, "why", COLUMN_TEXT, ROLE_ATTRIBUTE);
    for (size_t i = 0; i < n_pairs; i++) {
        frame->columns[0].text[i] = arena_strdup(frame->arena, pairs[i].a->raw);
        frame->columns[1].text[i] = arena_strdup(frame->arena, pairs[i].b->model);
        frame->columns[2].value[i] = pairs[i].score;
        frame->columns[3].text[i] = "the same numbers, nearly the same letters";
        frame->key[i] = frame->label[i] = frame->columns[0].text[i];
    }
    frame->grouping = "suggestions";
    frame->rows_total = n_pairs;
    for (size_t i = 0; i < n; i++) {
        free(names[i].raw);
        free(names[i].model);
        free(names[i].letters);
        free(names[i].numbers);
    }
    free(names);
    free(pairs);
    return frame;
}
