/* Keys that are typed faster than answers come, and answers that are given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "session/explorer.h"
#include "skip.h"
#include "slowly.h"

enum { COLUMNS = 100, ROWS = 30, CTRL_C = 3, CTRL_L = 12 };

struct desk { struct session *session; char path[32]; };

static struct desk
open_desk_on(const char *database, size_t rows)
{
    struct desk desk = { .path = "/tmp/typing-XXXXXX" };
    FILE *file = fdopen(mkstemp(desk.path), "w");
    const char *files[] = { desk.path };
    const struct session_options options = { .database = database, .files = files,
        .n_files = 1, .format = "csv", .glyphs = GLYPHS_BRAILLE, .columns = COLUMNS,
        .rows = ROWS };
    struct error err = { 0 };

    fputs("model,accuracy,accuracy_stderr,latency_ms\n", file);
    for (size_t i = 0; i < rows; i++)
        fprintf(file, "m%zu,0.%zu,0.01,%zu\n", i, (i * 7919) % 9999 + 1, (i * 104729) % 9973 + 1);
    fclose(file);
    assert_true(session_new(&desk.session, &options, &err));
    return desk;
}

static struct desk
open_desk(size_t rows)
{
    return open_desk_on(NULL, rows);
}

static void
close_desk(struct desk *desk)
{
    session_free(desk->session);
    unlink(desk->path);
}

/* Characters are keys; nothing is waited for between them. */
static unsigned
type(struct session *session, const char *keys)
{
    unsigned effects = 0;

    for (; *keys != '\0'; keys++)
        effects |= session_press(session, *keys);
    return effects;
}

static char *
screen_of(struct session *session)
{
    struct canvas *canvas = canvas_new(COLUMNS, ROWS, false);
    struct strbuf text;

    strbuf_init(&text);
    session_render(session, canvas);
    canvas_write(canvas, &text);
    canvas_free(canvas);
    return strbuf_detach(&text);
}

static void
assert_shows(struct session *session, const char *text)
{
    char *screen = screen_of(session);

    if (strstr(screen, text) == NULL)
        print_message("no \"%s\" in\n%s\n", text, screen);
    assert_non_null(strstr(screen, text));
    free(screen);
}

static void
keys_wait_for_the_first_answer_of_a_page(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    type(desk.session, "6tt");
    assert_int_equal(desk.session->n_typed, 2);
    assert_shows(desk.session, "2 keys wait");
    assert_true(session_wait(desk.session) & SESSION_REDRAW);
    assert_shows(desk.session, "all names (3 of 3");
    assert_int_equal(desk.session->n_typed, 0);
    close_desk(&desk);
}

/* A prompt opens at once; what is typed into it is what is searched for. */
static void
what_is_typed_into_prompts_waits_in_order(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    type(desk.session, "6tt/m7\rn");
    session_wait(desk.session);
    assert_shows(desk.session, "> m7 ");
    type(desk.session, "1");
    session_wait(desk.session);
    type(desk.session, "2jj*c");
    session_wait(desk.session);
    assert_int_equal(desk.session->state.marks.count, 50);
    assert_int_equal(desk.session->state.page, PAGE_COMPARE);
    close_desk(&desk);
}

static void
keys_wait_while_files_are_loaded(void **state)
{
    struct desk desk = open_desk(count_or_part(200000, 10));

    (void)state;
    assert_false(desk.session->loaded);
    type(desk.session, "2jj ");
    assert_true(desk.session->n_typed > 0);
    session_wait(desk.session);
    assert_int_equal(desk.session->state.marks.count, 1);
    assert_int_equal(session_view(desk.session)->cursor, 2);
    assert_int_equal(desk.session->state.page, PAGE_TABLE);
    close_desk(&desk);
}

