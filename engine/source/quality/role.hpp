// A layer that plays a role: its fields under the role's names, in the role's types and units.
#pragma once

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "layer/table.hpp"
#include "source/quality/contract.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jt::source {

/// Name in the role -> field of the source.
using FieldMap = std::map<std::string, std::string>;

/// Renames: the office's name stays as the title. A field of the source that already has a mapped
/// name is kept as "<name>_src", and reported. Data errors: a source field that is not there (did
/// you mean), a name close to one of the role's that is none of them ("clas").
layer::Table mapped(const layer::Table& table, const FieldMap& fields, const Contract* role,
                    base::Diagnostics& diagnostics, const std::string& where);

/// What the table has against the role, in order of its fields: a required field missing or without
/// values, a mapped one without values, a wrong type, a negative value where none may be, a key
/// missing or twice: each with field and feature ids. `ids` are the features'.
std::vector<base::Error> role_errors(const layer::Table& table, const FieldMap& fields,
                                     const Contract& role, const std::vector<std::int64_t>& ids);

/// The table with the columns of the role in the role's types and units; throws the first of
/// role_errors().
layer::Table conformed(const layer::Table& table, const FieldMap& fields, const Contract& role,
                       const std::vector<std::int64_t>& ids, base::Diagnostics& diagnostics,
                       const std::string& where);

/// The columns conformed() would give, from the header alone.
std::vector<layer::Field> conformed_fields(const std::vector<layer::Field>& fields,
                                           const Contract& role);

/// Data error where the shape is none of the role's.
void check_shape(const Contract& role, geo::Shape shape);

}  // namespace jt::source
