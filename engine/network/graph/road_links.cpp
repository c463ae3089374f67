#include "network/graph/road_links.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "network/sorted.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

/// Reads one layer; collects what is wrong with it, to tell all at once.
class LayerReader {
public:
    LayerReader(const layer::Layer& roads, int number, const BuildOptions& options,
                const LineRules& rules, std::vector<RawLink>& out)
        : m_roads(roads), m_number(number), m_options(options), m_rules(rules), m_out(out) {
        if (roads.geometry().shape() != geo::Shape::line && roads.rows() > 0) {
            throw base::data_error("network.shape.line", roads.name(),
                                   geo::shape_name(roads.geometry().shape()));
        }
        m_id = roads.has("id") ? &roads.column("id") : nullptr;
        m_class = roads.has("class") ? &roads.column("class") : nullptr;
        m_oneway = roads.has("oneway") ? &roads.column("oneway") : nullptr;
        m_speed = number_column(roads, "speed");
        m_year = number_column(roads, "year_open");
        m_level = number_column(roads, "level");
        m_toll = amount_column("toll");
        m_toll_km = amount_column("toll_km");
    }

    void read(base::Diagnostics& diagnostics) {
        m_out.reserve(m_out.size() + m_roads.rows());
        for (std::size_t row = 0; row < m_roads.rows(); ++row) {
            read_row(row);
        }
        refuse();
        report(diagnostics);
    }

private:
    /// OpenStreetMap's tag toll is yes or no: no amounts.
    const layer::Column* amount_column(const char* name) {
        if (!m_roads.has(name) || m_roads.column(name).type() == layer::Type::text) {
            m_text_toll = m_text_toll || m_roads.has(name);
            return nullptr;
        }
        return &m_roads.column(name);
    }

    double amount(const layer::Column* column, std::size_t row) {
        if (column == nullptr || !column->valid(row)) {
            return 0;
        }
        const double yuan = column->number(row);
        if (!(yuan >= 0) || !std::isfinite(yuan)) {
            m_bad_toll.push_back(m_roads.ids()[row]);
        }
        return yuan * 100;
    }

    void read_row(std::size_t row) {
        const std::int64_t feature = m_roads.ids()[row];
        const geo::Status status = m_roads.geometry().status(row);
        if (status == geo::Status::not_finite) {
            m_not_finite.push_back(feature);
            return;
        }
        if (status == geo::Status::null || status == geo::Status::empty) {
            m_missing.push_back(feature);
            return;
        }
        RawLink link;
        link.feature = feature;
        link.layer = m_number;
        link.id = m_id != nullptr && m_id->valid(row) ? m_id->show(row) : std::to_string(feature);
        link.name = m_class != nullptr ? canonical_class(m_class->show(row)) : "";
        link.year = whole_number(m_roads, m_year, "year_open", row);
        link.level = whole_number(m_roads, m_level, "level", row);
        link.fen = amount(m_toll, row);
        link.fen_km = amount(m_toll_km, row);
        read_use(row, link);
        read_parts(row, link);
    }

    void read_use(std::size_t row, RawLink& link) {
        const bool controlled = m_options.controlled.contains(link.name);
        link.flags = controlled ? 0U + kControlled : m_options.walk ? 0U + kWalk : 0U;
        if (m_options.car && !m_options.no_drive.contains(link.name)) {
            const std::string code = m_oneway != nullptr ? m_oneway->show(row) : "";
            const std::uint32_t drive = drive_flags(code, m_options.digitised_direction);
            if (drive == 0) {
                m_codes.insert(code);
                m_bad_code.push_back(link.feature);
            }
            link.flags |= drive;
            link.speed = speed_of(row, link);
        }
        if (open_by_year(link.year, m_options.year)) {
            link.flags |= kBaseline;
        }
    }

    double speed_of(std::size_t row, const RawLink& link) {
        double speed = 0;
        if (m_rules.no_speeds) {
            speed = 1;  // the cost is given: only a peak factor is of interest
        } else if (m_speed != nullptr && m_speed->valid(row)) {
            speed = m_speed->number(row);
            if (!(speed > 0) || !std::isfinite(speed)) {
                m_bad_speed.push_back(link.feature);
                return 0;
            }
        } else {
            const auto it = m_options.speeds.find(link.name);
            if (it == m_options.speeds.end()) {
                m_classes.insert(link.name.empty() ? "\"\"" : link.name);
                m_no_speed.push_back(link.feature);
                return 0;
            }
            speed = it->second;
            m_by_class.push_back(link.feature);
        }
        const auto factor = m_options.peak_factor.find(link.name);
        if (factor != m_options.peak_factor.end() && factor->second != 1.0) {
            speed *= factor->second;
            m_slowed[link.name].push_back(link.feature);
        }
        return speed;
    }

