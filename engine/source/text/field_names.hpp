// Full names of a shapefile's fields, kept beside it as <name>.fields.csv: the .dbf holds ten bytes
// of a name. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "source/gdal/ogr_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jt::source {

constexpr std::string_view kFieldNames = ".fields.csv";

/// Is this the list of names of a shapefile that lies beside it, and no table of its own?
bool is_field_names(const std::string& path);

/// The list as CSV with columns name (in the .dbf), full_name, type, width, decimals; "" where no
/// name was changed. `plans` and `fields` belong together, in order.
std::string field_names_csv(const std::vector<FieldPlan>& plans,
                            const std::vector<layer::Field>& fields);

/// Full names for the fields of a shapefile, in order, as the list beside it tells them; "" where a
/// field has no other. They are told. Without a list all are ""; one that cannot be read, and lines
/// for fields that are not there, are told and set aside.
std::vector<std::string> field_titles(const std::string& shapefile,
                                      const std::vector<std::string>& names,
                                      base::Diagnostics& diagnostics, const std::string& where);

}  // namespace jt::source
