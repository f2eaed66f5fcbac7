/* simd_each.h - includes KERNELS, a header of kernels, once for each width of vectors that this
 * machine's kind may have: see simd.h. It is meant to be included more than once, so it has
 * no guard.
 */
#ifndef KERNELS_WIDEST
#define KERNELS_WIDEST 32
#endif

#define VECTOR_BYTES 16
#define KERNEL
#include KERNELS
#undef VECTOR_BYTES
#undef KERNEL

#if KERNELS_CHOSEN
#define VECTOR_BYTES 32
#define KERNEL __attribute__((target("avx2")))
#include KERNELS
#undef VECTOR_BYTES
#undef KERNEL
#endif

#if KERNELS_CHOSEN && KERNELS_WIDEST == 64
#define VECTOR_BYTES 64
#define KERNEL __attribute__((target("avx512f")))
#include KERNELS
#undef VECTOR_BYTES
#undef KERNEL
#endif

#undef KERNELS
#undef KERNELS_WIDEST
