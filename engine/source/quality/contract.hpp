// Contracts: what a layer must look like, kept as small JSON files. A role is the contract of a
// part that a layer plays in a plan (roads, demand ...); a data standard that of a layer to deliver
// (STBHHX, DLTB ...); an office writes its own. The format is in docs/data.md.
#pragma once

#include "base/message.hpp"
#include "geo/crs.hpp"
#include "geo/geometry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::source {

/// key: text or whole numbers; a role makes them text. whole: integers, and reals without a
/// fraction. integer: integers alone. flag: booleans, whole numbers or text. date: a date, or text
/// of the form 2020-05-25.
enum class FieldType { any, text, key, integer, whole, number, flag, date };
/// "text" ...; "" for any.
const std::string& field_type_name(FieldType type);

struct FieldRule {
    std::string name;
    base::Text title;
    FieldType type = FieldType::any;
    std::string unit;                 ///< of numbers; one that base/units.hpp knows, "" for none
    int width = 0;                    ///< most characters of a text; 0 for any
    bool required = true;             ///< the column must be there, with a value or more
    bool filled = false;              ///< and have one in every feature
    bool unique = false;              ///< no value twice
    std::vector<std::string> values;  ///< the only ones allowed; empty for any
    std::string pattern;              ///< regular expression (ECMAScript) for the whole text
    std::optional<double> min, max;   ///< inclusive
};

struct Contract {
    std::string name;  ///< "STBHHX", "roads"
    base::Text title;
    std::string source;              ///< where the rules come from
    bool role = false;               ///< one of the engine's roles: other fields are welcome
    std::vector<geo::Shape> shapes;  ///< that a layer may have; empty for any
    std::string datum;               ///< "CGCS2000", or "" for any
    std::vector<geo::Crs> crs;       ///< the only ones allowed; empty for any
    std::vector<FieldRule> fields;
    bool no_duplicates = false, no_overlaps = false, no_gaps = false;
    const FieldRule* field(const std::string& field_name) const;  ///< null for none
};

/// Of a file; a contract without a name is called as its file. Data errors: not JSON, an unknown
/// key, type, unit or CRS, a field without a name or twice, a pattern that is no regular
/// expression, a minimum above the maximum.
Contract read_contract(const std::string& path);

/// All roles, in order of name.
const std::vector<Contract>& roles();
std::vector<std::string> role_names();
/// Data error with the closest role for an unknown one.
const Contract& role_of(const std::string& name);

/// Of roles and data standards, in order of name.
std::vector<std::string> contract_names();
/// Is this the name of one that the engine brings (and no file to read)?
bool is_brought_contract(const std::string& name);
/// A contract that the engine brings, by its name, or the one of a file, by its path. Data error
/// with the closest name where it is neither.
Contract find_contract(const std::string& name_or_path);

}  // namespace jt::source
