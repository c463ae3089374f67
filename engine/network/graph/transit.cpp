#include "network/graph/transit.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace jt::network {
namespace {

using Ids = std::vector<std::int64_t>;

double positive(const layer::Layer& lines, const char* field, std::size_t row, double fallback) {
    if (!lines.has(field)) {
        return fallback;
    }
    const layer::Column& column = lines.column(field);
    if (column.type() == layer::Type::text) {
        throw base::data_error("network.field.number", field, lines.name());
    }
    if (!column.valid(row)) {
        return fallback;
    }
    const double value = column.number(row);
    if (!(value > 0) || !std::isfinite(value)) {
        throw base::data_error("network.transit.number", field, lines.name(), lines.ids()[row],
                               value);
    }
    return value;
}

std::vector<std::string> line_names(std::string text) {
    for (const std::string& mark : {std::string("、"), std::string("，"), std::string("；")}) {
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
            text.replace(at, mark.size(), ";");
        }
    }
    std::ranges::replace_if(
        text, [](char c) { return c == ',' || c == '/'; }, ';');
    std::vector<std::string> names;
    for (const std::string& part : base::split(text, ';')) {
        if (const std::string name = base::trim(part); !name.empty()) {
            names.push_back(name);
        }
    }
    return names;
}

class Reader {
public:
    Reader(const layer::Layer& lines, const layer::Layer* stations, const BuildOptions& options,
           base::Diagnostics& diagnostics)
        : m_lines(lines), m_stations(stations), m_options(options), m_diagnostics(diagnostics) {}

