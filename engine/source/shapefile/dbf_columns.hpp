// The records of a DBF as columns, without GDAL: exact, with every value that is not what its field
// promises told. Internal to source/.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "source/shapefile/dbf.hpp"
#include "source/text/field_reader.hpp"

#include <memory>

namespace jt::source {

/// "text(10)", "integer(9)", "real(18,2)", "date": the field as the file has it.
std::string source_type(const DbfField& field);
/// Binary, memo and other fields whose values do not lie in the record are left out.
bool readable(const DbfField& field);
/// The column type that the header promises: N and F without decimals, of at most 18 digits, are
/// integer, L is boolean; dates and texts are text.
layer::Type column_type(const DbfField& field);

/// The columns of the readable fields, in order, of these records (ascending; those that the file
/// has not are null). Strict: a text that does not
/// decode, or a number that is none, is a data error with its record and field, the first in order
/// of fields. Lenient: such values are mended or null, and told. Stars are null and told, as are
/// numbers that are not finite. An integer field that holds fractions becomes a real column, and
/// that is told; a date that is none stays as it is written.
std::vector<layer::Column> read_dbf_columns(const std::string& path, const DbfHeader& header,
                                            const std::vector<std::string>& names,
                                            const std::vector<std::int64_t>& records,
                                            const Codec& codec, bool lenient,
                                            base::Diagnostics& diagnostics,
                                            const std::string& where);

}  // namespace jt::source
