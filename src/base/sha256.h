/* sha256.h - the SHA-256 of a file's bytes, on the side if they are many. */
#ifndef PARETOP_BASE_SHA256_H
#define PARETOP_BASE_SHA256_H

#include <stddef.h>

enum { SHA256_HEX_SIZE = 65 };

void sha256_hex(const void *data, size_t length, char out[SHA256_HEX_SIZE]);

/* The same while the caller does something else: many bytes are worth a thread. data stays
 * where it is until the job is ended or given up. */
struct sha256_job;
struct sha256_job *sha256_begin(const void *data, size_t length);
void sha256_end(struct sha256_job *job, char out[SHA256_HEX_SIZE]);    /* waits, and frees */
void sha256_give_up(struct sha256_job *job);                           /* NULL is fine */

#endif
