#include "source/read.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/contract.hpp"
#include "source/control.hpp"
#include "source/crs_evidence.hpp"
#include "source/csv.hpp"
#include "source/dataset.hpp"
#include "source/datum.hpp"
#include "source/load_gtfs.hpp"
#include "source/load_osm.hpp"
#include "source/loaded.hpp"
#include "source/repair.hpp"
#include "source/zip_input.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace jt::source {
namespace {

geo::Shape shape_from_name(const std::string& name) {
    for (const geo::Shape shape : {geo::Shape::point, geo::Shape::line, geo::Shape::polygon}) {
        if (name == geo::shape_name(shape)) {
            return shape;
        }
    }
    if (!name.empty()) {
        throw base::unknown_name_error("source.shape.unknown", name, {"point", "line", "polygon"});
    }
    return geo::Shape::none;
}

LoadOptions load_options(const ReadOptions& options) {
    LoadOptions out;
    out.path = options.path;
    out.layer = options.layer;
    out.encoding = options.encoding;
    out.repair = options.repair == Repair::repair;
    out.text_fields = options.xy;
    out.shape = shape_from_name(options.shape);
    return out;
}

void check_xy(const Loaded& loaded, const std::vector<std::string>& xy) {
    if (xy.size() != 2) {
        throw base::data_error("source.xy.two", xy.size());
    }
    if (loaded.spatial) {
        throw base::data_error("source.xy.geometry");
    }
    for (const std::string& name : xy) {
        if (loaded.table.has(name)) {
            continue;
        }
        throw base::unknown_name_error("source.xy.missing", name, loaded.table.names());
    }
}

/// A coordinate column as numbers: null is NaN with `given` false.
struct Coordinates {
    std::vector<double> values;
    std::vector<bool> given;
};

Coordinates coordinates_of(const Loaded& loaded, const std::string& name) {
    const layer::Column& column = loaded.table.column(name);
    Coordinates out;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const bool text = column.type() == layer::Type::text;
        const std::string cell = text ? base::trim(column.text(row)) : "";
        const bool given = column.valid(row) && (!text || !cell.empty());
        const auto number = !given ? std::optional(std::nan(""))
                            : text ? parse_number(cell)
                                   : std::optional(column.number(row));
        if (!number) {
            base::Error error = base::data_error("source.xy.number", name, cell);
            error.add_context(base::msg("source.place.value", loaded.ids[row], name));
            throw error;
        }
        out.values.push_back(*number);
        out.given.push_back(given);
    }
    return out;
}

/// Makes points of two columns; the columns stay, as numbers.
void to_points(Loaded& loaded, const std::vector<std::string>& xy) {
    check_xy(loaded, xy);
    const Coordinates x = coordinates_of(loaded, xy[0]);
    const Coordinates y = coordinates_of(loaded, xy[1]);
    loaded.geometry = geo::GeometryArray(geo::Shape::point);
    for (std::size_t row = 0; row < loaded.ids.size(); ++row) {
        if (x.given[row] && y.given[row]) {
            loaded.geometry.add_point(x.values[row], y.values[row]);
        } else {
            loaded.geometry.null_feature();
        }
    }
    for (const auto& [name, coordinates] : {std::pair(xy[0], &x), std::pair(xy[1], &y)}) {
        std::vector<double> finite = coordinates->values;
        for (double& value : finite) {
            value = std::isfinite(value) ? value : std::nan("");
        }
        loaded.table.set(layer::Field{name, layer::Type::real, "", {}},
                         layer::Column::of_reals(std::move(finite)));
    }
    loaded.spatial = true;
    loaded.crs_origin = base::msg("source.crs.table_none");
}

geo::Crs find_crs(const Loaded& loaded, const ReadOptions& options,
                  base::Diagnostics& diagnostics) {
    CrsEvidence evidence;
    evidence.option = options.crs;
    evidence.declared = loaded.declared_crs;
    evidence.origin = loaded.crs_origin;
    evidence.box = loaded.geometry.box();
    const bool none = options.crs.empty() && loaded.declared_crs.empty();
    if (none && evidence.box.empty()) {
        evidence.box = loaded.header_box;  // good enough for a suggestion, not to judge by
    }
    CrsDecision decision = decide_crs(evidence);
    for (const base::Message& note : decision.notes) {
        diagnostics.warn(note, loaded.where);
    }
    diagnostics.info(base::msg("source.crs.decided", decision.crs.label()), loaded.where);
    diagnostics.info(decision.evidence, loaded.where);
    return decision.crs;
}

