#include "surface/zonal_parts.hpp"

#include <cmath>
#include <unordered_map>

namespace jt::surface {
namespace {

constexpr std::size_t kLanes = 8;  // partial sums, so that the processor need not wait for each

template <class Value>
struct RunSums {
    std::size_t valid;
    double sum;
    Value min, max;
};

template <class Value>
RunSums<Value> sums_with_gaps(const Value* values, std::size_t count) {
    double sums[kLanes] = {};
    std::size_t valid = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool has = !std::isnan(values[i]);
        sums[i % kLanes] += has ? static_cast<double>(values[i]) : 0;
        valid += has ? 1 : 0;
    }
    return {
        valid,
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])),
        0, 0};
}

/// Of the values that are not NaN.
template <class Value>
RunSums<Value> sums_of(const Value* values, std::size_t count) {
    double sums[kLanes] = {};
    Value low[kLanes], high[kLanes];
    std::fill_n(low, kLanes, std::numeric_limits<Value>::infinity());
    std::fill_n(high, kLanes, -std::numeric_limits<Value>::infinity());
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const Value value = values[i + lane];
            sums[lane] += static_cast<double>(value);
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    }
    for (std::size_t lane = 0; i < count; ++i, ++lane) {
        const Value value = values[i];
        sums[lane] += static_cast<double>(value);
        low[lane] = value < low[lane] ? value : low[lane];
        high[lane] = value > high[lane] ? value : high[lane];
    }
    RunSums<Value> out{
        count,
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])),
        *std::min_element(low, low + kLanes), *std::max_element(high, high + kLanes)};
    if (std::isnan(out.sum)) {  // some have no value; or infinities meet
        const auto gaps = sums_with_gaps(values, count);
        out.valid = gaps.valid;
        out.sum = gaps.sum;
    }
    return out;
}

template <class Value>
double squares_of(const Value* values, std::size_t count, double mean) {
    double sums[kLanes] = {};
    for (std::size_t i = 0; i < count; ++i) {
        const double off = static_cast<double>(values[i]) - mean;
        sums[i % kLanes] += std::isnan(off) ? 0 : off * off;
    }
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
           ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// The classes of one tile, as they come.
class ClassTable {
public:
    explicit ClassTable(bool areas) : m_area(areas ? 0 : ZoneStatistics::kMissing) {}
    void add(double value, double count, double weight, double area) {
        value += 0.0;  // -0 is 0
        if (m_classes.empty() || m_classes[m_last].value != value) {
            const auto [place, fresh] = m_places.try_emplace(value, m_classes.size());
            m_last = place->second;
            if (fresh) {
                m_classes.push_back({value, 0, 0, m_area});
            }
        }
        ClassShare& one = m_classes[m_last];
        one.count += count;
        one.weight += weight;
        one.area += area;
    }
    std::vector<ClassShare> sorted() {
        std::sort(m_classes.begin(), m_classes.end(),
                  [](const ClassShare& a, const ClassShare& b) { return a.value < b.value; });
        return std::move(m_classes);
    }

private:
    double m_area;
    std::size_t m_last = 0;
    std::unordered_map<double, std::size_t> m_places;
    std::vector<ClassShare> m_classes;
};

template <class Value>
void add_classes(const Coverage& zone, const Window& tile, const Read<Value>& read,
                 const Wanted& wanted, std::vector<ClassShare>& out) {
    ClassTable table(wanted.areas != nullptr);
    for_runs(zone, tile, [&](std::size_t row, std::size_t column, std::size_t columns, double w) {
        const Value* values = read.at(row, column);
        const double factor = wanted.weights != nullptr ? wanted.weights[row] : 1;
        const double area = wanted.areas != nullptr ? wanted.areas[row] : 0;
        for (std::size_t i = 0; i < columns;) {
            std::size_t same = 1;
            while (i + same < columns && values[i + same] == values[i]) {
                ++same;
            }
            if (!std::isnan(values[i])) {
                const double count = w * static_cast<double>(same);
                table.add(static_cast<double>(values[i]), count, count * factor, count * area);
            }
            i += same;
        }
    });
    out = table.sorted();
}

template <class Value>
void add_samples(const Coverage& zone, const Window& tile, const Read<Value>& read,
                 const Wanted& wanted, std::vector<Sample<Value>>& out) {
    for_runs(zone, tile, [&](std::size_t row, std::size_t column, std::size_t columns, double w) {
        const Value* values = read.at(row, column);
        const double weight = wanted.weights != nullptr ? w * wanted.weights[row] : w;
        for (std::size_t i = 0; i < columns; ++i) {
            if (!std::isnan(values[i])) {
                out.push_back({values[i], weight});
            }
        }
    });
}

}  // namespace

void Moments::add(const Moments& other) {
    if (weight > 0 && other.weight > 0) {
        const double apart = other.sum / other.weight - sum / weight;
        squares +=
            other.squares + apart * apart * (weight * (other.weight / (weight + other.weight)));
    } else {
        squares += other.squares;
    }
    cells += other.cells;
    count += other.count;
    nodata += other.nodata;
    weight += other.weight;
    sum += other.sum;
    area += other.area;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
}

void merge_classes(std::vector<ClassShare>& into, const std::vector<ClassShare>& from) {
    std::vector<ClassShare> out;
    out.reserve(into.size() + from.size());
    auto a = into.begin();
    for (const auto& one : from) {
        while (a != into.end() && a->value < one.value) {
            out.push_back(*a++);
        }
        out.push_back(one);
        if (a != into.end() && a->value == one.value) {
            out.back() = {one.value, a->count + one.count, a->weight + one.weight,
                          a->area + one.area};
            ++a;
        }
    }
    out.insert(out.end(), a, into.end());
    into = std::move(out);
}

template <class Value>
Part<Value> part_of(const Coverage& zone, const Window& tile, const Read<Value>& read,
                    const Wanted& wanted) {
    Part<Value> out;
    Moments& all = out.moments;
    for_runs(zone, tile, [&](std::size_t row, std::size_t column, std::size_t columns, double w) {
        const auto run = sums_of(read.at(row, column), columns);
        const auto valid = static_cast<double>(run.valid);
        const double weight = wanted.weights != nullptr ? w * wanted.weights[row] : w;
        all.cells += run.valid;
        all.count += w * valid;
        all.nodata += w * static_cast<double>(columns - run.valid);
        all.weight += weight * valid;
        all.sum += weight * run.sum;
        all.area += wanted.areas != nullptr ? w * wanted.areas[row] * valid : 0;
        all.min = std::min(all.min, static_cast<double>(run.min));
        all.max = std::max(all.max, static_cast<double>(run.max));
    });
    if (wanted.variance && all.weight > 0) {
        const double mean = all.sum / all.weight;
        for_runs(zone, tile,
                 [&](std::size_t row, std::size_t column, std::size_t columns, double w) {
                     const double weight = wanted.weights != nullptr ? w * wanted.weights[row] : w;
                     all.squares += weight * squares_of(read.at(row, column), columns, mean);
                 });
    }
    if (wanted.classes && all.cells > 0) {
        add_classes(zone, tile, read, wanted, out.classes);
    }
    if (wanted.samples && all.cells > 0) {
        out.samples.reserve(all.cells);
        add_samples(zone, tile, read, wanted, out.samples);
    }
    return out;
}

template Part<float> part_of(const Coverage&, const Window&, const Read<float>&, const Wanted&);
template Part<double> part_of(const Coverage&, const Window&, const Read<double>&, const Wanted&);

}  // namespace jt::surface
