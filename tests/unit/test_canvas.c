/* test_canvas.c - cells, wide and combining characters, ASCII, inks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw/canvas.h"
#include "skip.h"

static void
assert_canvas(const struct canvas *canvas, const char *expected)
{
    struct strbuf out;

    strbuf_init(&out);
    canvas_write(canvas, &out);
    assert_string_equal(out.data, expected);
    strbuf_release(&out);
}

static void
assert_inks(const struct canvas *canvas, const char *expected)
{
    struct strbuf out;

    strbuf_init(&out);
    canvas_write_inks(canvas, &out);
    assert_string_equal(out.data, expected);
    strbuf_release(&out);
}

static void
test_text_is_clipped(void **state)
{
    struct canvas *canvas = canvas_new(6, 2, false);

    (void)state;
    assert_int_equal(canvas_text(canvas, 0, 2, SIZE_MAX, "abcdef", INK_TEXT), 4);
    assert_int_equal(canvas_text(canvas, 1, 0, 3, "abcdef", INK_TEXT), 3);
    assert_int_equal(canvas_text(canvas, 2, 0, 3, "abcdef", INK_TEXT), 0);
    assert_int_equal(canvas_text(canvas, 0, 6, 3, "abcdef", INK_TEXT), 0);
    assert_canvas(canvas, "  abcd\nabc\n");
    canvas_free(canvas);
}

static void
test_right_alignment(void **state)
{
    struct canvas *canvas = canvas_new(8, 2, false);

    (void)state;
    canvas_text_right(canvas, 0, 1, 6, "3.5", INK_TEXT);
    canvas_text_right(canvas, 1, 0, 4, "123456", INK_TEXT);
    assert_canvas(canvas, "    3.5\n1234\n");
    canvas_free(canvas);
}

/* Writing over half of a wide character leaves a blank for the other half. */
static void
test_wide_characters_stay_whole(void **state)
{
    struct canvas *canvas = canvas_new(6, 1, false);

    (void)state;
    assert_int_equal(canvas_text(canvas, 0, 0, SIZE_MAX, "漢字漢", INK_TEXT), 6);
    assert_canvas(canvas, "漢字漢\n");
    canvas_put(canvas, 0, 1, "x", INK_TEXT);
    assert_canvas(canvas, " x字漢\n");
    canvas_put(canvas, 0, 2, "y", INK_TEXT);
    assert_canvas(canvas, " xy 漢\n");
    canvas_text(canvas, 0, 3, SIZE_MAX, "漢", INK_TEXT);
    assert_canvas(canvas, " xy漢\n");
    canvas_clear(canvas);
    /* Half of one does not fit into the last column. */
    assert_int_equal(canvas_text(canvas, 0, 5, SIZE_MAX, "漢", INK_TEXT), 0);
    assert_canvas(canvas, "\n");
    canvas_free(canvas);
}

static void
test_combining_marks_join_their_cell(void **state)
{
    struct canvas *canvas = canvas_new(4, 1, false);

    (void)state;
    assert_int_equal(canvas_text(canvas, 0, 0, SIZE_MAX, "e\xcc\x81x", INK_TEXT), 2);
    assert_string_equal(canvas->cells[0].text, "e\xcc\x81");
    assert_string_equal(canvas->cells[1].text, "x");
    /* More marks than a cell has room for are dropped, never cut. */
    canvas_text(canvas, 0, 0, SIZE_MAX,
        "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81z", INK_TEXT);
    assert_int_equal(strlen(canvas->cells[0].text), 11);
    assert_string_equal(canvas->cells[1].text, "z");
    canvas_free(canvas);
}

/* No byte of a name can act on a terminal. */
static void
test_names_are_scrubbed(void **state)
{
    static const char *const hostile[] = { "\033]0;x\007", "\033[2Ja\rb\n", "\xc2\x9b" "31m",
        "a\xe2\x80\xae" "b", "\xff\xfe", "\t\177", "\xe2\x80\x8b" };
    struct canvas *canvas = canvas_new(40, 1, false), *plain = canvas_new(40, 1, true);

    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct strbuf out;

        strbuf_init(&out);
        canvas_clear(canvas);
        canvas_clear(plain);
        assert_true(canvas_text(canvas, 0, 0, SIZE_MAX, hostile[i], INK_TEXT) > 0);
        canvas_text(plain, 0, 0, SIZE_MAX, hostile[i], INK_TEXT);
        canvas_write(canvas, &out);
        canvas_write(plain, &out);
        for (size_t k = 0; k + 1 < out.length; k++)
            assert_true((unsigned char)out.data[k] >= 0x20 || out.data[k] == '\n');
        assert_null(memchr(out.data, 0x7f, out.length));
        assert_null(strstr(out.data, "\xc2\x9b"));
        assert_null(strstr(out.data, "\xe2\x80\xae"));
        strbuf_release(&out);
    }
    canvas_free(canvas);
    canvas_free(plain);
}

