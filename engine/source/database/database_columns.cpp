#include "source/database/database_columns.hpp"

#include "base/text.hpp"
#include "source/text/csv.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

constexpr int kIntegerDigits = 18;  ///< what 64 bits hold whatever the digits

/// "fid", or "_fid" where the table had one: the key that our own writer makes. Any other key is a
/// column of the office as well.
bool is_own_key(const std::string& name) {
    return name.ends_with("fid") && name.find_first_not_of('_') == name.size() - 3;
}

bool is_one_of(const std::string& type, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), type) != names.end();
}

bool is_whole(const std::string& type) {
    return is_one_of(type, {"smallint", "integer", "bigint"});
}

bool is_time(const std::string& type) { return type.starts_with("timestamp"); }

/// Digits and decimals of "numeric(12,3)"; zeros for one without bounds.
std::pair<int, int> bounds_of(const std::string& type) {
    const std::size_t open = type.find('('), comma = type.find(',');
    if (open == type.npos || comma == type.npos) {
        return {0, 0};
    }
    return {std::stoi(type.substr(open + 1)), std::stoi(type.substr(comma + 1))};
}

/// Whole numbers that fit into 64 bits, whole numbers that do not, and those with decimals.
enum class Numeric { integer, code, real };
Numeric numeric_kind(const std::string& type) {
    const auto [digits, decimals] = bounds_of(type);
    if (digits == 0 || decimals > 0) {
        return Numeric::real;
    }
    return digits <= kIntegerDigits ? Numeric::integer : Numeric::code;
}

bool is_geometry(const std::string& type) {
    for (const std::string_view word : {"geometry", "geography"}) {
        const std::string head = type.substr(0, type.find('('));
        if (head == word || head.ends_with("." + std::string(word))) {
            return true;
        }
    }
    return false;
}

/// The column as SQL that GDAL reads without loss.
std::string expression_of(const DatabaseColumn& column) {
    const std::string name = sql_name(column.name);
    if (is_whole(column.type) || is_one_of(column.type, {"boolean", "real", "double precision"})) {
        return name;
    }
    if (column.type.starts_with("numeric") && numeric_kind(column.type) == Numeric::integer) {
        return name + "::bigint";
    }
    if (is_time(column.type)) {  // ISO 8601, every digit of the second
        return "regexp_replace(regexp_replace(" + name + "::text, ' ', 'T'), '\\+00$', 'Z')";
    }
    return name + "::text";
}

std::uint64_t count_digits(const std::string& text, std::string& digits) {
    for (const char c : text.substr(0, text.find_first_of("eE"))) {
        if (c >= '0' && c <= '9' && (c != '0' || !digits.empty())) {
            digits += c;
        }
    }
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits.size();
}

/// Does the double stand for the same digits?
bool keeps_digits(const std::string& text, double value) {
    std::string wanted, kept;
    count_digits(text, wanted);
    count_digits(fmt::format("{}", value), kept);
    return wanted == kept;
}

std::string oid_of(const TableInfo& info) { return sql_text(info.qualified()) + "::regclass"; }

void refuse_unreadable(Database& database, const TableInfo& info) {
    const auto found = database.rows(
        "SELECT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, "
        "'SELECT'))::text, current_user::text FROM pg_class c JOIN pg_namespace n ON n.oid = "
        "c.relnamespace WHERE n.nspname = " +
        sql_text(info.schema) + " AND c.relname = " + sql_text(info.name));
    if (found.empty() || found[0][0] != "true") {
        throw base::machine_error("source.database.no_read", info.full,
                                  found.empty() ? "-" : found[0][1].value_or("-"));
    }
}

