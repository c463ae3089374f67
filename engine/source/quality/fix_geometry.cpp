// Coordinates that say nothing, and features that are there twice.
#include "source/quality/fix.hpp"

#include "source/quality/repair.hpp"

#include <map>
#include <set>

namespace jt::source {
namespace {

/// Coordinates of a ring or line without those that repeat the one before; as they are where fewer
/// than a line (2) or ring (4) needs would be left.
std::vector<double> without_repeats(std::span<const double> xy, geo::Shape shape) {
    std::vector<double> out;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const std::size_t end = out.size();
        if (end == 0 || xy[i] != out[end - 2] || xy[i + 1] != out[end - 1]) {
            out.insert(out.end(), {xy[i], xy[i + 1]});
        }
    }
    const std::size_t least = shape == geo::Shape::polygon ? 8 : 4;
    return out.size() < least ? std::vector<double>(xy.begin(), xy.end()) : out;
}

/// The feature without repeats, appended; how many coordinates went.
std::size_t append_without_repeats(const geo::GeometryArray& from, std::size_t row,
                                   geo::GeometryArray& out) {
    std::size_t gone = 0;
    out.begin_feature();
    for (std::size_t p = from.parts_begin(row); p < from.parts_end(row); ++p) {
        out.begin_part();
        for (std::size_t r = from.rings_begin(p); r < from.rings_end(p); ++r) {
            out.begin_ring();
            const auto kept = without_repeats(from.ring(r), from.shape());
            for (std::size_t i = 0; i + 1 < kept.size(); i += 2) {
                out.add(kept[i], kept[i + 1]);
            }
            gone += (from.ring(r).size() - kept.size()) / 2;
        }
    }
    out.end_feature();
    return gone;
}

/// Everything but the coordinates: how they are put together, and the values.
std::string rest_of(const Loaded& loaded, std::size_t row) {
    const geo::GeometryArray& geometry = loaded.geometry;
    std::string out;
    for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
        for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
            out += fmt::format("{} ", geometry.ring(r).size());
        }
        out += '|';
    }
    for (std::size_t i = 0; i < loaded.table.fields().size(); ++i) {
        const layer::Column& column = loaded.table.column(i);
        const std::string text = column.show(row);
        out += column.valid(row) ? fmt::format("{}:{}", text.size(), text) : "-";
    }
    return out;
}

}  // namespace

void fix_points(Loaded& loaded, Fixes& fixes) {
    const geo::GeometryArray& from = loaded.geometry;
    if (from.shape() != geo::Shape::line && from.shape() != geo::Shape::polygon) {
        return;
    }
    geo::GeometryArray out(from.shape());
    const std::size_t before = fixes.list.size();
    for (std::size_t row = 0; row < from.size(); ++row) {
        if (from.status(row) != geo::Status::ok) {
            out.append(from, row);
            continue;
        }
        const std::size_t count = from.coordinates(row).size() / 2;
        if (const std::size_t gone = append_without_repeats(from, row, out); gone > 0) {
            fixes.list.push_back({loaded.ids[row], "", "point", fmt::format("{}", count),
                                  fmt::format("{}", count - gone)});
        }
    }
    if (fixes.list.size() > before) {
        loaded.geometry = std::move(out);
    }
}

void fix_duplicates(Loaded& loaded, Fixes& fixes) {
    std::set<std::size_t> gone;
    for (const auto& group : equal_geometries(loaded.geometry)) {
        std::map<std::string, std::size_t> seen;
        for (const std::size_t row : group) {
            const auto [first, fresh] = seen.emplace(rest_of(loaded, row), row);
            if (!fresh) {
                gone.insert(row);
                fixes.list.push_back({loaded.ids[row], "", "duplicate",
                                      fmt::format("{}", loaded.ids[first->second]), ""});
            }
        }
    }
    if (gone.empty()) {
        return;
    }
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < loaded.ids.size(); ++row) {
        if (gone.count(row) == 0) {
            kept.push_back(row);
        }
    }
    keep_rows(loaded, kept);
}

}  // namespace jt::source
