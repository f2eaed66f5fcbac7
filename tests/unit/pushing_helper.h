/* pushing_helper.h - what a reader of nested results pushes into the store, without the reader:
 * runs with scores and items of one file, and the points that they make. Included after cmocka. */
#ifndef PARETOP_TESTS_PUSHING_HELPER_H
#define PARETOP_TESTS_PUSHING_HELPER_H

#include "store/ingest.h"
#include "unit/store_helper.h"

struct pushing { struct store *store; struct ingest ingest; };

static const struct ingest_options pushing_options;

static inline void
push_begin(struct pushing *p)
{
    assert_true(store_open(&p->store, NULL, STORE_WRITE, &err));
    assert_true(sql_exec(p->store->db, "INSERT INTO source (path, name, format, sha256, options,"
        " bytes, imported) VALUES ('/x.json', 'x.json', '', '', '', 0, '')", &err));
    ingest_init(&p->ingest, p->store, 1, "x.json", &pushing_options);
    assert_true(p->ingest.sink.begin(&p->ingest.sink, &(struct sink_source){ "test", false, { 0 } },
        &err));
}

static inline void
push_run(struct pushing *p, const char *model, const struct sink_attribute *attributes, size_t n)
{
    assert_true(p->ingest.sink.run(&p->ingest.sink, &(struct sink_run){ model, attributes, n, "$" },
        &err));
}

static inline void
push_score(struct pushing *p, const char *task, const char *metric, double value,
    const char *unit, const struct sink_attribute *condition)
{
    struct sink_score score = sink_score_blank();

    score.task = task;
    score.metric = metric;
    score.value = value;
    score.unit = unit;
    score.conditions = condition;
    score.n_conditions = condition != NULL;
    assert_true(p->ingest.sink.score(&p->ingest.sink, &score, &err));
}

static inline struct frame *
push_end(struct pushing *p, const char *by)
{
    struct frame *frame;

    assert_true(p->ingest.sink.end(&p->ingest.sink, &err));
    ingest_release(&p->ingest);
    frame = frame_of(p->store, &(struct frame_query){ .by = by });
    store_close(p->store);
    return frame;
}

/* An item of the task "t" and the metric "acc". */
static inline void
push_item(struct pushing *p, const char *item, const char *cluster, double value)
{
    const struct sink_item pushed = { .task = "t", .metric = "acc", .item = item,
        .cluster = cluster, .value = value, .place = "$" };

    assert_true(p->ingest.sink.item(&p->ingest.sink, &pushed, &err));
}

#endif
