#include "network/graph/road_links.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace jt::network {

std::string some_ids(std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    std::vector<std::string> texts;
    for (const std::int64_t id : ids) {
        texts.push_back(std::to_string(id));
    }
    return base::join_some(texts);
}

std::uint32_t drive_flags(std::string_view code, bool digitised) {
    const std::string key = base::lower(base::trim(code));
    if (key.empty()) {
        return digitised ? kForward : kForward | kBackward;
    }
    for (const char* both : {"0", "b", "both", "no", "n", "false", "双向"}) {
        if (key == both) {
            return kForward | kBackward;
        }
    }
    for (const char* forward : {"ft", "f", "1", "yes", "y", "true", "单向", "正向"}) {
        if (key == forward) {
            return kForward;
        }
    }
    for (const char* backward : {"tf", "t", "-1", "reverse", "反向"}) {
        if (key == backward) {
            return kBackward;
        }
    }
    return 0;
}

const layer::Column* number_column(const layer::Layer& roads, const char* name) {
    if (!roads.has(name)) {
        return nullptr;
    }
    const layer::Column& column = roads.column(name);
    if (column.type() == layer::Type::text) {
        throw base::data_error("network.field.number", name, roads.name());
    }
    return &column;
}

int whole_number(const layer::Layer& roads, const layer::Column* column, const char* name,
                 std::size_t row) {
    if (column == nullptr || !column->valid(row)) {
        return 0;
    }
    const double value = column->number(row);
    if (value != std::floor(value) || std::abs(value) > 1e6) {
        throw base::data_error("network.field.whole", name, roads.name(), roads.ids()[row], value);
    }
    return static_cast<int>(value);
}

void check_crs(const layer::Layer& layer, const geo::Crs& wanted) {
    const geo::Crs& crs = layer.crs();
    base::within(base::msg("network.in_layer", layer.name()), [&] {
        if (!crs.known()) {
            throw base::data_error("network.crs.unknown");
        }
        if (crs.geographic()) {
            throw base::data_error("network.crs.geographic", crs.label());
        }
        if (crs.web_mercator()) {
            throw base::data_error("network.crs.mercator", crs.label());
        }
        if (wanted.known() && !crs.same(wanted)) {
            throw base::data_error("network.crs.differs", crs.label(), wanted.label());
        }
    });
}

namespace {

/// Where a link lies along the curve, and where it is.
struct Placed {
    std::uint64_t key = 0;
    std::uint32_t block = 0, index = 0;
};

base::UnsetVector<Placed> places_of(const LinkBlocks& blocks) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    std::vector<std::pair<Point, Point>> boxes(blocks.size(), {{kMost, kMost}, {-kMost, -kMost}});
    const auto add = [](std::pair<Point, Point>& box, Point p, Point q) {
        box.first = {std::min(box.first.x, p.x), std::min(box.first.y, p.y)};
        box.second = {std::max(box.second.x, q.x), std::max(box.second.y, q.y)};
    };
    base::parallel_blocks(blocks.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            for (const RawLink& link : blocks[b].links) {
                add(boxes[b], link.points.front(), link.points.front());
            }
        }
    });
    std::vector<std::size_t> first{0};
    std::pair<Point, Point> box{{kMost, kMost}, {-kMost, -kMost}};
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        first.push_back(first.back() + blocks[b].links.size());
        add(box, boxes[b].first, boxes[b].second);
    }
    const Point low = box.first, high = box.second;
    base::UnsetVector<Placed> out(first.back());
    if (out.empty()) {
        return out;
    }
    const int shift = morton_shift(high.x - low.x, high.y - low.y);
    base::parallel_blocks(blocks.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            for (std::size_t i = 0; i < blocks[b].links.size(); ++i) {
                out[first[b] + i] = {morton(blocks[b].links[i].points.front(), low, shift),
                                     static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(i)};
            }
        }
    });
    return out;
}

}  // namespace

RawLinks sorted_links(LinkBlocks blocks) {
    base::UnsetVector<Placed> order = places_of(blocks);
    const auto link_at = [&](const Placed& p) -> RawLink& {
        return blocks[p.block].links[p.index];
    };
    const auto before = [&](const Placed& a, const Placed& b) {
        const RawLink &left = link_at(a), &right = link_at(b);
        return std::tie(left.points, left.layer, left.feature, left.part, left.flags, a.block,
                        a.index) < std::tie(right.points, right.layer, right.feature, right.part,
                                            right.flags, b.block, b.index);
    };
    sort_by_number(
        order, [](const Placed& p) { return p.key; }, before);
    RawLinks out;
    out.links.resize(order.size());
    base::parallel_blocks(order.size(), 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            out.links[i] = link_at(order[i]);
        }
    });
    for (RawLinks& block : blocks) {
        out.take_stores(block);
    }
    return out;
}

RawLinks read_roads(const Layers& layers, const BuildOptions& options,
                    base::Diagnostics& diagnostics) {
    LinkBlocks links;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        check_crs(*layers[i], layers.front()->crs());
        read_lines(*layers[i], static_cast<int>(i), options, {}, links, diagnostics);
    }
    return sorted_links(std::move(links));
}

}  // namespace jt::network
