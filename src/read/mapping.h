/* mapping.h - a file format taught without code, by a JSON file.
 *
 * share/formats/ has those that come with the program, formats/ in the user's configuration
 * folder and --mapping FILE add others; paretop-formats(5) documents the members. A mapping
 * says how a file is recognised, where its records are, and what is to be taken from each:
 *
 *     {"format": "my-bench", "title": "results of my bench", "reads": "json",
 *      "recognise": {"paths": ["$.runs[].model", "$.runs[].score"]},
 *      "records": "$.runs[]",
 *      "model": "model", "conditions": {"hardware": "machine.gpu"},
 *      "measures": [{"path": "score", "unit": "%", "direction": "max", "n": "cases"}]}
 *
 * Delimited and Markdown tables, JSON, JSON Lines, YAML and lines that name values all become
 * JSON records first, so that there is one way of taking values (mapped_runs.c); a delimited
 * table may instead stay a table, whose columns the mapping only explains (mapped_table.c).
 */
#ifndef PARETOP_READ_MAPPING_H
#define PARETOP_READ_MAPPING_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "read/mapping_path.h"
#include "read/reader.h"

enum mapping_input { MAPPING_DELIMITED, MAPPING_MARKDOWN, MAPPING_JSON, MAPPING_YAML,
    MAPPING_TEXT };

struct mapping_pair { const char *from, *to; };

/* An extended regular expression of a mapping, compiled once. */
struct mapping_pattern { regex_t regex; struct mapping_pattern *next; };

/* Where one text comes from; unset if neither path nor words are. */
struct mapping_source {
    const struct mapping_path *path;    /* a value of the record */
    bool key;                           /* the last key that a * of the path fits, in its place */
    const char *words;                  /* or these, in which {...} is replaced */
    const struct mapping_pattern *pattern;  /* that the text must fit; its
                                           first group, if it has one, is what is taken */
    const struct mapping_pair *map;     /* texts, which may hold *, to be taken for others */
    size_t n_map;
    bool only_mapped;                   /* others than those are left out */
    const struct mapping_source *otherwise;     /* where this gives nothing; or NULL */
};

struct mapping_named { const char *name; struct mapping_source source; };

/* What a measure's standard error is where the file has none of its own. */
enum mapping_se { MAPPING_SE_GIVEN, MAPPING_SE_BINOMIAL, MAPPING_SE_INTERVAL };

/* Whether a record has a text that is (not) one of those. */
struct mapping_test {
    struct mapping_source source;
    const char *const *is; size_t n_is;
    bool negated;
};

struct mapping_measure {
    struct mapping_test *where; size_t n_where; /* of the part of the record */
    const struct mapping_path *each;    /* parts of the record that have the value; or NULL */
    const struct mapping_path *path;
    const struct mapping_pattern *pattern;  /* that the value's text must fit, as of a source */
    const struct mapping_pair *map; size_t n_map;   /* texts to be taken for numbers */
    struct mapping_source name, task, stat;     /* unset name: the last key of the path */
    struct mapping_source se, sd, lo, hi, n, interval;
    struct mapping_source over;         /* values are divided by it: a sum by its count */
    enum mapping_se se_kind;
    double level;
    int ddof;
    double scale;                       /* values are multiplied by it; 1 */
    enum direction direction;
    enum measure_kind kind;
    const char *unit, *missing;
    bool last;                          /* of several values of one name the last that is there */
    bool aggregate, items;              /* items: a list, whose elements are single values */
    struct mapping_source item, cluster;        /* with each: one value of an item */
    bool per_item;
    const char *const *except; size_t n_except; /* names that a path with * must not take */
};

struct mapping_curve {
    const struct mapping_path *each;    /* as of measures */
    const struct mapping_path *path;
    struct mapping_source name, x;
    const char *axis, *unit;
    double scale;
    const char *const *except; size_t n_except;
};

struct mapping_requests {
    const struct mapping_path *each;
    struct mapping_source prompt_tokens, output_tokens, seconds, first_token_seconds, error;
    double scale, first_token_scale;    /* of the times */
};

struct mapping_preferences { struct mapping_source a, b, outcome, item, judge; };

/* Experiences of a lifelong-learning log: numbers of a record, each of a block and a task. */
struct mapping_episodes {
    const struct mapping_path *path;
    struct mapping_source name, run, task, phase, worker, block, index;
    const char *const *except; size_t n_except; /* columns that are no metrics */
};

/* The mean of some measures of one run, which are named as the file does: a group. It is
 * missing where one of those that the file has is missing. */
