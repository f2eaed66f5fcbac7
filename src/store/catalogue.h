/* catalogue.h - what is known about names: directions, units, kinds, proposed missing tokens
 * (share/measures.json), and the usual names of conditions, models, tasks. A name whose
 * direction nobody knows stays unknown: it is asked for, never guessed. */
#ifndef PARETOP_STORE_CATALOGUE_H
#define PARETOP_STORE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "frame/frame.h"

struct catalogue;

/* Reads share/measures.json. */
bool catalogue_load(struct catalogue **out, struct error *err);
void catalogue_free(struct catalogue *catalogue);

struct measure_facts {
    enum direction direction;
    enum measure_kind kind;
    const char *unit;          /* as the name says it ("ms"), else the usual one; or NULL */
    const char *written;       /* the unit that the name says itself, or NULL */
    const char *usual;         /* of names like this, or NULL */
    const char *missing;       /* proposed missing tokens, or NULL */
    bool known;
    bool proportion;           /* a share of n equal trials */
    size_t order;              /* place in the catalogue: earlier is preferred */
};

/* Facts for a column or metric name such as "Avg Latency (ms)" or "exact_match,none". For
 * task/metric the metric decides, then the task. Strings live as long as the catalogue or,
 * a unit written in the name, as the name. */
struct measure_facts catalogue_find(const struct catalogue *catalogue, const char *name);

/* What makes the unit `to` of a number in the unit `from`; NaN if they measure different
 * things or one of them is unknown. */
double catalogue_factor(const struct catalogue *catalogue, const char *from, const char *to);

/* A value in another unit of the same kind, rounded once where both are whole multiples of their
 * canonical unit: 12 GiB are 12.884901888 GB. NaN as catalogue_factor. */
double catalogue_converted(const struct catalogue *catalogue, double value, const char *from,
    const char *to);

/* A unit as it is shown ("mb" is "MB", "$" is "USD"), or NULL if it is not known. */
const char *catalogue_unit(const struct catalogue *catalogue, const char *written);

/* What a letter behind a count means: K thousand, M million, B and G billion, T trillion; NULL
 * for others. */
const char *catalogue_count_unit(char letter);

/* Brackets at the end of a name, as in "latency [ms]" or "acc (%)": what is in them, and the
 * length of the name before them; 0 if there are none. */
size_t catalogue_bracket(const char *name, const char **inside, size_t *length);

/* The length of a name without a unit that stands in brackets at its end: 7 for "latency [ms]",
 * and all of "GSM8K (5-shot)". */
size_t catalogue_bare_length(const struct catalogue *catalogue, const char *name);

/* Folds a name for comparison: lower case, other characters to single underscores. Caller
 * frees. */
char *catalogue_fold(const char *name);

/* The standard condition that a column name stands for ("dtype" -> "precision"), or NULL. */
const char *catalogue_condition(const char *name);
enum column_guess { GUESS_NONE, GUESS_MODEL, GUESS_TASK, GUESS_METRIC, GUESS_SE, GUESS_N,
    GUESS_SEED, GUESS_ITEM, GUESS_DATE, GUESS_VALUE, GUESS_CLUSTER,
    GUESS_REPEAT /* of an item, where there are items: a seed */ };
enum column_guess catalogue_guess(const char *name);
/* For "accuracy_stderr", "acc ± se": the name of the column that it belongs to, folded;
 * NULL if the name is no standard error. Caller frees. */
char *catalogue_se_of(const char *name);

#endif
