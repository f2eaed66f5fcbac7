/* lens.h - one analysis: frame and settings in, result out.
 *
 * A lens is pure: no I/O, no globals, the same answer for the same seed on every machine
 * and thread count. It declares its inputs and options as rows; its page, subcommand,
 * --help, completion, manual list and every output format follow from them. A new lens
 * is one file and one line in registry.c.
 */
#ifndef PARETOP_LENS_LENS_H
#define PARETOP_LENS_LENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "frame/frame.h"
#include "result/result.h"

enum option_type { OPTION_FLAG, OPTION_INTEGER, OPTION_REAL, OPTION_CHOICE, OPTION_TEXT,
    OPTION_MEASURE, OPTION_LIST };

struct lens_option {
    const char *name;          /* "cost_rtol": --cost-rtol, :set cost_rtol */
    enum option_type type;
    const char *fallback;      /* default, as text; "" = unset */
    const char *choices;       /* "strict|weak|unique", or NULL */
    double lo, hi;             /* bounds of numbers; lo > hi: unbounded */
    const char *unit;
    const char *help;          /* one line */
};

struct lens_input {
    const char *role;          /* "points", "items" */
    enum frame_shape shape;
    bool required;
    const char *help;
};

/* What a lens is given. Everything is borrowed for the call. */
struct lens_bundle {
    const struct frame *points;
    /* For a glance: which rows of the points take part, in their order (NULL: all), and the
     * filter that chose them. */
    const size_t *rows; size_t n_rows;
    const char *where;
    const struct objective *objectives; size_t n_objectives;
    const size_t *chosen; size_t n_chosen;     /* rows marked, -m; empty = none */
    /* Items of a measure for the chosen rows (all rows if none chosen), or NULL; asked for
     * only by lenses that declare the input. Owned by the bundle. */
    const struct frame *(*items)(void *context, const char *measure);
    /* The same for all rows, whichever are chosen; may be NULL. */
    const struct frame *(*items_of_all)(void *context, const char *measure);
    /* Other frames of the same sources, in the shapes that the lens declares as inputs:
     * SHAPE_ROWS every record by itself, SHAPE_SERIES runtimes by prompt size (columns as
     * store_runtimes says), SHAPE_REQUESTS single requests. NULL if there is none. Owned by
     * the bundle; the member itself may be NULL. */
    const struct frame *(*other)(void *context, enum frame_shape shape);
    void *context;
};

struct lens_settings {
    const struct lens *lens;
    const char *const *values;   /* one per option of the lens, never NULL */
    uint64_t seed;
};

struct lens_progress {
    /* done in 0..1; false = cancelled: return ERROR_CANCELLED soon. May be NULL. */
    bool (*report)(void *context, double done);
    /* A snapshot to show meanwhile; ownership passes. May be NULL. */
    void (*publish)(void *context, struct result *snapshot);
    void *context;
};

struct lens {
    const char *name;          /* the subcommand */
    const char *title;
    const char *summary;       /* one line for lists and help */
    const struct lens_option *options; size_t n_options;
    const struct lens_input *inputs; size_t n_inputs;
    size_t min_objectives, max_objectives;
    size_t min_chosen, max_chosen;             /* 0, 0: does not look at marks */
    bool (*run)(const struct lens_bundle *bundle, const struct lens_settings *settings,
        const struct lens_progress *progress, struct result **out, struct error *err);
    /* Publishes a first answer before `run` is called, from columns alone and as fast as
     * they can be read. False: nothing was published, `run` will. NULL: there is none. */
    bool (*glance)(const struct lens_bundle *bundle, const struct lens_settings *settings,
        const struct lens_progress *progress);
};

const struct lens *const *lens_all(size_t *n);
const struct lens *lens_find(const char *name);

/* --- settings --- */
struct lens_values;            /* owns the texts of one lens's settings */
struct lens_values *lens_values_new(const struct lens *lens);
void lens_values_free(struct lens_values *values);
/* Checks type, choice and bounds; an unknown name lists the nearest. */
bool lens_values_set(struct lens_values *values, const char *name, const char *text,
    struct error *err);
struct lens_settings lens_values_settings(const struct lens_values *values, uint64_t seed);

/* The same with another value of one option, for an answer inside an answer; value is borrowed. */
struct lens_settings settings_with(const struct lens_settings *settings, struct arena *arena,
    const char *name, const char *value);

/* Reading them inside a lens; the name must exist (assert). */
const char *setting_text(const struct lens_settings *settings, const char *name);
double setting_real(const struct lens_settings *settings, const char *name); /* "" = NaN */
bool setting_flag(const struct lens_settings *settings, const char *name);
bool setting_is(const struct lens_settings *settings, const char *name, const char *value);
bool setting_given(const struct lens_settings *settings, const char *name); /* not "" */

#endif
