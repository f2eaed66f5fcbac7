/* test_print.c - a result in every format, with names that want to break out of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/text.h"
#include "print/print.h"

/* --- helpers --- */

static const char *const hostile[] = { "\033]0;x\007title", "\033[2J\r\nnext", "a|b`c`<b>&",
    "=cmd|' /C calc'!A0", "say \"hi\", twice", "\xe2\x80\xae evil", "]]> </script> -->",
    "\377\376 broken", "" };
enum { N_HOSTILE = sizeof hostile / sizeof *hostile };

static struct result *
hostile_result(void)
{
    struct result *result = result_new("test");
    struct result_table *table = result_add_table(result, "points", N_HOSTILE);
    struct result_column *column = result_add_column(result, table, "model", VALUE_TEXT);
    struct chart *chart;

    table->key = arena_zalloc(result->arena, N_HOSTILE, sizeof *table->key);
    column->key = true;
    for (size_t i = 0; i < N_HOSTILE; i++)
        column->text[i] = table->key[i] = hostile[i];
    column = result_add_column(result, table, "sc|ore\033", VALUE_NUMBER);
    column->unit = "<%>";
    for (size_t i = 0; i < N_HOSTILE; i++)
        column_numbers(column)[i] = (double)i + 0.1;
    chart = result_add_chart(result, "plane", CHART_SCATTER, N_HOSTILE);
    chart->x.name = "x\033[31m";
    chart->y.name = "<y>";
    for (size_t i = 0; i < N_HOSTILE; i++) {
        chart->marks[i].x = (double)i;
        chart->marks[i].y = (double)(i * i);
        chart->marks[i].role = i % 2 ? MARK_FRONTIER : MARK_DOMINATED;
        chart->marks[i].key = chart->marks[i].label = hostile[i];
    }
    result->title = "title \033]0;x\007 <h1>";
    result->verdict = "verdict \r\n# heading | `code` <b>";
    result_note(result, "%s", "note \033[2J\n- item");
    result_set(result, "rule\"", "%s", "a\\b\n\001");
    return result;
}

/* Two models, a flag, an integer, a raw text and missing values. */
static struct result *
small_result(void)
{
    static const char *names[] = { "alpha", "beta" }, *sections[] = { "dominated", "on" };
    static const char *raw[] = { "0.10", NULL };
    static const size_t display[] = { 1, 0 };
    static const enum mark_role roles[] = { MARK_DOMINATED, MARK_FRONTIER };
    struct result *result = result_new("frontier");
    struct result_table *table = result_add_table(result, "points", 2);
    struct result_column *column = result_add_column(result, table, "model", VALUE_TEXT);

    column->key = true;
    column->text[0] = names[0];
    column->text[1] = names[1];
    column = result_add_column(result, table, "score", VALUE_NUMBER);
    column->unit = "%";
    column->direction = DIRECTION_MAX;
    column->text = raw;
    column_numbers(column)[0] = 0.1;
    column_numbers(column)[1] = 1.0 / 3;
    column = result_add_column(result, table, "layer", VALUE_INTEGER);
    column_numbers(column)[1] = 1;
    column = result_add_column(result, table, "on_frontier", VALUE_FLAG);
    column->detail = true;
    column_numbers(column)[0] = 0;
    column_numbers(column)[1] = 1;
    column = result_add_column(result, table, "reason", VALUE_TEXT);
    column->detail = true;
    table->key = names;
    table->section = sections;
    table->display = display;
    table->role = roles;
    result_add_table(result, "budget", 0);
    result->title = "small";
    result->verdict = "1 of 2 is on the frontier.";
    result_note(result, "first note");
    result_set(result, "seed", "%d", 1);
    return result;
}

/* Caller frees. */
static char *
print(const struct result *result, enum print_format format, enum glyphs glyphs, bool plot)
{
    struct print_options options = { .format = format, .plot = plot, .columns = 60,
        .rows = 24, .glyphs = glyphs };
    struct error err = { 0 };
    struct strbuf out;

    strbuf_init(&out);
    assert_true(print_result(result, &options, &out, &err));
    return out.data;
}

static void
assert_printed(const struct result *result, enum print_format format, const char *expected)
{
    char *text = print(result, format, GLYPHS_BRAILLE, false);

    assert_string_equal(text, expected);
    free(text);
}

