#include "surface/clean.hpp"

#include "geo/vectors.hpp"

#include <cmath>
#include <cstddef>
#include <limits>

namespace jt::surface {
namespace {

template <class Value>
inline void clean_each(Value* values, std::size_t count, Value nodata) {
    constexpr Value kNaN = std::numeric_limits<Value>::quiet_NaN();
    constexpr Value kMost = std::numeric_limits<Value>::max();
    for (std::size_t i = 0; i < count; ++i) {
        const Value value = values[i];
        values[i] = std::abs(value) <= kMost ? value : kNaN;
        values[i] = value == nodata ? kNaN : values[i];
    }
}

JT_VECTORS void clean_floats(float* values, std::size_t count, float nodata) {
    clean_each(values, count, nodata);
}
JT_VECTORS void clean_doubles(double* values, std::size_t count, double nodata) {
    clean_each(values, count, nodata);
}

}  // namespace

void clean(std::span<float> values, float nodata) {
    clean_floats(values.data(), values.size(), nodata);
}

void clean(std::span<double> values, double nodata) {
    clean_doubles(values.data(), values.size(), nodata);
}

}  // namespace jt::surface