layer::Table with_role(const Loaded& loaded, const ReadOptions& options, const Contract* contract,
                       base::Diagnostics& diagnostics) {
    layer::Table table = mapped(loaded.table, options.fields, contract, diagnostics, loaded.where);
    return contract == nullptr
               ? table
               : conformed(table, options.fields, *contract, loaded.ids, diagnostics, loaded.where);
}

geo::Crs target_of(const std::string& to) {
    return base::within(base::msg("source.context.to"), [&] { return geo::Crs::from(to); });
}

/// Transforms in place; a coordinate that leaves the projection's domain is a data error.
geo::Crs transformed(Loaded& loaded, const geo::Crs& from, const std::string& to,
                     base::Diagnostics& diagnostics) {
    const geo::Crs target = target_of(to);
    const geo::Transform transform(from, target);
    if (transform.identity()) {
        return target;
    }
    geo::GeometryArray& geometry = loaded.geometry;
    std::vector<std::int64_t> outside;
    if (transform.apply(geometry.xy()) > 0) {
        for (std::size_t row = 0; row < geometry.size(); ++row) {
            const auto xy = geometry.coordinates(row);
            const bool finite = std::all_of(xy.begin(), xy.end(),
                                            [](double value) { return std::isfinite(value); });
            if (geometry.status(row) == geo::Status::ok && !finite) {
                outside.push_back(loaded.ids[row]);
            }
        }
    }
    if (!outside.empty()) {
        std::vector<std::string> ids;
        for (const std::int64_t id : outside) {
            ids.push_back(fmt::format("{}", id));
        }
        throw base::data_error("source.crs.outside", outside.size(), target.label(),
                               base::join_some(ids));
    }
    diagnostics.info(
        base::msg("source.crs.transformed", from.label(), target.label(), transform.description()),
        loaded.where);
    if (transform.ballpark()) {
        diagnostics.warn(base::msg("source.crs.ballpark", from.label(), target.label()),
                         loaded.where);
    }
    return target;
}

void check_role(const Loaded& loaded, const Contract* contract) {
    if (contract == nullptr) {
        return;
    }
    if (loaded.ids.empty()) {
        throw base::data_error("source.contract.no_features", contract->role);
    }
    if (loaded.spatial && loaded.geometry.shape() == geo::Shape::none && !loaded.mixed()) {
        throw base::data_error("source.contract.no_geometry", contract->role);
    }
    if (loaded.spatial) {
        refuse_mixed(loaded);
        check_shape(*contract, loaded.geometry.shape());
    }
}

/// The features that were mended, as a layer, moved into the CRS of the result.
std::optional<layer::Layer> repairs_of(Loaded& loaded, const geo::Crs& from, const geo::Crs& to) {
    Repairs& repairs = loaded.repairs;
    if (repairs.ids.empty()) {
        return std::nullopt;
    }
    if (from.known()) {
        geo::Transform(from, to).apply(repairs.geometry.xy());
    }
    layer::Layer out("_repairs", to, std::move(repairs.geometry), repairs.ids);
    const auto real = [&](const char* name, std::vector<double>& values) {
        out.set(layer::Field{name, layer::Type::real, "m2", {}},
                layer::Column::of_reals(std::move(values)));
    };
    out.set(layer::Field{"id", layer::Type::integer, "", {}},
            layer::Column::of_integers(repairs.ids));
    out.set(layer::Field{"reason", layer::Type::text, "", {}},
            layer::Column::of_texts(repairs.reasons));
    real("before_m2", repairs.before_m2);
    real("after_m2", repairs.after_m2);
    return out;
}

ReadResult finish(Loaded loaded, const ReadOptions& options, const Contract* contract,
                  base::Diagnostics& diagnostics) {
    if (!options.xy.empty()) {
        to_points(loaded, options.xy);
    }
    if (!loaded.spatial) {
        throw base::data_error("source.layer.no_geometry");
    }
    if (!options.shape.empty()) {
        pick_shape(loaded, shape_from_name(options.shape), diagnostics);
    }
    check_role(loaded, contract);
    if (loaded.ids.empty()) {
        diagnostics.warn(base::msg("source.layer.empty"), loaded.where);
    }
    if (!options.control.empty()) {
        apply_control_points(loaded, options.control, diagnostics);
    }
    geo::Crs crs = find_crs(loaded, options, diagnostics);
    check_text(loaded, options.repair, diagnostics);
    apply_policy(loaded, crs, options.repair, diagnostics);
    const geo::Crs original = crs;
    const layer::Table table = with_role(loaded, options, contract, diagnostics);
    if (!options.datum.empty()) {
        shift_datum(loaded.geometry, crs, geo::web_datum_from_name(options.datum),
                    geo::WebDatum::wgs84, loaded.ids, diagnostics, loaded.where);
        base::Diagnostics unused;  // told for the layer
        shift_datum(loaded.repairs.geometry, crs, geo::web_datum_from_name(options.datum),
                    geo::WebDatum::wgs84, loaded.repairs.ids, unused, loaded.where);
    }
    if (!options.to.empty()) {
        crs = transformed(loaded, crs, options.to, diagnostics);
    }
    std::optional<layer::Layer> repairs = repairs_of(loaded, original, crs);
    layer::Layer out(loaded.name, crs, std::move(loaded.geometry), loaded.ids);
    for (const layer::Field& field : table.fields()) {
        out.set(field, table.shared_column(field.name));
    }
    return {std::move(out), std::move(repairs)};
}

}  // namespace

