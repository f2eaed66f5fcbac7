/* text_match.c - comparing, searching and splitting text; see text.h.
 *
 * People type names from memory: what they type is compared folded (case and form), and a
 * word that matches nothing gets the nearest name as a suggestion.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/memory.h"
#include "base/text.h"

static bool
is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static char
ascii_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Ill-formed bytes become U+FFFD, because the library refuses them. */
static char *
well_formed(const char *text, size_t length)
{
    struct strbuf out;
    uint32_t character;

    strbuf_init(&out);
    for (size_t i = 0; i < length; ) {
        i += text_decode(text + i, length - i, &character);
        text_encode(&out, character);
    }
    return out.data;
}

static char *
fold_unicode(const char *text, size_t length)
{
    char *clean = well_formed(text, length), *folded;
    size_t folded_length;
    uint8_t *bytes = u8_casefold((const uint8_t *)clean, strlen(clean), NULL,
        UNINORM_NFKC, NULL, &folded_length);

    if (bytes == NULL)
        return clean;
    folded = mem_strndup((const char *)bytes, folded_length);
    free(bytes);
    free(clean);
    return folded;
}

char *
text_fold(const char *text)
{
    size_t length = strlen(text);
    char *folded;

    if (!is_ascii(text, length))
        return fold_unicode(text, length);
    folded = mem_alloc(length + 1);
    for (size_t i = 0; i <= length; i++)
        folded[i] = ascii_lower(text[i]);
    return folded;
}

bool
text_contains(const char *text, const char *needle)
{
    char *folded_text = text_fold(text), *folded_needle = text_fold(needle);
    bool found = strstr(folded_text, folded_needle) != NULL;

    free(folded_text);
    free(folded_needle);
    return found;
}

static uint32_t *
characters_of(const char *text, size_t *n)
{
    size_t length = strlen(text);
    uint32_t *characters = mem_zalloc(length, sizeof *characters);

    *n = 0;
    for (size_t i = 0; i < length; )
        i += text_decode(text + i, length - i, &characters[(*n)++]);
    return characters;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, three rows at a time: rows[0] is the row being filled, [1] and
 * [2] the ones before it. */
static size_t
distance_between(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t *memory = mem_zalloc(3 * (m + 1), sizeof *memory), distance;
    size_t *rows[3] = {memory, memory + m + 1, memory + 2 * (m + 1)};

    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *oldest = rows[2];

        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        rows[0][0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = rows[1][j - 1] + (a[i - 1] != b[j - 1]);

            best = smaller(best, smaller(rows[1][j], rows[0][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = smaller(best, rows[2][j - 2] + 1);
            rows[0][j] = best;
        }
    }
    distance = rows[0][m];
    free(memory);
    return distance;
}

size_t
text_distance(const char *a, const char *b)
{
    size_t n, m, distance;
    uint32_t *first = characters_of(a, &n), *second = characters_of(b, &m);

    distance = distance_between(first, n, second, m);
    free(first);
    free(second);
    return distance;
}

/* The distance between folded words, or SIZE_MAX if their lengths alone differ by more than
 * the limit: keeps a megabyte-long candidate from costing more than its decoding. */
static size_t
distance_within(const char *folded_word, const char *candidate, size_t limit)
{
    char *folded = text_fold(candidate);
    size_t n, m, distance = SIZE_MAX;
    uint32_t *first = characters_of(folded_word, &n), *second = characters_of(folded, &m);

    if ((n > m ? n - m : m - n) <= limit)
        distance = distance_between(first, n, second, m);
    free(first);
    free(second);
    free(folded);
    return distance;
}

const char *
text_nearest(const char *word, const char *const *candidates, size_t n)
{
    char *folded = text_fold(word);
    size_t length, best, limit;
    const char *nearest = NULL;

    free(characters_of(folded, &length));
    limit = (length + 2) / 3;
    best = limit + 1;
    for (size_t i = 0; i < n; i++) {
        size_t distance = distance_within(folded, candidates[i], limit);

        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    free(folded);
    return nearest;
}

/* A backslash before a letter, a digit or a byte of a longer character is itself: only
 * marks and blanks ever need one. */
static bool
is_escape(const char *at)
{
    char next = at[0] == '\\' ? at[1] : '\0';

    return next > 0x1F && next < 0x7F && !(next >= '0' && next <= '9')
        && !(ascii_lower(next) >= 'a' && ascii_lower(next) <= 'z');
}

char *
text_escape(const char *text)
{
    struct strbuf out;

    strbuf_init(&out);
    for (; *text != '\0'; text++) {
        if (*text == '\\' || *text == '=' || *text == ',')
            strbuf_putc(&out, '\\');
        strbuf_putc(&out, *text);
    }
    return strbuf_detach(&out);
}

const char *
text_find_separator(const char *text, char separator)
{
    for (; *text != '\0'; text++) {
        if (*text == separator)
            return text;
        if (is_escape(text))
            text++;
    }
    return NULL;
}

static char *
unescape(const char *text, size_t length)
{
    char *out = mem_alloc(length + 1);
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        if (i + 1 < length && is_escape(text + i))
            i++;
        out[n++] = text[i];
    }
    out[n] = '\0';
    return out;
}

char **
text_split(const char *text, char separator, size_t *count)
{
    char **parts = NULL;
    size_t n = 0, capacity = 0;

    for (;;) {
        const char *end = text_find_separator(text, separator);

        ARRAY_PUSH(parts, n, capacity,
            unescape(text, end != NULL ? (size_t)(end - text) : strlen(text)));
        if (end == NULL)
            break;
        text = end + 1;
    }
    *count = n;
    return parts;
}

void
text_split_free(char **parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(parts[i]);
    free(parts);
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Compares two runs of digits by value, and moves both past them. */
static int
compare_digits(const char **a, const char **b)
{
    size_t n = 0, m = 0;
    int order;

    while (**a == '0')
        ++*a;
    while (**b == '0')
        ++*b;
    while (is_digit((*a)[n]))
        n++;
    while (is_digit((*b)[m]))
        m++;
    order = n != m ? (n > m) - (n < m) : strncmp(*a, *b, n);
    *a += n;
    *b += m;
    return order;
}

int
text_compare_natural(const char *a, const char *b)
{
    const char *first = a, *second = b;

    while (*first != '\0' && *second != '\0') {
        if (is_digit(*first) && is_digit(*second)) {
            int order = compare_digits(&first, &second);

            if (order != 0)
                return order;
        } else if (*first != *second) {
            break;
        } else {
            first++;
            second++;
        }
    }
    if (*first != *second)
        return (unsigned char)*first < (unsigned char)*second ? -1 : 1;
    return strcmp(a, b);    /* "1" and "01": equal by value, but not the same */
}

bool
text_has_line(const char *lines, const char *line)
{
    size_t length = strlen(line);

    for (const char *at = lines; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, line, length) == 0 && (at[length] == '\0' || at[length] == '\n'))
            return true;
    }
    return false;
}

void
text_shell_word(struct strbuf *out, const char *word)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789_-+=:,./@%";

    if (word[0] != '\0' && word[strspn(word, harmless)] == '\0') {
        strbuf_puts(out, word);
        return;
    }
    strbuf_putc(out, '\'');
    for (const char *at = word; *at != '\0'; at++) {
        if (*at == '\'')
            strbuf_puts(out, "'\\''");
        else
            strbuf_putc(out, *at);
    }
    strbuf_putc(out, '\'');
}
