#include "source/gdal/load_gdal.hpp"

#include "base/error.hpp"
#include "source/gdal/geojson_check.hpp"
#include "source/shapefile/geometry_reader.hpp"
#include "source/sheet/sheet.hpp"
#include "source/text/codec.hpp"
#include "source/text/field_reader.hpp"

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

/// The fields that are read, with a reader each; names and types go into `out`.
std::vector<FieldReader> plan_fields(OGRLayerH layer, const Codec& codec, bool repair, Loaded& out,
                                     base::Diagnostics& diagnostics) {
    std::vector<FieldReader> readers;
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
        readers.emplace_back(i, field, name, codec, repair);
        out.source_types.push_back(source_type(field));
    }
    return readers;
}

void set_columns(std::vector<FieldReader>& fields, const std::map<std::string, std::string>& titles,
                 Loaded& out) {
    out.table = layer::Table(out.ids.size());
    for (FieldReader& field : fields) {
        layer::Column column = field.build();
        const auto title = titles.find(field.name());
        const std::string said = title == titles.end() ? "" : title->second;
        out.table.set(layer::Field{field.name(), column.type(), "", {said, said}},
                      std::move(column));
    }
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

/// What the header says of the layer; without features and columns.
Loaded describe(const Dataset& dataset, OGRLayerH layer, const LoadOptions& options) {
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
    return out;
}

/// The features of an open layer, some at a time.
class GdalStream : public LayerStream {
public:
    GdalStream(const LoadOptions& options, Format format)
        : m_options(options),
          m_dataset(options.path, format),
          m_layer(m_dataset.layer(options.layer)),
          m_titles(m_dataset.titles(m_layer)),
          m_empty(describe(m_dataset, m_layer, options)),
          m_codec(m_empty.encoding.encoding),
          m_shape(options.shape),
          m_total(std::max<GIntBig>(1, OGR_L_GetFeatureCount(m_layer, 0))) {
        OGR_L_ResetReading(m_layer);
    }

    void check_header(base::Diagnostics& diagnostics) const {
        if (m_empty.driver == "XLSX") {
            suggest_header(m_layer, m_options, diagnostics, m_empty.where);
        }
    }

    std::optional<Loaded> next(std::size_t bytes, base::Diagnostics& diagnostics,
                               const base::Progress& progress) override {
        if (m_ended) {
            return std::nullopt;
        }
        Loaded out = m_empty;
        std::vector<FieldReader> fields =
            plan_fields(m_layer, m_codec, m_options.repair, out, diagnostics);
        GeometryReader geometry(m_shape);
        for (std::size_t taken = 0; taken < bytes && !m_ended;) {
            taken += read_feature(fields, geometry, out, progress);
        }
        if (m_ended && m_done > 0 && out.ids.empty()) {
            return std::nullopt;
        }
        m_done += out.ids.size();
        set_columns(fields, m_titles, out);
        for (const FieldReader& field : fields) {
            field.report(diagnostics, out.where);
        }
        out.geometry = geometry.build();
        out.findings = std::move(geometry.findings);
        m_shape = out.geometry.shape();
        judge_session(m_dataset.session(), m_options, out, diagnostics);
        return out;
    }

private:
    /// The next feature, if there is one; about how many bytes it has.
    std::size_t read_feature(std::vector<FieldReader>& fields, GeometryReader& geometry,
                             Loaded& out, const base::Progress& progress) {
        constexpr std::size_t kFieldBytes = 32;
        const OwnedFeature feature(OGR_L_GetNextFeature(m_layer));
        if (!feature) {
            m_ended = true;
            return 0;
        }
        const std::int64_t id = OGR_F_GetFID(feature.get());
        if (out.ids.size() % kProgressStep == 0) {
            progress.at(std::min(1.0, static_cast<double>(m_done + out.ids.size()) /
                                          static_cast<double>(m_total)),
                        out.where);
        }
        out.ids.push_back(id);
        for (FieldReader& field : fields) {
            field.read(feature.get(), id);
        }
        if (!out.spatial) {
            return kFieldBytes * (1 + fields.size());
        }
        OGRGeometryH shape = OGR_F_GetGeometryRef(feature.get());
        geometry.read(shape, id);
        const int size = shape == nullptr ? 0 : OGR_G_WkbSize(shape);
        return kFieldBytes * (1 + fields.size()) + static_cast<std::size_t>(size);
    }

    LoadOptions m_options;
    Dataset m_dataset;
    OGRLayerH m_layer;
    std::map<std::string, std::string> m_titles;  ///< of the fields
    Loaded m_empty;
    Codec m_codec;
    geo::Shape m_shape;  ///< of the features so far
    GIntBig m_total;
    std::size_t m_done = 0;
    bool m_ended = false;
};

}  // namespace

std::unique_ptr<LayerStream> open_gdal(const LoadOptions& options, Format format,
                                       base::Diagnostics& diagnostics) {
    if (!options.lenient && is_geojson(options.path)) {
        judge_geojson(options.path, options.repair, false, diagnostics);
    }
    auto stream = std::make_unique<GdalStream>(options, format);
    stream->check_header(diagnostics);
    return stream;
}

Loaded gdal_header(const LoadOptions& options, Format format, base::Diagnostics& diagnostics) {
    if (!options.lenient && is_geojson(options.path)) {
        judge_geojson(options.path, options.repair, false, diagnostics);
    }
    const Dataset dataset(options.path, format);
    OGRLayerH layer = dataset.layer(options.layer);
    Loaded out = describe(dataset, layer, options);
    const Codec codec(out.encoding.encoding);
    std::vector<FieldReader> fields = plan_fields(layer, codec, options.repair, out, diagnostics);
    set_columns(fields, dataset.titles(layer), out);
    out.header_box = header_box(layer);
    return out;
}

}  // namespace jt::source
