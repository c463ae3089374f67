// The lines of one layer as links: declared in road_links.hpp.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "geo/measure.hpp"
#include "network/graph/options.hpp"
#include "network/graph/road_links.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

/// Reads one layer; collects what is wrong with it, to tell all at once.
class LayerReader {
public:
    LayerReader(const layer::Layer& roads, int number, const BuildOptions& options,
                const LineRules& rules)
        : m_roads(roads), m_number(number), m_options(options), m_rules(rules) {
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

    /// Adds its links to those of other layers.
    void read(LinkBlocks& out, base::Diagnostics& diagnostics) {
        constexpr std::size_t kBlock = 32768;
        const std::size_t rows = m_roads.rows();
        std::vector<LayerReader> blocks;
        for (std::size_t row = 0; row < rows; row += kBlock) {
            blocks.emplace_back(m_roads, m_number, m_options, m_rules);
        }
        base::parallel_blocks(blocks.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t b = begin; b < end; ++b) {
                blocks[b].read_rows(b * kBlock, std::min(rows, (b + 1) * kBlock));
            }
        });
        for (LayerReader& block : blocks) {
            take_found(block);
        }
        refuse();
        report(diagnostics);
        for (LayerReader& block : blocks) {
            out.push_back(std::move(block.m_out));
        }
    }

