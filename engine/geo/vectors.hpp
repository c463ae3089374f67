// Vector code where the processor has it; for .cpp files.
#pragma once

/// On a function: compiled once for every processor and once for those with AVX2 and AVX-512,
/// chosen when the program starts. The files that use it are compiled for vector code
/// (engine/CMakeLists.txt). Sums, products, quotients and roots round the same either way (no fused
/// multiply-add), so the bits are the same.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define JT_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define JT_VECTORS
#endif
