/* feed.c - see feed.h.
 *
 * Records are collected in batches. A full one is handed to a thread that stores it while the
 * next one is filled, so that parsing and storing take the time of the longer of them; the
 * thread is started by the first full batch, for a small file has none. Batches are a ring:
 * `filled` counts those handed over, `stored` those that the thread is done with. A batch
 * belongs to the thread from being handed over until it is counted as stored, and the
 * connection belongs to the thread while there is such a batch: feed_wait ends that.
 */
#include "store/feed_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/thread.h"

enum { ITEMS = 0, BATCHES = 4, BATCH_RECORDS = 512, BATCH_BYTES = 1 << 20 };

struct feed {
    sqlite3 *db;
    size_t target, columns;              /* of the records that are taken; target: width or ITEMS */
    struct batch batches[BATCHES];
    struct batch *filling;               /* by the caller */
    const struct batch *storing;         /* what the virtual table shows */
    sqlite3_stmt *insert, *last_key;     /* of the target; last_key: if it has keys */
    sqlite3_stmt *insert_raw;

    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;               /* of what follows */
    pthread_cond_t handed, done;
    size_t filled, stored;
    bool closing, failed;
    struct error failure;
};

/* --- storing --- */

static bool
store_raws(struct feed *feed, const struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->n_raws; i++) {
        const struct raw_cell *raw = &batch->raws[i];

        if (feed->insert_raw == NULL && (feed->insert_raw = sql_prepare(feed->db,
                "INSERT INTO raw (source, row, ordinal, text) VALUES (?, ?, ?, ?)", err)) == NULL)
            return false;
        sql_int(feed->insert_raw, 1, raw->source);
        sql_int(feed->insert_raw, 2, raw->row);
        sql_int(feed->insert_raw, 3, raw->ordinal);
        sqlite3_bind_text(feed->insert_raw, 4, batch->text + raw->offset, (int)raw->length,
            SQLITE_STATIC);
        if (!sql_run(feed->insert_raw, err))
            return false;
    }
    return true;
}

static void
batch_clear(struct batch *batch)
{
    batch->records = batch->n_raws = batch->length = 0;
}

/* Records whose keys go on where the table ends are stored without them: SQLite then numbers
 * them itself, and does not look for each of them whether it is there. */
static bool
store_records(struct feed *feed, struct batch *batch, struct error *err)
{
    if (batch->records == 0)
        return true;
    batch->keyed = feed->last_key != NULL && (sqlite3_step(feed->last_key) != SQLITE_ROW
        || sqlite3_column_int64(feed->last_key, 0) + 1 != batch->first_key);
    sqlite3_reset(feed->last_key);
    return sql_run(feed->insert, err);
}

/* Stores a batch and leaves it empty. */
static bool
store_batch(struct feed *feed, struct batch *batch, struct error *err)
{
    bool done;

    feed->storing = batch;
    done = store_records(feed, batch, err) && store_raws(feed, batch, err);
    feed->storing = NULL;
    batch_clear(batch);
    return done;
}

/* After a failure the batches that follow are thrown away: the file is lost anyway. */
static void *
store_batches(void *context)
{
    struct feed *feed = context;

    pthread_mutex_lock(&feed->mutex);
    for (;;) {
        struct batch *batch = &feed->batches[feed->stored % BATCHES];
        struct error why = { .kind = ERROR_NONE };
        bool skip = feed->failed, done;

        if (feed->stored == feed->filled) {
            if (feed->closing)
                break;
            pthread_cond_wait(&feed->handed, &feed->mutex);
            continue;
        }
        pthread_mutex_unlock(&feed->mutex);
        done = skip || store_batch(feed, batch, &why);
        batch_clear(batch);
        pthread_mutex_lock(&feed->mutex);
        if (!done) {
            feed->failed = true;
            feed->failure = why;
        }
        feed->stored++;
        pthread_cond_signal(&feed->done);
    }
    pthread_mutex_unlock(&feed->mutex);
    return NULL;
}

/* --- handing over --- */

/* Waits until at most so many batches are with the thread, and takes its failure. */
static bool
wait_for(struct feed *feed, size_t most, struct error *err)
{
    bool failed;

    if (!feed->has_thread)
        return true;
    pthread_mutex_lock(&feed->mutex);
    while (feed->filled - feed->stored > most)
        pthread_cond_wait(&feed->done, &feed->mutex);
    failed = feed->failed;
    if (failed && err != NULL)
        *err = feed->failure;
    pthread_mutex_unlock(&feed->mutex);
    return !failed;
}

void
feed_wait(struct feed *feed)
{
    wait_for(feed, 0, NULL);
}

bool
feed_flush(struct feed *feed, struct error *err)
{
    return wait_for(feed, 0, err) && store_batch(feed, feed->filling, err);
}

void
feed_forget(struct feed *feed)
{
    feed_wait(feed);
    batch_clear(feed->filling);
    feed->failed = false;
}

static bool
hand_over(struct feed *feed, struct error *err)
{
    if (!feed->has_thread)
        feed->has_thread = thread_start(&feed->thread, store_batches, feed);
    if (!feed->has_thread)
        return store_batch(feed, feed->filling, err);
    pthread_mutex_lock(&feed->mutex);
    feed->filled++;
    feed->filling = &feed->batches[feed->filled % BATCHES];
    pthread_cond_signal(&feed->handed);
    pthread_mutex_unlock(&feed->mutex);
    if (!wait_for(feed, BATCHES - 1, err))
        return false;
    feed->filling->columns = feed->columns;
    return true;
}

