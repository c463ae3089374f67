// Names, order, values and types of fields.
#include "source/quality/fix.hpp"

#include "base/fold.hpp"
#include "base/text.hpp"
#include "source/text/csv.hpp"
#include "source/text/date_text.hpp"
#include "source/text/field_type.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace jt::source {
namespace {

using layer::Column;
using layer::Type;

/// Puts the columns of the table anew: `names` as they are called then, in order of `from`.
void rebuild(Loaded& loaded, const std::vector<std::size_t>& from,
             const std::vector<std::string>& names) {
    layer::Table table(loaded.table.rows());
    std::vector<std::string> types;
    for (const std::size_t index : from) {
        layer::Field field = loaded.table.fields()[index];
        const layer::ColumnPtr column = loaded.table.shared_column(field.name);
        field.name = names[index];
        table.set(field, column);
        types.push_back(loaded.source_types[index]);
    }
    loaded.table = std::move(table);
    loaded.source_types = std::move(types);
}

std::vector<std::size_t> counted(std::size_t count) {
    std::vector<std::size_t> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = i;
    }
    return out;
}

std::string plain(const std::string& name) {
    return base::lower(base::fold_width(base::fold_spaces(name)));
}

/// Without blanks of any width at both ends.
std::string without_blanks(std::string_view text) {
    std::vector<char32_t> points = base::code_points(text);
    const auto blank = [](char32_t c) { return base::fold_spaces(base::to_utf8(c)).empty(); };
    const auto first = std::find_if_not(points.begin(), points.end(), blank);
    const auto last = std::find_if_not(points.rbegin(), points.rend(), blank).base();
    std::string out;
    for (auto it = first; it < last; ++it) {
        out += base::to_utf8(*it);
    }
    return out;
}

bool ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// The code in ASCII; the text itself where it is none.
std::string as_code(const std::string& text) {
    const std::string folded = base::fold_width(text);
    const bool digit = folded.find_first_of("0123456789") != std::string::npos;
    return ascii(folded) && digit ? folded : text;
}

/// A whole text that is a number which, as a number, says the same: no leading zero, no more digits
/// than a double keeps.
std::optional<double> exact_number(const std::string& text) {
    constexpr std::size_t kDigits = 15;
    const auto at = text.find_first_of("0123456789");
    const bool coded = at != std::string::npos && text[at] == '0' && at + 1 < text.size() &&
                       text[at + 1] >= '0' && text[at + 1] <= '9';
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool plain = text.find_first_not_of("0123456789.-") == std::string::npos;
    const auto value = parse_number(text);
    return !plain || coded || digits > static_cast<std::ptrdiff_t>(kDigits) || !value ||
                   !std::isfinite(*value)
               ? std::nullopt
               : value;
}

/// A column made of the values of another by a rule that must take every one of them.
using Taken = std::function<bool(std::size_t row, layer::ColumnBuilder& out)>;

std::optional<Column> all_of(const Column& from, Type type, const Taken& take) {
    layer::ColumnBuilder out(type);
    for (std::size_t row = 0; row < from.size(); ++row) {
        if (!from.valid(row)) {
            out.null();
        } else if (!take(row, out)) {
            return std::nullopt;
        }
    }
    return out.build();
}

std::optional<Column> numbers_of(const Column& from, bool whole) {
    return all_of(from, whole ? Type::integer : Type::real,
                  [&](std::size_t row, layer::ColumnBuilder& out) {
                      const auto value = exact_number(std::string(from.text(row)));
                      if (!value || (whole && *value != std::floor(*value))) {
                          return false;
                      }
                      whole ? out.integer(static_cast<std::int64_t>(*value)) : out.real(*value);
                      return true;
                  });
}

std::optional<Column> dates_of(const Column& from) {
    return all_of(from, Type::text, [&](std::size_t row, layer::ColumnBuilder& out) {
        const auto date = iso_date(from.show(row));
        if (date) {
            out.text(*date);
        }
        return date.has_value();
    });
}

/// The column in the type that the rule wants; nothing where it is of it, or would lose something.
std::optional<Column> retyped(const FieldRule& rule, const Column& column) {
    if (takes(rule.type, column) || column.null_count() == column.size()) {
        return std::nullopt;
    }
    const bool text = column.type() == Type::text;
    const bool whole = !text && takes(FieldType::whole, column);
    switch (rule.type) {
        case FieldType::text:
            return whole ? std::optional(converted(column, Type::text)) : std::nullopt;
        case FieldType::integer:
        case FieldType::whole:
            return text    ? numbers_of(column, true)
                   : whole ? std::optional(converted(column, Type::integer))
                           : std::nullopt;
        case FieldType::number: return text ? numbers_of(column, false) : std::nullopt;
        case FieldType::date: return whole ? dates_of(column) : std::nullopt;
        default: return std::nullopt;
    }
}

