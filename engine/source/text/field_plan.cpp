// How columns become fields of a file, and whether every value fits.
#include "base/error.hpp"
#include "base/text.hpp"
#include "source/gdal/ogr_writer.hpp"
#include "source/write.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>

namespace jt::source {
namespace {

using layer::Column;
using layer::Type;

constexpr std::size_t kNameBytes = 10;
constexpr std::size_t kTextBytes = 254;
constexpr std::int64_t kLargest = 999999999999999999;  ///< 18 digits: wider ones read as reals

/// As many characters of the text as fit into the bytes.
std::string cut(const std::string& text, const Codec& codec, std::size_t bytes) {
    std::string out;
    std::size_t used = 0;
    for (const char32_t c : base::code_points(text)) {
        const std::string character = base::to_utf8(c);
        used += codec.encode(character)->size();
        if (used > bytes) {
            break;
        }
        out += character;
    }
    return out;
}

/// The name, or name_1, name_2 ... in at most `bytes`; `taken` holds lower-case names.
std::string unique_name(const std::string& name, const Codec& codec, std::size_t bytes,
                        std::set<std::string>& taken) {
    std::string out = cut(name, codec, bytes);
    for (int n = 1; !taken.insert(base::lower(out)).second; ++n) {
        const std::string tail = fmt::format("_{}", n);
        out = cut(name, codec, bytes - tail.size()) + tail;
    }
    return out;
}

[[noreturn]] void refuse_value(base::Error error, std::int64_t id, const std::string& field) {
    error.add_context(base::msg("source.place.value", id, field));
    throw error;
}

int text_width(const Column& column, const std::string& field, const Codec& codec,
               const std::vector<std::int64_t>& ids) {
    std::size_t width = 1;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const auto bytes = codec.encode(column.text(row));
        if (!bytes) {
            refuse_value(
                base::data_error("source.write.unencodable", column.text(row), codec.name()),
                ids[row], field);
        }
        if (bytes->size() > kTextBytes) {
            refuse_value(base::data_error("source.write.long_text", bytes->size()), ids[row],
                         field);
        }
        width = std::max(width, bytes->size());
    }
    return static_cast<int>(width);
}

int integer_width(const Column& column, const std::string& field,
                  const std::vector<std::int64_t>& ids) {
    std::size_t width = 1;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            continue;
        }
        const std::int64_t value = column.integer(row);
        const std::string digits = fmt::format("{}", value);
        if (value > kLargest || digits.size() > 18) {
            refuse_value(base::data_error("source.write.large_integer", value), ids[row], field);
        }
        width = std::max(width, digits.size());
    }
    return static_cast<int>(width);
}

/// Decimals that leave room for the largest value in 24 characters.
int real_precision(const Column& column, const std::string& field,
                   const std::vector<std::int64_t>& ids) {
    constexpr std::size_t kWidth = 24;
    std::size_t whole = 1;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            continue;
        }
        const std::string digits = fmt::format("{:.0f}", column.number(row));
        if (!std::isfinite(column.number(row)) || digits.size() + 2 > kWidth) {
            refuse_value(base::data_error("source.write.large_real", column.number(row)), ids[row],
                         field);
        }
        whole = std::max(whole, digits.size() + (column.number(row) < 0 ? 1 : 0));
    }
    return static_cast<int>(std::min<std::size_t>(15, kWidth - whole - 1));
}

/// Values that so many decimals change by more than one part in 1e12.
std::vector<std::int64_t> rounded_ids(const Column& column, int precision,
                                      const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> out;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const double value = column.number(row);
        if (!column.valid(row) || value == 0) {
            continue;
        }
        const std::string text = fmt::format("{:.{}f}", value, precision);
        const double kept = std::strtod(text.c_str(), nullptr);
        if (std::abs(kept - value) > 1e-12 * std::abs(value)) {
            out.push_back(ids[row]);
        }
    }
    return out;
}