/// The SRID that the column declares; without one that of its values.
int srid_of(Database& database, const TableInfo& info) {
    const std::string& type = info.geometry_type;
    const std::size_t comma = type.find(',');
    if (comma != type.npos) {
        return std::stoi(type.substr(comma + 1));
    }
    const std::string place = database.postgis();
    const std::string column = sql_name(info.geometry);
    const auto found =
        database.rows("SELECT DISTINCT " + place + ".ST_SRID(" + column + ")::text FROM " +
                      info.qualified() + " WHERE " + column + " IS NOT NULL ORDER BY 1");
    if (found.size() > 1) {
        std::vector<std::string> list;
        for (const auto& row : found) {
            list.push_back(row[0].value_or("-"));
        }
        throw base::data_error("source.database.srids", info.full, base::join_some(list));
    }
    return found.empty() ? 0 : std::stoi(found[0][0].value_or("0"));
}

}  // namespace

DatabaseTable describe_table(Database& database, const TableInfo& info) {
    refuse_unreadable(database, info);
    DatabaseTable out;
    out.info = info;
    const auto keys = database.rows(
        "SELECT a.attname::text, format_type(a.atttypid, NULL) FROM pg_index i JOIN pg_attribute a "
        "ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND "
        "i.indrelid = " +
        oid_of(info));
    if (keys.size() == 1 && is_whole(keys[0][1].value_or(""))) {
        out.key = keys[0][0].value_or("");
    }
    for (const auto& row : database.rows(
             "SELECT a.attname::text, format_type(CASE WHEN t.typbasetype = 0 THEN a.atttypid ELSE "
             "t.typbasetype END, CASE WHEN t.typbasetype = 0 THEN a.atttypmod ELSE t.typtypmod "
             "END) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND "
             "NOT a.attisdropped AND a.attrelid = " +
             oid_of(info) + " ORDER BY a.attnum")) {
        const std::string name = row[0].value_or(""), type = row[1].value_or("");
        if (name == info.geometry || (name == out.key && is_own_key(name))) {
            continue;
        }
        if (is_geometry(type) || is_one_of(type, {"bytea", "raster"})) {
            out.left_out.push_back(name);
            continue;
        }
        const bool numeric = type.starts_with("numeric") && numeric_kind(type) == Numeric::real;
        out.columns.push_back({name, type, numeric});
    }
    out.srid = info.geometry.empty() ? 0 : srid_of(database, info);
    return out;
}

std::string select_of(const DatabaseTable& table, const std::string& postgis) {
    std::string list = table.key.empty() ? "" : sql_name(table.key) + "::bigint AS k";
    std::size_t number = 0;
    for (const DatabaseColumn& column : table.columns) {
        list +=
            (list.empty() ? "" : ", ") + expression_of(column) + fmt::format(" AS c{}", number++);
    }
    if (!table.info.geometry.empty()) {
        const bool round = table.info.geometry_type.find("geography") != std::string::npos;
        list += (list.empty() ? "" : ", ") + sql_name(table.info.geometry) +
                (round ? "::" + postgis + ".geometry" : "") + " AS g";
    }
    const std::string order =
        table.key.empty() ? "jt_row::text COLLATE \"C\"" : sql_name(table.key);
    return "SELECT " + (list.empty() ? "1 AS nothing" : list) + " FROM " + table.info.qualified() +
           " AS jt_row ORDER BY " + order;
}

layer::Column reals_of(const layer::Column& texts, const std::string& name,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where) {
    layer::ColumnBuilder out(layer::Type::real);
    std::vector<std::int64_t> rounded, endless;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        const std::string text(texts.valid(row) ? texts.text(row) : "");
        const double value = parse_number(text).value_or(std::nan(""));
        if (!texts.valid(row) || std::isfinite(value)) {
            texts.valid(row) ? out.real(value) : out.null();
        } else {
            out.null();
            endless.push_back(ids[row]);
        }
        if (std::isfinite(value) && !keeps_digits(text, value)) {
            rounded.push_back(ids[row]);
        }
    }
    if (!rounded.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.database.rounded", name),
                             where, rounded);
    }
    if (!endless.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.value.not_finite", name),
                             where, endless);
    }
    return out.build();
}

}  // namespace jt::source
