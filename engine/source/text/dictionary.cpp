#include "source/text/dictionary.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "source/loaded.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jt::source {
namespace {

using Names = std::vector<std::string>;
using layer::Type;

// 字段名称 is the code beside a column of names, and the name beside one of codes: it comes last.
const Names kCodes = {"field", "code", "字段代码", "字段编码", "字段",
                      "代码",  "编码", "英文字段", "字段名",   "字段名称"};
const Names kNames = {"name",     "title", "title_zh", "规划名称", "中文名称", "中文名",
                      "字段别名", "别名",  "名称",     "字段含义", "含义",     "字段名称"};
const Names kEnglish = {"title_en", "name_en", "英文名称", "英文名"};
const Names kUnits = {"unit", "单位", "计量单位"};
const Names kRoleFields = {"role_field", "角色字段", "约定字段"};

/// The first of the words that is a column and not `but`; "" for none.
std::string column_among(const layer::Table& table, const Names& words,
                         const std::string& but = "") {
    for (const std::string& word : words) {
        for (const layer::Field& field : table.fields()) {
            if (base::lower(base::trim(field.name)) == word && field.name != but) {
                return field.name;
            }
        }
    }
    return "";
}

std::string cell(const layer::Table& table, const std::string& column, std::size_t row) {
    return column.empty() ? "" : base::trim(table.column(column).show(row));
}

void check_role_field(const DictionaryEntry& entry) {
    Names known;
    for (const Contract& role : roles()) {
        for (const FieldRule& rule : role.fields) {
            known.push_back(rule.name);
        }
    }
    if (!entry.role_field.empty() &&
        std::find(known.begin(), known.end(), entry.role_field) == known.end()) {
        std::sort(known.begin(), known.end());
        known.erase(std::unique(known.begin(), known.end()), known.end());
        throw base::unknown_name_error("source.dictionary.role_field", entry.role_field, known,
                                       fmt::format("{}", entry.row));
    }
}

/// Keeps an entry, unless it says again what is there.
void add(Dictionary& out, DictionaryEntry entry, base::Diagnostics& diagnostics) {
    for (const DictionaryEntry& one : out.entries) {
        if (one.code != entry.code) {
            continue;
        }
        if (one.name.zh != entry.name.zh || one.role_field != entry.role_field ||
            one.unit != entry.unit) {
            throw base::data_error("source.dictionary.twice", entry.code, one.row, one.name.zh,
                                   entry.row, entry.name.zh);
        }
        diagnostics.info(base::msg("source.dictionary.again", entry.code, one.row, entry.row),
                         out.path);
        return;
    }
    out.entries.push_back(std::move(entry));
}

Dictionary entries_of(const Loaded& loaded, const std::string& path,
                      base::Diagnostics& diagnostics) {
    const layer::Table& table = loaded.table;
    const std::string codes = column_among(table, kCodes);
    if (codes.empty()) {
        throw base::data_error("source.dictionary.no_codes", base::join_some(table.names()));
    }
    const std::string names = column_among(table, kNames, codes);
    if (names.empty()) {
        throw base::data_error("source.dictionary.no_names", base::join_some(table.names()));
    }
    const std::string english = column_among(table, kEnglish), units = column_among(table, kUnits),
                      role_fields = column_among(table, kRoleFields);
    Dictionary out;
    out.path = path;
    std::vector<std::int64_t> empty;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        DictionaryEntry entry;
        entry.row = loaded.ids[row];
        entry.code = cell(table, codes, row);
        entry.name.zh = cell(table, names, row);
        entry.name.en = cell(table, english, row);
        entry.name.en = entry.name.en.empty() ? entry.name.zh : entry.name.en;
        entry.unit = cell(table, units, row);
        entry.role_field = cell(table, role_fields, row);
        if (entry.code.empty() || entry.name.zh.empty()) {
            empty.push_back(entry.row);
            continue;
        }
        check_role_field(entry);
        add(out, std::move(entry), diagnostics);
    }
    if (!empty.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.dictionary.empty"), path,
                             empty);
    }
    diagnostics.info(base::msg("source.dictionary.read", out.entries.size(), codes, names), path);
    return out;
}