void plan_number(FieldPlan& plan, const Column& column, const std::vector<std::int64_t>& ids,
                 base::Diagnostics& diagnostics, const std::string& where) {
    if (column.type() == Type::real) {
        plan.type = OFTReal;
        plan.width = 24;
        plan.precision = real_precision(column, plan.name, ids);
        const auto rounded = rounded_ids(column, plan.precision, ids);
        if (!rounded.empty()) {
            diagnostics.features(base::Severity::warning,
                                 base::msg("source.write.rounded", plan.name, plan.precision),
                                 where, rounded);
        }
        return;
    }
    plan.width = column.type() == Type::boolean ? 1 : integer_width(column, plan.name, ids);
    plan.type = plan.width < 10 ? OFTInteger : OFTInteger64;
}

}  // namespace

std::vector<std::string> shapefile_names(const std::vector<std::string>& names,
                                         const std::string& encoding) {
    const Codec codec(encoding);
    std::vector<std::string> out;
    std::set<std::string> taken;
    for (const std::string& name : names) {
        if (!codec.encode(name)) {
            throw base::data_error("source.write.name_unencodable", name, encoding);
        }
        out.push_back(unique_name(name, codec, kNameBytes, taken));
    }
    return out;
}

std::vector<std::string> database_names(const std::vector<std::string>& names) {
    constexpr std::size_t kDatabaseBytes = 63;
    const Codec codec("UTF-8");
    std::set<std::string> taken = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
    std::vector<std::string> out;
    for (const std::string& name : names) {
        out.push_back(unique_name(name, codec, kDatabaseBytes, taken));
    }
    return out;
}

std::vector<FieldPlan> shapefile_plans(const layer::Table& table, const Codec& codec,
                                       const std::vector<std::int64_t>& ids,
                                       base::Diagnostics& diagnostics, const std::string& where) {
    if (table.fields().size() > 255) {
        throw base::data_error("source.write.many_fields", table.fields().size());
    }
    const std::vector<std::string> wanted = table.names();
    const std::vector<std::string> names = shapefile_names(wanted, codec.name());
    std::vector<FieldPlan> plans;
    for (std::size_t c = 0; c < names.size(); ++c) {
        FieldPlan plan;
        plan.column = c;
        plan.name = names[c];
        if (names[c] != wanted[c]) {
            diagnostics.warn(base::msg("source.write.field_cut", wanted[c], names[c]), where);
        }
        if (table.column(c).type() == Type::text) {
            plan.width = text_width(table.column(c), wanted[c], codec, ids);
        } else {
            plan_number(plan, table.column(c), ids, diagnostics, where);
        }
        plans.push_back(plan);
    }
    return plans;
}

std::vector<FieldPlan> plain_plans(const layer::Table& table,
                                   const std::vector<std::string>& reserved,
                                   base::Diagnostics& diagnostics, const std::string& where) {
    const Codec codec("UTF-8");
    std::set<std::string> taken(reserved.begin(), reserved.end());
    std::vector<FieldPlan> plans;
    for (std::size_t c = 0; c < table.fields().size(); ++c) {
        FieldPlan plan;
        plan.column = c;
        plan.name = unique_name(table.fields()[c].name, codec, 1000, taken);
        if (plan.name != table.fields()[c].name) {
            diagnostics.warn(
                base::msg("source.write.field_renamed", table.fields()[c].name, plan.name), where);
        }
        switch (table.column(c).type()) {
            case Type::boolean:
                plan.type = OFTInteger;
                plan.subtype = OFSTBoolean;
                break;
            case Type::integer: plan.type = OFTInteger64; break;
            case Type::real: plan.type = OFTReal; break;
            case Type::text: plan.type = OFTString; break;
        }
        plans.push_back(plan);
    }
    return plans;
}

std::vector<std::int64_t> ids_of(const layer::Table& table) {
    if (const auto* features = dynamic_cast<const layer::Layer*>(&table)) {
        return features->ids();
    }
    std::vector<std::int64_t> ids(table.rows());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ids[i] = static_cast<std::int64_t>(i);
    }
    return ids;
}

}  // namespace jt::source
