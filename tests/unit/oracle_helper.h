/* oracle_helper.h - expected numbers of other programs, as JSON: the tables kept with the
 * tests and, where PARETOP_SHARED names a folder with more of them, those too.
 */
#ifndef PARETOP_TESTS_ORACLE_HELPER_H
#define PARETOP_TESTS_ORACLE_HELPER_H

#include <cjson/cJSON.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline cJSON *
oracle_read(const char *folder, const char *name)
{
    char path[4096], *text;
    FILE *file;
    long size;
    cJSON *json;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = malloc((size_t)size + 1);
    size = (long)fread(text, 1, (size_t)size, file);
    text[size] = '\0';
    fclose(file);
    json = cJSON_Parse(text);
    free(text);
    return json;
}

/* A table kept with the tests; NULL only if the tree is broken. */
static inline cJSON *
oracle_own(const char *name)
{
    const char *top = getenv("top_srcdir");
    char folder[4096];

    snprintf(folder, sizeof folder, "%s/tests/oracle", top != NULL ? top : ".");
    return oracle_read(folder, name);
}

/* The full set; NULL where there is none. */
static inline cJSON *
oracle_shared(const char *name)
{
    const char *shared = getenv("PARETOP_SHARED");
    char folder[4096];

    if (shared == NULL)
        return NULL;
    snprintf(folder, sizeof folder, "%s/oracles", shared);
    return oracle_read(folder, name);
}

static inline double
oracle_number(const cJSON *node)
{
    if (cJSON_IsNumber(node))
        return node->valuedouble;
    if (cJSON_IsBool(node))
        return cJSON_IsTrue(node);
    if (cJSON_IsString(node) && strcmp(node->valuestring, "inf") == 0)
        return INFINITY;
    if (cJSON_IsString(node) && strcmp(node->valuestring, "-inf") == 0)
        return -INFINITY;
    return (double)NAN;
}

static inline double
oracle_field(const cJSON *object, const char *name)
{
    return oracle_number(cJSON_GetObjectItemCaseSensitive(object, name));
}

static inline const cJSON *
oracle_item(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* A flat copy of numbers, of lists of numbers too; malloc'd. */
static inline double *
oracle_numbers(const cJSON *list, size_t *n)
{
    size_t room = 0;
    double *number;

    for (const cJSON *at = list != NULL ? list->child : NULL; at != NULL; at = at->next)
        room += at->child != NULL ? (size_t)cJSON_GetArraySize(at) : 1;
    number = malloc((room + 1) * sizeof *number);
    *n = 0;
    for (const cJSON *at = list != NULL ? list->child : NULL; at != NULL; at = at->next) {
        if (at->child == NULL)
            number[(*n)++] = oracle_number(at);
        for (const cJSON *in = at->child; in != NULL; in = in->next)
            number[(*n)++] = oracle_number(in);
    }
    return number;
}

static inline bool
oracle_near(double got, double want, double relative)
{
    if (isnan(want) || isinf(want))
        return isnan(want) ? isnan(got) : got == want;
    return fabs(got - want) <= fmax(1e-12, relative * fabs(want));
}

#endif