/// The entry for a field: of the same letters, else of the same letters in another case where only
/// one is.
const DictionaryEntry* entry_for(const Dictionary& dictionary, const std::string& field) {
    const DictionaryEntry* found = nullptr;
    for (const DictionaryEntry& entry : dictionary.entries) {
        if (entry.code == field) {
            return &entry;
        }
        if (base::lower(entry.code) == base::lower(field)) {
            if (found != nullptr) {
                return nullptr;
            }
            found = &entry;
        }
    }
    return found;
}

/// What the dictionary says of the fields of one table.
class Describer {
public:
    Describer(const layer::Table& table, const Dictionary& dictionary, const Contract* role)
        : m_table(table), m_role(role) {
        for (const layer::Field& field : table.fields()) {
            m_entries.push_back(entry_for(dictionary, field.name));
        }
    }

    /// Two fields of one name, or for one field of the role.
    void check() const {
        std::map<std::string, std::string> names, parts;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const std::string& field = m_table.fields()[i].name;
            const DictionaryEntry* entry = m_entries[i];
            const std::string name = entry == nullptr ? field : entry->name.zh;
            const auto [it, fresh] = names.emplace(name, field);
            if (!fresh) {
                throw base::data_error("source.dictionary.one_name", it->second, field, name);
            }
            if (plays(entry) && !parts.emplace(entry->role_field, field).second) {
                throw base::data_error("source.dictionary.one_role", parts[entry->role_field],
                                       field, entry->role_field);
            }
        }
    }

    /// The mapping: as given, with names for codes, then what the dictionary knows.
    FieldMap mapping(const FieldMap& given) const {
        FieldMap out = given;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const DictionaryEntry* entry = m_entries[i];
            const std::string& field = m_table.fields()[i].name;
            for (auto& [part, source] : out) {
                if (entry != nullptr && !m_table.has(source) && source == entry->name.zh) {
                    source = field;
                }
            }
            if (plays(entry) && entry->role_field != field) {
                out.emplace(entry->role_field, field);
            }
        }
        return out;
    }

    /// The table with titles and units; `fields` says which column plays which part.
    layer::Table table(const FieldMap& fields, base::Diagnostics& diagnostics,
                       const std::string& where) const {
        layer::Table out(m_table.rows());
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            layer::Field field = m_table.fields()[i];
            layer::ColumnPtr column = m_table.shared_column(field.name);
            if (const DictionaryEntry* entry = m_entries[i]) {
                field.title = entry->name;
                give_unit(*entry, field, diagnostics, where);
                column = in_role_unit(field, column, fields, diagnostics, where);
            }
            out.set(field, std::move(column));
        }
        return out;
    }

    /// The same table under the dictionary's names, but for the fields that play a part.
    layer::Table renamed(const layer::Table& table, const FieldMap& fields) const {
        layer::Table out(table.rows());
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            layer::Field field = table.fields()[i];
            const layer::ColumnPtr& column = table.shared_column(field.name);
            const bool part = std::any_of(fields.begin(), fields.end(), [&](const auto& one) {
                return one.second == field.name;
            });
            if (m_entries[i] != nullptr && !part) {
                field.name = m_entries[i]->name.zh;
            }
            out.set(field, column);
        }
        return out;
    }

    void tell(const Dictionary& dictionary, base::Diagnostics& diagnostics,
              const std::string& where) const {
        Names named, other_case, unnamed, unused;
        std::set<const DictionaryEntry*> used;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const std::string& field = m_table.fields()[i].name;
            const DictionaryEntry* entry = m_entries[i];
            used.insert(entry);
            if (entry == nullptr) {
                unnamed.push_back(field);
                continue;
            }
            named.push_back(field + " = " + entry->name.zh);
            if (entry->code != field) {
                other_case.push_back(field + " = " + entry->code);
            }
        }
        for (const DictionaryEntry& entry : dictionary.entries) {
            if (used.count(&entry) == 0) {
                unused.push_back(entry.code);
            }
        }
        const auto say = [&](const char* id, const Names& list) {
            if (!list.empty()) {
                diagnostics.info(base::msg(id, list.size(), base::join_some(list), dictionary.path),
                                 where);
            }
        };
        say("source.dictionary.named", named);
        say("source.dictionary.case", other_case);
        say("source.dictionary.unnamed", unnamed);
        say("source.dictionary.unused", unused);
        if (named.empty()) {
            diagnostics.warn(base::msg("source.dictionary.nothing", dictionary.path), where);
        }
    }

