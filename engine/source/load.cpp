#include "source/loaded.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/dataset.hpp"
#include "source/field_reader.hpp"
#include "source/geojson_check.hpp"
#include "source/geometry_reader.hpp"
#include "source/load_gtfs.hpp"
#include "source/load_osm.hpp"
#include "source/load_shapefile.hpp"
#include "source/zip_input.hpp"

#include <cpl_conv.h>
#include <algorithm>
#include <filesystem>

namespace jt::source {
namespace {

constexpr std::size_t kProgressStep = 4096;

/// GDAL hands over UTF-8, by the format's own rule.
EncodingDecision gdal_encoding(const LoadOptions& options) {
    if (!options.encoding.empty() && canonical_encoding(options.encoding) != "UTF-8") {
        throw base::data_error("source.encoding.fixed", options.encoding);
    }
    return {"UTF-8", 1, base::msg("source.encoding.format"), {}};
}

/// WKT2, or the code where the SRS carries one; "" for none and for the undefined ones of GPKG.
std::string definition_of(OGRSpatialReferenceH srs) {
    if (srs == nullptr) {
        return "";
    }
    const OwnedSrs flat(OSRClone(srs));
    OSRDemoteTo2D(flat.get(), nullptr);  // heights are dropped; GeoJSON with Z says EPSG:4979
    srs = flat.get();
    const char* name = OSRGetName(srs);
    if (name != nullptr && std::string(name).compare(0, 9, "Undefined") == 0) {
        return "";
    }
    const char* authority = OSRGetAuthorityName(srs, nullptr);
    const char* code = OSRGetAuthorityCode(srs, nullptr);
    if (authority != nullptr && code != nullptr && std::string(authority) == "EPSG") {
        return std::string("EPSG:") + code;
    }
    char* wkt = nullptr;
    const std::array<const char*, 2> options = {"FORMAT=WKT2_2019", nullptr};
    OSRExportToWktEx(srs, &wkt, options.data());
    std::string out = wkt == nullptr ? "" : wkt;
    CPLFree(wkt);
    return out;
}

void find_crs(Loaded& out, OGRLayerH layer) {
    out.declared_crs = definition_of(OGR_L_GetSpatialRef(layer));
    const bool geojson = out.driver == "GeoJSON";
    out.crs_origin = out.declared_crs.empty()                     ? base::msg("source.crs.none")
                     : geojson && out.declared_crs == "EPSG:4326" ? base::msg("source.crs.by_rfc")
                                                                  : base::msg("source.crs.by_file");
}

struct OpenLayer {
    OGRLayerH layer = nullptr;
    std::vector<FieldReader> fields;
    std::vector<std::string> skipped;  ///< binary fields
};

OpenLayer plan_fields(OGRLayerH layer, const Codec& codec, bool repair, Loaded& out,
                      base::Diagnostics& diagnostics) {
    OpenLayer open;
    open.layer = layer;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    std::vector<std::string> raw;
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
        raw.emplace_back(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
    }
    const auto names = column_names(raw, codec, repair, diagnostics, out.where);
    for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, i);
        const std::string& name = names[static_cast<std::size_t>(i)];
        if (OGR_Fld_GetType(field) == OFTBinary) {
            diagnostics.warn(base::msg("source.field.binary", name), out.where);
            continue;
        }
        open.fields.emplace_back(i, field, name, codec, repair);
        out.source_types.push_back(source_type(field));
    }
    return open;
}

void read_features(OpenLayer& open, geo::Shape shape, Loaded& out, base::Diagnostics& diagnostics,
                   const base::Progress& progress) {
    GeometryReader geometry(shape);
    const auto total =
        static_cast<double>(std::max<GIntBig>(1, OGR_L_GetFeatureCount(open.layer, 0)));
    OGR_L_ResetReading(open.layer);
    while (const OwnedFeature feature{OGR_L_GetNextFeature(open.layer)}) {
        const std::int64_t id = OGR_F_GetFID(feature.get());
        if (out.ids.size() % kProgressStep == 0) {
            progress.at(std::min(1.0, static_cast<double>(out.ids.size()) / total), out.where);
        }
        out.ids.push_back(id);
        for (FieldReader& field : open.fields) {
            field.read(feature.get(), id);
        }
        if (out.spatial) {
            geometry.read(OGR_F_GetGeometryRef(feature.get()), id);
        }
    }
    out.table = layer::Table(out.ids.size());
    for (FieldReader& field : open.fields) {
        layer::Column column = field.build();
        out.table.set(layer::Field{field.name(), column.type(), "", {}}, std::move(column));
        field.report(diagnostics, out.where);
    }
    out.geometry = geometry.build();
    out.findings = std::move(geometry.findings);
}

geo::Box header_box(OGRLayerH layer) {
    OGREnvelope box;
    const bool known = OGR_L_GetFeatureCount(layer, FALSE) > 0 &&
                       OGR_L_GetExtent(layer, &box, FALSE) == OGRERR_NONE;
    return known ? geo::Box{box.MinX, box.MinY, box.MaxX, box.MaxY} : geo::Box();
}

