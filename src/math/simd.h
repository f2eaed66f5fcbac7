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

#endif