/* --- formats --- */

static void
test_csv(void **state)
{
    struct result *result = small_result();

    (void)state;
    assert_printed(result, PRINT_CSV,
        "model,score,layer,on_frontier,reason\n"
        "alpha,0.10,,0,\n"
        "beta,0.3333333333333333,1,1,\n");
    result_free(result);
}

static void
test_csv_quotes(void **state)
{
    struct result *result = hostile_result();
    struct print_options options = { .format = PRINT_CSV, .safe_csv = true };
    struct strbuf out;
    char *text = print(result, PRINT_CSV, GLYPHS_BRAILLE, false);

    (void)state;
    assert_non_null(strstr(text, "\"say \"\"hi\"\", twice\",4.1\n"));
    assert_non_null(strstr(text, "\"\033[2J\r\nnext\",1.1\n"));
    assert_non_null(strstr(text, "\n=cmd|' /C calc'!A0,3.1\n"));
    free(text);
    strbuf_init(&out);
    assert_true(print_result(result, &options, &out, NULL));
    assert_non_null(strstr(out.data, "\n'=cmd|' /C calc'!A0,3.1\n"));
    strbuf_release(&out);
    result_free(result);
}

static void
test_csv_numbers_read_back(void **state)
{
    static const double values[] = { 0.1, 1.0 / 3, 1e300, 5e-324, -0.0, 123456789012345680,
        -2.5e-7, INFINITY, 100 };
    enum { N = sizeof values / sizeof *values };
    struct result *result = result_new("t");
    struct result_table *table = result_add_table(result, "t", N);
    struct result_column *column = result_add_column(result, table, "x", VALUE_NUMBER);
    char *text, *at;

    (void)state;
    memcpy(column_numbers(column), values, sizeof values);
    text = print(result, PRINT_CSV, GLYPHS_BRAILLE, false);
    at = strchr(text, '\n') + 1;
    for (size_t i = 0; i < N; i++) {
        double back = strtod(at, &at);

        assert_memory_equal(&back, &values[i], sizeof back);
        assert_true(*at == '\n');
        at++;
    }
    free(text);
    result_free(result);
}

static void
test_json(void **state)
{
    struct result *result = small_result();
    char *text = print(result, PRINT_JSON, GLYPHS_BRAILLE, false);

    (void)state;
    assert_non_null(strstr(text, "\"lens\": \"frontier\""));
    assert_non_null(strstr(text, "\"settings\": {\n    \"seed\": \"1\"}"));
    assert_non_null(strstr(text,
        "{\"name\": \"score\", \"unit\": \"%\", \"direction\": \"max\"}"));
    assert_non_null(strstr(text, "[\"alpha\", 0.1, null, false, null]"));
    assert_non_null(strstr(text, "[\"beta\", 0.3333333333333333, 1, true, null]"));
    assert_non_null(strstr(text, "\"verdict\": \"1 of 2 is on the frontier.\""));
    assert_non_null(strstr(text, "\"notes\": [\n    \"first note\"]"));
    free(text);
    result_free(result);
}

/* What JSON says of a hostile name is the name, whatever bytes it has. */
static void
test_json_survives_hostile_names(void **state)
{
    struct result *result = hostile_result();
    char *text = print(result, PRINT_JSON, GLYPHS_BRAILLE, false);
    struct json_report report = { 0 };
    struct json_span root, rows, row, cell;
    struct json_iter iter, cells;
    struct strbuf name;
    size_t used, i = 0;
    struct error err;

    (void)state;
    assert_true(json_scan(text, strlen(text), NULL, NULL, &root, &used, &report, &err));
    assert_int_equal(report.duplicate_keys, 0);
    assert_true(json_path(&root, &rows, "tables", "points", "rows", NULL));
    json_iter_init(&iter, &rows);
    strbuf_init(&name);
    for (; json_iter_next(&iter, NULL, &row); i++) {
        json_iter_init(&cells, &row);
        assert_true(json_iter_next(&cells, NULL, &cell));
        strbuf_clear(&name);
        json_string(&cell, &name);
        if (text_is_utf8(hostile[i], strlen(hostile[i])))
            assert_string_equal(name.data, hostile[i]);
    }
    assert_int_equal(i, N_HOSTILE);
    strbuf_release(&name);
    free(text);
    result_free(result);
}