private:
    void read_rows(std::size_t begin, std::size_t end) {
        const geo::GeometryArray& geometry = m_roads.geometry();
        m_out.links.reserve(end - begin);
        std::size_t coordinates = 0;
        for (std::size_t row = begin; row < end; ++row) {
            coordinates += geometry.coordinates(row).size() / 2 + 1;
        }
        m_out.points.expect(coordinates);
        for (std::size_t row = begin; row < end; ++row) {
            read_row(row);
        }
    }

    /// What is wrong with the rows of a block.
    void take_found(LayerReader& block) {
        for (const auto list :
             {&LayerReader::m_missing, &LayerReader::m_not_finite, &LayerReader::m_zero,
              &LayerReader::m_bad_speed, &LayerReader::m_no_speed, &LayerReader::m_bad_code,
              &LayerReader::m_by_class, &LayerReader::m_bad_toll}) {
            (this->*list).insert((this->*list).end(), (block.*list).begin(), (block.*list).end());
        }
        m_classes.merge(block.m_classes);
        m_codes.merge(block.m_codes);
        for (const auto& [name, ids] : block.m_slowed) {
            m_slowed[name].insert(m_slowed[name].end(), ids.begin(), ids.end());
        }
    }

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

    /// What the options say of a class.
    struct ClassUse {
        std::string_view name;  ///< canonical
        bool controlled = false, driven = true;
        double speed = 0;  ///< km/h; 0: none is known
        double factor = 1;
    };

    /// A value as text; "" for none. `buffer` is room for what is no text in the column.
    static std::string_view shown(const layer::Column* column, std::size_t row,
                                  std::string& buffer) {
        if (column == nullptr || !column->valid(row)) {
            return "";
        }
        return column->type() == layer::Type::text ? column->text(row) : buffer = column->show(row);
    }

    std::string_view text(std::string_view value) {
        const auto kept = m_out.texts.add(value);
        return {kept.data(), kept.size()};
    }

    const ClassUse& use_of(std::string_view name) {
        auto known = m_uses.find(name);
        if (known == m_uses.end()) {
            const std::string canonical = canonical_class(name);
            const auto number = [&](const std::map<std::string, double>& numbers, double other) {
                const auto it = numbers.find(canonical);
                return it == numbers.end() ? other : it->second;
            };
            known = m_uses
                        .emplace(
                            name,
                            ClassUse{text(canonical), m_options.controlled.contains(canonical),
                                     !m_options.no_drive.contains(canonical),
                                     number(m_options.speeds, 0), number(m_options.peak_factor, 1)})
                        .first;
        }
        return known->second;
    }

    std::uint32_t flags_of(std::string_view code) {
        auto known = m_flags.find(code);
        if (known == m_flags.end()) {
            known = m_flags.emplace(code, drive_flags(code, m_options.digitised_direction)).first;
        }
        return known->second;
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
        std::string buffer;
        link.id = text(m_id != nullptr && m_id->valid(row) ? shown(m_id, row, buffer)
                                                           : buffer = std::to_string(feature));
        const ClassUse& use = use_of(shown(m_class, row, buffer));
        link.name = use.name;
        link.year = whole_number(m_roads, m_year, "year_open", row);
        link.level = whole_number(m_roads, m_level, "level", row);
        if (m_toll != nullptr || m_toll_km != nullptr) {
            Given given;
            given.fen = amount(m_toll, row);
            given.fen_km = amount(m_toll_km, row);
            link.given = &m_out.given.add(std::span<const Given>(&given, 1)).front();
        }
        read_use(row, use, link);
        read_parts(row, link);
    }

    void read_use(std::size_t row, const ClassUse& use, RawLink& link) {
        link.flags = use.controlled ? 0U + kControlled : m_options.walk ? 0U + kWalk : 0U;
        if (m_options.car && use.driven) {
            std::string buffer;
            const std::string_view code = shown(m_oneway, row, buffer);
            const std::uint32_t drive = flags_of(code);
            if (drive == 0) {
                m_codes.emplace(code);
                m_bad_code.push_back(link.feature);
            }
            link.flags |= drive;
            link.speed = speed_of(row, use, link);
        }
        if (open_by_year(link.year, m_options.year)) {
            link.flags |= kBaseline;
        }
    }

    double speed_of(std::size_t row, const ClassUse& use, const RawLink& link) {
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
            if (use.speed == 0) {
                m_classes.emplace(use.name.empty() ? "\"\"" : use.name);
                m_no_speed.push_back(link.feature);
                return 0;
            }
            speed = use.speed;
            m_by_class.push_back(link.feature);
        }
        if (use.factor != 1) {
            speed *= use.factor;
            m_slowed[std::string(use.name)].push_back(link.feature);
        }
        return speed;
    }

    void read_parts(std::size_t row, RawLink& link) {
        const geo::GeometryArray& geometry = m_roads.geometry();
        bool any = false;
        for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
            const auto xy = geometry.ring(geometry.rings_begin(p));
            m_line.clear();
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                const Point point = to_lattice(xy[i], xy[i + 1]);
                if (m_line.empty() || m_line.back() != point) {
                    m_line.push_back(point);
                }
            }
            if (m_line.size() == 1 && m_rules.keep_zero) {
                m_line.push_back(m_line.front());
            }
            if (m_line.size() >= 2) {
                link.points = m_out.points.add(m_line);
                if (p + 1 < geometry.parts_end(row)) {
                    m_out.links.push_back(link);
                } else {
                    m_out.links.push_back(std::move(link));
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
    RawLinks m_out;
    std::vector<Point> m_line;  ///< being read
    const layer::Column *m_toll = nullptr, *m_toll_km = nullptr;
    bool m_text_toll = false;
    const layer::Column *m_id = nullptr, *m_class = nullptr, *m_oneway = nullptr;
    const layer::Column *m_speed = nullptr, *m_year = nullptr, *m_level = nullptr;
    Ids m_missing, m_not_finite, m_zero, m_bad_speed, m_no_speed, m_bad_code, m_by_class,
        m_bad_toll;
    std::map<std::string, ClassUse, std::less<>> m_uses;        ///< by the text in the column
    std::map<std::string, std::uint32_t, std::less<>> m_flags;  ///< by one-way code
    std::set<std::string> m_classes, m_codes;
    std::map<std::string, Ids> m_slowed;
};

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

}  // namespace

void read_lines(const layer::Layer& layer, int number, const BuildOptions& options,
                const LineRules& rules, LinkBlocks& out, base::Diagnostics& diagnostics) {
    check_unit(layer);
    LayerReader(layer, number, options, rules).read(out, diagnostics);
}

}  // namespace jt::network
