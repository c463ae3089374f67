#include "geo/index.hpp"

#include <algorithm>
#include <cmath>

namespace jt::geo {
namespace {

constexpr std::size_t kFanOut = 16;

bool has_nan(const Box& b) {
    return std::isnan(b.min_x) || std::isnan(b.min_y) || std::isnan(b.max_x) || std::isnan(b.max_y);
}

/// Twice the centre; 0 for a box that is infinite both ways, whose sum would be NaN.
double middle(double low, double high) {
    const double sum = low + high;
    return std::isnan(sum) ? 0.0 : sum;
}

}  // namespace

BoxIndex::BoxIndex(const std::vector<Box>& boxes) { build(boxes); }

BoxIndex::BoxIndex(const GeometryArray& geometry) {
    std::vector<Box> boxes(geometry.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        boxes[i] = geometry.box(i);
    }
    build(boxes);
}

void BoxIndex::tile(std::size_t begin, std::size_t end) {
    const auto at = [this](std::size_t i) {
        return m_nodes.begin() + static_cast<std::ptrdiff_t>(i);
    };
    const auto by_x = [](const Node& a, const Node& b) {
        const double ax = middle(a.box.min_x, a.box.max_x);
        const double bx = middle(b.box.min_x, b.box.max_x);
        return ax != bx ? ax < bx : a.first < b.first;
    };
    const auto by_y = [](const Node& a, const Node& b) {
        const double ay = middle(a.box.min_y, a.box.max_y);
        const double by = middle(b.box.min_y, b.box.max_y);
        return ay != by ? ay < by : a.first < b.first;
    };
    const std::size_t pages = (end - begin + kFanOut - 1) / kFanOut;
    const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(pages))));
    const std::size_t slice = std::max<std::size_t>(slices, 1) * kFanOut;
    std::sort(at(begin), at(end), by_x);
    for (std::size_t from = begin; from < end; from += slice) {
        std::sort(at(from), at(std::min(end, from + slice)), by_y);
    }
}

void BoxIndex::build(const std::vector<Box>& boxes) {
    m_size = boxes.size();
    m_nodes.reserve(boxes.size() + boxes.size() / (kFanOut - 1) + 8);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!boxes[i].empty() && !has_nan(boxes[i])) {
            m_nodes.push_back({boxes[i], i, i + 1, true});
        }
    }
    std::size_t begin = 0;
    while (m_nodes.size() - begin > 1) {
        const std::size_t end = m_nodes.size();
        tile(begin, end);
        for (std::size_t first = begin; first < end; first += kFanOut) {
            Node parent{m_nodes[first].box, first, std::min(end, first + kFanOut), false};
            for (std::size_t child = first + 1; child < parent.last; ++child) {
                parent.box.add(m_nodes[child].box);
            }
            m_nodes.push_back(parent);
        }
        begin = end;
    }
}

std::vector<std::size_t> BoxIndex::find(const Box& query) const {
    std::vector<std::size_t> out;
    if (m_nodes.empty() || query.empty() || has_nan(query)) {
        return out;
    }
    std::vector<std::size_t> open{m_nodes.size() - 1};
    while (!open.empty()) {
        const Node& node = m_nodes[open.back()];
        open.pop_back();
        if (!node.box.meets(query)) {
            continue;
        }
        if (node.leaf) {
            out.push_back(node.first);
            continue;
        }
        for (std::size_t child = node.first; child < node.last; ++child) {
            open.push_back(child);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace jt::geo
