/* Tables of many rows in the explorer: the first answer and the last agree, filters select rows of
 * the frame that is there, and what is taken at once is what would be taken one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "session/explorer.h"
#include "session/order.h"
#include "skip.h"
#include "slowly.h"
#include "store/filter.h"

enum { ROWS = 60000 };

static unsigned
next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(*state >> 40);
}

/* --- filters --- */

static struct frame *
odd_frame(void)
{
    static const double odd[] = { NAN, INFINITY, -INFINITY, 0, -0.0, 9007199254740993.0 };
    struct frame *frame = frame_new(SHAPE_ROWS, 5000);
    uint64_t state = 7;

    frame_add_column(frame, "a", COLUMN_NUMBER, ROLE_MEASURE);
    frame_add_column(frame, "b", COLUMN_NUMBER, ROLE_MEASURE);
    for (size_t c = 0; c < 2; c++)
        for (size_t row = 0; row < frame->rows; row++)
            frame->columns[c].value[row] = next(&state) % 4 == 0 ? odd[next(&state) % 6]
                : (double)(next(&state) % 100) / 10;
    return frame;
}

/* "+a" is no column to SQLite, so that it looks at every row itself. */
static void
assert_same_rows(const struct frame *frame, const char *ours, const char *sqlites)
{
    size_t *a, *b, n, m;
    struct error err = { 0 };

    assert_true(filter_rows(frame, ours, &a, &n, &err));
    assert_true(filter_rows(frame, sqlites, &b, &m, &err));
    if (n != m || memcmp(a, b, n * sizeof *a) != 0)
        print_message("%s: %zu rows, but %s: %zu\n", ours, n, sqlites, m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n * sizeof *a);
    free(a);
    free(b);
}

static void
filters_at_once_are_those_of_sql(void **state)
{
    static const char *const pairs[][2] = { { "a < 5", "+a < 5" }, { "a <= 5", "+a <= 5" },
        { "a > 0", "+a > 0" }, { "a >= 0.0", "+a >= 0.0" }, { "a = 0", "+a = 0" },
        { "a <> 0", "+a <> 0" }, { "5 > a", "5 > +a" },
        { "a between 1 and 4", "+a between 1 and 4" },
        { "a > 1 and b < 4", "+a > 1 and +b < 4" },
        { "a > 1 and b < 4 and a <= b", "+a > 1 and +b < 4 and +a <= b" },
        { "a is null", "+a is null" }, { "b is not null", "+b is not null" },
        { "a is null and b > 2", "+a is null and +b > 2" },
        { "a in (1, 2, 3)", "+a in (1, 2, 3)" }, { "a < '5'", "cast(a as real) < 5" },
        { "a < 5 or b < 1", "+a < 5 or +b < 1" }, { "a < null", "+a < null" },
        { "a < 5 and 1 = 0", "+a < 5 and 1 = 0" }, { "a < 9e999", "+a < 9e999" },
        { "a = 9007199254740993", "+a = 9007199254740993" },
        { "a < 9007199254740992", "+a < 9007199254740992" },
        { "not a < 5", "not +a < 5" }, { "a", "+a" }, { "a < 2 + 3", "+a < 2 + 3" } };
    struct frame *frame = odd_frame();

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_same_rows(frame, pairs[i][0], pairs[i][1]);
    frame_free(frame);
}

static void
views_borrow_and_selections_copy(void **state)
{
    struct frame *frame = odd_frame(), *view, *copy;
    const size_t rows[] = { 3, 70, 4999 };

    (void)state;
    frame->key[70] = arena_strdup(frame->arena, "seventy");
    view = frame_view(frame, rows, 3);
    copy = frame_select(frame, rows, 3);
    assert_ptr_equal(view->key[1], frame->key[70]);
    assert_ptr_not_equal(copy->key[1], frame->key[70]);
    assert_string_equal(copy->key[1], "seventy");
    assert_memory_equal(view->columns[1].value, copy->columns[1].value, 3 * sizeof(double));
    frame_free(view);
    frame_free(copy);
    frame_free(frame);
}

/* --- order --- */

static void
sorting_is_stable_and_leaves_missing_last(void **state)
{
    struct frame *frame = odd_frame();
    struct result *result = result_from_frame(frame, "test", "");
    const struct result_table *table = &result->tables[0];
    const double *value = table->columns[table_column(table, "a")].number;

    (void)state;
    for (int down = 0; down < 2; down++) {
        struct string_list sort = { 0 };
        struct order_wish wish = { .sort = &sort };
        size_t n, *order;

        string_list_add(&sort, down ? "-a" : "+a");
        order = table_order(table, &wish, &n);
        assert_int_equal(n, frame->rows);
        for (size_t i = 1; i < n; i++) {
            double before = value[order[i - 1]], here = value[order[i]];

            assert_true(isnan(here) || (down ? before >= here : before <= here));
            if (before == here || (isnan(before) && isnan(here)))
                assert_true(order[i - 1] < order[i]);
        }
        free(order);
        string_list_clear(&sort);
    }
    result_free(result);
    frame_free(frame);
}

/* --- the explorer --- */

struct desk { struct session *session; char path[40]; };

static struct desk
start_desk(size_t rows)
{
    static const char *const commands[] = { "by row", "objective max:quality,min:cost" };
    struct desk desk = { .path = "/tmp/paretop-large-XXXXXX" };
    const char *path = desk.path;
    struct session_options options = { .files = &path, .n_files = 1, .commands = commands,
        .n_commands = 2, .columns = 100, .rows = 30 };
    FILE *file = fdopen(mkstemp(desk.path), "w");
    struct error err = { 0 };
    uint64_t state = 3;

    fputs("quality,cost\n", file);
    for (size_t row = 0; row < rows; row++)
        fprintf(file, "0.%05u,0.%05u\n", next(&state) % 100000, next(&state) % 100000);
    fclose(file);
    assert_true(session_new(&desk.session, &options, &err));
    return desk;
}