static void
escape_drops_what_waits(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    type(desk.session, "6tt");
    session_press(desk.session, KEY_ESCAPE);
    assert_int_equal(desk.session->n_typed, 0);
    session_wait(desk.session);
    assert_int_equal(desk.session->views[PAGE_NAMES].table, 0);
    type(desk.session, "5tt");
    session_press(desk.session, CTRL_C);
    session_wait(desk.session);
    assert_int_equal(desk.session->views[PAGE_DATA].table, 0);
    close_desk(&desk);
}

static void
quitting_does_not_wait(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    type(desk.session, "6t");
    assert_true(type(desk.session, "Q") & SESSION_QUIT);
    type(desk.session, "t/");
    assert_false(type(desk.session, "Q") & SESSION_QUIT);    /* it is searched for */
    assert_false(session_wait(desk.session) & SESSION_QUIT);
    assert_string_equal(desk.session->prompt.text.data, "Q");
    close_desk(&desk);
}

/* --- a long answer that is given up --- */

static void
a_long_lens_can_be_stopped(void **state)
{
    struct desk desk;

    (void)state;
    if (runs_under_valgrind())
        SKIP_TEST("what is long there takes minutes");
    desk = open_desk(100);
    session_wait(desk.session);
    /* A million replicates of 100 points. */
    assert_true(session_command(desk.session, "set frontier.b 1000000", NULL));
    session_settle(desk.session);
    assert_false(worker_is_idle(desk.session->worker));
    session_press(desk.session, CTRL_C);
    session_wait(desk.session);
    assert_shows(desk.session, "stopped");
    assert_shows(desk.session, "100 of 100 models");
    type(desk.session, "2jj ");
    session_wait(desk.session);
    assert_int_equal(desk.session->state.marks.count, 1);
    type(desk.session, "u");
    assert_true(session_command(desk.session, "set frontier.b 200", NULL));
    session_wait(desk.session);
    type(desk.session, "1");
    session_wait(desk.session);
    assert_false(session_answer(desk.session)->partial);
    close_desk(&desk);
}

static void
assert_lacks(struct session *session, const char *text)
{
    char *screen = screen_of(session);

    if (strstr(screen, text) != NULL)
        print_message("\"%s\" in\n%s\n", text, screen);
    assert_null(strstr(screen, text));
    free(screen);
}

/* What is on the screen meanwhile is the answer to another question, which its title says. */
static void
an_answer_to_the_question_before_is_marked(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    assert_lacks(desk.session, "computing");
    assert_true(session_command(desk.session, "set frontier.b 5000", NULL));
    session_evaluate(desk.session);
    assert_shows(desk.session, "computing, below is the answer before");
    assert_shows(desk.session, "50 of 50 models");
    session_wait(desk.session);
    assert_lacks(desk.session, "the answer before");
    assert_true(session_command(desk.session, "set frontier.b 6000", NULL));
    session_evaluate(desk.session);
    session_press(desk.session, CTRL_C);
    session_wait(desk.session);
    if (session_was_stopped(desk.session))
        assert_shows(desk.session, "stopped, below is the answer before");
    close_desk(&desk);
}

/* Nothing of the lens before stands under the options of the one that was chosen. */
static void
another_lens_begins_with_an_empty_page(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    assert_true(session_command(desk.session, "lens decide", NULL));
    session_wait(desk.session);
    assert_shows(desk.session, "decide on accuracy");
    assert_true(session_command(desk.session, "lens indicators", NULL));
    session_evaluate(desk.session);
    assert_null(session_chart(desk.session));
    assert_null(session_table(desk.session));
    assert_lacks(desk.session, "decide on accuracy");
    assert_shows(desk.session, "computing");
    type(desk.session, "T");
    session_wait(desk.session);
    assert_lacks(desk.session, "decide on accuracy");
    assert_int_equal(desk.session->views[PAGE_LENS].chart, 1);
    close_desk(&desk);
}

