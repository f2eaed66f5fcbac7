/* limits.c - how much of what a user points at is looked at; see input.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "read/input.h"

struct input_limits
input_limits_whole(const struct input_limits *given)
{
    struct input_limits limits = given == NULL ? (struct input_limits){0} : *given;

    if (limits.files == 0)
        limits.files = 100000;
    if (limits.folders == 0)
        limits.folders = 32;
    if (limits.total == 0)
        limits.total = (uint64_t)64 << 30;
    if (limits.members == 0)
        limits.members = 100000;
    if (limits.depth == 0)
        limits.depth = 3;
    if (limits.expansion == 0)
        limits.expansion = 200;
    if (limits.bytes == 0)
        limits.bytes = (size_t)1 << 30;
    return limits;
}

/* "4G" as bytes, "100000" as itself; false if it is neither, or nothing. */
static bool
parse_amount(const char *text, bool bytes, uint64_t *out)
{
    static const char units[] = "KMGT";
    char *end;
    const char *unit;
    uintmax_t value;

    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    value = strtoumax(text, &end, 10);
    unit = bytes && *end != '\0' ? strchr(units, *end) : NULL;
    for (const char *at = units; unit != NULL && at <= unit; at++) {
        if (value > UINT64_MAX / 1024)
            return false;
        value *= 1024;
    }
    *out = value;
    return errno == 0 && value > 0 && end[unit != NULL] == '\0';
}

char *
input_size_text(uint64_t bytes)
{
    static const char *const units[] = {"", "K", "M", "G", "T"};
    size_t unit = 0;

    for (; unit < 4 && bytes > 0 && bytes % 1024 == 0; unit++)
        bytes /= 1024;
    return mem_printf("%" PRIu64 "%s", bytes, units[unit]);
}

static bool
set_one(struct input_limits *limits, const char *name, const char *amount)
{
    bool bytes = strcmp(name, "size") == 0 || strcmp(name, "total") == 0;
    uint64_t value;

    if (!parse_amount(amount, bytes, &value))
        return false;
    if (strcmp(name, "files") == 0)
        limits->files = limits->members = value < SIZE_MAX ? (size_t)value : SIZE_MAX;
    else if (strcmp(name, "depth") == 0)
        limits->folders = value < 1000 ? (unsigned)value : 1000;
    else if (strcmp(name, "size") == 0)
        limits->bytes = value < SIZE_MAX ? (size_t)value : SIZE_MAX;
    else if (strcmp(name, "total") == 0)
        limits->total = value;
    else
        return false;
    return true;
}

bool
input_limits_set(struct input_limits *limits, const char *text, struct error *err)
{
    size_t n;
    char **parts = text_split(text, ',', &n);
    bool good = true;

    for (size_t i = 0; i < n && good; i++) {
        char *equals = strchr(parts[i], '=');

        if (equals != NULL)
            *equals = '\0';
        good = equals != NULL && set_one(limits, parts[i], equals + 1);
        if (equals != NULL)
            *equals = '=';
        if (!good)
            error_set(err, ERROR_USAGE, "--most: \"%s\" is no limit", parts[i]);
    }
    text_split_free(parts, n);
    return good || error_hint(err, "such as --most files=500000,depth=64,size=4G,total=500G");
}
