/* test_store_items.c - points that are known by their items: several samples of an item are
 * averaged first, errors are over items or their clusters, and what a file publishes stands. The
 * figures are worked out by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "unit/pushing_helper.h"
#include "unit/store_helper.h"

static struct frame *
points_where(const char *table, const char *where)
{
    struct store *store = store_of(&table, 1);
    struct frame *frame = frame_of(store, &(struct frame_query){ .where = where });

    store_close(store);
    return frame;
}

static void
assert_point(const struct frame *frame, const char *measure, const char *key, double value,
    double se, double n)
{
    const struct column *column = column_of(frame, measure);
    size_t row = row_of(frame, key);
    double its_se = column->se != NULL ? column->se[row] : (double)NAN;

    if (!(fabs(column->value[row] - value) < 1e-15))
        fail_msg("%s of %s is %.17g, not %.17g", measure, key, column->value[row], value);
    if (isnan(se) ? !isnan(its_se) : !(fabs(its_se - se) < 1e-15))
        fail_msg("the error of %s of %s is %.17g, not %.17g", measure, key, its_se, se);
    assert_true(column->n[row] == n);
}

/* a's items are 2/3, 0 and 1, b's 1, 1/2 and 1: of the samples the means would be the same and the
 * errors those of nine and six. */
static const char samples[] = "model,item,sample,right\n"
    "a,q1,s1,1\na,q1,s2,1\na,q1,s3,0\na,q2,s1,0\na,q2,s2,0\na,q2,s3,0\na,q3,s1,1\na,q3,s2,1\na,q3,s3,1\n"
    "b,q1,s1,1\nb,q1,s2,1\nb,q2,s1,1\nb,q2,s2,0\nb,q3,s1,1\nb,q3,s2,1\n";

static void
samples_of_an_item_are_averaged_first(void **state)
{
    struct frame *frame = points_where(samples, NULL);

    (void)state;
    assert_point(frame, "right", "a", 5.0 / 9, sqrt(14.0 / 54 / 3), 3);
    assert_point(frame, "right", "b", 5.0 / 6, 1.0 / 6, 3);
    assert_true(column_of(frame, "right")->over_items);
    assert_false(column_of(frame, "right")->over_runs);
    assert_true(has_note(frame, "several samples of an item are averaged first"));
    frame_free(frame);
}

/* Items with more samples than others count once: (1 + 0) / 2, not 3 / 4. */
static void
each_item_counts_once(void **state)
{
    struct frame *frame = points_where("model,item,seed,right\na,1,1,1\na,1,2,1\na,1,3,1\na,2,1,0\n",
        NULL);

    (void)state;
    assert_point(frame, "right", "a", 0.5, 0.5, 2);
    frame_free(frame);
}

/* One sample of each: nothing is averaged, and nothing said. Records without an item's name are
 * items of their own, and a missing score is none. */
static void
single_samples_are_items(void **state)
{
    struct frame *frame = points_where("model,item,right\na,1,1\na,2,0\na,,1\na,,0\na,3,\n", NULL);

    (void)state;
    assert_point(frame, "right", "a", 0.5, sqrt(1.0 / 3 / 4), 4);
    assert_false(column_of(frame, "right")->over_items);
    assert_false(has_note(frame, "averaged first"));
    frame_free(frame);
    frame = points_where("model,item,right\na,1,1\na,1,0\n", NULL);
    assert_point(frame, "right", "a", 0.5, (double)NAN, 1);
    frame_free(frame);
}

/* Missing scores leave what else there is of an item; a filter on samples takes out the others. */
static void
missing_scores_and_filters_are_honoured(void **state)
{
    struct frame *frame = points_where(samples, "sample <> 's3'");

    (void)state;
    assert_point(frame, "right", "a", 2.0 / 3, 1.0 / 3, 3);
    assert_true(frame->rows_total == 2);
    frame_free(frame);
    frame = points_where("model,item,sample,right\na,1,x,1\na,1,y,\na,2,x,0\na,2,y,1\na,3,x,\n", NULL);
    assert_point(frame, "right", "a", 0.75, 0.25, 2);
    frame_free(frame);
    frame = points_where("model,item,sample,latency_s\na,1,x,2\na,1,y,4\na,2,x,0\na,2,y,1\n", NULL);
    assert_point(frame, "latency_s", "a", 2, 1, 2);    /* a latency of 0 is none */
    frame_free(frame);
}

/* A document appears once per filter: two points of as many items, not twice the samples. */
static void
a_filter_of_answers_is_a_condition(void **state)
{
    struct frame *frame = points_where("model,doc_id,filter,acc\na,1,strict,0\na,1,flexible,1\n"
        "a,2,strict,1\na,2,flexible,1\na,3,strict,0\na,3,flexible,1\n", NULL);

    (void)state;
    assert_point(frame, "acc", "a · strict", 1.0 / 3, 1.0 / 3, 3);
    assert_point(frame, "acc", "a · flexible", 1, 0, 3);
    assert_false(column_of(frame, "acc")->over_items);
    frame_free(frame);
    frame = points_where("model,filter,acc\na,strict,0.5\n", NULL);    /* no items, no condition */
    assert_int_equal(frame->columns[frame_column(frame, "filter")].role, ROLE_ATTRIBUTE);
    frame_free(frame);
}

