/* archive.c - libarchive on bytes in memory; see archive.h.
 *
 * Only formats and filters that are compiled into the library are enabled: never those that
 * start a program. Bytes are counted as they come out, so that a bomb is refused before it
 * has filled the memory, whatever sizes its headers claim.
 */
#include "read/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "read/gzip_sum.h"

/* --- what it is --- */

enum { TAR_BLOCK = 512, TAR_SUM = 148, TAR_SUM_SIZE = 8 };

/* A tar header's sum is over its bytes, with its own eight taken as blanks. */
static bool
is_tar(const char *data, size_t length)
{
    unsigned long sum = 0, stated;
    char digits[TAR_SUM_SIZE + 1] = "";

    if (length < TAR_BLOCK || data[0] == '\0')
        return false;
    memcpy(digits, data + TAR_SUM, TAR_SUM_SIZE);
    stated = strtoul(digits, NULL, 8);
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= TAR_SUM && i < TAR_SUM + TAR_SUM_SIZE ? ' ' : (unsigned char)data[i];
    return stated == sum;
}

static bool
begins(const char *data, size_t length, const char *magic, size_t size)
{
    return length >= size && memcmp(data, magic, size) == 0;
}

enum archive_kind
archive_kind(const char *data, size_t length)
{
    if (begins(data, length, "PK\3\4", 4) || begins(data, length, "PK\5\6", 4))
        return ARCHIVE_MEMBERS;
    if (begins(data, length, "\x1F\x8B", 2) || begins(data, length, "\xFD" "7zXZ\0", 6)
        || begins(data, length, "\x28\xB5\x2F\xFD", 4)
        || (begins(data, length, "BZh", 3) && length > 9
            && memcmp(data + 4, "1AY&SY", 6) == 0))
        return ARCHIVE_STREAM;
    return is_tar(data, length) ? ARCHIVE_MEMBERS : ARCHIVE_NONE;
}

/* --- opening it --- */

static struct archive *
archive_open(const char *data, size_t length, bool as_stream, struct error *err)
{
    struct archive *archive = archive_read_new();

    if (archive == NULL) {
        error_set(err, ERROR_SYSTEM, "libarchive is out of memory");
        return NULL;
    }
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    if (!as_stream)
        archive_read_support_format_tar(archive);
    if (archive_kind(data, length) == ARCHIVE_MEMBERS)     /* one in a stream may be a log */
        archive_read_support_format_zip(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    if (archive_read_open_memory(archive, data, length) != ARCHIVE_OK) {
        error_set(err, ERROR_REQUEST, "cannot be decompressed: %s",
            archive_error_string(archive));
        archive_read_free(archive);
        return NULL;
    }
    return archive;
}

static bool
is_hidden(const char *name)
{
    for (const char *part = name; part != NULL; part = strchr(part, '/')) {
        part += strspn(part, "/");
        if (part[0] == '.' && part[1] != '\0' && part[1] != '/'
            && !(part[1] == '.' && (part[2] == '/' || part[2] == '\0')))
            return true;
    }
    return strncmp(name, "__MACOSX/", 9) == 0;
}

static bool
within_budget(const struct archive_budget *budget, size_t member_length, struct error *err)
{
    if (budget->produced > ARCHIVE_FREE_BYTES
        && budget->produced > budget->expansion_max * budget->compressed) {
        error_set(err, ERROR_REQUEST, "expands to more than %.0f times its size: refused as "
            "an archive bomb", budget->expansion_max);
        return error_hint(err, "decompress it yourself if it is meant to be that large");
    }
    if (member_length <= budget->member_bytes_max)
        return true;
    error_set(err, ERROR_REQUEST, "decompressed it is larger than %.4g MB",
        (double)budget->member_bytes_max / (1 << 20));
    return error_hint(err, "decompress it yourself, or allow more with --most size=%.0fM",
        4.0 * (double)budget->member_bytes_max / (1 << 20));
}

/* The member's bytes; *wanted becomes false if its first ones told the visitor enough. */
static bool
read_member(struct archive *archive, const char *name, struct archive_budget *budget,
    const struct archive_visitor *visitor, struct strbuf *out, bool *wanted, struct error *err)
{
    enum { STEP = 1 << 17 };
    bool asked = false;

    strbuf_clear(out);
    for (;;) {
        la_ssize_t got;

        ARRAY_RESERVE(out->data, out->length + STEP + 1, out->capacity);
        got = archive_read_data(archive, out->data + out->length, STEP);
        if (got < 0)
            return error_set(err, ERROR_REQUEST, "cannot be decompressed: %s",
                archive_error_string(archive));
        if (got == 0)
            break;
        out->length += (size_t)got;
        budget->produced += (double)got;
        if (!within_budget(budget, out->length, err))
            return false;
        if (out->length < ARCHIVE_HEAD || asked || visitor->wants == NULL)
            continue;
        asked = true;
        *wanted = visitor->wants(visitor->context,
            &(struct archive_member){name, out->data, out->length});
        if (!*wanted)
            return true;
    }
    out->data[out->length] = '\0';
    return true;
}

static bool
check_sum(const struct gzip_sum *sum, const char *data, size_t length, struct error *err)
{
    if (gzip_sum_agrees(sum, data, length))
        return true;
    error_set(err, ERROR_REQUEST, "is damaged: what comes out of it does not have the sum that "
        "stands at its end");
    return error_hint(err, "copy or download it again");
}

/* Of a tar in a gzip stream, whose bytes are seen in parts only: reads all of it for its sum. */
static bool
check_stream(const char *data, size_t length, struct archive_budget budget, struct error *err)
{
    struct archive *archive = archive_open(data, length, true, err);
    struct archive_entry *entry;
    struct gzip_sum sum = {0, 0};
    char bytes[1 << 14];
    la_ssize_t got = -1;
    bool good = archive != NULL;

    if (good && archive_read_next_header(archive, &entry) == ARCHIVE_OK)
        while (good && (got = archive_read_data(archive, bytes, sizeof bytes)) > 0) {
            gzip_sum_add(&sum, bytes, (size_t)got);
            budget.produced += (double)got;
            good = within_budget(&budget, 0, err);
        }
    archive_read_free(archive);
    /* What cannot be decompressed is refused where its members are read. */
    return good && (got < 0 || check_sum(&sum, data, length, err));
}

/* The member's name as its archive wrote it, or in UTF-8 if it has no other. */
static const char *
member_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);

    if (name == NULL)
        name = archive_entry_pathname_utf8(entry);
    return name != NULL && *name != '\0' ? name : "unnamed member";
}

