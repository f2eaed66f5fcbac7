/* fuzz_text.c - whatever the bytes: scrubbed text is safe and fits, and folding, splitting
 * and comparing come to an end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "fuzz.h"

const char *const fuzz_name = "text";
const unsigned fuzz_rounds = 20000;

const char *const fuzz_seeds[] = {"\033]0;x\007", "\033[2J\r\n", "meta-llama-3.1-70b-instruct",
    "\xE6\xA8\xA1\xE5\x9E\x8B \xF0\x9F\x98\x80", "e\xCC\x81\xE2\x80\xAE" "abc", "a\\,b,c\\\\",
    "\xC2\x9B" "2J \xC2\xB1 \xE2\x80\xA6", NULL};

const char *const fuzz_tokens[] = {"\033", "\x9b", "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\x8D",
    "\xEF\xB8\x8F", "\xCC\x81", "\xEF\xBF\xBD", "\xF3\xA0\x81\x81", "\xEF\xB7\xBA", "\\", ",",
    "\x7f", "0", "12", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", NULL};

static void
check_scrubbed(const char *bytes, size_t length, bool ascii)
{
    struct strbuf clean, cut;

    strbuf_init(&clean);
    text_scrub(&clean, bytes, length, ascii);
    FUZZ_CHECK(text_is_utf8(clean.data, clean.length));
    FUZZ_CHECK(strlen(clean.data) == clean.length);
    for (size_t i = 0; i < clean.length; i++) {
        unsigned char byte = (unsigned char)clean.data[i];

        FUZZ_CHECK(byte >= 0x20 && byte != 0x7F && (!ascii || byte < 0x80));
        FUZZ_CHECK(byte != 0xC2 || (unsigned char)clean.data[i + 1] >= 0xA0);
    }
    strbuf_init(&cut);
    for (size_t width = 0; width < 12; width++) {
        enum text_cut where = width % 2 ? TEXT_CUT_MIDDLE : TEXT_CUT_END;
        size_t used;

        strbuf_clear(&cut);
        used = text_fit(&cut, clean.data, width, where, ascii);
        FUZZ_CHECK(used <= width && used == text_width(cut.data, cut.length));
    }
    strbuf_release(&cut);
    strbuf_release(&clean);
}

static void
check_words(const char *text)
{
    char *folded = text_fold(text);
    size_t count;
    char **parts = text_split(text, ',', &count);

    FUZZ_CHECK(text_is_utf8(folded, strlen(folded)));
    FUZZ_CHECK(text_contains(text, text));
    FUZZ_CHECK(text_distance(text, text) == 0);
    FUZZ_CHECK(count >= 1);
    FUZZ_CHECK(text_compare_natural(text, folded) == -text_compare_natural(folded, text)
        || text_compare_natural(text, folded) * text_compare_natural(folded, text) < 0);
    text_split_free(parts, count);
    free(folded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const char *bytes = (const char *)data;
    char *text = mem_strndup(bytes, length < 512 ? length : 512);

    check_scrubbed(bytes, length, false);
    check_scrubbed(bytes, length, true);
    check_words(text);
    free(text);
    return 0;
}
