#include "report/table_view.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::report {
namespace {

constexpr const char* kNothing = "—";

/// The digits that a column was rounded to before, at most 3; nothing for one that was not. Printed
/// with fewer, parts would no longer add up to their total.
std::optional<int> rounded_to(const layer::Column& column, double factor) {
    double step = 1;
    for (int digits = 0; digits <= 3; ++digits, step *= 10) {
        const bool all = std::ranges::all_of(column.reals(), [&](double raw) {
            const double value = raw * factor * step;
            return !std::isfinite(value) ||
                   std::abs(value - std::round(value)) <= 1e-9 * std::abs(value);
        });
        if (all) {
            return digits;
        }
    }
    return std::nullopt;
}

int digits_for(const layer::Column& column, double factor) {
    double largest = 0;
    for (const double raw : column.reals()) {
        const double value = std::abs(raw * factor);
        largest = std::isfinite(value) ? std::max(largest, value) : largest;
    }
    const int before = largest < 1 ? 1 : static_cast<int>(std::floor(std::log10(largest))) + 1;
    return std::clamp(4 - before, 0, 3);
}

/// Factor from one unit to the other; data error when they measure different things.
double factor_between(const std::string& from, const std::string& to) {
    if (from == to || to.empty()) {
        return 1;
    }
    return from.empty() ? 1 / base::parse_quantity("1 " + to, from)
                        : base::parse_quantity("1 " + from, to);
}

Align align_of(layer::Type type) {
    switch (type) {
        case layer::Type::integer:
        case layer::Type::real: return Align::right;
        case layer::Type::boolean: return Align::center;
        case layer::Type::text: return Align::left;
    }
    return Align::left;
}

}  // namespace

std::string format_number(double value, int digits, bool sign) {
    if (!std::isfinite(value)) {
        return kNothing;
    }
    const std::string text = fmt::format("{:.{}f}", std::abs(value), digits);
    if (text.find_first_not_of("0.") == std::string::npos) {
        return text;
    }
    // U+2212: a hyphen would let lines break between sign and number.
    return (value < 0 ? "−" : sign ? "+" : "") + text;
}

std::string unit_symbol(const std::string& unit, base::Lang lang) {
    if (unit == "m2") {
        return "m²";
    }
    if (unit == "km2") {
        return "km²";
    }
    if (lang == base::Lang::zh) {
        return unit == "mu" ? "亩" : unit == "ha" ? "公顷" : unit;
    }
    return unit == "亩" ? "mu" : unit == "公顷" ? "ha" : unit;
}

TableView::TableView(TableSpec spec, std::shared_ptr<const layer::Table> table, base::Lang lang)
    : m_spec(std::move(spec)), m_table(std::move(table)), m_lang(lang) {
    base::within(base::msg("report.in.table", m_spec.name), [&] {
        if (m_spec.columns.empty()) {
            for (const auto& name : m_table->names()) {
                m_columns.push_back(resolve({name, "", "", std::nullopt, false}));
            }
        }
        for (const auto& view : m_spec.columns) {
            m_columns.push_back(resolve(view));
        }
        level_digits();
        if (!m_spec.key.empty()) {
            m_table->field(m_spec.key);  // refuses an unknown key column now, not in the text
        }
    });
}

void TableView::level_digits() {
    std::map<std::string, int> fewest;
    const auto free = [](const ShownColumn& column) {
        return column.type == layer::Type::real && !column.chosen && !column.unit.empty();
    };
    for (const auto& column : m_columns) {
        // A column of whole numbers needs no digits, but does not take them from the others.
        if (free(column) && column.digits > 0) {
            const auto [known, fresh] = fewest.emplace(column.unit, column.digits);
            known->second = fresh ? column.digits : std::min(known->second, column.digits);
        }
    }
    for (auto& column : m_columns) {
        if (free(column) && column.digits > 0) {
            column.digits = fewest.at(column.unit);
        }
    }
}

TableView TableView::as(Role role, std::string chapter) const {
    TableView out = *this;
    out.m_spec.role = role;
    out.m_spec.chapter = std::move(chapter);
    return out;
}

ShownColumn TableView::resolve(const ColumnView& view) const {
    const layer::Column& column = m_table->column(view.name);  // data error when unknown
    const layer::Field& field = m_table->field(view.name);
    ShownColumn out;
    out.index = *m_table->index_of(field.name);  // it may have been asked for by its title
    out.type = column.type();
    // Differences of a comparison carry their sign, asked or not.
    out.sign = view.sign || (m_spec.role == Role::compare && view.name.starts_with("diff"));
    const bool number = out.type == layer::Type::real || out.type == layer::Type::integer;
    if (number) {
        out.factor = factor_between(field.unit, view.unit);
    }
    if (out.type == layer::Type::integer && out.factor != 1) {
        out.type = layer::Type::real;  // 90 s shown in minutes is no whole number
        out.digits = view.digits.value_or(1);
    } else if (out.type == layer::Type::real) {
        const auto rounded = view.digits ? view.digits : rounded_to(column, out.factor);
        out.digits = rounded ? *rounded : digits_for(column, out.factor);
        out.chosen = rounded.has_value();
    }
    const std::string given = field.title.in(m_lang).empty() ? view.name : field.title.in(m_lang);
    out.title = view.title.empty() ? given : view.title;
    out.unit = unit_symbol(view.unit.empty() ? field.unit : view.unit, m_lang);
    if (!out.unit.empty()) {
        out.title += m_lang == base::Lang::zh ? "（" + out.unit + "）" : " (" + out.unit + ")";
    }
    return out;
}