/// What GDAL complained about while reading: errors end it, warnings are told.
void judge_session(const GdalSession& session, const LoadOptions& options, const Loaded& out,
                   base::Diagnostics& diagnostics) {
    for (const std::string& warning : session.warnings()) {
        diagnostics.warn(base::msg("source.gdal", warning), out.where);
    }
    if (session.errors().empty()) {
        return;
    }
    if (options.repair && !options.lenient && is_geojson(options.path)) {
        diagnostics.warn(base::msg("source.file.broken", session.errors().front()), out.where);
        return;  // what is wrong with the text has been told; the features stay without geometry
    }
    const base::Error error = base::data_error("source.file.broken", session.errors().front());
    if (!options.lenient) {
        throw error;
    }
    diagnostics.add({base::Severity::error, error.message(), out.where, {}, 0});
}

Loaded load_gdal(const LoadOptions& options, Format format, bool header_only,
                 base::Diagnostics& diagnostics, const base::Progress& progress) {
    if (!options.lenient && is_geojson(options.path)) {
        judge_geojson(options.path, options.repair, false, diagnostics);
    }
    const Dataset dataset(options.path, format);
    OGRLayerH layer = dataset.layer(options.layer);
    Loaded out;
    out.driver = dataset.driver();
    out.name = OGR_L_GetName(layer);
    const std::string file = std::filesystem::path(options.path).filename().string();
    out.where = dataset.layers().size() > 1 ? file + ":" + out.name : file;
    out.spatial = OGR_FD_GetGeomFieldCount(OGR_L_GetLayerDefn(layer)) > 0 &&
                  OGR_FD_GetGeomType(OGR_L_GetLayerDefn(layer)) != wkbNone;
    out.encoding = gdal_encoding(options);
    if (out.spatial) {
        find_crs(out, layer);
        out.geometry = geo::GeometryArray(declared_shape(layer));
    }
    const Codec codec(out.encoding.encoding);
    OpenLayer open = plan_fields(layer, codec, options.repair, out, diagnostics);
    if (header_only) {
        out.header_box = header_box(layer);
        out.table = layer::Table(0);
        for (FieldReader& field : open.fields) {
            layer::Column column = field.build();
            out.table.set(layer::Field{field.name(), column.type(), "", {}}, std::move(column));
        }
        return out;
    }
    read_features(open, options.shape, out, diagnostics, progress);
    judge_session(dataset.session(), options, out, diagnostics);
    return out;
}

Loaded load_any(LoadOptions options, bool header_only, base::Diagnostics& diagnostics,
                const base::Progress& progress) {
    options.path = unpacked(options.path);
    const Format format = check_path(options.path, options.repair);
    if (format == Format::csv) {
        return load_csv(options, diagnostics);
    }
    if (format == Format::gtfs) {
        return load_gtfs(options, diagnostics);
    }
    if (format == Format::osm) {
        return load_osm(options, header_only, diagnostics, progress);
    }
    return format == Format::shapefile || format == Format::dbf
               ? load_shapefile(options, format, header_only, diagnostics, progress)
               : load_gdal(options, format, header_only, diagnostics, progress);
}

}  // namespace

EncodingDecision decide(const EncodingEvidence& evidence, bool lenient,
                        base::Diagnostics& diagnostics, const std::string& where) {
    EncodingDecision out;
    try {
        out = decide_encoding(evidence);
    } catch (const base::Error& error) {
        if (!lenient) {
            throw;
        }
        diagnostics.add({base::Severity::error, error.message(), where, {}, 0});
        out = guess_encoding(evidence.texts);
    }
    for (const base::Message& note : out.notes) {
        diagnostics.warn(note, where);
    }
    return out;
}

void tell(const EncodingDecision& decision, base::Diagnostics& diagnostics,
          const std::string& where) {
    const base::Message message = base::msg("source.encoding.decided", decision.encoding,
                                            fmt::format("{:.0f}", 100 * decision.confidence));
    diagnostics.info(message, where);
    decision.confidence < 0.9 ? diagnostics.warn(decision.evidence, where)
                              : diagnostics.info(decision.evidence, where);
}

bool Loaded::mixed() const {
    const auto used = std::count_if(findings.by_shape.begin(), findings.by_shape.end(),
                                    [](const auto& found) { return !found.empty(); });
    return used > 1 || !findings.by_shape[3].empty();
}

base::Message file_context(const std::string& path) {
    return base::msg("source.context.file", path);
}

Loaded load(const LoadOptions& options, base::Diagnostics& diagnostics,
            const base::Progress& progress) {
    return load_any(options, false, diagnostics, progress);
}

Loaded load_header(const LoadOptions& options, base::Diagnostics& diagnostics) {
    return load_any(options, true, diagnostics, base::Progress());
}

}  // namespace jt::source