/// A text column with a change made to its values where there is one.
template <class Change>
void change_texts(Loaded& loaded, std::size_t index, const char* kind, Fixes& fixes,
                  Change&& change) {
    const layer::Field field = loaded.table.fields()[index];
    const Column& column = loaded.table.column(index);
    layer::ColumnBuilder out(Type::text);
    bool any = false;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string before(column.valid(row) ? column.text(row) : "");
        const std::string after = column.valid(row) ? change(before) : before;
        column.valid(row) && !(after.empty() && !before.empty()) ? out.text(after) : out.null();
        if (after != before) {
            fixes.list.push_back({loaded.ids[row], field.name, kind, before, after});
            any = true;
        }
    }
    if (any) {
        loaded.table.set(field, out.build());
    }
}

}  // namespace

void fix_names(Loaded& loaded, const Contract& contract, Fixes& fixes) {
    std::vector<std::string> names = loaded.table.names();
    const std::vector<std::string> own = names;
    for (const FieldRule& rule : contract.fields) {
        if (loaded.table.has(rule.name)) {
            continue;
        }
        std::vector<std::size_t> alike;
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (contract.field(own[i]) == nullptr && plain(own[i]) == plain(rule.name)) {
                alike.push_back(i);
            }
        }
        if (alike.size() == 1) {  // of two that would do, none is the right one without doubt
            names[alike.front()] = rule.name;
            fixes.list.push_back(
                {Fix::kNoFeature, rule.name, "name", own[alike.front()], rule.name});
        }
    }
    if (names != own) {
        rebuild(loaded, counted(names.size()), names);
    }
}

void fix_values(Loaded& loaded, const Contract* contract, Fixes& fixes) {
    for (std::size_t i = 0; i < loaded.table.fields().size(); ++i) {
        const std::string name = loaded.table.fields()[i].name;
        const FieldRule* const rule = contract == nullptr ? nullptr : contract->field(name);
        if (loaded.table.column(i).type() != Type::text) {
            continue;
        }
        change_texts(loaded, i, "blank", fixes, without_blanks);
        change_texts(loaded, i, "width", fixes, as_code);
        if (rule != nullptr && rule->type == FieldType::date) {
            change_texts(loaded, i, "date", fixes,
                         [](const std::string& text) { return iso_date(text).value_or(text); });
        }
    }
}

void fix_types(Loaded& loaded, const Contract& contract, Fixes& fixes) {
    for (std::size_t i = 0; i < loaded.table.fields().size(); ++i) {
        layer::Field field = loaded.table.fields()[i];
        const FieldRule* const rule = contract.field(field.name);
        const Column& column = loaded.table.column(i);
        auto made = rule == nullptr ? std::nullopt : retyped(*rule, column);
        if (!made) {
            continue;
        }
        if (rule->type == FieldType::date) {
            for (std::size_t row = 0; row < made->size(); ++row) {
                if (column.valid(row)) {
                    fixes.list.push_back(
                        {loaded.ids[row], field.name, "date", column.show(row), made->show(row)});
                }
            }
        } else {
            fixes.list.push_back({Fix::kNoFeature, field.name, "type",
                                  std::string(registry::column_type_name(field.type)),
                                  std::string(registry::column_type_name(made->type()))});
        }
        field.type = made->type();
        loaded.source_types[i] = registry::column_type_name(field.type);
        loaded.table.set(field, std::move(*made));
    }
}

void fix_order(Loaded& loaded, const Contract& contract, Fixes& fixes) {
    const std::vector<std::string> own = loaded.table.names();
    std::vector<std::size_t> from;
    for (const FieldRule& rule : contract.fields) {
        if (const auto index = loaded.table.index_of(rule.name)) {
            from.push_back(*index);
        }
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (contract.field(own[i]) == nullptr) {
            from.push_back(i);
        }
    }
    if (from == counted(own.size())) {
        return;
    }
    rebuild(loaded, from, own);
    fixes.list.push_back({Fix::kNoFeature, "", "order", fmt::format("{}", fmt::join(own, ", ")),
                          fmt::format("{}", fmt::join(loaded.table.names(), ", "))});
}

}  // namespace jt::source