Cell TableView::cell(std::size_t row, const ShownColumn& shown_column) const {
    const layer::Column& column = m_table->column(shown_column.index);
    if (!column.valid(row)) {
        return {kNothing, std::nullopt};
    }
    if (column.type() == layer::Type::text) {
        return {std::string(column.text(row)), std::nullopt};
    }
    if (column.type() == layer::Type::boolean) {
        const bool yes = column.boolean(row);
        return {base::render(base::msg(yes ? "report.yes" : "report.no"), m_lang), yes ? 1.0 : 0.0};
    }
    const double value = column.number(row) * shown_column.factor;
    if (!std::isfinite(value)) {
        return {kNothing, std::nullopt};
    }
    return {format_number(value, shown_column.digits, shown_column.sign), value};
}

const ShownColumn* TableView::shown(const std::string& name) const {
    const auto index = m_table->index_of(name);
    const auto it = std::ranges::find_if(
        m_columns, [&](const ShownColumn& column) { return index && column.index == *index; });
    return it == m_columns.end() ? nullptr : &*it;
}

std::string TableView::value(const std::string& key, const std::string& column,
                             std::optional<int> digits) const {
    const ShownColumn* as_shown = shown(column);
    ShownColumn wanted =
        as_shown != nullptr ? *as_shown : resolve({column, "", "", std::nullopt, false});
    wanted.digits = digits.value_or(wanted.digits);
    if (m_table->fields().empty()) {
        throw base::data_error("report.table.empty", m_spec.name);
    }
    const std::string key_column = m_spec.key.empty() ? m_table->fields().front().name : m_spec.key;
    const layer::Column& keys = m_table->column(key_column);
    std::vector<std::string> known;
    for (std::size_t row = 0; row < m_table->rows(); ++row) {
        known.push_back(keys.show(row));
        if (known.back() == key) {
            return cell(row, wanted).text;
        }
    }
    const std::string close = base::did_you_mean(key, known);
    if (!close.empty()) {
        throw base::data_error("report.key.close", m_spec.name, key, key_column, close);
    }
    throw base::data_error("report.key.unknown", m_spec.name, key, key_column,
                           known.empty() ? kNothing : base::join_some(known));
}

std::vector<const ShownColumn*> TableView::printed_columns(std::string& note) const {
    constexpr std::size_t kFirst = 2, kLast = 10;  // ids and names stand first, results last
    const std::size_t count = m_columns.size();
    const bool chosen = !m_spec.columns.empty();
    const bool all = chosen || count <= kFirst + kLast;
    const auto exact = [&](const ShownColumn& column) {  // times as the network keeps them
        return !chosen && m_table->fields()[column.index].unit == "ms";
    };
    std::vector<const ShownColumn*> out;
    std::vector<std::string> left;
    for (std::size_t i = 0; i < count; ++i) {
        if ((all || i < kFirst || i + kLast >= count) && !exact(m_columns[i])) {
            out.push_back(&m_columns[i]);
        } else {
            left.push_back(m_columns[i].title);
        }
    }
    if (!left.empty()) {
        note += base::render(
            base::msg("report.text.more_columns", left.size(), base::join_some(left, 30)), m_lang);
    }
    return out;
}

Grid TableView::grid() const {
    Grid out;
    out.key = "table:" + m_spec.name;
    out.caption = m_spec.caption.empty() ? m_spec.name : m_spec.caption;
    std::string left;
    const auto columns = printed_columns(left);
    for (const ShownColumn* column : columns) {
        out.columns.push_back({column->title, align_of(column->type)});
    }
    const std::size_t rows = std::min(m_table->rows(), m_spec.rows);
    for (std::size_t row = 0; row < rows; ++row) {
        auto& cells = out.rows.emplace_back();
        for (const ShownColumn* column : columns) {
            cells.push_back(cell(row, *column));
        }
    }
    if (rows < m_table->rows()) {
        left += base::render(base::msg("report.text.more_rows", rows, m_table->rows()), m_lang);
    }
    const bool gap = m_lang == base::Lang::en && !m_spec.note.empty() && !left.empty();
    out.note = m_spec.note + (gap ? " " : "") + left;
    return out;
}

}  // namespace jt::report