static struct desk
open_desk(void)
{
    struct desk desk = start_desk(ROWS);

    session_wait(desk.session);
    return desk;
}

static void
close_desk(struct desk *desk)
{
    session_free(desk->session);
    unlink(desk->path);
}

static double
count_on(const struct answer *answer)
{
    const struct result_table *table = &answer->result->tables[0];
    const double *on = table->columns[table_column(table, "on_frontier")].number;
    double sum = 0;

    for (size_t row = 0; row < table->rows; row++)
        sum += on[row] == 1;
    return sum;
}

/* Takes answers as they come: whether a first one was seen, and that all say the same. */
static bool
follow(struct session *session)
{
    const struct answer *answer;
    bool early = false;
    double on = 0;
    char title[200];

    do {
        session_settle(session);
        answer = session_answer(session);
        if (answer->partial && strcmp(answer->question, session->asked[PAGE_FRONTIER]) == 0) {
            early = true;
            on = count_on(answer);
            snprintf(title, sizeof title, "%s", answer->result->title);
            assert_true(answer->result->tables[0].rows < 5000);
        }
    } while (!worker_is_idle(session->worker));
    session_poll(session);
    answer = session_answer(session);
    assert_false(answer->partial);
    if (early) {
        assert_true(count_on(answer) == on);
        assert_string_equal(answer->result->title, title);
    }
    return early;
}

static void
filter_steps_agree_with_themselves(void **state)
{
    static const char *const steps[] = { "where cost < 0.9", "where cost < 0.5",
        "where cost > 0.25 and quality < 0.75", "where none", "objective max:cost,min:quality",
        "set rule weak", "set rule unique", "where quality > 0.5", "set rule strict",
        "where cost < -1" };
    struct desk desk = open_desk();
    struct canvas *canvas = canvas_new(100, 30, false);
    size_t early = 0;

    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct error err = { 0 };

        assert_true(session_command(desk.session, steps[i], &err));
        early += follow(desk.session);
        session_render(desk.session, canvas);
    }
    /* A loaded machine may give the last answer as soon as the first. */
    assert_true(early > 0);
    canvas_free(canvas);
    close_desk(&desk);
}

static void
a_filter_reads_the_store_no_more(void **state)
{
    struct desk desk = open_desk();
    const struct frame *all = session_answer(desk.session)->frame->frame, *some;

    (void)state;
    assert_true(session_command(desk.session, "where cost < 0.5", NULL));
    follow(desk.session);
    some = session_answer(desk.session)->frame->frame;
    assert_true(some->rows < all->rows && some->rows > 0);
    assert_int_equal(some->rows_total, ROWS);
    assert_ptr_equal(some->key[0], all->key[some->row_number[0]]);
    assert_true(session_command(desk.session, "objective max:cost,min:quality", NULL));
    follow(desk.session);
    assert_ptr_equal(session_answer(desk.session)->frame->frame, some);
    assert_false(session_command(desk.session, "objective max:", NULL));
    close_desk(&desk);
}

/* Steps that come faster than answers: only the last one's stays. */
static void
the_last_of_quick_steps_is_answered(void **state)
{
    struct desk desk = open_desk();
    char line[40];

    (void)state;
    for (int i = 0; i < 40; i++) {
        snprintf(line, sizeof line, "where cost < 0.%d", 90 - i);
        assert_true(session_command(desk.session, line, NULL));
        if (i % 3 == 0)
            session_poll(desk.session);
        session_press(desk.session, 'j');
    }
    session_wait(desk.session);
    assert_false(session_answer(desk.session)->partial);
    assert_non_null(strstr(session_answer(desk.session)->result->title, "where cost < 0.51"));
    close_desk(&desk);
}

/* A file of 17 MB: the first records are there while the rest is loaded, and are all that is
 * there when that is given up. */
static void
first_records_come_before_the_whole(void **state)
{
    const struct answer *answer;
    struct canvas *canvas;
    struct strbuf screen;
    struct desk desk;

    (void)state;
    if (runs_under_valgrind())
        SKIP_TEST("a million records take minutes");
    desk = start_desk(1060000);
    canvas = canvas_new(100, 30, false);
    do
        session_settle(desk.session);
    while ((answer = session_answer(desk.session)) == NULL);
    if (!desk.session->loaded) {          /* else the machine reads faster than we compute */
        session_render(desk.session, canvas);
        strbuf_init(&screen);
        canvas_write(canvas, &screen);
        assert_non_null(strstr(screen.data, "loading"));
        assert_true(answer->partial);
        assert_true(answer->frame->frame->rows < 100000 && answer->frame->frame->rows > 1000);
        assert_string_equal(answer->frame->frame->sources[0], desk.path);
        assert_true(count_on(answer) > 0);
        strbuf_release(&screen);
    }
    canvas_free(canvas);
    close_desk(&desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_at_once_are_those_of_sql),
        cmocka_unit_test(views_borrow_and_selections_copy),
        cmocka_unit_test(sorting_is_stable_and_leaves_missing_last),
        cmocka_unit_test(filter_steps_agree_with_themselves),
        cmocka_unit_test(a_filter_reads_the_store_no_more),
        cmocka_unit_test(the_last_of_quick_steps_is_answered),
        cmocka_unit_test(first_records_come_before_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