    void read_parts(std::size_t row, RawLink& link) {
        const geo::GeometryArray& geometry = m_roads.geometry();
        bool any = false;
        for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
            const auto xy = geometry.ring(geometry.rings_begin(p));
            link.points.clear();
            link.points.reserve(xy.size() / 2);
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                const Point point = to_lattice(xy[i], xy[i + 1]);
                if (link.points.empty() || link.points.back() != point) {
                    link.points.push_back(point);
                }
            }
            if (link.points.size() == 1 && m_rules.keep_zero) {
                link.points.push_back(link.points.front());
            }
            if (link.points.size() >= 2) {
                if (p + 1 < geometry.parts_end(row)) {
                    m_out.push_back(link);
                } else {
                    m_out.push_back(std::move(link));
                }
                any = true;
            }
            ++link.part;
        }
        if (!any) {
            m_zero.push_back(link.feature);
        }
    }

    void refuse() const {
        base::within(base::msg("network.in_layer", m_roads.name()), [&] {
            if (!m_bad_speed.empty()) {
                throw base::data_error("network.speed.bad", m_bad_speed.size(),
                                       some_ids(m_bad_speed));
            }
            if (!m_no_speed.empty()) {
                throw base::data_error("network.speed.none",
                                       base::join_some({m_classes.begin(), m_classes.end()}),
                                       m_no_speed.size(), some_ids(m_no_speed));
            }
            if (!m_bad_toll.empty()) {
                throw base::data_error("network.toll.bad", m_bad_toll.size(), some_ids(m_bad_toll));
            }
            if (!m_bad_code.empty()) {
                throw base::data_error("network.oneway.unknown",
                                       base::join_some({m_codes.begin(), m_codes.end()}),
                                       m_bad_code.size(), some_ids(m_bad_code));
            }
        });
    }

    void report(base::Diagnostics& diagnostics) const {
        const auto tell = [&](base::Severity severity, base::Message message, Ids ids) {
            if (!ids.empty()) {
                std::ranges::sort(ids);
                diagnostics.features(severity, std::move(message), m_roads.name(), ids);
            }
        };
        tell(base::Severity::warning, base::msg("network.link.missing"), m_missing);
        tell(base::Severity::warning, base::msg("network.link.not_finite"), m_not_finite);
        tell(base::Severity::warning, base::msg("network.link.zero"), m_zero);
        tell(base::Severity::info, base::msg("network.speed.by_class"), m_by_class);
        if (m_text_toll) {
            diagnostics.info(base::msg("network.toll.text"), m_roads.name());
        }
        for (const auto& [name, ids] : m_slowed) {
            tell(base::Severity::info,
                 base::msg("network.speed.peak", name, m_options.peak_factor.at(name)), ids);
        }
    }

    const layer::Layer& m_roads;
    int m_number;
    const BuildOptions& m_options;
    const LineRules& m_rules;
    std::vector<RawLink>& m_out;
    const layer::Column *m_toll = nullptr, *m_toll_km = nullptr;
    bool m_text_toll = false;
    const layer::Column *m_id = nullptr, *m_class = nullptr, *m_oneway = nullptr;
    const layer::Column *m_speed = nullptr, *m_year = nullptr, *m_level = nullptr;
    Ids m_missing, m_not_finite, m_zero, m_bad_speed, m_no_speed, m_bad_code, m_by_class,
        m_bad_toll;
    std::set<std::string> m_classes, m_codes;
    std::map<std::string, Ids> m_slowed;
};

}  // namespace

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

/// Tolerances and the lattice of places are in metres: a CRS in kilometres or feet would join what
/// lies far apart.
void check_unit(const layer::Layer& layer) {
    constexpr double kLength = 1000, kPlausible = 0.05;
    const geo::Box box = layer.geometry().box();
    if (box.empty()) {
        return;
    }
    const double x = (box.min_x + box.max_x) / 2, y = (box.min_y + box.max_y) / 2;
    const double scale = geo::Measure(layer.crs()).distance(x, y, x + kLength, y) / kLength;
    if (!(std::abs(scale - 1) <= kPlausible)) {
        base::Error error =
            base::data_error("network.crs.unit", layer.crs().label(), fmt::format("{:.4g}", scale));
        error.add_context(base::msg("network.in_layer", layer.name()));
        throw error;
    }
}

void sort_links(std::vector<RawLink>& links) {
    if (links.empty()) {
        return;
    }
    Point low = links.front().points.front(), high = low;
    for (const RawLink& link : links) {
        const Point p = link.points.front();
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const int shift = morton_shift(high.x - low.x, high.y - low.y);
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    order.reserve(links.size());
    for (std::size_t i = 0; i < links.size(); ++i) {
        order.emplace_back(morton(links[i].points.front(), low, shift), i);
    }
    sort_in_parallel(order, [&](const auto& a, const auto& b) {
        if (a.first != b.first) {
            return a.first < b.first;
        }
        const RawLink& left = links[a.second];
        const RawLink& right = links[b.second];
        return std::tie(left.points, left.layer, left.feature, left.part, left.flags) <
               std::tie(right.points, right.layer, right.feature, right.part, right.flags);
    });
    std::vector<RawLink> sorted;
    sorted.reserve(links.size());
    for (const auto& [key, index] : order) {
        sorted.push_back(std::move(links[index]));
    }
    links = std::move(sorted);
}

void read_lines(const layer::Layer& layer, int number, const BuildOptions& options,
                const LineRules& rules, std::vector<RawLink>& out, base::Diagnostics& diagnostics) {
    check_unit(layer);
    LayerReader(layer, number, options, rules, out).read(diagnostics);
}

std::vector<RawLink> read_roads(const Layers& layers, const BuildOptions& options,
                                base::Diagnostics& diagnostics) {
    std::vector<RawLink> links;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        check_crs(*layers[i], layers.front()->crs());
        read_lines(*layers[i], static_cast<int>(i), options, {}, links, diagnostics);
    }
    sort_links(links);
    return links;
}

}  // namespace jt::network
