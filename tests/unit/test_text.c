/* test_text.c - characters, widths, scrubbing, comparing and splitting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/text.h"

static void
assert_scrubbed_bytes(const char *text, size_t length, bool ascii, const char *expected)
{
    struct strbuf out;

    strbuf_init(&out);
    text_scrub(&out, text, length, ascii);
    assert_string_equal(out.data, expected);
    strbuf_release(&out);
}

static void
assert_scrubbed(const char *text, bool ascii, const char *expected)
{
    assert_scrubbed_bytes(text, strlen(text), ascii, expected);
}

static void
decode_accepts_the_edges(void **state)
{
    static const struct { const char *bytes; size_t used; uint32_t character; } cases[] = {
        {"A", 1, 'A'}, {"\x7f", 1, 0x7F}, {"\xC2\x80", 2, 0x80}, {"\xDF\xBF", 2, 0x7FF},
        {"\xE0\xA0\x80", 3, 0x800}, {"\xED\x9F\xBF", 3, 0xD7FF},
        {"\xEE\x80\x80", 3, 0xE000}, {"\xEF\xBF\xBF", 3, 0xFFFF},
        {"\xF0\x90\x80\x80", 4, 0x10000}, {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t character = 0;
        struct strbuf out;

        assert_int_equal(text_decode(cases[i].bytes, strlen(cases[i].bytes), &character),
            cases[i].used);
        assert_int_equal(character, cases[i].character);
        assert_true(text_is_utf8(cases[i].bytes, strlen(cases[i].bytes)));
        strbuf_init(&out);
        text_encode(&out, character);
        assert_string_equal(out.data, cases[i].bytes);
        strbuf_release(&out);
    }
}

static void
decode_refuses_what_is_ill_formed(void **state)
{
    static const char *const cases[] = {
        "\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE0\x9F\xBF",
        "\xED\xA0\x80" /* surrogate */, "\xED\xBF\xBF", "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80" /* beyond U+10FFFF */, "\xF5\x80\x80\x80", "\xFE", "\xFF",
        "\xC2", "\xC2 ", "\xE2\x82", "\xE2\x82 ", "\xF0\x9F\x98", "\xF0\x9F\x98 ",
        "\xF8\x88\x80\x80\x80",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t character = 0;

        assert_int_equal(text_decode(cases[i], strlen(cases[i]), &character), 1);
        assert_int_equal(character, 0xFFFD);
        assert_false(text_is_utf8(cases[i], strlen(cases[i])));
    }
    assert_true(text_is_utf8("\xEF\xBF\xBD", 3));   /* U+FFFD itself is well formed */
}

static void
encode_replaces_what_is_no_character(void **state)
{
    struct strbuf out;

    (void)state;
    strbuf_init(&out);
    text_encode(&out, 0xD800);
    text_encode(&out, 0x110000);
    assert_string_equal(out.data, "\uFFFD\uFFFD");
    strbuf_release(&out);
}

static void
widths(void **state)
{
    (void)state;
    assert_int_equal(text_width("", 0), 0);
    assert_int_equal(text_width("gpt-4", 5), 5);
    assert_int_equal(text_width("é", strlen("é")), 1);
    assert_int_equal(text_width("e\u0301", strlen("e\u0301")), 1);
    assert_int_equal(text_width("模型", strlen("模型")), 4);
    assert_int_equal(text_width("\U0001F600", strlen("\U0001F600")), 2);
    assert_int_equal(text_char_width(0x0301), 0);
    assert_int_equal(text_char_width(0x200B), 0);
    assert_int_equal(text_char_width(0x28FF), 1);   /* braille, what charts are made of */
    assert_int_equal(text_char_width(0), 0);
}

static void
scrub_makes_controls_visible(void **state)
{
    (void)state;
    assert_scrubbed("plain Text 1.5", false, "plain Text 1.5");
    assert_scrubbed("\033]0;x\007", false, "␛]0;x␇");
    assert_scrubbed("\033]0;x\007", true, "^[]0;x^G");
    assert_scrubbed("\033[2J\r\n\t\b", false, "␛[2J␍␊␉␈");
    assert_scrubbed("\x7f", false, "␡");
    assert_scrubbed("\x7f", true, "^?");
    assert_scrubbed_bytes("a\0b", 3, false, "a␀b");
    assert_scrubbed_bytes("a\0b", 3, true, "a^@b");
}

static void
scrub_makes_c1_visible(void **state)
{
    (void)state;
    assert_scrubbed("\xC2\x9B" "2J", false, "<U+009B>2J");
    assert_scrubbed("\xC2\x9D" "0;x\xC2\x9C", true, "<U+009D>0;x<U+009C>");
    assert_scrubbed("\x9b" "2J", false, "\uFFFD2J");    /* the raw byte: an 8-bit CSI */
    assert_scrubbed("\x9b" "2J", true, "?2J");
    assert_scrubbed("\xC2\x85", false, "<U+0085>");
}

