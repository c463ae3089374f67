#include "surface/histogram.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace jt::surface {

ValueRange range_of(const Surface& surface) {
    ValueRange out;
    std::mutex guard;
    surface.for_windows([&](const Window& window) {
        ValueRange part;
        for (const double value : surface.window(window)) {
            if (std::isnan(value)) {
                ++part.nodata;
                continue;
            }
            ++part.valid;
            part.min = std::fmin(part.min, value);
            part.max = std::fmax(part.max, value);
        }
        const std::lock_guard lock(guard);
        out.min = std::fmin(out.min, part.min);
        out.max = std::fmax(out.max, part.max);
        out.valid += part.valid;
        out.nodata += part.nodata;
    });
    return out;
}

std::vector<layer::Histogram> histograms_of(const Surface& surface,
                                            const std::vector<std::vector<double>>& edges) {
    std::vector<layer::Histogram> out(edges.begin(), edges.end());
    std::mutex guard;
    surface.for_windows([&](const Window& window) {
        std::vector<layer::Histogram> parts(edges.begin(), edges.end());
        for (const double value : surface.window(window)) {
            for (layer::Histogram& part : parts) {
                part.add(value);
            }
        }
        const std::lock_guard lock(guard);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i].add(parts[i]);
        }
    });
    return out;
}

std::map<double, std::uint64_t> counts_of(const Surface& surface, std::size_t most) {
    std::map<double, std::uint64_t> out;
    std::mutex guard;
    surface.for_windows([&](const Window& window) {
        std::map<double, std::uint64_t> part;
        for (const double value : surface.window(window)) {
            if (!std::isnan(value)) {
                ++part[value];
            }
            if (part.size() > most) {
                throw base::data_error("surface.values.many", most);
            }
        }
        const std::lock_guard lock(guard);
        for (const auto& [value, count] : part) {
            out[value] += count;
        }
    });
    if (out.size() > most) {
        throw base::data_error("surface.values.many", most);
    }
    return out;
}

}  // namespace jt::surface
