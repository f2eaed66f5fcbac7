/* json_document.h - a file as one JSON value, for the readers of JSON formats. */
#ifndef PARETOP_READ_JSON_DOCUMENT_H
#define PARETOP_READ_JSON_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "read/encoding.h"
#include "read/input.h"
#include "read/sink.h"

struct json_document {
    struct utf8_text text;
    struct json_span root;
    struct json_report report;
    size_t used;                /* bytes of the first value, with blanks around it */
    bool several;               /* more follows: JSON Lines, or damage */
};

/* Validates the first value. With whole, more after it is an error. Errors name the file. */
bool json_document_open(struct json_document *document, const struct input *input, bool whole,
    struct error *err);
/* After json_scan refused the text of a file: names the file, and says that nothing of it was
 * taken beside the way out. Returns false. */
bool json_refused(const struct input *input, struct error *err);
/* Whether a file that no reader knows is meant as JSON and is none, by its name or its first
 * character; err says where and why. */
bool json_explain(const struct input *input, struct error *err);
void json_document_close(struct json_document *document);

/* Tells the sink, after its begin, what was repaired: duplicate keys (the last is taken),
 * numbers too large, \u0000, and bytes that were not UTF-8. */
void json_report_warn(const struct json_report *report, struct sink *sink);
void json_document_warn(const struct json_document *document, struct sink *sink);

/* Adds a step to a JSON path: .key or ["a key"]; or [number]. */
void json_path_add_key(struct strbuf *path, const char *key);
void json_path_add_index(struct strbuf *path, size_t index);

/* A scalar's text, strings without their quotes; caller frees, NULL if it is null or none. */
char *json_scalar_text(const struct json_span *value);
/* A member's text, whatever scalar it is ("0.5", "true"); caller frees, NULL if it is absent,
 * null or no scalar. */
char *json_member_text(const struct json_span *object, const char *key);
/* A member's number; NaN if it is absent or no number. Text that is a number counts. */
double json_member_number(const struct json_span *object, const char *key);

#endif
