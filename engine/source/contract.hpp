// Roles: what a layer must look like to play a part (roads, demand ...). The table of roles is in
// roles.cpp.
#pragma once

#include "base/diagnostic.hpp"
#include "geo/geometry.hpp"
#include "layer/table.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jt::source {

/// key: text, whole numbers are taken and become text. number: becomes real. whole: integer, reals
/// without a fraction are taken. flag: boolean, integer or text, kept as it is.
enum class Wanted { key, text, number, whole, flag };

struct FieldRule {
    std::string name;
    Wanted wanted = Wanted::text;
    std::string unit;       ///< of numbers
    bool required = false;  ///< must be there with at least one value
    bool unique = false;    ///< keys: no nulls and no value twice
    bool not_negative = false;
    base::Text title;
};

struct Contract {
    std::string role;
    std::vector<geo::Shape> shapes;  ///< that a layer may have
    std::vector<FieldRule> fields;
    base::Text title;
};

/// All roles, in order of name.
const std::vector<Contract>& contracts();
std::vector<std::string> role_names();
/// Data error with the closest role for an unknown one.
const Contract& contract_of(const std::string& role);

/// Name in the role -> field of the source.
using FieldMap = std::map<std::string, std::string>;

/// Renames: the office's name stays as the title. A field of the source that already has a mapped
/// name is kept as "<name>_src", and reported. Data errors: a source field that is not there (did
/// you mean), a name close to one of the role's that is none of them ("clas").
layer::Table mapped(const layer::Table& table, const FieldMap& fields, const Contract* contract,
                    base::Diagnostics& diagnostics, const std::string& where);

/// The table with the columns of the role in the role's types and units. Data errors: a required
/// field missing or without values, a mapped one without values, a wrong type, a negative value
/// where none may be, a key twice: each with field and feature ids. `ids` are the features'.
layer::Table conformed(const layer::Table& table, const FieldMap& fields, const Contract& contract,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where);

/// The columns conformed() would give, from the header alone.
std::vector<layer::Field> conformed_fields(const std::vector<layer::Field>& fields,
                                           const Contract& contract);

/// Data error where the shape is none of the role's.
void check_shape(const Contract& contract, geo::Shape shape);

}  // namespace jt::source
