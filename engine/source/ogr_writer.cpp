#include "source/ogr_writer.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"
#include "source/ogr_geometry.hpp"

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

class OgrLayerWriter {
public:
    OgrLayerWriter(const DriverTraits& traits, const layer::Table& table, const Codec& codec,
                   std::string where, base::Diagnostics& diagnostics)
        : m_traits(&traits),
          m_table(&table),
          m_features(dynamic_cast<const layer::Layer*>(&table)),
          m_codec(&codec),
          m_where(std::move(where)),
          m_diagnostics(&diagnostics),
          m_ids(ids_of(table)) {}

    /// False where GDAL refused; its reason is in the session.
    bool write(GDALDatasetH dataset, const std::string& name) {
        m_plans = m_traits->raw_text
                      ? shapefile_plans(*m_table, *m_codec, m_ids, *m_diagnostics, m_where)
                      : plain_plans(*m_table, {}, *m_diagnostics, m_where);
        return create(dataset, name) && create_fields() && write_rows() && report();
    }

private:
    bool create(GDALDatasetH dataset, const std::string& name) {
        OwnedSrs srs;
        if (m_features != nullptr) {
            srs = srs_of(m_features->crs());
            m_type = ogr_type(m_features->geometry());
            if (!srs) {
                m_diagnostics->warn(base::msg("source.write.no_crs"), m_where);
            }
        }
        const auto options = layer_options(*m_traits, *m_table);
        std::vector<const char*> list;
        for (const std::string& option : options) {
            list.push_back(option.c_str());
        }
        list.push_back(nullptr);
        m_layer = GDALDatasetCreateLayer(dataset, name.c_str(), srs.get(), m_type,
                                         const_cast<char**>(list.data()));  // GDAL only reads it
        return m_layer != nullptr;
    }

    bool create_fields() {
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

    bool write_rows() {
        const bool keep_ids = m_features != nullptr && m_traits->keeps_ids && unique_ids(m_ids);
        for (std::size_t row = 0; row < m_table->rows(); ++row) {
            if (row % 4096 == 0) {
                base::check_cancel();
            }
            const OwnedFeature feature(OGR_F_Create(OGR_L_GetLayerDefn(m_layer)));
            if (keep_ids) {
                OGR_F_SetFID(feature.get(), m_ids[row]);
            }
            for (std::size_t i = 0; i < m_plans.size(); ++i) {
                set_value(feature.get(), static_cast<int>(i), row);
            }
            if (m_features != nullptr) {
                set_geometry(feature.get(), row);
            }
            if (OGR_L_CreateFeature(m_layer, feature.get()) != OGRERR_NONE) {
                return false;
            }
        }
        return true;
    }

    void set_value(OGRFeatureH feature, int index, std::size_t row) const {
        const layer::Column& column =
            m_table->column(m_plans[static_cast<std::size_t>(index)].column);
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

    void set_geometry(OGRFeatureH feature, std::size_t row) {
        OwnedGeometry geometry = ogr_geometry(m_features->geometry(), row, m_type);
        const geo::Status status = m_features->geometry().status(row);
        if (status == geo::Status::not_finite) {
            m_not_finite.push_back(m_ids[row]);
        }
        if (geometry) {
            OGR_F_SetGeometryDirectly(feature, geometry.release());
        }
    }

    bool report() {
        if (!m_not_finite.empty()) {
            m_diagnostics->features(base::Severity::warning, base::msg("source.write.not_finite"),
                                    m_where, m_not_finite);
        }
        return true;
    }

    const DriverTraits* m_traits;
    const layer::Table* m_table;
    const layer::Layer* m_features;
    const Codec* m_codec;
    std::string m_where;
    base::Diagnostics* m_diagnostics;
    std::vector<std::int64_t> m_ids, m_not_finite;
    std::vector<FieldPlan> m_plans;
    OGRLayerH m_layer = nullptr;
    OGRwkbGeometryType m_type = wkbNone;
};

}  // namespace

void write_ogr_layer(GDALDatasetH dataset, const GdalSession& session, const DriverTraits& traits,
                     const std::string& name, const layer::Table& table, const Codec& codec,
                     base::Diagnostics& diagnostics) {
    OgrLayerWriter writer(traits, table, codec, name, diagnostics);
    if (!writer.write(dataset, name)) {
        throw base::machine_error("source.write.failed", session.cause());
    }
}

}  // namespace jt::source
