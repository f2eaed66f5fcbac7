/* fuzz_main.c - the driver of a fuzz target; see fuzz.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "fuzz.h"

enum { INPUT_MOST = 4096 };

struct mutant {
    uint64_t random;
    size_t length;
    char bytes[INPUT_MOST];
};

/* xorshift64: the same mutants everywhere. */
static size_t
draw(struct mutant *mutant, size_t below)
{
    mutant->random ^= mutant->random << 13;
    mutant->random ^= mutant->random >> 7;
    mutant->random ^= mutant->random << 17;
    return below > 0 ? (size_t)(mutant->random >> 11) % below : 0;
}

static size_t
count_texts(const char *const *texts)
{
    size_t n = 0;

    while (texts[n] != NULL)
        n++;
    return n;
}

/* Puts bytes in, at most as many as there is room for. */
static void
insert(struct mutant *mutant, size_t at, const char *bytes, size_t length)
{
    size_t room = INPUT_MOST - mutant->length;

    if (length > room)
        length = room;
    memmove(mutant->bytes + at + length, mutant->bytes + at, mutant->length - at);
    memcpy(mutant->bytes + at, bytes, length);
    mutant->length += length;
}

static void
cut(struct mutant *mutant, size_t at, size_t length)
{
    if (length > mutant->length - at)
        length = mutant->length - at;
    memmove(mutant->bytes + at, mutant->bytes + at + length, mutant->length - at - length);
    mutant->length -= length;
}

static void
repeat_part(struct mutant *mutant, size_t at)
{
    char part[64];
    size_t length = draw(mutant, sizeof part);

    if (length > mutant->length - at)
        length = mutant->length - at;
    memcpy(part, mutant->bytes + at, length);
    insert(mutant, at, part, length);
}

static void
mutate(struct mutant *mutant)
{
    size_t at = draw(mutant, mutant->length + 1);
    const char *token;
    char byte;

    switch (draw(mutant, 5)) {
    case 0:
        token = fuzz_tokens[draw(mutant, count_texts(fuzz_tokens))];
        insert(mutant, at, token, strlen(token));
        break;
    case 1:
        cut(mutant, at, draw(mutant, 8) + 1);
        break;
    case 2:
        repeat_part(mutant, at);
        break;
    case 3:
        byte = (char)draw(mutant, 256);
        insert(mutant, at, &byte, 1);
        break;
    default:
        if (at < mutant->length)
            mutant->bytes[at] = (char)(mutant->bytes[at] ^ 1 << draw(mutant, 8));
        break;
    }
}

/* In memory of exactly that size, so that the sanitizers see a read beyond it. */
static void
run_on(const char *bytes, size_t length)
{
    uint8_t *copy = mem_alloc(length);

    if (length > 0)
        memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void
run_mutants(void)
{
    size_t n = count_texts(fuzz_seeds);
    struct mutant mutant = {.random = 88172645463325252};

    for (size_t i = 0; i < n; i++)
        run_on(fuzz_seeds[i], strlen(fuzz_seeds[i]));
    for (unsigned round = 0; round < fuzz_rounds; round++) {
        mutant.length = 0;
        insert(&mutant, 0, fuzz_seeds[round % n], strlen(fuzz_seeds[round % n]));
        for (size_t i = draw(&mutant, 6) + 1; i > 0; i--)
            mutate(&mutant);
        run_on(mutant.bytes, mutant.length);
    }
    printf("1..1\nok 1 - %s: %u mutants of %zu seeds keep the promises\n", fuzz_name,
        fuzz_rounds, n);
}

static bool
run_file(const char *path)
{
    struct file_bytes bytes;
    struct error err;
    bool opened = strcmp(path, "-") == 0 ? file_read_fd(0, SIZE_MAX, &bytes, &err)
        : file_open_bytes(path, &bytes, &err);

    if (!opened) {
        fprintf(stderr, "%s\n", err.message);
        return false;
    }
    run_on(bytes.data, bytes.length);
    file_close_bytes(&bytes);
    return true;
}

int
main(int argc, char **argv)
{
    bool opened = true;

    if (argc < 2)
        run_mutants();
    for (int i = 1; i < argc; i++)
        opened = run_file(argv[i]) && opened;
    return opened ? EXIT_SUCCESS : EXIT_FAILURE;
}
