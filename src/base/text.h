/* text.h - UTF-8: decoding, column widths, fitting, folding, and scrubbing.
 *
 * Scrubbing is the one way by which bytes that came from a file become safe to show on
 * a terminal (contract 21): only the canvas's text and the stream writer call it.
 * Widths and folding come from libunistring.
 */
#ifndef PARETOP_BASE_TEXT_H
#define PARETOP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Decodes one character of at most `length` bytes (> 0). Returns the bytes used (1 to 4).
 * An ill-formed byte gives U+FFFD and 1. */
size_t text_decode(const char *text, size_t length, uint32_t *character);

/* Appends a character in UTF-8. */
void text_encode(struct strbuf *out, uint32_t character);

bool text_is_utf8(const char *text, size_t length);

/* Columns that a scrubbed string takes on a terminal; wide characters take two,
 * combining ones none. */
size_t text_width(const char *text, size_t length);
size_t text_char_width(uint32_t character);   /* 0, 1 or 2 */

/* Appends text with every byte that could act on a terminal made visible:
 * C0 and DEL as control pictures (ESC is "␛"; in ASCII "^["), tab and newline too,
 * C1 and bidi controls, zero-width and line separators as <U+XXXX>, ill-formed bytes
 * as U+FFFD ("?" in ASCII). With ascii, other non-ASCII characters become the nearest
 * ASCII form where there is one ("±" "+-", "…" "...", "—" "--", "é" "e") else "?".
 * Emoji presentation selectors are left out; a mark at the very start gets "◌" to sit on. */
void text_scrub(struct strbuf *out, const char *text, size_t length, bool ascii);

/* Appends text cut to `width` columns; what does not fit is replaced by one "…" at the
 * end, or in the middle (which keeps the suffix by which models differ). ascii uses "~".
 * The text must be scrubbed already. Returns the columns used (<= width). */
enum text_cut { TEXT_CUT_END, TEXT_CUT_MIDDLE };
size_t text_fit(struct strbuf *out, const char *text, size_t width, enum text_cut cut,
    bool ascii);

/* Same as TEXT_CUT_MIDDLE, but this many columns of the width are for the beginning. */
size_t text_fit_head(struct strbuf *out, const char *text, size_t width, size_t head,
    bool ascii);
/* How many columns the beginning gets so that as many of the texts as possible stay distinct
 * when each is cut to width. Half of them where that is as good as any. O(total length) for each
 * of a few choices. Texts are scrubbed already. */
size_t text_best_head(const char *const *texts, size_t n, size_t width);

/* Case-folded, NFKC-normalised copy for comparison; caller frees. */
char *text_fold(const char *text);

/* Whether folded `needle` is part of folded `text`. */
bool text_contains(const char *text, const char *needle);

/* Edits (insert, delete, replace, swap neighbours) between two strings by character. */
size_t text_distance(const char *a, const char *b);

/* Whether a text is one of several lines; NULL has none. */
bool text_has_line(const char *lines, const char *line);

/* Appends a word quoted for a POSIX shell, unless every byte is harmless. */
void text_shell_word(struct strbuf *out, const char *word);

/* The nearest of n candidates for a misspelt word, or NULL if none is near enough
 * (a third of the length). */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

/* The word that goes with a count: "is" or "are", "file" or "files". */
static inline const char *
text_counted(double n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

/* Splits at `separator`, honouring backslash escapes (contract 16), and unescapes:
 * a backslash before a mark or a blank is removed, one before a letter or digit stays.
 * Returns the parts (caller frees each and the array); *count is at least 1. */
char **text_split(const char *text, char separator, size_t *count);
void text_split_free(char **parts, size_t count);

/* A copy with backslashes before what would separate in "NAME=VALUE,VALUE"; caller frees. */
char *text_escape(const char *text);

/* First unescaped `separator` in text, or NULL. */
const char *text_find_separator(const char *text, char separator);

/* Compares as people sort names: digits by value, otherwise by code point. */
int text_compare_natural(const char *a, const char *b);

#endif