/* --- the feed --- */

struct feed *
feed_new(sqlite3 *db)
{
    struct feed *feed = mem_zalloc(1, sizeof *feed);

    feed->db = db;
    feed->filling = &feed->batches[0];
    pthread_mutex_init(&feed->mutex, NULL);
    pthread_cond_init(&feed->handed, NULL);
    pthread_cond_init(&feed->done, NULL);
    return feed;
}

static void
end_thread(struct feed *feed)
{
    if (!feed->has_thread)
        return;
    pthread_mutex_lock(&feed->mutex);
    feed->closing = true;
    pthread_cond_signal(&feed->handed);
    pthread_mutex_unlock(&feed->mutex);
    pthread_join(feed->thread, NULL);
}

static void
drop_statements(struct feed *feed)
{
    sqlite3_finalize(feed->insert);
    sqlite3_finalize(feed->last_key);
    feed->insert = feed->last_key = NULL;
}

void
feed_free(struct feed *feed)
{
    if (feed == NULL)
        return;
    end_thread(feed);
    drop_statements(feed);
    sqlite3_finalize(feed->insert_raw);
    for (size_t i = 0; i < BATCHES; i++) {
        free(feed->batches[i].cells);
        free(feed->batches[i].text);
        free(feed->batches[i].raws);
    }
    pthread_mutex_destroy(&feed->mutex);
    pthread_cond_destroy(&feed->handed);
    pthread_cond_destroy(&feed->done);
    free(feed);
}

/* The statement that takes a batch, and the one that asks where the table ends, if its records
 * have keys. The virtual table's name is a word that nobody writes by chance. */
static bool
prepare(struct feed *feed, const char *insert, const char *last_key, struct error *err)
{
    drop_statements(feed);
    if (!feed_table_create(feed->db, &feed->storing, feed->columns, err))
        return false;
    if (last_key != NULL && (feed->last_key = sql_prepare(feed->db, last_key, err)) == NULL)
        return false;
    feed->insert = sql_prepare(feed->db, insert, err);
    return feed->insert != NULL;
}

static bool
prepare_wide(struct feed *feed, size_t width, struct error *err)
{
    char *last_key = mem_printf("SELECT max(row) FROM wide_%zu", width);
    char *insert = mem_printf("INSERT OR FAIL INTO wide_%zu SELECT * FROM paretop_feed_%zu", width,
        feed->columns);
    bool done = prepare(feed, insert, last_key, err);

    free(last_key);
    free(insert);
    return done;
}

/* Whether the statements are those of this target already. */
static bool
turn_to(struct feed *feed, size_t target, size_t columns)
{
    bool same = feed->insert != NULL && feed->target == target;

    feed_forget(feed);
    feed->target = target;
    feed->columns = feed->filling->columns = columns;
    return same;
}

bool
feed_begin(struct feed *feed, size_t width, struct error *err)
{
    return turn_to(feed, width, FEED_EXTRA + width) || prepare_wide(feed, width, err);
}

bool
feed_begin_items(struct feed *feed, struct error *err)
{
    return turn_to(feed, ITEMS, 1 + ITEM_CELLS) || prepare(feed, "INSERT INTO item (run, measure,"
        " item, cluster, value, place) SELECT f1, f2, f3, f4, f5, f6 FROM paretop_feed_7", NULL,
        err);
}

/* --- records --- */

struct feed_cell *
feed_cells(struct feed *feed, int64_t key, struct error *err)
{
    struct batch *batch = feed->filling;
    size_t n = feed->columns - 1;
    struct feed_cell *cells;

    if (batch->records > 0 && feed->last_key != NULL
        && key != batch->first_key + (int64_t)batch->records) {
        if (!hand_over(feed, err))
            return NULL;
        batch = feed->filling;
    }
    if (batch->records == 0)
        batch->first_key = key;
    ARRAY_RESERVE(batch->cells, (batch->records + 1) * n, batch->capacity);
    cells = &batch->cells[batch->records * n];
    memset(cells, 0, n * sizeof *cells);
    return cells;
}

/* Returns where the copy begins. */
static size_t
copy_in(struct batch *batch, const void *bytes, size_t length)
{
    size_t offset = batch->length;

    ARRAY_RESERVE(batch->text, batch->length + length + 1, batch->text_capacity);
    memcpy(batch->text + offset, bytes, length);
    batch->length += length;
    return offset;
}

void
feed_text(struct feed *feed, struct feed_cell *cell, const char *text, size_t length)
{
    cell->type = FEED_TEXT;
    cell->is.offset = copy_in(feed->filling, text, length);
    cell->length = (uint32_t)length;
}

void
feed_bytes(struct feed *feed, struct feed_cell *cell, const void *bytes, size_t length)
{
    feed_text(feed, cell, bytes, length);
    cell->type = FEED_BYTES;
}

void
feed_raw(struct feed *feed, int64_t source, int64_t row, int64_t ordinal, const char *text,
    size_t length)
{
    struct batch *batch = feed->filling;
    struct raw_cell raw = { source, row, ordinal, copy_in(batch, text, length), length };

    ARRAY_PUSH(batch->raws, batch->n_raws, batch->cap_raws, raw);
}

bool
feed_record(struct feed *feed, struct error *err)
{
    struct batch *batch = feed->filling;

    batch->records++;
    return (batch->records < BATCH_RECORDS && batch->length < BATCH_BYTES)
        || hand_over(feed, err);
}
