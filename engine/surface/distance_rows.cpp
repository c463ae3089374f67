#include "surface/distance_rows.hpp"

#include "geo/vectors.hpp"

#include <algorithm>
#include <cmath>

namespace jt::surface {
namespace {

template <class Value>
inline void mark_any(const Value* cells, std::size_t count, std::uint64_t bit,
                     std::uint64_t* __restrict words) {
    for (std::size_t i = 0; i < count; ++i) {
        words[i] |= std::isnan(cells[i]) ? 0 : bit;
    }
}

template <class Value>
inline void mark_equal(const Value* cells, std::size_t count, Value value, std::uint64_t bit,
                       std::uint64_t* __restrict words) {
    for (std::size_t i = 0; i < count; ++i) {
        words[i] |= cells[i] == value ? bit : 0;
    }
}

JT_VECTORS void any(const float* cells, std::size_t count, std::uint64_t bit,
                    std::uint64_t* words) {
    mark_any(cells, count, bit, words);
}
JT_VECTORS void any(const double* cells, std::size_t count, std::uint64_t bit,
                    std::uint64_t* words) {
    mark_any(cells, count, bit, words);
}
JT_VECTORS void equal(const float* cells, std::size_t count, float value, std::uint64_t bit,
                      std::uint64_t* words) {
    mark_equal(cells, count, value, bit, words);
}
JT_VECTORS void equal(const double* cells, std::size_t count, double value, std::uint64_t bit,
                      std::uint64_t* words) {
    mark_equal(cells, count, value, bit, words);
}

template <class Value>
void mark(std::span<const Value> cells, const std::vector<Value>& values, unsigned row,
          std::uint64_t* words) {
    const std::uint64_t bit = std::uint64_t{1} << row;
    if (values.empty()) {
        any(cells.data(), cells.size(), bit, words);
    }
    for (const Value value : values) {
        equal(cells.data(), cells.size(), value, bit, words);
    }
}

}  // namespace

void mark_sources(std::span<const float> cells, const std::vector<float>& values, unsigned row,
                  std::uint64_t* words) {
    mark(cells, values, row, words);
}

void mark_sources(std::span<const double> cells, const std::vector<double>& values, unsigned row,
                  std::uint64_t* words) {
    mark(cells, values, row, words);
}

JT_VECTORS void step_down(const std::uint64_t* __restrict words, unsigned row, std::size_t count,
                          const std::uint32_t* before, std::uint32_t* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto free = static_cast<std::uint32_t>((words[i] >> row) & 1U) - 1U;  // ones or none
        out[i] = (before[i] + 1) & free;
    }
}

JT_VECTORS void step_up(const std::uint64_t* __restrict words, unsigned row, std::size_t count,
                        std::uint32_t* __restrict below, std::uint32_t* __restrict near) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto free = static_cast<std::uint32_t>((words[i] >> row) & 1U) - 1U;
        below[i] = (below[i] + 1) & free;
        near[i] = std::min(near[i], below[i]);
    }
}

}  // namespace jt::surface