private:
    bool plays(const DictionaryEntry* entry) const {
        return entry != nullptr && m_role != nullptr && !entry->role_field.empty() &&
               m_role->field(entry->role_field) != nullptr;
    }

    static void give_unit(const DictionaryEntry& entry, layer::Field& field,
                          base::Diagnostics& diagnostics, const std::string& where) {
        const bool number = field.type == Type::integer || field.type == Type::real;
        if (entry.unit.empty()) {
            return;
        }
        if (number && base::unit_factor(entry.unit) != 0) {
            field.unit = entry.unit;
            return;
        }
        field.title.zh += "（" + entry.unit + "）";
        field.title.en += " (" + entry.unit + ")";
        diagnostics.info(base::msg("source.sheet.unit", entry.unit, field.name), where);
    }

    /// The column in the unit of the role's field that it plays.
    layer::ColumnPtr in_role_unit(layer::Field& field, const layer::ColumnPtr& column,
                                  const FieldMap& fields, base::Diagnostics& diagnostics,
                                  const std::string& where) const {
        const FieldRule* rule = nullptr;
        for (const auto& [part, source] : fields) {
            if (source == field.name && m_role != nullptr && rule == nullptr) {
                rule = m_role->field(part);
            }
        }
        rule = rule == nullptr && m_role != nullptr ? m_role->field(field.name) : rule;
        if (rule == nullptr || rule->unit.empty() || field.unit.empty()) {
            return column;
        }
        const double factor = base::unit_conversion(field.unit, rule->unit);
        if (factor == 0) {
            throw base::data_error("source.dictionary.unit", field.name, field.unit, rule->name,
                                   rule->unit);
        }
        if (factor == 1) {
            return column;
        }
        layer::ColumnBuilder out(Type::real);
        for (std::size_t row = 0; row < column->size(); ++row) {
            column->valid(row) ? out.real(column->number(row) * factor) : out.null();
        }
        diagnostics.info(
            base::msg("source.dictionary.converted", field.name, field.unit, rule->unit), where);
        field.unit = rule->unit;
        field.type = Type::real;
        return std::make_shared<layer::Column>(out.build());
    }

    const layer::Table& m_table;
    const Contract* m_role;
    std::vector<const DictionaryEntry*> m_entries;  ///< one for each field; null for none
};

}  // namespace

Dictionary read_dictionary(const std::string& path, base::Diagnostics& diagnostics) {
    return base::within(base::msg("source.context.dictionary", path), [&] {
        LoadOptions options;
        options.path = path;
        const Loaded loaded = load(options, diagnostics, base::Progress());
        return entries_of(loaded, path, diagnostics);
    });
}

Described described(const layer::Table& table, const Dictionary& dictionary, const FieldMap& given,
                    const Contract* role, bool rename, base::Diagnostics& diagnostics,
                    const std::string& where) {
    const Describer describer(table, dictionary, role);
    describer.check();
    Described out;
    out.fields = describer.mapping(given);
    out.table = describer.table(out.fields, diagnostics, where);
    describer.tell(dictionary, diagnostics, where);
    if (rename) {
        out.table = describer.renamed(out.table, out.fields);
    }
    return out;
}

}  // namespace jt::source