/* A page that has nothing yet says that it was stopped, and how to ask again. */
static void
a_page_that_was_stopped_says_so(void **state)
{
    struct desk desk = open_desk(50);

    (void)state;
    session_wait(desk.session);
    type(desk.session, "6");
    session_press(desk.session, KEY_ESCAPE);
    session_wait(desk.session);
    if (session_answer(desk.session) == NULL)
        assert_shows(desk.session, "stopped; Ctrl-L asks again");
    session_press(desk.session, CTRL_L);
    session_wait(desk.session);
    assert_shows(desk.session, "0 suggestions");
    close_desk(&desk);
}

/* --- loading that is given up --- */

/* Until it is under way and says so. */
static void
await_records(struct session *session)
{
    struct job_meter meter = { 0 };

    do
        session_settle(session);
    while (!session->loaded && (!worker_meter(session->worker, &meter)
            || meter.progress.records == 0));
    assert_false(session->loaded);
}

/* 17 MB. */
enum { MANY = 1060000 };

static void
loading_says_how_far_it_is_and_can_be_stopped(void **state)
{
    struct desk desk, other;
    char *line;

    (void)state;
    if (runs_under_valgrind())
        SKIP_TEST("a million records take minutes");
    desk = open_desk(MANY);
    other = open_desk(10);
    await_records(desk.session);
    assert_shows(desk.session, " MB, ");
    assert_shows(desk.session, " records, ");
    assert_shows(desk.session, "(Ctrl-C stops)");
    session_press(desk.session, CTRL_C);
    session_wait(desk.session);
    assert_false(desk.session->loaded);
    assert_int_equal(desk.session->files.count, 0);
    assert_shows(desk.session, "Nothing was loaded. :open FILE loads");
    assert_shows(desk.session, "loading stopped: nothing of it was kept");
    line = mem_printf("open %s", other.path);
    assert_true(session_command(desk.session, line, NULL));
    session_wait(desk.session);
    assert_shows(desk.session, "10 models");
    free(line);
    close_desk(&other);
    close_desk(&desk);
}

static size_t
count_sources(const char *database)
{
    struct store *store;
    struct frame *frame;
    struct error err = { 0 };
    size_t n;

    assert_true(store_open(&store, database, STORE_READ, &err));
    assert_true(store_sql(store, "select count(*) as n from source", &frame, &err));
    n = (size_t)frame->columns[0].value[0];
    frame_free(frame);
    store_close(store);
    return n;
}

static void
nothing_of_it_is_in_the_database(void **state)
{
    char database[] = "/tmp/typing-db-XXXXXX";
    struct desk desk;

    (void)state;
    if (runs_under_valgrind())
        SKIP_TEST("a million records take minutes");
    close(mkstemp(database));
    unlink(database);
    for (size_t kept = 0; kept < 2; kept++) {
        desk = open_desk_on(database, MANY);
        await_records(desk.session);
        session_press(desk.session, KEY_ESCAPE);
        session_wait(desk.session);
        assert_shows(desk.session, kept ? "10 models" : "Nothing was loaded");
        close_desk(&desk);
        assert_int_equal(count_sources(database), kept);
        if (kept > 0)
            break;
        desk = open_desk_on(database, 10);
        session_wait(desk.session);
        close_desk(&desk);
    }
    unlink(database);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_wait_for_the_first_answer_of_a_page),
        cmocka_unit_test(what_is_typed_into_prompts_waits_in_order),
        cmocka_unit_test(keys_wait_while_files_are_loaded),
        cmocka_unit_test(escape_drops_what_waits),
        cmocka_unit_test(quitting_does_not_wait),
        cmocka_unit_test(a_long_lens_can_be_stopped),
        cmocka_unit_test(an_answer_to_the_question_before_is_marked),
        cmocka_unit_test(another_lens_begins_with_an_empty_page),
        cmocka_unit_test(a_page_that_was_stopped_says_so),
        cmocka_unit_test(loading_says_how_far_it_is_and_can_be_stopped),
        cmocka_unit_test(nothing_of_it_is_in_the_database),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
