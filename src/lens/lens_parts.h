/* lens_parts.h - small things that several lenses do alike: columns of result tables, titles,
 * settings, a frontier of two measures. Private to src/lens/.
 */
#ifndef PARETOP_LENS_LENS_PARTS_H
#define PARETOP_LENS_LENS_PARTS_H

#include "base/strbuf.h"
#include "lens/lens.h"
#include "math/intervals.h"
#include "math/resample.h"

/* A column with its title (NULL: its name) and unit (NULL: none); both must outlive it. */
struct result_column *parts_column(struct result *result, struct result_table *table,
    const char *name, const char *title, enum value_type type);
struct result_column *parts_text(struct result *result, struct result_table *table,
    const char *name, const char *title);
struct result_column *parts_number(struct result *result, struct result_table *table,
    const char *name, const char *title, const char *unit);
struct result_column *parts_integer(struct result *result, struct result_table *table,
    const char *name, const char *title);
struct result_column *parts_flag(struct result *result, struct result_table *table,
    const char *name, const char *title);
/* The key columns of a frame for n of its rows, and the table's keys. */
void parts_keys(struct result *result, struct result_table *table, const struct frame *frame,
    const size_t *rows, size_t n);

/* A column by its own name, or the standard one that the store knows it by; FRAME_NONE if it is
 * not there, or without a frame. */
int parts_find(const struct frame *frame, const char *name);
/* The same of one type, else NULL. */
const struct column *parts_find_typed(const struct frame *frame, const char *name,
    enum column_type type);

/* Per item of `from` the row of `to`, SIZE_MAX where it has no such item; in the arena. NULL
 * unless half of the items of each are there: then they are not items of the same things. */
const size_t *parts_align(struct arena *arena, const struct frame *from, const struct frame *to);
/* What a point's items say of its value: their mean, and that of all their samples, which is
 * another where some items were sampled more often than others. NaN without items. */
struct item_means { double items, samples, largest /* of the magnitudes */; };
struct item_means parts_item_means(const struct column *column, size_t rows);
/* Observations behind the measure that has most of them, over all points: if they are items these
 * take so long to read. */
double parts_observations(const struct frame *points);

/* Errors of a point's value, a block of replicates at a time: normal times se, or Student's t of
 * that many degrees if they are not 0 (DRAWS_MOST_DEGREES at most); 0 where se is not above 0.
 * The stream is (seed, point, measure, block), so that lenses that ask the same get the same. */
enum { DRAWS_BLOCK = 16 * RESAMPLE_BLOCK, DRAWS_MOST_DEGREES = 200 };
void parts_draw_errors(uint64_t seed, const char *key, const char *measure, uint64_t block,
    double se, size_t degrees, double error[DRAWS_BLOCK]);
/* Whether a value, in that unit of the items (1 or 100), is either mean. */
bool parts_is_mean(const struct item_means *mean, double unit, double value);

/* Equal names get equal numbers, counted in order of appearance (NULL: SIZE_MAX); returns how
 * many there are. number[n] and names are the arena's. */
size_t parts_number_names(struct arena *arena, const char *const *name, size_t n,
    size_t **number, const char ***names);

/* A cell as a name, of a number to 15 digits; NULL if missing. */
const char *parts_name(struct arena *arena, const struct column *column, size_t row);
/* The clusters that items name, or NULL. item[i], rows of such items, become numbers of their
 * clusters in place; how many there are is returned. */
const char **parts_cluster_names(const struct frame *items);
size_t parts_clusters(const struct frame *items, size_t *item, size_t n);
/* "file · ", or "3 files · ", or nothing. */
void parts_sources(struct strbuf *out, const struct frame *frame);
/* "file · N models · by model · " at the beginning of a title. */
void parts_title(struct strbuf *out, const struct frame *frame, size_t n);
/* What rows of the frame are called: "model", "records". */
const char *parts_noun(const struct frame *frame, size_t n);
/* Every option that is set, and the seed. */
void parts_settings(struct result *result, const struct lens_settings *settings);
void parts_frame_notes(struct result *result, const struct frame *frame);
/* A score without a unit from 0 to 1 on those rows: people read it in percentage points. */
bool parts_is_fraction(const struct column *column, const size_t *rows, size_t n);
/* A number with its unit, for sentences. */
void parts_put(struct strbuf *out, double value, const char *unit, int digits);
/* The sentence that no direction of a measure is known, with the way out. */
void parts_no_direction(struct strbuf *out, const char *measure);
/* A whole number with its thousands apart: "10,000". */
void parts_count(struct strbuf *out, double value);
/* An amount: whole with its thousands apart from 100 on, else three digits. */
void parts_amount(struct strbuf *out, double value);
/* A probability for sentences: two decimals, but never 0.00 or 1.00 ("above 0.99"). */
void parts_probability(struct strbuf *out, double p);
/* A probability or another figure of an integral: below 1e-9, "< 1e-9". */
void parts_small(struct strbuf *out, double value, const char *unit, int digits);
/* Copies the text to the result and releases it. */
const char *parts_keep(struct result *result, struct strbuf *text);

/* Which of n points (score, larger better after the sign; cost, smaller better after the
 * sign) are on the strict frontier; points that lack either are not and have no count. */
struct parts_plane {
    size_t n;
    const double *x, *y;
    enum direction x_direction, y_direction;
    unsigned char *on;         /* n */
    double *dominated_by;      /* n, NaN where a value is missing */
    size_t *front, n_front;    /* those on it, by x from the cheapest */
    size_t competing;
};
/* Fills on, dominated_by and front, in the result's arena. */
void parts_frontier(struct result *result, struct parts_plane *plane);
/* The staircase through the frontier's points. */
void parts_frontier_line(struct result *result, struct chart *chart,
    const struct parts_plane *plane);
/* Where the mark's true values may lie together, with probability 1 - alpha if their errors
 * are Gaussian: the squared radius is the quantile of chi-square with two degrees,
 * -2 ln(alpha). The line has the mark's role. */
void parts_ellipse(struct result *result, struct chart *chart, enum line_style style,
    const struct chart_mark *mark, const struct joint_error *joint, double alpha);
/* Whether an axis of n values is better read on a log scale: all positive, a factor of 20. */
bool parts_is_log(const double *value, size_t n);

#endif