static void
scrub_makes_direction_and_hidden_characters_visible(void **state)
{
    static const uint32_t hidden[] = {0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D,
        0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060,
        0xFEFF, 0x00AD, 0x180E, 0x3164, 0x115F, 0xFFF9, 0xE0001, 0xE0041, 0xFFFE, 0x10FFFF,
        0x034F, 0xE0100};

    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        struct strbuf in;
        char expected[32];

        strbuf_init(&in);
        text_encode(&in, hidden[i]);
        snprintf(expected, sizeof expected, "<U+%04X>", (unsigned)hidden[i]);
        assert_scrubbed(in.data, false, expected);
        assert_scrubbed(in.data, true, expected);
        strbuf_release(&in);
    }
}

static void
scrub_keeps_text(void **state)
{
    (void)state;
    assert_scrubbed("模型 é ± 😀 \u00a0|", false, "模型 é ± 😀 \u00a0|");
    assert_scrubbed("e\u0301", false, "e\u0301");
    assert_scrubbed("\u0301x", false, "◌\u0301x");
    assert_scrubbed("❤\uFE0F", false, "❤");
    assert_scrubbed("\xC0\xAF\xED\xA0\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

static void
scrub_to_ascii(void **state)
{
    (void)state;
    assert_scrubbed("0.5 ± 0.1 … — é ü Å ñ", true, "0.5 +- 0.1 ... -- e u A n");
    assert_scrubbed("“q” ‘s’ a–b × µs μs °C m²", true, "\"q\" 's' a-b x us us degC m2");
    assert_scrubbed("ﬁne ½ Straße Ærø", true, "fine 1/2 Strasse AEro");
    assert_scrubbed("模型", true, "??");
    assert_scrubbed("한", true, "?");
    assert_scrubbed("e\u0301", true, "e");
    assert_scrubbed("▲ ● │", true, "^ * |");
    assert_scrubbed("\uFFFD", true, "?");
    assert_scrubbed("\u00a0", true, " ");
}

/* Whatever comes in, only visible well-formed text comes out. */
static void
scrub_of_any_bytes_is_safe(void **state)
{
    uint32_t random = 12345;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char bytes[40];
        struct strbuf once, twice;
        bool ascii = round % 2 != 0;

        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = (char)(random >> 24);
        }
        strbuf_init(&once);
        strbuf_init(&twice);
        text_scrub(&once, bytes, sizeof bytes, ascii);
        assert_true(text_is_utf8(once.data, once.length));
        for (size_t i = 0; i < once.length; i++) {
            unsigned char byte = (unsigned char)once.data[i];

            assert_true(byte >= 0x20 && byte != 0x7F && (!ascii || byte < 0x80));
        }
        text_scrub(&twice, once.data, once.length, ascii);
        assert_string_equal(once.data, twice.data);
        strbuf_release(&once);
        strbuf_release(&twice);
    }
}

static void
assert_fits(const char *text, size_t width, enum text_cut cut, bool ascii,
    const char *expected)
{
    struct strbuf out;
    size_t used;

    strbuf_init(&out);
    used = text_fit(&out, text, width, cut, ascii);
    assert_string_equal(out.data, expected);
    assert_int_equal(used, text_width(expected, strlen(expected)));
    assert_true(used <= width);
    strbuf_release(&out);
}

static void
fit_cuts_the_end(void **state)
{
    (void)state;
    assert_fits("gpt-4-turbo", 11, TEXT_CUT_END, false, "gpt-4-turbo");
    assert_fits("gpt-4-turbo", 10, TEXT_CUT_END, false, "gpt-4-tur…");
    assert_fits("gpt-4-turbo", 10, TEXT_CUT_END, true, "gpt-4-tur~");
    assert_fits("gpt-4-turbo", 1, TEXT_CUT_END, false, "…");
    assert_fits("gpt-4-turbo", 0, TEXT_CUT_END, false, "");
    assert_fits("", 0, TEXT_CUT_END, false, "");
    assert_fits("模型模型", 4, TEXT_CUT_END, false, "模…");      /* no half characters */
    assert_fits("e\u0301e\u0301e\u0301", 2, TEXT_CUT_END, false, "e\u0301…");
}

static void
fit_cuts_the_middle(void **state)
{
    (void)state;
    assert_fits("meta-llama-3.1-70b-instruct", 12, TEXT_CUT_MIDDLE, false, "meta-…struct");
    assert_fits("abcdef", 5, TEXT_CUT_MIDDLE, false, "ab…ef");
    assert_fits("abcdef", 1, TEXT_CUT_MIDDLE, false, "…");
    assert_fits("abcdef", 2, TEXT_CUT_MIDDLE, false, "…f");
    assert_fits("模型模型模型", 6, TEXT_CUT_MIDDLE, false, "模…型");
    assert_fits("abcde\u0301f", 4, TEXT_CUT_MIDDLE, false, "a…e\u0301f");
}

static void
assert_folded(const char *text, const char *expected)
{
    char *folded = text_fold(text);

    assert_string_equal(folded, expected);
    free(folded);
}

