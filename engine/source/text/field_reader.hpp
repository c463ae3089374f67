// Attribute values of OGR features into columns. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "source/gdal/gdal.hpp"
#include "source/text/codec.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::source {

/// Decodes the values of one field; strict: data errors that name the feature and the field.
class TextDecoder {
public:
    TextDecoder(const Codec& codec, std::string field, bool lenient)
        : m_codec(&codec), m_field(std::move(field)), m_lenient(lenient) {}
    std::string operator()(std::string_view bytes, std::int64_t feature);
    /// Was the value of this feature, the last one decoded, good as it was?
    bool clean(std::int64_t feature) const {
        return (m_cut.empty() || m_cut.back() != feature) &&
               (m_replaced.empty() || m_replaced.back() != feature);
    }
    /// Tells which values were repaired.
    void report(base::Diagnostics& diagnostics, const std::string& where) const;

private:
    const Codec* m_codec;
    std::string m_field;
    bool m_lenient;
    std::vector<std::int64_t> m_cut, m_replaced;
};

/// "text(10)", "integer", "date": the type as the file has it.
std::string source_type(OGRFieldDefnH field);
/// The column type for it; dates and lists become text.
layer::Type column_type(OGRFieldDefnH field);

/// Reads one field of every feature.
class FieldReader {
public:
    FieldReader(int index, OGRFieldDefnH field, std::string name, const Codec& codec, bool lenient);
    void read(OGRFeatureH feature, std::int64_t id);
    layer::Column build() { return m_builder.build(); }
    const std::string& name() const { return m_name; }
    void report(base::Diagnostics& diagnostics, const std::string& where) const;

private:
    int m_index;
    OGRFieldType m_type;
    std::string m_name;
    TextDecoder m_decode;
    layer::ColumnBuilder m_builder;
    std::vector<std::int64_t> m_not_finite;
};

/// Names of the columns: decoded, empty ones named "field_3", and equal ones made different; what
/// was changed is reported.
std::vector<std::string> column_names(const std::vector<std::string>& raw, const Codec& codec,
                                      bool lenient, base::Diagnostics& diagnostics,
                                      const std::string& where);

/// Equal and empty names made different, in place; what was changed is reported.
void make_unique_names(std::vector<std::string>& names, base::Diagnostics& diagnostics,
                       const std::string& where);

}  // namespace jt::source
