#include "source/crs/control_table.hpp"

#include "base/error.hpp"
#include "geo/geocentric.hpp"
#include "source/loaded.hpp"

namespace jt::source {
namespace {

double number(const Loaded& table, const std::string& name, std::size_t row) {
    const layer::Column& column = table.table.column(name);
    if (column.type() == layer::Type::text || !column.valid(row)) {
        base::Error error = base::data_error("source.control.number", column.show(row));
        error.add_context(base::msg("source.place.value", table.ids[row], name));
        throw error;
    }
    return column.number(row);
}

std::string name_of(const Loaded& table, std::size_t row) {
    for (const char* column : {"id", "name", "点号", "点名"}) {
        if (table.table.has(column)) {
            return table.table.column(column).show(row);
        }
    }
    return std::to_string(row + 1);
}

Places places_of(const Loaded& table, const std::string& prefix) {
    const bool x = table.table.has(prefix + "x"), lon = table.table.has(prefix + "lon");
    if (x && lon) {
        throw base::data_error("source.control.both", prefix + "x", prefix + "lon");
    }
    return lon                             ? Places::degrees
           : table.table.has(prefix + "z") ? Places::geocentric
                                           : Places::plane;
}

ControlSide side_of(const Loaded& table, const std::string& prefix, bool plane_only) {
    ControlSide out;
    out.places = plane_only ? Places::plane : places_of(table, prefix);
    const bool degrees = out.places == Places::degrees;
    const std::string first = prefix + (degrees ? "lon" : "x"),
                      second = prefix + (degrees ? "lat" : "y");
    const std::string third = prefix + (out.places == Places::geocentric ? "z" : "h");
    for (const std::string& name : {first, second}) {
        if (!table.table.has(name)) {
            throw base::unknown_name_error("source.control.column", name, table.table.names());
        }
    }
    out.heights = !plane_only && table.table.has(third);
    for (std::size_t row = 0; row < table.ids.size(); ++row) {
        out.values.insert(out.values.end(), {number(table, first, row), number(table, second, row),
                                             out.heights ? number(table, third, row) : 0});
    }
    return out;
}

std::vector<double> pairs_of(const std::vector<double>& values) {
    std::vector<double> out;
    for (std::size_t i = 0; i < values.size(); i += 3) {
        out.insert(out.end(), {values[i], values[i + 1]});
    }
    return out;
}

/// Longitude, latitude and height of a side that is not geocentric.
std::vector<double> geographic_of(const ControlSide& side, const geo::Crs& crs) {
    std::vector<double> out = side.values;
    if (side.places == Places::plane) {
        std::vector<double> xy = pairs_of(side.values);
        geo::Transform(crs, crs.geodetic()).apply(xy);
        for (std::size_t i = 0; i < xy.size() / 2; ++i) {
            out[3 * i] = xy[2 * i];
            out[3 * i + 1] = xy[2 * i + 1];
        }
    }
    return out;
}

}  // namespace

ControlTable read_control_table(const std::string& path, bool plane_only) {
    LoadOptions options;
    options.path = path;
    base::Diagnostics unused;
    const Loaded table = load(options, unused, base::Progress());
    ControlTable out;
    out.from = side_of(table, "", plane_only);
    out.to = side_of(table, "to_", plane_only);
    if (out.from.heights != out.to.heights) {
        throw base::data_error("source.control.heights", out.from.heights ? "h" : "to_h",
                               out.from.heights ? "to_h" : "h");
    }
    for (std::size_t row = 0; row < table.ids.size(); ++row) {
        out.names.push_back(name_of(table, row));
    }
    return out;
}

std::vector<double> geocentric_of(const ControlSide& side, const geo::Crs& crs) {
    std::vector<double> out = side.values;
    if (side.places != Places::geocentric) {
        out = geographic_of(side, crs);
        geo::to_geocentric(crs, out);
    }
    return out;
}

std::vector<double> plane_of(const ControlSide& side, const geo::Crs& crs) {
    if (side.places == Places::plane) {
        return pairs_of(side.values);
    }
    std::vector<double> places = side.values;
    if (side.places == Places::geocentric) {
        geo::from_geocentric(crs, places);
    }
    std::vector<double> out = pairs_of(places);
    geo::Transform(crs.geodetic(), crs).apply(out);
    return out;
}

}  // namespace jt::source