layer::Layer read_layer(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress) {
    return read_with_repairs(options, diagnostics, progress).layer;
}

ReadResult read_with_repairs(const ReadOptions& options, base::Diagnostics& diagnostics,
                             const base::Progress& progress) {
    const Contract* contract = options.role.empty() ? nullptr : &contract_of(options.role);
    return base::within(file_context(options.path), [&] {
        Loaded loaded = load(load_options(options), diagnostics, progress);
        const base::Message where = base::msg("layer.layer", loaded.name);
        return base::within(
            where, [&] { return finish(std::move(loaded), options, contract, diagnostics); });
    });
}

layer::Table read_table(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress) {
    const Contract* contract = options.role.empty() ? nullptr : &contract_of(options.role);
    return base::within(file_context(options.path), [&] {
        Loaded loaded = load(load_options(options), diagnostics, progress);
        return base::within(base::msg("layer.layer", loaded.name), [&] {
            if (loaded.spatial) {
                diagnostics.warn(base::msg("source.table.geometry"), loaded.where);
            }
            loaded.spatial = false;
            check_role(loaded, contract);
            check_text(loaded, options.repair, diagnostics);
            return with_role(loaded, options, contract, diagnostics);
        });
    });
}

std::vector<layer::Field> probe_columns(const ReadOptions& options) {
    const Contract* contract = options.role.empty() ? nullptr : &contract_of(options.role);
    return base::within(file_context(options.path), [&] {
        base::Diagnostics unused;
        Loaded loaded = load_header(load_options(options), unused);
        return base::within(base::msg("layer.layer", loaded.name), [&] {
            if (!options.xy.empty()) {
                to_points(loaded, options.xy);
            }
            const bool declared = loaded.geometry.shape() != geo::Shape::none;
            if (contract != nullptr && loaded.spatial && declared) {
                check_shape(*contract, loaded.geometry.shape());
            }
            const auto table = mapped(loaded.table, options.fields, contract, unused, "");
            return contract == nullptr ? table.fields()
                                       : conformed_fields(table.fields(), *contract);
        });
    });
}

void check_header(const ReadOptions& options) {
    base::within(file_context(options.path), [&] {
        base::Diagnostics unused;
        Loaded loaded = load_header(load_options(options), unused);
        base::within(base::msg("layer.layer", loaded.name), [&] {
            if (!options.xy.empty()) {
                to_points(loaded, options.xy);
            }
            if (!loaded.spatial) {
                return;
            }
            const geo::Crs crs = find_crs(loaded, options, unused);
            if (!options.to.empty()) {
                geo::Transform(crs, target_of(options.to));
            }
        });
    });
}

std::vector<LayerName> list_layers(const std::string& path, Repair repair) {
    return base::within(file_context(path), [&] {
        const std::string file = unpacked(path);
        const bool mend = repair == Repair::repair;
        const Format format = check_path(file, mend);
        if (format == Format::osm || format == Format::gtfs) {
            return format == Format::osm ? osm_layers() : gtfs_layers(file);
        }
        if (format == Format::csv || format == Format::dbf || format == Format::shapefile) {
            return std::vector<LayerName>{
                {std::filesystem::path(file).stem().string(), format == Format::shapefile}};
        }
        const Dataset dataset(file, format);
        std::vector<LayerName> out;
        for (const std::string& name : dataset.layers()) {
            OGRFeatureDefnH definition = OGR_L_GetLayerDefn(dataset.layer(name));
            out.push_back({name, OGR_FD_GetGeomFieldCount(definition) > 0 &&
                                     OGR_FD_GetGeomType(definition) != wkbNone});
        }
        return out;
    });
}

std::vector<std::string> input_files(const std::string& path) {
    return data_files(container_of(path));
}

}  // namespace jt::source
