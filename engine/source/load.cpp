#include "source/loaded.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/codec.hpp"
#include "source/dataset.hpp"
#include "source/dbf.hpp"
#include "source/field_reader.hpp"
#include "source/geometry_reader.hpp"

#include <cpl_conv.h>
#include <algorithm>
#include <filesystem>

namespace jt::source {
namespace {

constexpr std::size_t kProgressStep = 4096;

EncodingEvidence dbf_evidence(const LoadOptions& options, bool values) {
    EncodingEvidence evidence;
    evidence.option = options.encoding;
    if (const std::string cpg = sibling(options.path, ".cpg"); !cpg.empty()) {
        evidence.cpg = base::read_file(cpg);
    }
    if (const std::string dbf = sibling(options.path, ".dbf"); !dbf.empty()) {
        const DbfHeader header = read_dbf_header(dbf);
        evidence.ldid = header.ldid;
        gather_dbf_names(header, evidence.texts);
        // Names alone may do for a header; where they are not clear, the values are asked too.
        if (values || guess_encoding(evidence.texts).confidence < 0.9) {
            gather_dbf_values(dbf, header, evidence.texts);
        }
    }
    return evidence;
}

/// Encoding of what GDAL hands over: raw bytes of a DBF, else UTF-8 by the format's own rule.
EncodingDecision gdal_encoding(const LoadOptions& options, Format format, bool values,
                               base::Diagnostics& diagnostics, const std::string& where) {
    if (format == Format::shapefile || format == Format::dbf) {
        return decide(dbf_evidence(options, values), options.lenient, diagnostics, where);
    }
    const std::string wanted = canonical_encoding(options.encoding);
    if (!options.encoding.empty() && wanted != "UTF-8") {
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

/// GDAL reads the .prj when asked for the CRS; as it is judged here, what GDAL says of it does not
/// count against the file.
void read_prj_apart(OGRLayerH layer) {
    const GdalSession apart;
    OGR_L_GetSpatialRef(layer);
}

void find_crs(Loaded& out, const LoadOptions& options, Format format, OGRLayerH layer) {
    if (format == Format::shapefile) {
        read_prj_apart(layer);
        const std::string prj = sibling(options.path, ".prj");
        out.declared_crs = prj.empty() ? "" : base::trim(base::read_file(prj));
        out.crs_origin = out.declared_crs.empty() ? base::msg("source.crs.no_prj")
                                                  : base::msg("source.crs.by_prj");
        return;
    }
    out.declared_crs = definition_of(OGR_L_GetSpatialRef(layer));
    const bool geojson = out.driver == "GeoJSON";
    out.crs_origin = out.declared_crs.empty()                     ? base::msg("source.crs.none")
                     : geojson && out.declared_crs == "EPSG:4326" ? base::msg("source.crs.by_rfc")
                                                                  : base::msg("source.crs.by_file");
}

/// A file cut short, or a .dbf and a .shx of different copies of the data, would give features
/// wrong attributes: data error, or told when lenient.
void judge_sizes(const LoadOptions& options, base::Diagnostics& diagnostics,
                 const std::string& where) {
    const std::string dbf = sibling(options.path, ".dbf");
    const std::string shx = sibling(options.path, ".shx");
    if (dbf.empty()) {
        return;
    }
    const DbfHeader header = read_dbf_header(dbf);
    const auto rows = static_cast<std::uintmax_t>(header.records);
    const bool cut =
        std::filesystem::file_size(dbf) < header.header_bytes + rows * header.record_bytes;
    const std::uintmax_t bytes = shx.empty() ? 0 : std::filesystem::file_size(shx);
    const std::uintmax_t shapes = bytes < 100 ? rows : (bytes - 100) / 8;  // records of the index
    if (!cut && shapes == rows) {
        return;
    }
    const base::Error error =
        cut ? base::data_error("source.dbf.short", std::filesystem::path(dbf).filename().string())
            : base::data_error("source.shapefile.counts", shapes, rows);
    if (!options.lenient) {
        throw error;
    }
    diagnostics.add({base::Severity::error, error.message(), where, {}, 0});
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
    const auto names = column_names(definition, codec, repair, diagnostics, out.where);
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

/// Numbers of a DBF that are text: data error, or null by `repair`. Stars are told.
void judge_numbers(OpenLayer& open, const LoadOptions& options, const Loaded& out,
                   base::Diagnostics& diagnostics) {
    const std::string dbf = sibling(options.path, ".dbf");
    if (dbf.empty()) {
        return;
    }
    const std::vector<BadNumbers> all = find_bad_numbers(dbf, read_dbf_header(dbf));
    for (FieldReader& field : open.fields) {
        const BadNumbers& bad = all.at(field.index());
        if (!bad.stars.empty()) {
            diagnostics.features(base::Severity::warning,
                                 base::msg("source.value.stars", field.name()), out.where,
                                 bad.stars);
        }
        if (bad.text.empty()) {
            continue;
        }
        if (!options.repair) {
            base::Error error = base::data_error(
                "source.value.no_number", Codec(out.encoding.encoding).decode_lossy(bad.example));
            error.add_context(base::msg("source.place.value", bad.text.front(), field.name()));
            throw error;
        }
        diagnostics.features(base::Severity::warning,
                             base::msg("source.value.no_number_null", field.name()), out.where,
                             bad.text);
        field.set_nulls(bad.text);
    }
}

void read_features(OpenLayer& open, Loaded& out, base::Diagnostics& diagnostics,
                   const base::Progress& progress) {
    GeometryReader geometry;
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
    const base::Error error = base::data_error("source.file.broken", session.errors().front());
    if (!options.lenient) {
        throw error;
    }
    diagnostics.add({base::Severity::error, error.message(), out.where, {}, 0});
}

Loaded load_gdal(const LoadOptions& options, Format format, bool header_only,
                 base::Diagnostics& diagnostics, const base::Progress& progress) {
    const Dataset dataset(options.path, format, options.repair);
    OGRLayerH layer = dataset.layer(options.layer);
    Loaded out;
    out.driver = dataset.driver();
    out.name = OGR_L_GetName(layer);
    const std::string file = std::filesystem::path(options.path).filename().string();
    out.where = dataset.layers().size() > 1 ? file + ":" + out.name : file;
    if (dataset.rebuilt()) {
        diagnostics.warn(base::msg("source.shapefile.rebuilt"), out.where);
    }
    if (format == Format::shapefile && sibling(options.path, ".dbf").empty()) {
        diagnostics.warn(base::msg("source.shapefile.bare"), out.where);
    }
    out.spatial = OGR_FD_GetGeomFieldCount(OGR_L_GetLayerDefn(layer)) > 0 &&
                  OGR_FD_GetGeomType(OGR_L_GetLayerDefn(layer)) != wkbNone;
    out.encoding = gdal_encoding(options, format, !header_only, diagnostics, out.where);
    if (out.spatial) {
        find_crs(out, options, format, layer);
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
    if (format == Format::shapefile || format == Format::dbf) {
        tell(out.encoding, diagnostics, out.where);
        judge_sizes(options, diagnostics, out.where);
        judge_numbers(open, options, out, diagnostics);
    }
    read_features(open, out, diagnostics, progress);
    judge_session(dataset.session(), options, out, diagnostics);
    return out;
}

Loaded load_any(const LoadOptions& options, bool header_only, base::Diagnostics& diagnostics,
                const base::Progress& progress) {
    const Format format = check_path(options.path, options.repair);
    return format == Format::csv ? load_csv(options, diagnostics)
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
