/* simd.h - how kernels ask for vector code without changing an answer.
 *
 * KERNEL_CLONES compiles a function for several instruction sets and picks one when the
 * program starts; --disable-simd leaves the plain one. Only comparisons and additions in
 * fixed lanes are written with vectors, so that every path gives the same bits. Vectors
 * are never arguments or results of functions: not every compiler allows that in clones.
 */
#ifndef PARETOP_MATH_SIMD_H
#define PARETOP_MATH_SIMD_H

#include "config.h"

#include <stdint.h>

#if !defined PARETOP_NO_SIMD && defined __x86_64__ && defined __linux__ \
    && !defined __SANITIZE_ADDRESS__
#define KERNEL_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KERNEL_CLONES
#endif

enum { LANES = 8 };

typedef double doubles __attribute__((vector_size(LANES * sizeof(double))));
typedef double loose_doubles
    __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double))));
typedef int64_t masks __attribute__((vector_size(LANES * sizeof(int64_t))));

/* Eight values from anywhere; eight times one value; whether a comparison held in any lane. */
#define LOAD(p) (*(const loose_doubles *)(const void *)(p))
#define SPREAD(x) ((doubles){ x, x, x, x, x, x, x, x })
#define ANY(m) (((m)[0] | (m)[1] | (m)[2] | (m)[3] | (m)[4] | (m)[5] | (m)[6] | (m)[7]) != 0)

#endif
