#include "network/graph/freight.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>
#include <map>
#include <set>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

/// A number of a row that is not below 0; `fallback` for a null or no field, noted in `missing`.
double at_least_0(const layer::Layer& layer, const char* field, std::size_t row, double fallback,
                  Ids& missing) {
    const layer::Column* column = number_column(layer, field);
    if (column == nullptr || !column->valid(row)) {
        missing.push_back(layer.ids()[row]);
        return fallback;
    }
    const double value = column->number(row);
    if (!(value >= 0) || !std::isfinite(value)) {
        throw base::data_error("network.freight.number", field, layer.name(), layer.ids()[row],
                               value);
    }
    return value;
}

class FreightReader {
public:
    FreightReader(const layer::Layer& lines, const layer::Layer& terminals,
                  const BuildOptions& options, base::Diagnostics& diagnostics)
        : m_lines(lines), m_terminals(terminals), m_options(options), m_diagnostics(diagnostics) {}

    Transit run() {
        Transit out = read_transit(timed(), &m_terminals, m_options, m_diagnostics);
        price(out);
        handle(out);
        return out;
    }

private:
    void tell(base::Message message, const layer::Layer& layer, const Ids& ids) {
        if (!ids.empty()) {
            m_diagnostics.features(base::Severity::info, std::move(message), layer.name(), ids);
        }
    }

    /// The lines with headways and speeds as read_transit() wants them.
    layer::Layer timed() {
        layer::Layer out = m_lines;
        std::vector<double> headways, speeds;
        Ids no_headway, no_speed;
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            headways.push_back(headway(row, no_headway));
            speeds.push_back(speed(row, no_speed));
        }
        out.set({"headway", layer::Type::real, "min", {}},
                layer::Column::of_reals(std::move(headways)));
        out.set({"speed", layer::Type::real, "km/h", {}},
                layer::Column::of_reals(std::move(speeds)));
        tell(base::msg("network.freight.headway", m_options.headway_min), m_lines, no_headway);
        tell(base::msg("network.freight.speed", m_options.rail_speed, m_options.water_speed),
             m_lines, no_speed);
        return out;
    }

    double headway(std::size_t row, Ids& missing) const {
        constexpr double kDay = 1440;
        double minutes = 0;
        for (const auto& [field, period] : {std::pair("headway", 0.0), std::pair("per_day", kDay),
                                            std::pair("per_week", 7 * kDay)}) {
            const layer::Column* column = number_column(m_lines, field);
            if (column == nullptr || !column->valid(row)) {
                continue;
            }
            const double value = column->number(row);
            if (!(value > 0) || !std::isfinite(value)) {
                throw base::data_error("network.transit.number", field, m_lines.name(),
                                       m_lines.ids()[row], value);
            }
            if (minutes > 0) {
                throw base::data_error("network.freight.headways", m_lines.name(),
                                       m_lines.ids()[row]);
            }
            minutes = period > 0 ? period / value : value;
        }
        if (minutes > 0) {
            return minutes;
        }
        missing.push_back(m_lines.ids()[row]);
        return m_options.headway_min;
    }

    double speed(std::size_t row, Ids& missing) const {
        const layer::Column* column = number_column(m_lines, "speed");
        if (column != nullptr && column->valid(row)) {
            return column->number(row);
        }
        const std::string kind =
            m_lines.has("kind") ? base::lower(base::trim(m_lines.column("kind").show(row))) : "";
        const bool water = kind == "water" || kind == "水运" || kind == "waterway";
        if (!water && !kind.empty() && kind != "rail" && kind != "铁路") {
            throw base::data_error("network.freight.kind", m_lines.name(), m_lines.ids()[row],
                                   kind);
        }
        missing.push_back(m_lines.ids()[row]);
        return water ? m_options.water_speed : m_options.rail_speed;
    }

    void price(Transit& out) {
        std::map<std::int64_t, std::pair<double, std::uint32_t>> by_feature;
        Ids no_cost, no_capacity;
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            const double cost =
                at_least_0(m_lines, "cost_km", row, m_options.freight_cost_km, no_cost);
            const double capacity = at_least_0(m_lines, "capacity", row, 0, no_capacity);
            by_feature[m_lines.ids()[row]] = {
                cost * 100, static_cast<std::uint32_t>(std::min(std::round(capacity), 4e9))};
        }
        for (RawRide& ride : out.rides) {
            std::tie(ride.fen_km, ride.capacity) = by_feature.at(ride.feature);
        }
        tell(base::msg("network.freight.cost", m_options.freight_cost_km, m_options.freight_unit),
             m_lines, no_cost);
    }

    void handle(Transit& out) {
        std::map<std::int64_t, std::pair<double, double>> by_feature;
        Ids no_time, no_cost;
        for (std::size_t row = 0; row < m_terminals.rows(); ++row) {
            const double minutes =
                at_least_0(m_terminals, "handling", row, m_options.handling_min, no_time);
            const double yuan =
                at_least_0(m_terminals, "handling_cost", row, m_options.handling_cost, no_cost);
            if (minutes > 43200 || yuan > 1e7) {
                throw base::data_error("network.freight.number", "handling", m_terminals.name(),
                                       m_terminals.ids()[row], std::max(minutes, yuan));
            }
            by_feature[m_terminals.ids()[row]] = {minutes, yuan};
        }
        for (RawStation& station : out.stations) {
            const auto& [minutes, yuan] = by_feature.at(station.feature);
            station.handling_ms = static_cast<std::uint32_t>(std::llround(minutes * 60000));
            station.handling_fen = static_cast<std::uint32_t>(std::llround(yuan * 100));
        }
        tell(base::msg("network.freight.handling", m_options.handling_min), m_terminals, no_time);
        tell(base::msg("network.freight.handling_cost", m_options.handling_cost,
                       m_options.freight_unit),
             m_terminals, no_cost);
    }

    const layer::Layer& m_lines;
    const layer::Layer& m_terminals;
    const BuildOptions& m_options;
    base::Diagnostics& m_diagnostics;
};

}  // namespace

Transit read_freight(const layer::Layer& lines, const layer::Layer& terminals,
                     const BuildOptions& options, base::Diagnostics& diagnostics) {
    return FreightReader(lines, terminals, options, diagnostics).run();
}

}  // namespace jt::network