struct mapping_mean {
    const char *task, *name;
    const char *const *of; size_t n_of;     /* names of measures, or of earlier means */
};

struct mapping {
    struct arena *arena, *earlier;      /* earlier: of what was loaded before all was, or NULL */
    struct mapping_pattern *patterns;   /* all of them, to be freed */
    bool partial;                       /* only what files are recognised by is loaded */
    const char *file;                   /* that it was read from */
    const char *format, *title, *detects;
    const char *stamp;                  /* of the bytes of its file */
    int certainty;
    enum mapping_input input;
    bool keeps_table;                   /* "form": "table" */
    bool whole_table;                   /* "form": "document": a table as one JSON document,
                                           {"rows": [{..}, ..], "columns": {name: [..], ..}} */
    bool whole_lines;                   /* the same of JSON Lines: a list of them all */
    const struct mapping_pattern *line; /* of a text: its first group is a name, and the last
                                           its value; NULL: "name : value" */
    bool sections;                      /* of a text: lines "[name]" begin names "name.x" */
    const char *companion;              /* why there is nothing to take; or NULL */
    /* recognise */
    const char *const *columns; size_t n_columns;
    const char *const *paths; size_t n_paths;
    const char *const *absent; size_t n_absent;
    bool only;                          /* no members at the top but those of the paths */
    const char *const *names; size_t n_names;           /* of the file, with * and ? */
    const char *const *words; size_t n_words;           /* that the text has near its start */
    /* what to take */
    const char *const *file_patterns; size_t n_file_patterns;
    const struct mapping_path *records;
    struct mapping_test *where; size_t n_where;
    struct mapping_test *failed; size_t n_failed;
    struct mapping_source model, task;
    struct mapping_named *conditions; size_t n_conditions;
    struct mapping_named *attributes; size_t n_attributes;
    struct mapping_measure *measures; size_t n_measures;
    struct mapping_mean *means; size_t n_means;
    struct mapping_curve *curves; size_t n_curves;
    struct mapping_requests *requests; size_t n_requests;
    struct mapping_preferences *preferences; size_t n_preferences;
    struct mapping_episodes *episodes; size_t n_episodes;
    const char *const *ignored; size_t n_ignored;
};

/* Errors name the file, line and member. */
bool mapping_load(struct mapping **out, const char *path, struct error *err);
/* Only what files are recognised by and the names; the rest when mapping_complete is called,
 * which most mappings never see: dozens are loaded at each start. */
bool mapping_load_marks(struct mapping **out, const char *path, struct error *err);
/* Does nothing if all is loaded. Texts of the mapping that were given out stay. */
bool mapping_complete(struct mapping *mapping, struct error *err);
void mapping_free(struct mapping *mapping);             /* NULL is fine */

/* 0 = not of this format. */
int mapping_sniff(const struct mapping *mapping, const struct sniff *sniff);

bool mapping_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);

/* Whether paths are names of columns. */
bool mapping_is_tabular(const struct mapping *mapping);
/* Whether one of the patterns fits. */
bool mapping_is_among(const char *const *patterns, size_t n, const char *text);

bool mapping_source_is_set(const struct mapping_source *source);

/* --- between the files of the engine --- */

/* What a text is looked up in: the file, the record, and where a path has led to. */
struct mapping_scope {
    const struct mapping *mapping;
    const struct json_span *root, *record, *element;    /* element NULL: the record */
    struct json_finder *finder;         /* for the document; may be NULL */
    const struct mapping_captures *of_record, *of_element, *of_value;
    const struct mapping_captures *of_file;
    size_t record_number;               /* from 0 */
};

/* The text of a source; false if there is none (absent, null, no text, refused by its
 * pattern or map). Appended to out. */
bool mapping_text(const struct mapping_scope *scope, const struct mapping_source *source,
    struct strbuf *out);
/* Makes what stands behind start in text what the pattern wants of it; false if it does not
 * fit. */
bool mapping_fit(const struct mapping_pattern *pattern, struct strbuf *text, size_t start);
/* Puts what the first pair that fits makes of the text behind start in its place; false if none
 * fits. */
bool mapping_translate(const struct mapping_pair *map, size_t n, struct strbuf *text,
    size_t start);
/* The value that a path of a source leads to; a path from the root begins with $. */
bool mapping_value(const struct mapping_scope *scope, const struct mapping_path *path,
    struct json_span *value);
/* Its number; NaN if it is none. */
double mapping_number(const struct mapping_scope *scope, const struct mapping_source *source);
bool mapping_test_all(const struct mapping_scope *scope, const struct mapping_test *tests,
    size_t n);

bool mapped_table_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);
bool mapped_runs_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);

#endif