static void
test_markdown(void **state)
{
    struct result *result = small_result();

    (void)state;
    assert_printed(result, PRINT_MARKDOWN,
        "## small\n\n"
        "| model | score, % | layer |\n"
        "| --- | ---: | ---: |\n"
        "| ● beta | 0.3333 | 1 |\n"
        "| · alpha | 0.1000 | — |\n"
        "\n"
        "**Verdict:** 1 of 2 is on the frontier.\n"
        "\n- first note\n");
    result_free(result);
}

/* Every row keeps its number of cells, and no line begins with markup of a name. */
static void
test_markdown_survives_hostile_names(void **state)
{
    struct result *result = hostile_result();
    char *text = print(result, PRINT_MARKDOWN, GLYPHS_BRAILLE, false);
    size_t lines = 0;

    (void)state;
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\r'));
    assert_null(strstr(text, "<b>"));
    assert_non_null(strstr(text, "a\\|b\\`c\\`&lt;b&gt;&amp;"));
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        size_t bars = 0;

        if (line[0] == '|') {
            for (const char *at = line; *at != '\0'; at++)
                bars += *at == '|' && (at == line || at[-1] != '\\');
            assert_int_equal(bars, 3);
            lines++;
        } else {
            assert_true(line[0] == '*' || line[0] == '-' || strncmp(line, "## ", 3) == 0);
        }
    }
    assert_int_equal(lines, N_HOSTILE + 2);
    free(text);
    result_free(result);
}

static void
test_plain(void **state)
{
    struct result *result = small_result();

    (void)state;
    assert_printed(result, PRINT_PLAIN,
        "small\n"
        "on\n"
        "1. beta: score 0.3333 percent, layer 1, on the frontier.\n"
        "dominated\n"
        "2. alpha: score 0.1000 percent, dominated.\n"
        "Verdict: 1 of 2 is on the frontier.\n"
        "Note: first note\n");
    result_free(result);
}

static void
test_text(void **state)
{
    struct result *result = small_result();

    (void)state;
    assert_printed(result, PRINT_TEXT,
        "small\n\n"
        "  model   score  layer\n"
        "              %\n"
        "▸ on\n"
        "● beta   0.3333      1\n"
        "▸ dominated\n"
        "· alpha  0.1000      —\n"
        "\n"
        "verdict  1 of 2 is on the frontier.\n"
        "note     first note\n"
        "tables   budget (--table NAME)\n");
    result_free(result);
}

/* A long table is painted in pieces; nobody may notice. */
static void
test_long_text_has_every_row_once(void **state)
{
    enum { ROWS = 1000 };
    struct result *result = result_new("t");
    struct result_table *table = result_add_table(result, "t", ROWS);
    struct result_column *column = result_add_column(result, table, "row", VALUE_INTEGER);
    const char **sections = arena_zalloc(result->arena, ROWS, sizeof *sections);
    size_t lines = 0;
    char *text;

    (void)state;
    column->unit = "u";
    for (size_t i = 0; i < ROWS; i++) {
        column_numbers(column)[i] = (double)i;
        sections[i] = i < 300 ? "first" : "second";
    }
    table->section = sections;
    text = print(result, PRINT_TEXT, GLYPHS_BRAILLE, false);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
        size_t headings = 2 + 1 + (lines > 303);
        char expected[16];

        if (lines < 3 || lines == 303)
            continue;
        snprintf(expected, sizeof expected, "%3zu", lines - headings);
        assert_string_equal(line, expected);
    }
    assert_int_equal(lines, ROWS + 4);
    free(text);
    result_free(result);
}

static void
test_text_is_scrubbed(void **state)
{
    struct result *result = hostile_result();

    (void)state;
    for (int format = 0; format < 2; format++)
        for (int ascii = 0; ascii < 2; ascii++) {
            char *text = print(result, format == 0 ? PRINT_TEXT : PRINT_PLAIN,
                ascii ? GLYPHS_ASCII : GLYPHS_BRAILLE, true);

            for (const char *at = text; *at != '\0'; at++) {
                assert_true((unsigned char)*at >= 0x20 || *at == '\n');
                assert_true(*at != 0x7f && (!ascii || (unsigned char)*at < 0x80));
            }
            assert_true(text_is_utf8(text, strlen(text)));
            assert_null(strstr(text, "\xe2\x80\xae"));
            free(text);
        }
    result_free(result);
}

