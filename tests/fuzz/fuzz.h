/* fuzz.h - what a fuzz target gives to the driver.
 *
 * A target is one file that defines these. The driver (fuzz_main.c) feeds it files or
 * standard input; without arguments it feeds mutations of the seeds, the same ones in every
 * run, which makes the target a test of `make check`. Linked with libFuzzer instead of the
 * driver (clang -fsanitize=fuzzer) the same file is a coverage-guided fuzzer.
 */
#ifndef PARETOP_TESTS_FUZZ_H
#define PARETOP_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

extern const char *const fuzz_name;
extern const char *const fuzz_seeds[];      /* whole inputs; NULL at the end */
extern const char *const fuzz_tokens[];     /* pieces worth inserting; NULL at the end */
extern const unsigned fuzz_rounds;          /* of mutation, under a second */

/* Runs the target on bytes that end where they end; aborts if a promise is broken. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

#define FUZZ_CHECK(condition)                                                          \
    do {                                                                               \
        if (!(condition)) {                                                            \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__,         \
                #condition);                                                           \
            abort();                                                                   \
        }                                                                              \
    } while (0)

#endif
