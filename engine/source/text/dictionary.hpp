// An office's field dictionary: a table that says what its field codes mean (GHMC is 规划名称), in
// which unit they are and which field of a role they play.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"
#include "source/quality/role.hpp"

#include <string>
#include <vector>

namespace jt::source {

struct DictionaryEntry {
    std::string code;
    base::Text name;
    std::string unit;        ///< as written; "" for none
    std::string role_field;  ///< "name" of a role; "" for none
    std::int64_t row = 0;    ///< of the file, from 1
};

struct Dictionary {
    std::string path;
    std::vector<DictionaryEntry> entries;  ///< each code once
};

/// Reads a CSV or a sheet: columns field (字段代码, 字段 ...), name (规划名称, 名称 ...) and, where
/// they are there, title_en, unit and role_field. Tells which columns it took and the rows it left
/// out. Data errors: no such file, no column of codes or of names, a code twice with different
/// names, a role_field that no role has.
Dictionary read_dictionary(const std::string& path, base::Diagnostics& diagnostics);

struct Described {
    layer::Table table;
    FieldMap fields;
};

/// The table with the dictionary's names as titles and its units, and the mapping with the role's
/// fields that the dictionary knows; sources of `given` may be names of the dictionary. Codes meet
/// whatever the case of their letters, which is told, as is what the dictionary does not know or
/// the layer does not have. `rename`: the fields take the names. A column that plays a role is
/// brought to the role's unit. Data errors: two fields of one name or one role field, a unit that
/// measures something else than the role's.
Described described(const layer::Table& table, const Dictionary& dictionary, const FieldMap& given,
                    const Contract* role, bool rename, base::Diagnostics& diagnostics,
                    const std::string& where);

}  // namespace jt::source
