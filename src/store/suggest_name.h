/* suggest_name.h - a model's name in the parts by which suggestions compare it.
 * Private to store/. */
#ifndef PARETOP_STORE_SUGGEST_NAME_H
#define PARETOP_STORE_SUGGEST_NAME_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

enum { WORDS_MOST = 24 };

struct name {
    const char *raw, *model;
    int64_t model_id;
    const char *words[WORDS_MOST]; /* runs of letters, sorted; texts in the arena */
    size_t n_words;
    const char *letters;           /* all words in their order, without separators */
    const char *numbers;           /* without dates, in order, a blank before each */
    const char *date;              /* YYYYMMDD, MMDD or YYYYMM; NULL if none is in it */
    const char *release;           /* "v0.2", "001"; NULL if none is in it */
    const int64_t *sources; size_t n_sources;    /* of its model, ascending */
};

/* Fills all from words to release out of raw; their texts are in the arena. */
void suggest_take_apart(struct arena *arena, struct name *name);

#endif
