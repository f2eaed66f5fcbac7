/* mapping_loader.h - members of a mapping file, each checked as it is taken: what the files that
 * load a mapping share. Private to the engine of mapping.h.
 *
 * Every function returns false with the error set (file, line and member) if a member is there
 * and is not what it must be; a member that is absent leaves *out as it is. Texts and lists are
 * of the mapping's arena.
 */
#ifndef PARETOP_READ_MAPPING_LOADER_H
#define PARETOP_READ_MAPPING_LOADER_H

#include "read/mapping.h"

struct loader {
    struct mapping *mapping;
    const char *file;
    struct error *err;
};

/* --- mapping_load_member.c: members of any object --- */
bool loader_refuse(const struct loader *loader, const struct json_span *at, const char *member,
    const char *what);
/* Every member must be one of the names (NULL-terminated); else the nearest is told. */
bool loader_check_members(const struct loader *loader, const struct json_span *object,
    const char *member, const char *const *names);
bool loader_is_text(const struct json_span *value, const char *text);
const char *loader_span_text(const struct loader *loader, const struct json_span *value);
bool loader_take_text(const struct loader *loader, const struct json_span *object,
    const char *member, const char **out);
bool loader_take_number(const struct loader *loader, const struct json_span *object,
    const char *member, double *out);
bool loader_take_flag(const struct loader *loader, const struct json_span *object,
    const char *member, bool *out);
/* The number of a word in a NULL-terminated table. */
bool loader_take_word(const struct loader *loader, const struct json_span *object,
    const char *member, const char *const *words, int *out);
/* A text or a list of texts. */
bool loader_take_texts(const struct loader *loader, const struct json_span *object,
    const char *member, const char *const **out, size_t *n);
/* An object, or a list of objects of that size: calls take for each. */
typedef bool loader_take(const struct loader *loader, const struct json_span *object, void *out);
bool loader_take_objects(const struct loader *loader, const struct json_span *root,
    const char *member, size_t size, loader_take *take, void **out, size_t *n);

/* --- mapping_load_source.c: where values come from --- */
bool loader_make_path(const struct loader *loader, const struct json_span *value,
    const char *member, const struct mapping_path **out);
bool loader_take_path(const struct loader *loader, const struct json_span *object,
    const char *member, const struct mapping_path **out);
/* An extended regular expression. */
bool loader_take_pattern(const struct loader *loader, const struct json_span *object,
    const char *member, const struct mapping_pattern **out);
/* "map": an object of texts. */
bool loader_take_map(const struct loader *loader, const struct json_span *object,
    const struct mapping_pair **out, size_t *n);
bool loader_take_source(const struct loader *loader, const struct json_span *object,
    const char *member, struct mapping_source *out);
/* A name, where a plain text means itself, with {...} replaced. */
bool loader_take_name(const struct loader *loader, const struct json_span *object,
    const char *member, struct mapping_source *out);
/* An object of names and sources. */
bool loader_take_named(const struct loader *loader, const struct json_span *object,
    const char *member, struct mapping_named **out, size_t *n);
bool loader_take_test(const struct loader *loader, const struct json_span *object, void *out);

/* --- mapping_load_taken.c: what is taken from a record; out is a struct of mapping.h --- */
bool loader_take_measure(const struct loader *loader, const struct json_span *object, void *out);
bool loader_take_mean(const struct loader *loader, const struct json_span *object, void *out);
bool loader_take_curve(const struct loader *loader, const struct json_span *object, void *out);
bool loader_take_requests(const struct loader *loader, const struct json_span *object, void *out);
bool loader_take_preferences(const struct loader *loader, const struct json_span *object,
    void *out);
bool loader_take_episodes(const struct loader *loader, const struct json_span *object, void *out);

#endif