static void
folding(void **state)
{
    (void)state;
    assert_folded("GPT-4 Turbo", "gpt-4 turbo");
    assert_folded("Straße", "strasse");
    assert_folded("ÉCOLE", "école");
    assert_folded("E\u0301", "é");
    assert_folded("Ｆull ﬁ", "full fi");
    assert_folded("a\xff", "a\uFFFD");
    assert_folded("", "");
    assert_true(text_contains("Meta-Llama-3", "llama"));
    assert_true(text_contains("anything", ""));
    assert_false(text_contains("", "x"));
    assert_false(text_contains("llama", "llamas"));
}

static void
distances_and_suggestions(void **state)
{
    static const char *const names[] = {"accuracy", "latency", "cost", "模型大小", "Throughput"};

    (void)state;
    assert_int_equal(text_distance("", ""), 0);
    assert_int_equal(text_distance("abc", ""), 3);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("acb", "abc"), 1);       /* neighbours swapped */
    assert_int_equal(text_distance("模型", "模形"), 1);
    assert_string_equal(text_nearest("acuracy", names, 5), "accuracy");
    assert_string_equal(text_nearest("latnecy", names, 5), "latency");
    assert_string_equal(text_nearest("THROUGHPT", names, 5), "Throughput");
    assert_string_equal(text_nearest("cst", names, 5), "cost");
    assert_null(text_nearest("zebra", names, 5));
    assert_null(text_nearest("", names, 5));
    assert_null(text_nearest("x", names, 0));
}

static void
assert_split(const char *text, char separator, size_t n, const char *const *expected)
{
    size_t count;
    char **parts = text_split(text, separator, &count);

    assert_int_equal(count, n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(parts[i], expected[i]);
    text_split_free(parts, count);
}

static void
splitting(void **state)
{
    (void)state;
    assert_split("a,b,c", ',', 3, (const char *[]){"a", "b", "c"});
    assert_split("", ',', 1, (const char *[]){""});
    assert_split(",", ',', 2, (const char *[]){"", ""});
    assert_split("a\\,b,c", ',', 2, (const char *[]){"a,b", "c"});
    assert_split("a\\\\,b", ',', 2, (const char *[]){"a\\", "b"});
    assert_split("a\\:b=c", '=', 2, (const char *[]){"a:b", "c"});
    assert_split("C:\\dir,\\alpha", ',', 2, (const char *[]){"C:\\dir", "\\alpha"});
    assert_split("end\\", ',', 1, (const char *[]){"end\\"});
    assert_ptr_equal(text_find_separator("a\\,b", ','), NULL);
    assert_string_equal(text_find_separator("a\\:b:c", ':'), ":c");
}

static void
assert_before(const char *a, const char *b)
{
    assert_true(text_compare_natural(a, b) < 0);
    assert_true(text_compare_natural(b, a) > 0);
}

static void
natural_order(void **state)
{
    (void)state;
    assert_before("run2", "run10");
    assert_before("run10a", "run10b");
    assert_before("pythia-70m", "pythia-160m");
    assert_before("a", "b");
    assert_before("", "a");
    assert_before("run", "run1");
    assert_before("99999999999999999999998", "99999999999999999999999");
    assert_before("01", "1");
    assert_before("z", "é");
    assert_int_equal(text_compare_natural("x12y", "x12y"), 0);
}

/* Names that differ at their beginnings, at their ends, and in their middles. */
static void
test_names_are_cut_where_they_stay_distinct(void **state)
{
    static const char *const ends[] = { "a-long-name-of-model-one", "a-long-name-of-model-two" };
    static const char *const heads[] = { "one-of-the-long-names-here", "two-of-the-long-names-here",
        "three-of-the-long-names-here" };
    static const char *const middles[] = { "model-large-1-of-the-family", "model-large-2-of-the-family" };
    struct strbuf one, two;

    (void)state;
    assert_int_equal(text_best_head(ends, 2, 9), 4);
    assert_int_equal(text_best_head(heads, 3, 9), 4);
    strbuf_init(&one);
    strbuf_init(&two);
    text_fit_head(&one, middles[0], 16, text_best_head(middles, 2, 16), true);
    text_fit_head(&two, middles[1], 16, text_best_head(middles, 2, 16), true);
    assert_int_equal(text_width(one.data, one.length), 16);
    assert_string_not_equal(one.data, two.data);
    strbuf_release(&one);
    strbuf_release(&two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decode_accepts_the_edges),
        cmocka_unit_test(decode_refuses_what_is_ill_formed),
        cmocka_unit_test(encode_replaces_what_is_no_character),
        cmocka_unit_test(widths),
        cmocka_unit_test(scrub_makes_controls_visible),
        cmocka_unit_test(scrub_makes_c1_visible),
        cmocka_unit_test(scrub_makes_direction_and_hidden_characters_visible),
        cmocka_unit_test(scrub_keeps_text),
        cmocka_unit_test(scrub_to_ascii),
        cmocka_unit_test(scrub_of_any_bytes_is_safe),
        cmocka_unit_test(fit_cuts_the_end),
        cmocka_unit_test(fit_cuts_the_middle),
        cmocka_unit_test(folding),
        cmocka_unit_test(distances_and_suggestions),
        cmocka_unit_test(splitting),
        cmocka_unit_test(natural_order),
        cmocka_unit_test(test_names_are_cut_where_they_stay_distinct),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