/* Two clusters of two items, each right or wrong throughout: sqrt(2 (1^2 + 1^2) / 4^2). */
static void
errors_are_by_clusters_where_items_name_them(void **state)
{
    struct frame *frame = points_where("model,item,cluster,right\na,1,p,1\na,2,p,1\na,3,q,0\na,4,q,0\n",
        NULL);

    (void)state;
    assert_point(frame, "right", "a", 0.5, 0.5, 4);
    assert_true(has_note(frame, "by clusters of items"));
    frame_free(frame);
    frame = points_where("model,item,cluster,right\na,1,p,1\na,1,p,0\na,2,p,1\na,3,q,0\na,4,q,0\n", NULL);
    /* 1/2, 1, 0 and 0: the clusters' sums less their share of the mean are 3/4 and -3/4 */
    assert_point(frame, "right", "a", 0.375, sqrt(2 * 2 * 0.75 * 0.75 / 16), 4);
    frame_free(frame);
    frame = points_where("model,item,cluster,right\na,1,p,1\na,2,p,1\n", NULL);
    assert_point(frame, "right", "a", 1, (double)NAN, 2);
    frame_free(frame);
    frame = points_where("model,item,cluster,right\na,1,p,1\na,2,,1\na,3,q,0\n", NULL);
    assert_point(frame, "right", "a", 2.0 / 3, (double)NAN, 3);
    assert_true(has_note(frame, "some items have a cluster and others have none"));
    frame_free(frame);
}

/* --- runs of nested files --- */

static void
push_seed(struct pushing *p, const char *model, const char *seed)
{
    push_run(p, model, (const struct sink_attribute[]){ { "seed", seed } }, seed != NULL);
}

/* Within a run: 1/2 and 1. */
static void
samples_of_a_run_are_averaged(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "a", NULL, 0);
    push_item(&p, "q1", NULL, 1);
    push_item(&p, "q1", NULL, 0);
    push_item(&p, "q2", NULL, 1);
    push_item(&p, "q3", NULL, (double)NAN);
    frame = push_end(&p, NULL);
    assert_point(frame, "t/acc", "a", 0.75, 0.25, 2);
    assert_true(column_of(frame, "t/acc")->over_items);
    frame_free(frame);
}

/* Seeds of the same items are samples of them; a seed more of one item weighs no more. */
static void
seeds_are_averaged_item_by_item(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_seed(&p, "a", "1");
    push_item(&p, "q1", NULL, 1);
    push_item(&p, "q2", NULL, 0);
    push_seed(&p, "a", "2");
    push_item(&p, "q1", NULL, 1);
    push_item(&p, "q2", NULL, 1);
    push_seed(&p, "a", "3");
    push_item(&p, "q1", NULL, 1);
    frame = push_end(&p, NULL);
    assert_point(frame, "t/acc", "a", 0.75, 0.25, 2);
    assert_false(column_of(frame, "t/acc")->over_runs);
    assert_false(has_note(frame, "between seeds"));
    frame_free(frame);
}

/* A published score is none of ours to compute, neither of one run nor of several. */
static void
what_is_published_stands(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "a", NULL, 0);
    push_score(&p, "t", "acc", 0.7123, NULL, NULL);
    push_item(&p, "q1", NULL, 1);
    push_item(&p, "q2", NULL, 0);
    push_seed(&p, "b", "1");
    push_score(&p, "t", "acc", 0.5, NULL, NULL);
    push_item(&p, "q1", NULL, 1);
    push_seed(&p, "b", "2");
    push_score(&p, "t", "acc", 0.7, NULL, NULL);
    push_item(&p, "q1", NULL, 1);
    frame = push_end(&p, NULL);
    assert_true(value_at(frame, "t/acc", "a") == 0.7123);
    assert_point(frame, "t/acc", "b", 0.6, 0.1, 2);
    assert_true(column_of(frame, "t/acc")->over_runs);
    frame_free(frame);
}

/* Clusters within a run, and an error that one item does not have, which no share of trials
 * replaces. */
static void
runs_have_clusters_too(void **state)
{
    struct pushing p;
    struct frame *frame;

    (void)state;
    push_begin(&p);
    push_run(&p, "a", NULL, 0);
    push_item(&p, "q1", "book", 1);
    push_item(&p, "q2", "book", 1);
    push_item(&p, "q3", "essay", 0);
    push_item(&p, "q4", "essay", 0);
    push_run(&p, "b", NULL, 0);
    push_item(&p, "q1", "book", 1);
    frame = push_end(&p, NULL);
    assert_point(frame, "t/acc", "a", 0.5, 0.5, 4);
    assert_point(frame, "t/acc", "b", 1, (double)NAN, 1);
    frame_free(frame);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_of_an_item_are_averaged_first),
        cmocka_unit_test(each_item_counts_once),
        cmocka_unit_test(single_samples_are_items),
        cmocka_unit_test(missing_scores_and_filters_are_honoured),
        cmocka_unit_test(a_filter_of_answers_is_a_condition),
        cmocka_unit_test(errors_are_by_clusters_where_items_name_them),
        cmocka_unit_test(samples_of_a_run_are_averaged),
        cmocka_unit_test(seeds_are_averaged_item_by_item),
        cmocka_unit_test(what_is_published_stands),
        cmocka_unit_test(runs_have_clusters_too),
    };

    return cmocka_run_group_tests_name("store, items", tests, make_folder, remove_folder);
}