static void
test_svg(void **state)
{
    struct result *result = hostile_result(), *without = small_result();
    struct print_options options = { .format = PRINT_SVG };
    struct error err = { 0 };
    struct strbuf out;
    char *text = print(result, PRINT_SVG, GLYPHS_ASCII, false);

    (void)state;
    assert_true(strncmp(text, "<?xml", 5) == 0);
    assert_non_null(strstr(text, "</svg>\n"));
    assert_null(strchr(text, '\033'));
    assert_null(strstr(text, "</script"));
    assert_non_null(strstr(text, "<title>"));
    free(text);
    strbuf_init(&out);
    assert_false(print_result(without, &options, &out, &err));
    assert_int_equal(err.kind, ERROR_REQUEST);
    strbuf_release(&out);
    result_free(result);
    result_free(without);
}

static void
test_same_bytes_again(void **state)
{
    struct result *result = hostile_result();

    (void)state;
    for (int format = PRINT_TEXT; format <= PRINT_PLAIN; format++) {
        char *first = print(result, (enum print_format)format, GLYPHS_BRAILLE, true);
        char *second = print(result, (enum print_format)format, GLYPHS_BRAILLE, true);

        assert_string_equal(first, second);
        free(first);
        free(second);
    }
    result_free(result);
}

/* --- options and streams --- */

static void
test_names(void **state)
{
    enum print_format format;
    struct error err = { 0 };

    (void)state;
    assert_true(print_format_parse("markdown", &format, &err) && format == PRINT_MARKDOWN);
    assert_false(print_format_parse("cvs", &format, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.hint, "csv"));
}

static void
test_tables(void **state)
{
    struct result *result = small_result();
    struct print_options options = { .format = PRINT_CSV, .table = "budgets" };
    struct error err = { 0 };
    struct strbuf out;

    (void)state;
    strbuf_init(&out);
    assert_false(print_result(result, &options, &out, &err));
    assert_non_null(strstr(err.hint, "points, budget"));
    options.table = "budget";
    assert_true(print_result(result, &options, &out, &err));
    assert_string_equal(out.data, "\n");
    strbuf_release(&out);
    result_free(result);
}

/* A file gets the bytes as they are: only a terminal needs them scrubbed. */
static void
test_stream_to_file(void **state)
{
    FILE *file = tmpfile();
    struct error err = { 0 };
    struct strbuf text;
    char back[16];

    (void)state;
    strbuf_init(&text);
    strbuf_puts(&text, "a\033b\n");
    assert_true(print_stream(file, &text, false, &err));
    rewind(file);
    assert_int_equal(fread(back, 1, sizeof back, file), 4);
    assert_memory_equal(back, "a\033b\n", 4);
    fclose(file);
    file = fopen("/dev/full", "w");
    if (file != NULL) {
        assert_false(print_stream(file, &text, false, &err));
        assert_int_equal(err.kind, ERROR_SYSTEM);
        fclose(file);
    }
    strbuf_release(&text);
}

static void
test_error_is_scrubbed(void **state)
{
    struct error err = { .kind = ERROR_REQUEST };
    FILE *file = tmpfile();
    int saved = dup(2);
    char back[256] = { 0 };

    (void)state;
    snprintf(err.message, sizeof err.message, "bad \033[2J name\nmore");
    snprintf(err.hint, sizeof err.hint, "do\r this");
    dup2(fileno(file), 2);
    print_error_message(&err);
    dup2(saved, 2);
    close(saved);
    rewind(file);
    assert_true(fread(back, 1, sizeof back - 1, file) > 0);
    assert_null(strchr(back, '\033'));
    assert_null(strchr(back, '\r'));
    assert_true(strncmp(back, "paretop: bad ", 13) == 0);
    assert_non_null(strstr(back, "\n         more\n         do"));
    fclose(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_csv_quotes),
        cmocka_unit_test(test_csv_numbers_read_back),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_survives_hostile_names),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_markdown_survives_hostile_names),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_long_text_has_every_row_once),
        cmocka_unit_test(test_text_is_scrubbed),
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_same_bytes_again),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_stream_to_file),
        cmocka_unit_test(test_error_is_scrubbed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
