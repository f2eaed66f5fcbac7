/* runtime_work.h - what the parts of the runtime lens share: the machines that a model's
 * requests were timed on, the loads that it was given, and what follows for each point.
 *
 * Seconds throughout; NaN is "not known", never 0. Equation numbers in the parts are those of
 * arXiv 2305.02440 as the manual restates them. runtime_machines.c fills machines,
 * runtime_loads.c loads, runtime_points.c points; the rest only reads.
 */
#ifndef PARETOP_LENS_RUNTIME_WORK_H
#define PARETOP_LENS_RUNTIME_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "lens/lens.h"
#include "lens/lens_parts.h"
#include "math/runtime_model.h"

enum machine_kind { MACHINE_IDEALIZED, MACHINE_DENOISED };
enum { ON_SECOND = 2, N_ESTIMATES };   /* after the kinds: places of estimates */

/* A model under the conditions that tell points apart, such as its precision: a text for each of
 * work->condition, NULL where it is not known; known NULL: none is. */
struct runtime_identity { const char *model; const char *const *known; };

/* One table of runtimes of one model: of named hardware, or of its vendor's interface. */
struct machine {
    struct runtime_identity who;
    const char *model, *hardware;      /* model: its name with conditions; hardware NULL: not
                                          named */
    enum machine_kind kind;
    struct runtime_table table;        /* in the work's arena */
    bool is_fitted;
    struct runtime_fit fit;            /* figures of the fit; its table is `table` */
    struct runtime_row *rows; size_t n_rows;   /* what it was fitted from */
    const char *reason;                /* why it could not be fitted, else NULL */
    const char *same_as;               /* model with the identical table: borrowed */
    double cv; size_t cv_n;            /* of the (prompt, output) timed most often */
};

/* A model on one scenario, or its requests without one. */
struct load {
    struct runtime_identity who;
    const char *model, *task;          /* model: its name with conditions */
    double instances, prompt, output;  /* means */
    double raw, denoised, idealized;   /* means; the last two as published by the source */
    double score;                      /* of the capability objective's metric */
    double least, most;                /* prompt tokens of any row */
    double estimate[N_ESTIMATES];      /* means of T over instances, by machine_kind; the
                                          last on the second hardware */
    bool at_means;                     /* tokens are means of a run, not of an instance */
    size_t rows;
    size_t with[4];                    /* rows behind raw, denoised, idealized, score */
};

enum runtime_basis { BASIS_NONE, BASIS_PUBLISHED, BASIS_INSTANCES, BASIS_MEANS, BASIS_WHAT_IF };

struct runtime_point {
    const struct machine *reference, *second, *api;    /* NULL: no table */
    double instances, prompt, output;
    double raw, denoised, idealized, other;    /* other: on the second hardware */
    enum runtime_basis basis;          /* of idealized, else of denoised */
    double gpus, gpus_second, hidden, layers, parameters;
    double cost, cost_second, flops, factor, contention, cv, cv_n;
    double api_cost, savings;          /* USD per 1,000 requests, from prices per token */
    double savings_ratio;              /* the provider's over the hardware's */
    double score, x;
    double least, most;                /* prompt tokens that tables were read at; NaN: none were */
    bool is_read[N_ESTIMATES];         /* the figure came from a table; places as in estimates */
};

/* By the probability of being efficient, as the frontier lens has them. */
enum runtime_state { RUNTIME_STATELESS, RUNTIME_ON, RUNTIME_UNDECIDED, RUNTIME_OFF };

