#include "source/text/field_reader.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::source {
namespace {

/// ISO 8601 of an OGR date, time or date-time; fractions of a second to the millisecond.
std::string iso_text(OGRFeatureH feature, int index, OGRFieldType type) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
    float second = 0;
    OGR_F_GetFieldAsDateTimeEx(feature, index, &year, &month, &day, &hour, &minute, &second, &zone);
    const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (type == OFTDate) {
        return date;
    }
    const auto milliseconds = static_cast<long>(std::lround(static_cast<double>(second) * 1000));
    std::string time = fmt::format("{:02}:{:02}:{:02}", hour, minute, milliseconds / 1000);
    if (milliseconds % 1000 != 0) {
        time += fmt::format(".{:03}", milliseconds % 1000);
    }
    if (type == OFTTime) {
        return time;
    }
    if (zone >= 100 || zone == 100) {  // 100 is UTC, one step is a quarter of an hour
        const int quarters = zone - 100;
        time += quarters == 0 ? "Z" : fmt::format("+{:02}:{:02}", quarters / 4, quarters % 4 * 15);
    } else if (zone > 1) {
        const int quarters = 100 - zone;
        time += fmt::format("-{:02}:{:02}", quarters / 4, quarters % 4 * 15);
    }
    return date + "T" + time;
}

}  // namespace

std::string TextDecoder::operator()(std::string_view bytes, std::int64_t feature) {
    if (auto text = m_codec->decode(bytes)) {
        return std::move(*text);
    }
    const std::size_t cut = cut_tail(bytes, m_codec->name());
    const auto whole = m_codec->decode(bytes.substr(0, bytes.size() - cut));
    const base::Message place = feature < 0 ? base::msg("source.place.field_name")
                                            : base::msg("source.place.value", feature, m_field);
    if (!m_lenient) {
        base::Error error = whole
                                ? base::data_error("source.text.cut", m_codec->decode_lossy(bytes))
                                : base::data_error("source.text.undecodable", m_codec->name(),
                                                   m_codec->decode_lossy(bytes));
        error.add_context(place);
        throw error;
    }
    (whole ? m_cut : m_replaced).push_back(feature);
    return whole ? *whole : m_codec->decode_lossy(bytes);
}

void TextDecoder::report(base::Diagnostics& diagnostics, const std::string& where) const {
    if (!m_cut.empty()) {
        diagnostics.features(base::Severity::warning,
                             base::msg("source.text.cut_repaired", m_field), where, m_cut);
    }
    if (!m_replaced.empty()) {
        diagnostics.features(base::Severity::warning,
                             base::msg("source.text.replaced", m_field, m_codec->name()), where,
                             m_replaced);
    }
}

std::string source_type(OGRFieldDefnH field) {
    const int width = OGR_Fld_GetWidth(field);
    const std::string size = width > 0 ? fmt::format("({})", width) : "";
    switch (OGR_Fld_GetType(field)) {
        case OFTInteger:
        case OFTInteger64:
            return OGR_Fld_GetSubType(field) == OFSTBoolean ? "boolean" : "integer" + size;
        case OFTReal:
            return width > 0 ? fmt::format("real({},{})", width, OGR_Fld_GetPrecision(field))
                             : "real";
        case OFTDate: return "date";
        case OFTTime: return "time";
        case OFTDateTime: return "datetime";
        case OFTString: return "text" + size;
        case OFTBinary: return "binary";
        default: return "list";
    }
}

layer::Type column_type(OGRFieldDefnH field) {
    switch (OGR_Fld_GetType(field)) {
        case OFTInteger:
        case OFTInteger64:
            return OGR_Fld_GetSubType(field) == OFSTBoolean ? layer::Type::boolean
                                                            : layer::Type::integer;
        case OFTReal: return layer::Type::real;
        default: return layer::Type::text;
    }
}

FieldReader::FieldReader(int index, OGRFieldDefnH field, std::string name, const Codec& codec,
                         bool lenient)
    : m_index(index),
      m_type(OGR_Fld_GetType(field)),
      m_name(std::move(name)),
      m_decode(codec, m_name, lenient),
      m_builder(column_type(field)) {}

void FieldReader::read(OGRFeatureH feature, std::int64_t id) {
    if (OGR_F_IsFieldSetAndNotNull(feature, m_index) == 0) {
        m_builder.null();
        return;
    }
    switch (m_type) {
        case OFTInteger:
        case OFTInteger64: m_builder.integer(OGR_F_GetFieldAsInteger64(feature, m_index)); return;
        case OFTReal: {
            const double value = OGR_F_GetFieldAsDouble(feature, m_index);
            if (!std::isfinite(value)) {
                m_not_finite.push_back(id);
                m_builder.null();
                return;
            }
            m_builder.real(value);
            return;
        }
        case OFTDate:
        case OFTTime:
        case OFTDateTime: m_builder.text(iso_text(feature, m_index, m_type)); return;
        default: m_builder.text(m_decode(OGR_F_GetFieldAsString(feature, m_index), id));
    }
}

void FieldReader::report(base::Diagnostics& diagnostics, const std::string& where) const {
    m_decode.report(diagnostics, where);
    if (!m_not_finite.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.value.not_finite", m_name),
                             where, m_not_finite);
    }
}

void make_unique_names(std::vector<std::string>& names, base::Diagnostics& diagnostics,
                       const std::string& where) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string wanted = names[i].empty() ? fmt::format("field_{}", i + 1) : names[i];
        std::string name = wanted;
        for (int n = 2; taken.count(name) > 0 ||
                        (name != wanted && std::count(names.begin(), names.end(), name) > 0);
             ++n) {
            name = fmt::format("{}_{}", wanted, n);
        }
        taken.insert(name);
        if (name != names[i]) {
            diagnostics.warn(base::msg("source.field.renamed", i + 1, names[i], name), where);
            names[i] = name;
        }
    }
}

std::vector<std::string> column_names(const std::vector<std::string>& raw, const Codec& codec,
                                      bool lenient, base::Diagnostics& diagnostics,
                                      const std::string& where) {
    std::vector<std::string> names;
    for (const std::string& bytes : raw) {
        TextDecoder decode(codec, codec.decode_lossy(bytes), lenient);
        names.push_back(decode(bytes, -1));
        if (names.back() != bytes && cut_tail(bytes, codec.name()) > 0) {
            diagnostics.warn(base::msg("source.field.cut", codec.decode_lossy(bytes), names.back()),
                             where);
        }
    }
    make_unique_names(names, diagnostics, where);
    return names;
}

}  // namespace jt::source