static void
test_ascii_has_no_other_bytes(void **state)
{
    static const char *const glyphs[] = { "●", "◐", "·", "×", "▸", "│", "─", "┼", "└", "⠿",
        "█", "░", "▙", "┊", "◆", "é", "漢" };
    struct canvas *canvas = canvas_new(24, 2, true);

    (void)state;
    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++)
        canvas_put(canvas, 0, i, glyphs[i], INK_TEXT);
    canvas_text(canvas, 1, 0, SIZE_MAX, "é ± … 漢 —", INK_TEXT);
    for (size_t i = 0; i < 48; i++)
        for (const char *at = canvas->cells[i].text; *at != '\0'; at++)
            assert_true((unsigned char)*at < 0x80);
    assert_string_equal(canvas->cells[0].text, "O");
    assert_string_equal(canvas->cells[1].text, "o");
    assert_string_equal(canvas->cells[2].text, ".");
    assert_string_equal(canvas->cells[4].text, ">");
    assert_string_equal(canvas->cells[8].text, "+");
    canvas_free(canvas);
}

static void
test_inks_and_flags(void **state)
{
    struct canvas *canvas = canvas_new(8, 1, false);

    (void)state;
    canvas_text(canvas, 0, 0, SIZE_MAX, "ab", INK_TITLE);
    canvas_put(canvas, 0, 3, "●", INK_FRONTIER);
    canvas_put(canvas, 0, 4, "●", INK_FRONTIER);
    canvas_flag(canvas, 0, 4, 2, CELL_SELECTED);
    canvas_flag(canvas, 0, 5, 3, CELL_MARKED);
    assert_inks(canvas, "ii fF#**\n");
    canvas_flag(canvas, 7, 0, 3, CELL_MARKED);
    canvas_resize(canvas, 2, 1);
    assert_inks(canvas, "\n");
    canvas_free(canvas);
}

static void
test_every_ink_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < INK_COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(ink_name((enum ink)i), ink_name((enum ink)k));
}

/* The shipped themes name every ink once, and nothing else but the two flags. */
static void
test_themes_name_every_ink(void **state)
{
    static const char *const themes[] = { "default", "light", "mono" };
    const char *top = getenv("top_srcdir");

    (void)state;
    if (top == NULL)
        SKIP_TEST("top_srcdir is not set");
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
        int seen[INK_COUNT] = { 0 };
        char path[4096], line[256], word[64];
        FILE *file;

        snprintf(path, sizeof path, "%s/share/themes/%s.theme", top, themes[i]);
        file = fopen(path, "r");
        assert_non_null(file);
        while (fgets(line, sizeof line, file) != NULL) {
            bool known = line[0] == '#' || sscanf(line, "%63s", word) != 1 ||
                strcmp(word, "selected") == 0 || strcmp(word, "marked") == 0;

            for (int ink = 0; ink < INK_COUNT && !known; ink++)
                if (strcmp(word, ink_name((enum ink)ink)) == 0) {
                    seen[ink]++;
                    known = true;
                }
            assert_true(known);
        }
        fclose(file);
        for (int ink = 0; ink < INK_COUNT; ink++)
            assert_int_equal(seen[ink], 1);
    }
}

static void
test_empty_canvas(void **state)
{
    struct canvas *canvas = canvas_new(0, 0, false);

    (void)state;
    canvas_text(canvas, 0, 0, SIZE_MAX, "a", INK_TEXT);
    canvas_text_right(canvas, 0, 0, 4, "a", INK_TEXT);
    canvas_put(canvas, 0, 0, "a", INK_TEXT);
    assert_canvas(canvas, "");
    canvas_free(canvas);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_clipped),
        cmocka_unit_test(test_right_alignment),
        cmocka_unit_test(test_wide_characters_stay_whole),
        cmocka_unit_test(test_combining_marks_join_their_cell),
        cmocka_unit_test(test_names_are_scrubbed),
        cmocka_unit_test(test_ascii_has_no_other_bytes),
        cmocka_unit_test(test_inks_and_flags),
        cmocka_unit_test(test_every_ink_has_a_name_of_its_own),
        cmocka_unit_test(test_themes_name_every_ink),
        cmocka_unit_test(test_empty_canvas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
