/* frontier_replicates.c - what else the replicates say: who dominates whom, how many are on the
 * frontier at once, and whether the items that all points have tell another frontier than their
 * values do.
 */
#include "lens/frontier_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lens/lens_parts.h"

enum { NAMES_MOST = 3 };

/* ", A, B and 4 more are on the frontier": those on the one that are not on the other. */
static void
put_those(struct strbuf *out, const struct frontier_work *work, const uint8_t *on,
    const uint8_t *other, const char *what)
{
    size_t n = 0, named = 0;

    for (size_t i = 0; i < work->n; i++)
        n += on[i] && !other[i];
    for (size_t i = 0; i < work->n && named < NAMES_MOST; i++)
        if (on[i] && !other[i])
            strbuf_printf(out, "%s %s", named++ == 0 || named < n ? "," : " and",
                frontier_label(work, i));
    if (n > named)
        strbuf_printf(out, " and %zu more", n - named);
    if (n > 0)
        strbuf_printf(out, " %s %s", n == 1 ? "is" : "are", what);
}

void
frontier_of_shared_items(struct frontier_work *work, struct result *result)
{
    double *point = mem_alloc(work->n * work->d * sizeof *point);
    struct strbuf text;
    bool partly = false;

    strbuf_init(&text);
    memcpy(point, work->point, work->n * work->d * sizeof *point);
    for (size_t k = 0; k < work->d; k++)
        if (work->items[k] != NULL) {
            frontier_item_means(work, k, point);
            partly |= work->items[k]->partly;
        }
    work->on_shared = arena_zalloc(work->arena, work->n, sizeof *work->on_shared);
    dominance_frontier(point, work->n, work->d, work->on_shared);
    if (partly && memcmp(work->on_shared, work->on, work->n) != 0) {
        put_those(&text, work, work->on_shared, work->on, "on the frontier");
        put_those(&text, work, work->on, work->on_shared, "not on the frontier");
        result_note(result, "by the items that all have%s: P(F) is of those items, the values shown "
            "are over all that each point has", text.data);
    } else {
        work->on_shared = NULL;
    }
    strbuf_release(&text);
    free(point);
}

void
frontier_pairs_table(const struct frontier_work *work, struct result *result)
{
    struct result_column *a, *b, *p;
    struct result_table *table;
    size_t m = 0, n = work->n;

    if (work->p_pair == NULL)
        return;
    for (size_t i = 0; i < n * n; i++)
        m += work->p_pair[i] > 0;
    table = result_add_table(result, "pairs", m);
    a = parts_text(result, table, "a", NULL);
    b = parts_text(result, table, "b", NULL);
    p = parts_number(result, table, "p_dominates", "P(a dominates b)", NULL);
    for (size_t i = 0, at = 0; i < n * n; i++) {
        if (!(work->p_pair[i] > 0))
            continue;
        a->text[at] = arena_strdup(work->arena, work->frame->key[work->row[i / n]]);
        b->text[at] = arena_strdup(work->arena, work->frame->key[work->row[i % n]]);
        column_numbers(p)[at++] = work->p_pair[i];
    }
}

void
frontier_sizes_table(const struct frontier_work *work, struct result *result)
{
    struct result_column *size, *share;
    struct result_table *table;
    size_t m = 0;

    if (work->size == NULL)
        return;
    for (size_t i = 0; i <= work->n; i++)
        m += work->size[i] > 0;
    table = result_add_table(result, "sizes", m);
    table->title = "how many points the frontiers of the replicates have";
    size = parts_integer(result, table, "on_frontier", "on frontier");
    share = parts_number(result, table, "share", "of replicates", NULL);
    for (size_t i = 0, at = 0; i <= work->n; i++)
        if (work->size[i] > 0) {
            column_numbers(size)[at] = (double)i;
            column_numbers(share)[at++] = work->size[i];
        }
}
