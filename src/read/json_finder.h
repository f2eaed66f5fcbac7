/* json_finder.h - members and elements of large JSON values that are asked for again and again.
 *
 * json_member passes over all members each time. Where each of many records asks for what stands
 * around all of them, that is quadratic: a finder passes over a large value once and remembers
 * where its parts are. Small values are searched as ever.
 */
#ifndef PARETOP_READ_JSON_FINDER_H
#define PARETOP_READ_JSON_FINDER_H

#include "base/json.h"

/* For the values of one document; a few of them are remembered at a time. */
struct json_finder;
struct json_finder *json_finder_new(void);
void json_finder_free(struct json_finder *finder);

/* As json_member, and the element with that number, counted from 0. A finder of NULL remembers
 * nothing. The values have no line and column. */
bool json_finder_member(struct json_finder *finder, const struct json_span *object, const char *key,
    struct json_span *value);
bool json_finder_element(struct json_finder *finder, const struct json_span *array, size_t number,
    struct json_span *value);

#endif
