/* name_parts.h - what parts of a model's name say: how it is stored, how large it is, which of a
 * training's results it is. Private to store/. All texts are in lower case. */
#ifndef PARETOP_STORE_NAME_PARTS_H
#define PARETOP_STORE_NAME_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Whether the first length bytes of text are one of the words. */
bool name_is_word_of(const char *const *words, size_t n_words, const char *text, size_t length);
/* Whether text, with '-' as its only separator, says how a model is stored: "awq", "q4-k-m". */
bool name_is_format(const char *text);
/* Names that mean nothing without their folder, as do those without a letter: not even the
 * owner is cut off. "checkpoint-500", "global_step1000". */
bool name_is_generic(const char *name);
/* Whether each part of a name could be one of any model's: "7b", "awq", "8b-instruct". */
bool name_is_of_any(const char *name);

#endif
