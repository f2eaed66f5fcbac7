/* error.c - see error.h. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

void
error_clear(struct error *err)
{
    if (err == NULL)
        return;
    err->kind = ERROR_NONE;
    err->message[0] = err->hint[0] = '\0';
}

bool
error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return false;
    err->kind = kind;
    err->hint[0] = '\0';
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return false;
}

bool
error_hint(struct error *err, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return false;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
    return false;
}

bool
error_prefix(struct error *err, const char *format, ...)
{
    char joined[sizeof err->message];
    va_list args;
    int length;

    if (err == NULL)
        return false;
    va_start(args, format);
    length = vsnprintf(joined, sizeof joined, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length < sizeof joined)
        snprintf(joined + length, sizeof joined - (size_t)length, ": %s", err->message);
    memcpy(err->message, joined, sizeof joined);
    return false;
}