struct runtime_work {
    const struct lens_bundle *bundle;
    const struct lens_settings *settings;
    const struct frame *frame;
    struct result *result;
    struct arena *arena;               /* the result's */
    size_t marked;                     /* first chosen row, SIZE_MAX if none */
    struct frame *joined;              /* owned; NULL: frame is the bundle's */
    const char **condition; size_t n_conditions;   /* besides the model and tokens */
    bool any_hardware;                 /* points stand for all hardware that has tables */
    struct machine *machines; size_t n_machines, machine_room;
    size_t n_odd_sizes;                /* entries of tables that were left out */
    struct load *loads; size_t n_loads, load_room;
    const char *hardware, *second;     /* reference, and the one to hold against it; the first
                                          may be NULL: not named */
    bool has_second;
    const struct column *score; enum direction score_direction;    /* or NULL */
    const char *scenario;              /* the task that the score is of, if there are loads of
                                          it and --task names no other; else NULL */
    bool is_what_if; double prompt, output;
    struct runtime_point *points;      /* one per row of the frame */
    struct parts_plane plane;
    double *p;                         /* of being efficient, one per row, NaN: does not compete;
                                          NULL: nothing is known of errors, or n is too large */
    size_t n_on, n_undecided, n_exact; /* of those competing; exact: without a standard error */
    bool too_many, few_runs;           /* few: errors are t of so few runs */
    const char *x_name, *x_unit; enum direction x_direction;
};

/* The columns that have one of several usual names (NULL-terminated): files name one thing
 * differently, so a cell is the first of them that is there. */
enum { RUNTIME_NAMES = 8 };
struct runtime_field { const struct column *column[RUNTIME_NAMES]; size_t n; };
struct runtime_field runtime_field(const struct frame *frame, const char *const *names);
double runtime_value(const struct runtime_field *field, size_t row);   /* NaN: none */

/* runtime_identity.c */
const char *runtime_model_of(const struct frame *frame, size_t row);
bool runtime_same(const char *a, const char *b);      /* NULLs are equal */
bool runtime_is_token_count(const struct column *column);
void runtime_find_conditions(struct runtime_work *work);
struct runtime_identity runtime_identity(const struct runtime_work *work,
    const struct frame *frame, size_t row);
/* Equal, or a condition is not known of one; hardware: it is a condition, too. */
bool runtime_feeds(const struct runtime_work *work, const struct runtime_identity *from,
    const struct runtime_identity *to, bool hardware);
bool runtime_identical(const struct runtime_work *work, const struct runtime_identity *a,
    const struct runtime_identity *b, bool hardware);
const char *runtime_identity_name(const struct runtime_work *work,
    const struct runtime_identity *who, bool hardware);

/* Names that measures go by. */
extern const char *const runtime_prompt_names[];
extern const char *const runtime_output_names[];
extern const char *const runtime_raw_names[];
extern const char *const runtime_denoised_names[];
extern const char *const runtime_idealized_names[];

bool runtime_machines(struct runtime_work *work, struct error *err);
const struct machine *runtime_machine(const struct runtime_work *work,
    const struct runtime_identity *who, enum machine_kind kind, const char *hardware);
void runtime_loads(struct runtime_work *work);
/* runtime_checks.c: what settings name is there. */
bool runtime_check_settings(const struct runtime_work *work, struct error *err);
bool runtime_points(struct runtime_work *work, struct error *err);
/* runtime_chance.c: false if it was stopped. */
bool runtime_chances(struct runtime_work *work, const struct lens_progress *progress,
    struct error *err);
enum runtime_state runtime_state(const struct runtime_work *work, size_t row);
/* runtime_reach.c: tables that are read beyond what was timed. */
const char *runtime_reach(const struct runtime_work *work, size_t row);
void runtime_note_reach(const struct runtime_work *work);
void runtime_tables(const struct runtime_work *work);
void runtime_charts(const struct runtime_work *work);
void runtime_words(const struct runtime_work *work);
void runtime_notes(const struct runtime_work *work);
/* Ranks over scenarios: models by (mean, sd), 0 is best; NULL with *n = 0 if no scenario has
 * a score and a runtime for two models. */
struct runtime_rank { const char *model; double least, mean, most, sd; size_t scenarios; };
struct runtime_rank *runtime_ranks(const struct runtime_work *work, size_t *n);
/* The rank of a load's model in its scenario, NaN if it has none. */
double runtime_rank_in(const struct runtime_work *work, const struct load *load);

#endif
