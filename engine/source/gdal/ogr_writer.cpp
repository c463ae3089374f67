#include "source/gdal/ogr_writer.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"
#include "source/gdal/ogr_geometry.hpp"
#include "source/shapefile/shapefile_limits.hpp"
#include "source/text/field_names.hpp"

#include <algorithm>
#include <set>

namespace jt::source {
namespace {

using layer::Type;

/// GDAL's SRS for a CRS, x east first; null for none.
OwnedSrs srs_of(const geo::Crs& crs) {
    if (!crs.known()) {
        return nullptr;
    }
    OwnedSrs srs(OSRNewSpatialReference(nullptr));
    const std::string& definition = crs.code().empty() ? crs.wkt() : crs.code();
    if (OSRSetFromUserInput(srs.get(), definition.c_str()) != OGRERR_NONE) {
        OSRSetFromUserInput(srs.get(), crs.wkt().c_str());
    }
    OSRSetAxisMappingStrategy(srs.get(), OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

/// "fid", or "_fid" where a column of the table has that name.
std::string free_column(const layer::Table& table, const std::string& name) {
    for (const layer::Field& field : table.fields()) {
        if (base::lower(field.name) == name) {
            return free_column(table, "_" + name);
        }
    }
    return name;
}

std::vector<std::string> layer_options(const DriverTraits& traits, const layer::Table& table) {
    const std::string driver = traits.name;
    if (driver == "ESRI Shapefile") {
        return {"ENCODING=", "DBF_DATE_LAST_UPDATE=2000-01-01"};  // no clock in files
    }
    if (driver == "GPKG") {
        return {"FID=" + free_column(table, "fid"), "GEOMETRY_NAME=" + free_column(table, "geom")};
    }
    return driver == "FlatGeobuf" ? std::vector<std::string>{"SPATIAL_INDEX=NO"}
                                  : std::vector<std::string>{};
}

bool unique_ids(const std::vector<std::int64_t>& ids) {
    const std::set<std::int64_t> seen(ids.begin(), ids.end());
    return seen.size() == ids.size() && (seen.empty() || *seen.begin() >= 0);
}

}  // namespace

OgrLayerWriter::OgrLayerWriter(const DriverTraits& traits, const Codec& codec, std::string name,
                               base::Diagnostics& diagnostics)
    : m_traits(&traits), m_codec(&codec), m_name(std::move(name)), m_diagnostics(&diagnostics) {}

bool OgrLayerWriter::begin(GDALDatasetH dataset, const layer::Table& first, bool more) {
    const auto ids = ids_of(first);
    m_plans = m_traits->raw_text ? shapefile_plans(first, *m_codec, ids, *m_diagnostics, m_name)
                                 : plain_plans(first, {}, *m_diagnostics, m_name);
    m_fields = first.fields();
    if (m_traits->raw_text) {
        check_shapefile_size(first, m_plans);
    }
    const bool features = dynamic_cast<const layer::Layer*>(&first) != nullptr;
    m_keep_ids = features && m_traits->keeps_ids && unique_ids(ids);
    return create(dataset, first, more) && create_fields() && append(first);
}

bool OgrLayerWriter::create(GDALDatasetH dataset, const layer::Table& first, bool more) {
    OwnedSrs srs;
    if (const auto* layer = dynamic_cast<const layer::Layer*>(&first)) {
        srs = srs_of(layer->crs());
        m_type = ogr_type(layer->geometry(), more);
        m_shape = layer->geometry().shape();
        if (!srs) {
            m_diagnostics->warn(base::msg("source.write.no_crs"), m_name);
        }
    }
    const auto options = layer_options(*m_traits, first);
    std::vector<const char*> list;
    for (const std::string& option : options) {
        list.push_back(option.c_str());
    }
    list.push_back(nullptr);
    m_layer = GDALDatasetCreateLayer(dataset, m_name.c_str(), srs.get(), m_type,
                                     const_cast<char**>(list.data()));  // GDAL only reads it
    return m_layer != nullptr;
}

bool OgrLayerWriter::create_fields() {
    for (const FieldPlan& plan : m_plans) {
        const std::string name = m_traits->raw_text ? *m_codec->encode(plan.name) : plan.name;
        const OwnedField field(OGR_Fld_Create(name.c_str(), plan.type));
        OGR_Fld_SetSubType(field.get(), plan.subtype);
        OGR_Fld_SetWidth(field.get(), plan.width);
        OGR_Fld_SetPrecision(field.get(), plan.precision);
        if (OGR_L_CreateField(m_layer, field.get(), FALSE) != OGRERR_NONE) {
            return false;
        }
    }
    return true;
}

bool OgrLayerWriter::fits(const layer::Table& piece) const {
    const auto same = [](const layer::Field& a, const layer::Field& b) {
        return a.name == b.name && a.type == b.type;
    };
    if (!std::ranges::equal(piece.fields(), m_fields, same)) {
        return false;
    }
    const auto ids = ids_of(piece);
    const bool on = ids.empty() || (ids.front() > m_last_id && std::ranges::is_sorted(ids));
    if (m_keep_ids && !(on && unique_ids(ids))) {
        return false;
    }
    const auto* layer = dynamic_cast<const layer::Layer*>(&piece);
    return layer == nullptr ||
           (layer->geometry().shape() == m_shape &&
            (m_type != wkbPoint || ogr_type(layer->geometry(), false) == wkbPoint));
}

bool OgrLayerWriter::append(const layer::Table& piece) {
    const auto* layer = dynamic_cast<const layer::Layer*>(&piece);
    const auto ids = ids_of(piece);
    for (std::size_t row = 0; row < piece.rows(); ++row) {
        if (row % 4096 == 0) {
            base::check_cancel();
        }
        const OwnedFeature feature(OGR_F_Create(OGR_L_GetLayerDefn(m_layer)));
        if (m_keep_ids) {
            OGR_F_SetFID(feature.get(), ids[row]);
        }
        for (std::size_t i = 0; i < m_plans.size(); ++i) {
            set_value(feature.get(), static_cast<int>(i), piece, row);
        }
        if (layer != nullptr) {
            set_geometry(feature.get(), *layer, row);
        }
        if (OGR_L_CreateFeature(m_layer, feature.get()) != OGRERR_NONE) {
            return false;
        }
        m_last_id = std::max(m_last_id, ids[row]);
    }
    return true;
}

void OgrLayerWriter::set_value(OGRFeatureH feature, int index, const layer::Table& table,
                               std::size_t row) const {
    const layer::Column& column = table.column(m_plans[static_cast<std::size_t>(index)].column);
    if (!column.valid(row)) {
        OGR_F_SetFieldNull(feature, index);
    } else if (column.type() == Type::real) {
        OGR_F_SetFieldDouble(feature, index, column.number(row));
    } else if (column.type() == Type::text) {
        const std::string text(column.text(row));
        const std::string bytes = m_traits->raw_text ? *m_codec->encode(text) : text;
        OGR_F_SetFieldString(feature, index, bytes.c_str());
    } else {
        OGR_F_SetFieldInteger64(feature, index, column.integer(row));
    }
}

void OgrLayerWriter::set_geometry(OGRFeatureH feature, const layer::Layer& layer, std::size_t row) {
    OwnedGeometry geometry = ogr_geometry(layer.geometry(), row, m_type);
    if (layer.geometry().status(row) == geo::Status::not_finite) {
        m_not_finite.push_back(layer.ids()[row]);
    }
    if (geometry) {
        OGR_F_SetGeometryDirectly(feature, geometry.release());
    }
}

StoredLayer OgrLayerWriter::stored() const {
    StoredLayer out{m_name,          OGR_L_GetGeometryColumn(m_layer), m_shape, m_fields, {},
                    m_traits->titles};
    out.written.resize(m_fields.size());
    for (const FieldPlan& plan : m_plans) {
        out.written[plan.column] = plan.name;
    }
    return out;
}

std::string OgrLayerWriter::field_names() const { return field_names_csv(m_plans, m_fields); }

void OgrLayerWriter::report() {
    if (!m_not_finite.empty()) {
        m_diagnostics->features(base::Severity::warning, base::msg("source.write.not_finite"),
                                m_name, m_not_finite);
    }
}

}  // namespace jt::source
