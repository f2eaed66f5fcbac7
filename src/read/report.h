/* report.h - runs out of the reports of benchmark tools: attributes and scores, member by
 * member, each with the path where it stands.
 *
 * A reader starts a run, adds what the file says about it, gives it, and then gives scores
 * that are members of an object. A member that is absent, null or no number gives nothing:
 * not measured is not zero.
 */
#ifndef PARETOP_READ_REPORT_H
#define PARETOP_READ_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "read/input.h"
#include "read/sink.h"

enum { REPORT_ATTRIBUTES = 64 };

struct report {
    struct sink *sink;
    struct arena *arena;            /* texts of the run in hand */
    struct sink_attribute attributes[REPORT_ATTRIBUTES];
    size_t n_attributes;
    struct strbuf place;            /* of the object whose members are read */
};

void report_init(struct report *report, struct sink *sink);
void report_release(struct report *report);

/* Starts a run at a place ("$[3]", "line 7"): forgets the attributes of the one before. */
void report_start(struct report *report, const char *place);
/* NULL and "" are nothing. A name that is there already keeps its first value. */
void report_attribute(struct report *report, const char *name, const char *value);
void report_attribute_number(struct report *report, const char *name, double value);
/* A scalar member, under its own name if name is NULL. */
void report_attribute_member(struct report *report, const struct json_span *object,
    const char *key, const char *name);
bool report_run(struct report *report, const char *model, struct error *err);

/* Places: enters a member and goes back to where it was. */
size_t report_enter(struct report *report, const char *key);
size_t report_enter_index(struct report *report, size_t index);
void report_leave(struct report *report, size_t mark);

/* Gives a score whose value is set, at place.key (key NULL: at place). NaN gives nothing,
 * unless its status says why it is missing. */
bool report_score(struct report *report, struct sink_score *score, const char *key,
    struct error *err);
/* The same with the value of a member; false only if the sink refuses. */
bool report_member(struct report *report, const struct json_span *object, const char *key,
    struct sink_score *score, struct error *err);

/* A score with metric, unit and direction. */
struct sink_score report_metric(const char *task, const char *metric, const char *unit,
    enum direction direction);

/* sd / sqrt(n) of a sample deviation; NaN where it is none or n < 2. */
double report_se(double sd, double n);

/* --- files of one or several JSON values --- */

struct json_visitor {
    const char *format;
    bool (*visit)(void *context, const struct json_span *value, const char *place,
        struct error *err);
    void *context;
};

/* Begins, visits each value of the file (the elements of a list, the lines of JSON Lines, or
 * the one value), ends. Damage is an error: nothing of the file is kept. */
bool json_visit(const struct json_visitor *visitor, const struct input *input,
    struct sink *sink, struct error *err);

/* The same without begin and end, which the reader calls itself. */
bool json_visit_values(const struct json_visitor *visitor, const struct input *input,
    struct sink *sink, struct error *err);

/* A date as tools write it: "20260816-160853" or seconds since 1970 as ISO 8601; other text
 * stays. Into buf, which is returned; NULL if text is. */
enum { REPORT_DATE_SIZE = 40 };
const char *report_date(char buf[REPORT_DATE_SIZE], const char *text);

#endif