static bool
count_member(struct archive_budget *budget, struct error *err)
{
    if (budget->members++ < budget->members_max)
        return true;
    return error_set(err, ERROR_REQUEST, "holds more than %zu members", budget->members_max);
}

/* stream is what a member without a name came out of. */
static bool
visit_member(struct archive *archive, struct archive_entry *entry, const char *name,
    const struct archive_member *stream, struct archive_budget *budget, struct strbuf *bytes,
    const struct archive_visitor *visitor, struct error *err)
{
    struct gzip_sum sum = {0, 0};
    struct archive_member member = {.name = name};
    bool wanted = true;

    if (archive_entry_is_encrypted(entry) > 0)
        return error_set(err, ERROR_REQUEST, "%s is encrypted",
            name == NULL ? "it" : name);
    if (!read_member(archive, name, budget, visitor, bytes, &wanted, err))
        return name == NULL ? false : error_prefix(err, "%s", name);
    member.data = bytes->data;
    member.length = bytes->length;
    if (wanted && name == NULL && gzip_begins(stream->data, stream->length)) {
        gzip_sum_add(&sum, member.data, member.length);
        if (!check_sum(&sum, stream->data, stream->length, err))
            return false;
    }
    return !wanted || visitor->visit(visitor->context, &member, err);
}

bool
archive_walk(const char *data, size_t length, struct archive_budget *budget,
    const struct archive_visitor *visitor, struct error *err)
{
    struct archive *archive = archive_open(data, length, false, err);
    struct archive_entry *entry;
    struct strbuf bytes;
    bool good = archive != NULL, first = true;
    int status = ARCHIVE_EOF;

    strbuf_init(&bytes);
    while (good && (status = archive_read_next_header(archive, &entry)) != ARCHIVE_EOF) {
        bool raw = archive_format(archive) == ARCHIVE_FORMAT_RAW;
        const char *name = member_name(entry);

        if (status < ARCHIVE_WARN) {
            good = error_set(err, ERROR_REQUEST, "cannot be decompressed: %s",
                archive_error_string(archive));
            break;
        }
        if (first && !raw && gzip_begins(data, length))
            good = check_stream(data, length, *budget, err);
        first = false;
        good = good && count_member(budget, err);
        if (!good || (!raw && (archive_entry_filetype(entry) != AE_IFREG || is_hidden(name))))
            continue;
        good = visit_member(archive, entry, raw ? NULL : name,
            &(struct archive_member){NULL, data, length}, budget, &bytes, visitor, err);
    }
    strbuf_release(&bytes);
    archive_read_free(archive);
    return good;
}
