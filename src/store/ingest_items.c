/* ingest_items.c - items: what single questions, samples and instances got.
 *
 * They are by far the most rows of nested results, so they go through the feed, which stores many
 * with one statement, on its thread where there are more than a few.
 */
#include <math.h>
#include <string.h>

#include "store/ingest_parts.h"

/* Items of a table's records come between the records: each goes in by itself. */
static bool
insert_item(struct ingest *ingest, int64_t run, int64_t measure, const struct sink_item *item,
    double value, struct error *err)
{
    sqlite3_stmt *stmt;

    if (!ingest_prepare(ingest, &ingest->insert_item,
        "INSERT INTO item (run, measure, item, cluster, value, place) VALUES (?,?,?,?,?,?)", err))
        return false;
    stmt = ingest->insert_item;
    sql_int(stmt, 1, run);
    sql_int(stmt, 2, measure);
    sql_text_static(stmt, 3, item->item);
    sql_text_static(stmt, 4, item->cluster);
    sql_real(stmt, 5, value);
    sql_text_static(stmt, 6, item->place);
    return sql_run(stmt, err);
}

static void
feed_string(struct feed *feed, struct feed_cell *cell, const char *text)
{
    if (text != NULL)
        feed_text(feed, cell, text, strlen(text));
}

static bool
feed_item(struct ingest *ingest, int64_t run, int64_t measure, const struct sink_item *item,
    double value, struct error *err)
{
    struct feed *feed = ingest->store->feed;
    struct feed_cell *cells;

    if (!ingest->feeds_items && !feed_begin_items(feed, err))
        return false;
    ingest->feeds_items = true;
    cells = feed_cells(feed, 0, err);
    if (cells == NULL)
        return false;
    feed_integer(&cells[ITEM_RUN], run);
    feed_integer(&cells[ITEM_MEASURE], measure);
    feed_string(feed, &cells[ITEM_ID], item->item);
    feed_string(feed, &cells[ITEM_CLUSTER], item->cluster);
    if (!isnan(value))
        feed_real(&cells[ITEM_VALUE], value);
    feed_string(feed, &cells[ITEM_PLACE], item->place);
    return feed_record(feed, err);
}

bool
ingest_item(struct ingest *ingest, int64_t run, const struct sink_item *item, struct error *err)
{
    const struct sink_score like = { .task = item->task, .metric = item->metric,
        .direction = item->direction, .unit = item->unit };
    const struct kept_measure measure = ingest_measure(ingest, &like, err);
    double value = number_scaled(item->value, measure.factor);

    if (measure.id == 0)
        return false;
    ingest->counts.items++;
    return ingest->n_fields > 0 ? insert_item(ingest, run, measure.id, item, value, err)
        : feed_item(ingest, run, measure.id, item, value, err);
}