    Transit run() {
        if (m_lines.rows() > 0 && m_lines.geometry().shape() != geo::Shape::line) {
            throw base::data_error("network.shape.line", m_lines.name(),
                                   geo::shape_name(m_lines.geometry().shape()));
        }
        read_lines();
        if (m_stations != nullptr) {
            read_stations();
            stops_given();
            stops_from_stations();
        } else {
            stops_from_vertices();
            m_diagnostics.info(base::msg("network.transit.vertices"), m_lines.name());
        }
        drop_short();
        return std::move(m_out);
    }

private:
    void read_lines() {
        const char* field = m_lines.has("line") ? "line" : "id";
        if (!m_lines.has(field)) {
            throw base::data_error("network.transit.no_line", m_lines.name());
        }
        std::map<std::string, double> headways;
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            const std::string id = base::trim(m_lines.column(field).show(row));
            if (id.empty()) {
                throw base::data_error("network.transit.empty_line", m_lines.name(),
                                       m_lines.ids()[row]);
            }
            const double headway = positive(m_lines, "headway", row, m_options.headway_min);
            const auto [it, added] = headways.emplace(id, headway);
            if (!added && it->second != headway) {
                throw base::data_error("network.transit.two_headways", id, it->second, headway);
            }
        }
        for (const auto& [id, headway] : headways) {
            m_out.lines.push_back({id, headway});
        }
        for (std::size_t row = 0; row < m_lines.rows(); ++row) {
            read_rides(row, base::trim(m_lines.column(field).show(row)));
        }
        const auto key = [](const RawRide& r) { return std::tie(r.line, r.points, r.feature); };
        std::ranges::sort(m_out.rides, {}, key);
    }

    void read_rides(std::size_t row, const std::string& id) {
        const geo::GeometryArray& geometry = m_lines.geometry();
        RawRide ride;
        ride.line = static_cast<std::uint32_t>(
            std::ranges::lower_bound(m_out.lines, id, {}, &RawLine::id) - m_out.lines.begin());
        ride.feature = m_lines.ids()[row];
        ride.speed = positive(m_lines, "speed", row, m_options.metro_speed);
        ride.year = whole_number(m_lines, number_column(m_lines, "year_open"), "year_open", row);
        ride.run_min = positive(m_lines, "run_time", row, 0);
        read_ends(row, ride);
        const bool usable =
            geometry.status(row) == geo::Status::ok || geometry.status(row) == geo::Status::invalid;
        const bool whole = !usable || ride.ends_given() || ride.run_min > 0;
        for (std::size_t p = geometry.parts_begin(row); usable && p < geometry.parts_end(row);
             ++p) {
            const auto xy = geometry.ring(geometry.rings_begin(p));
            for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
                const Point point = to_lattice(xy[i], xy[i + 1]);
                if (ride.points.empty() || ride.points.back() != point) {
                    ride.points.push_back(point);
                }
            }
            if (!whole) {
                add_ride(ride);
                ride.points.clear();
            }
        }
        if (whole) {
            add_ride(ride);
        }
    }

    /// Its stops, where the feature names them, and whether it is ridden as drawn only.
    void read_ends(std::size_t row, RawRide& ride) {
        const auto text = [&](const char* field) {
            return m_lines.has(field) ? base::trim(m_lines.column(field).show(row)) : "";
        };
        ride.from_stop = text("from_stop");
        ride.to_stop = text("to_stop");
        if (ride.from_stop.empty() != ride.to_stop.empty()) {
            throw base::data_error("network.transit.one_end", m_lines.name(), ride.feature);
        }
        const std::string code = text("oneway");
        ride.directions = drive_flags(code, false);
        if (ride.directions == 0) {
            throw base::data_error("network.transit.oneway", m_lines.name(), ride.feature, code);
        }
    }

    /// A ride against the drawing is turned round.
    void add_ride(RawRide ride) {
        if (ride.directions == kBackward) {
            std::ranges::reverse(ride.points);
            std::swap(ride.from_stop, ride.to_stop);
        }
        m_out.rides.push_back(std::move(ride));
    }

    void read_stations() {
        const layer::Layer& layer = *m_stations;
        if (layer.rows() > 0 && layer.geometry().shape() != geo::Shape::point) {
            throw base::data_error("network.shape.point", layer.name(),
                                   geo::shape_name(layer.geometry().shape()));
        }
        const layer::Column& line = layer.column("line");
        std::vector<std::string> known;
        for (const RawLine& l : m_out.lines) {
            known.push_back(l.id);
        }
        Ids missing;
        std::vector<std::pair<RawStation, std::vector<std::string>>> stations;
        for (std::size_t row = 0; row < layer.rows(); ++row) {
            if (layer.geometry().status(row) != geo::Status::ok) {
                missing.push_back(layer.ids()[row]);
                continue;
            }
            const auto xy = layer.geometry().coordinates(row);
            RawStation station;
            station.at = to_lattice(xy[0], xy[1]);
            station.feature = layer.ids()[row];
            station.id = layer.has("id") ? base::trim(layer.column("id").show(row)) : "";
            station.name = layer.has("name") ? layer.column("name").show(row) : "";
            std::vector<std::string> names = line_names(line.show(row));
            for (const std::string& name : names) {
                if (!std::ranges::binary_search(known, name)) {
                    throw base::data_error("network.transit.unknown_line", layer.name(),
                                           layer.ids()[row], name, base::join_some(known));
                }
            }
            stations.emplace_back(station, std::move(names));
        }
        std::ranges::sort(stations, {},
                          [](const auto& s) { return std::tuple(s.first.at, s.first.feature); });
        for (auto& [station, names] : stations) {
            m_out.stations.push_back(std::move(station));
            m_lines_of.push_back(std::move(names));
        }
        if (!missing.empty()) {
            std::ranges::sort(missing);
            m_diagnostics.features(base::Severity::warning,
                                   base::msg("network.transit.station_missing"), layer.name(),
                                   missing);
        }
    }

    /// Features that name their stops ride between these two, wherever they lie.
    void stops_given() {
        std::map<std::string, std::uint32_t> numbers;
        std::vector<std::string> twice;
        for (std::uint32_t s = 0; s < m_out.stations.size(); ++s) {
            const std::string& id = m_out.stations[s].id;
            if (!id.empty() && !numbers.emplace(id, s).second) {
                twice.push_back(id);
            }
        }
        const auto number_of = [&](const RawRide& ride, const std::string& id) {
            const auto found = numbers.find(id);
            if (found == numbers.end()) {
                throw base::data_error("network.transit.unknown_stop", m_lines.name(), ride.feature,
                                       id, m_stations->name());
            }
            if (std::ranges::find(twice, id) != twice.end()) {
                throw base::data_error("network.transit.stop_twice", m_stations->name(), id);
            }
            return found->second;
        };
        for (RawRide& ride : m_out.rides) {
            if (ride.ends_given()) {
                end_at(ride, number_of(ride, ride.from_stop), number_of(ride, ride.to_stop));
            }
        }
    }

    void end_at(RawRide& ride, std::uint32_t from, std::uint32_t to) {
        if (ride.points.empty()) {
            ride.points = {m_out.stations[from].at, m_out.stations[to].at};
        }
        if (ride.points.size() < 2) {
            ride.points.push_back(ride.points.front());
        }
        const auto last = static_cast<std::uint32_t>(ride.points.size()) - 2;
        ride.stops = {{from, 0, ride.points.front()}, {to, last, ride.points.back()}};
    }

    void stops_from_stations() {
        Ids far;
        for (std::uint32_t s = 0; s < m_out.stations.size(); ++s) {
            for (const std::string& name : m_lines_of[s]) {
                bool placed = false;
                const auto line = static_cast<std::uint32_t>(
                    std::ranges::lower_bound(m_out.lines, name, {}, &RawLine::id) -
                    m_out.lines.begin());
                const auto end = std::ranges::upper_bound(m_out.rides, line, {}, &RawRide::line);
                for (auto ride = std::ranges::lower_bound(m_out.rides, line, {}, &RawRide::line);
                     ride != end; ++ride) {
                    placed = place(s, *ride) || placed;
                }
                if (!placed) {
                    far.push_back(m_out.stations[s].feature);
                }
            }
        }
        if (!far.empty()) {
            std::ranges::sort(far);
            m_diagnostics.features(
                base::Severity::warning,
                base::msg("network.transit.station_far", m_options.station_snap_m),
                m_stations->name(), far);
        }
    }

    bool place(std::uint32_t s, RawRide& ride) {
        if (ride.ends_given()) {
            return ride.stops.front().station == s || ride.stops.back().station == s;
        }
        const Point at = m_out.stations[s].at;
        double best = m_options.station_snap_m * 1000;
        RawStop stop{s, 0, {}};
        bool found = false;
        for (std::uint32_t i = 0; i + 1 < ride.points.size(); ++i) {
            const Point p = nearest_on_segment(at, ride.points[i], ride.points[i + 1]);
            const double d = distance_mm(at, p);
            if (d < best || (!found && d <= best)) {
                best = d;
                stop.segment = i;
                stop.at = p;
                found = true;
            }
        }
        if (found) {
            ride.stops.push_back(stop);
        }
        return found;
    }

    void stops_from_vertices() {
        std::map<Point, std::uint32_t> known;
        const auto is_stop = [](const RawRide& ride, std::size_t i) {
            return !ride.ends_given() || i == 0 || i + 1 == ride.points.size();
        };
        for (const RawRide& ride : m_out.rides) {
            for (std::size_t i = 0; i < ride.points.size(); ++i) {
                if (is_stop(ride, i)) {
                    known.emplace(ride.points[i], 0);
                }
            }
        }
        for (auto& [point, number] : known) {
            number = static_cast<std::uint32_t>(m_out.stations.size());
            RawStation station;
            station.at = point;
            m_out.stations.push_back(station);
        }
        for (RawRide& ride : m_out.rides) {
            for (std::uint32_t i = 0; i < ride.points.size(); ++i) {
                const auto last = static_cast<std::uint32_t>(ride.points.size()) - 2;
                if (is_stop(ride, i)) {
                    ride.stops.push_back(
                        {known.at(ride.points[i]), std::min(i, last), ride.points[i]});
                }
            }
        }
    }

    /// A line that comes back to where it began rides from its last stop to its first one too: its
    /// points are turned to begin at the first stop, which stands at the end once more.
    static void close_ring(RawRide& ride) {
        const auto segments = static_cast<std::uint32_t>(ride.points.size()) - 1;
        const auto ahead = [&](const RawStop& stop) {  // a stop at a vertex belongs to what follows
            const bool next =
                stop.segment + 1 < segments && stop.at == ride.points[stop.segment + 1];
            return stop.segment + (next ? 1 : 0);
        };
        const RawStop first = ride.stops.front();
        const std::uint32_t start = ahead(first);
        std::vector<Point> points = {first.at};
        for (std::uint32_t k = 1; k <= segments; ++k) {
            points.push_back(ride.points[(start + k) % segments]);
        }
        if (points.back() != first.at) {
            points.push_back(first.at);
        }
        for (RawStop& stop : ride.stops) {
            stop.segment = ahead(stop) - start;
        }
        ride.points = std::move(points);
        ride.stops.push_back(
            {first.station, static_cast<std::uint32_t>(ride.points.size()) - 2, first.at});
    }

    void drop_short() {
        Ids few;
        for (RawRide& ride : m_out.rides) {
            if (ride.ends_given() && ride.stops.size() == 2) {
                continue;
            }
            std::ranges::sort(ride.stops, [&](const RawStop& a, const RawStop& b) {
                const auto key = [&](const RawStop& s) {
                    return std::tuple(s.segment, distance_mm(ride.points[s.segment], s.at),
                                      s.station);
                };
                return key(a) < key(b);
            });
            if (ride.stops.size() < 2) {
                few.push_back(ride.feature);
            } else if (ride.points.front() == ride.points.back() &&
                       ride.stops.front().station != ride.stops.back().station) {
                close_ring(ride);
            }
        }
        std::erase_if(m_out.rides, [](const RawRide& ride) { return ride.stops.size() < 2; });
        if (!few.empty()) {
            std::ranges::sort(few);
            m_diagnostics.features(base::Severity::warning, base::msg("network.transit.few_stops"),
                                   m_lines.name(), few);
        }
    }

    const layer::Layer& m_lines;
    const layer::Layer* m_stations;
    const BuildOptions& m_options;
    base::Diagnostics& m_diagnostics;
    Transit m_out;
    std::vector<std::vector<std::string>> m_lines_of;
};

}  // namespace

Transit read_transit(const layer::Layer& lines, const layer::Layer* stations,
                     const BuildOptions& options, base::Diagnostics& diagnostics) {
    return Reader(lines, stations, options, diagnostics).run();
}

}  // namespace jt::network
