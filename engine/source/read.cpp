#include "source/read.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/crs/control.hpp"
#include "source/crs/crs_evidence.hpp"
#include "source/crs/datum.hpp"
#include "source/crs/reproject.hpp"
#include "source/database/connection.hpp"
#include "source/database/load_database.hpp"
#include "source/dataset.hpp"
#include "source/gdal/zip_input.hpp"
#include "source/loaded.hpp"
#include "source/osm/load_osm.hpp"
#include "source/quality/contract_read.hpp"
#include "source/quality/repair.hpp"
#include "source/quality/role.hpp"
#include "source/stream.hpp"
#include "source/text/codec.hpp"
#include "source/text/csv.hpp"
#include "source/text/dictionary.hpp"
#include "source/transit/load_gtfs.hpp"

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
    out.live = options.live;
    out.layer = options.layer;
    out.encoding = options.encoding;
    out.repair = policy_of(options) == Repair::repair;
    out.text_fields = options.xy;
    out.shape = shape_from_name(options.shape);
    out.service = options.service;
    out.sheet = options.sheet;
    out.crs = options.crs;
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
    return with_given_shift(decision.crs, options, diagnostics, loaded.where);
}

/// The fields as the dictionary of the options describes them; without one as they are.
Described with_dictionary(const Loaded& loaded, const ReadOptions& options,
                          const Contract* contract, base::Diagnostics& diagnostics) {
    if (options.dictionary.empty()) {
        return {loaded.table, options.fields};
    }
    return described(loaded.table, read_dictionary(options.dictionary, diagnostics), options.fields,
                     contract, options.rename_fields, diagnostics, loaded.where);
}

layer::Table with_role(const Loaded& loaded, const ReadOptions& options, const Contract* contract,
                       base::Diagnostics& diagnostics) {
    const Described found = with_dictionary(loaded, options, contract, diagnostics);
    layer::Table table = mapped(found.table, found.fields, contract, diagnostics, loaded.where);
    return contract == nullptr
               ? table
               : conformed(table, found.fields, *contract, loaded.ids, diagnostics, loaded.where);
}

void check_role(const Loaded& loaded, const Contract* contract) {
    if (contract == nullptr) {
        return;
    }
    if (loaded.ids.empty()) {
        throw base::data_error("source.contract.no_features", contract->name);
    }
    if (loaded.spatial && loaded.geometry.shape() == geo::Shape::none && !loaded.mixed()) {
        throw base::data_error("source.contract.no_geometry", contract->name);
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
    out.set(layer::Field{"kind", layer::Type::text, "", {}},
            layer::Column::of_texts(repairs.kinds));
    out.set(layer::Field{"reason", layer::Type::text, "", {}},
            layer::Column::of_texts(repairs.reasons));
    real("before_m2", repairs.before_m2);
    real("after_m2", repairs.after_m2);
    return out;
}

ReadResult finish(Loaded loaded, const ReadOptions& options, const Contract* contract,
                  base::Diagnostics& diagnostics) {
    check_shift_options(options);
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
        apply_control_points(loaded, options, diagnostics);
    }
    geo::Crs crs = find_crs(loaded, options, diagnostics);
    const Repair policy = policy_of(options);
    const auto demanded = contract_of(options);
    check_text(loaded, policy, diagnostics);
    if (policy == Repair::strict) {  // with all that is wrong, not the geometry alone
        hold_to(demanded, loaded, crs, options, diagnostics);
    }
    apply_policy(loaded, crs, policy, diagnostics);
    std::optional<layer::Table> fixes;
    if (policy != Repair::strict) {
        fixes = hold_to(demanded, loaded, crs, options, diagnostics);
    }
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
        const geo::Crs target = target_of(options.to);
        reproject(loaded, crs, target, diagnostics);
        crs = target;
    }
    std::optional<layer::Layer> repairs = repairs_of(loaded, original, crs);
    layer::Layer out(loaded.name, crs, std::move(loaded.geometry), loaded.ids);
    for (const layer::Field& field : table.fields()) {
        out.set(field, table.shared_column(field.name));
    }
    return {std::move(out), std::move(repairs), std::move(fixes)};
}

}  // namespace

layer::Layer read_layer(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress) {
    return read_with_repairs(options, diagnostics, progress).layer;
}

ReadResult read_with_repairs(const ReadOptions& options, base::Diagnostics& diagnostics,
                             const base::Progress& progress) {
    return *PieceReader(options, diagnostics).next(kWholeLayer, diagnostics, progress);
}

PieceReader::PieceReader(ReadOptions options, base::Diagnostics& diagnostics)
    : m_options(std::move(options)) {
    base::within(file_context(m_options.path),
                 [&] { m_stream = open_stream(load_options(m_options), diagnostics); });
}

PieceReader::~PieceReader() = default;

std::optional<ReadResult> PieceReader::next(std::size_t bytes, base::Diagnostics& diagnostics,
                                            const base::Progress& progress) {
    const Contract* contract = m_options.role.empty() ? nullptr : &role_of(m_options.role);
    return base::within(file_context(m_options.path), [&]() -> std::optional<ReadResult> {
        std::optional<Loaded> loaded = m_stream->next(bytes, diagnostics, progress);
        if (!loaded) {
            return std::nullopt;
        }
        return base::within(base::msg("layer.layer", loaded->name), [&] {
            return finish(std::move(*loaded), m_options, contract, diagnostics);
        });
    });
}

layer::Table read_table(const ReadOptions& options, base::Diagnostics& diagnostics,
                        const base::Progress& progress) {
    return read_table_with_fixes(options, diagnostics, progress).table;
}

ReadTable read_table_with_fixes(const ReadOptions& options, base::Diagnostics& diagnostics,
                                const base::Progress& progress) {
    const Contract* contract = options.role.empty() ? nullptr : &role_of(options.role);
    return base::within(file_context(options.path), [&] {
        Loaded loaded = load(load_options(options), diagnostics, progress);
        return base::within(base::msg("layer.layer", loaded.name), [&]() -> ReadTable {
            if (loaded.spatial) {
                diagnostics.warn(base::msg("source.table.geometry"), loaded.where);
            }
            loaded.spatial = false;
            loaded.geometry = geo::GeometryArray();
            check_role(loaded, contract);
            check_text(loaded, policy_of(options), diagnostics);
            auto fixes = hold_to(contract_of(options), loaded, geo::Crs(), options, diagnostics);
            return {with_role(loaded, options, contract, diagnostics), std::move(fixes)};
        });
    });
}

std::vector<layer::Field> probe_columns(const ReadOptions& options) {
    const Contract* contract = options.role.empty() ? nullptr : &role_of(options.role);
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
            foresee_fix(contract_of(options), loaded, options);
            const Described found = with_dictionary(loaded, options, contract, unused);
            const auto table = mapped(found.table, found.fields, contract, unused, "");
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
            check_shift_options(options);
            if (!options.control.empty()) {
                check_control_points(options);
                loaded.geometry = geo::GeometryArray();  // its coordinates are of another system
            }
            const geo::Crs crs = find_crs(loaded, options, unused);
            if (!options.to.empty()) {
                geo::Transform(crs, target_of(options.to));
            }
        });
    });
}

std::vector<LayerName> list_layers(const std::string& path, Repair repair) {
    if (is_connection(path)) {
        return database_tables(path);
    }
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
