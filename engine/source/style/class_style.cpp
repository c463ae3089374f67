#include "source/style/class_style.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using Known = ClassColours::Known;

std::vector<std::optional<Known>> known_classes(const std::set<std::string>& values,
                                                const ClassColours& colours) {
    std::vector<std::optional<Known>> out(values.size());
    if (colours.use == ClassColours::Use::distinct || !colours.known) {
        return out;
    }
    std::size_t i = 0;
    for (const std::string& value : values) {
        out[i++] = colours.known(value);
    }
    const auto unknown = [](const std::optional<Known>& one) { return !one; };
    if (colours.use == ClassColours::Use::automatic && std::ranges::any_of(out, unknown)) {
        std::ranges::fill(out, std::nullopt);
    }
    return out;
}

void tell(const std::string& field, const std::vector<std::optional<Known>>& known,
          std::size_t palette, base::Diagnostics& diagnostics, const std::string& where) {
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(known, [](const auto& one) { return one.has_value(); }));
    if (count > 0) {
        diagnostics.warn(base::msg("source.class.known", field, count, known.size()), where);
    }
    if (known.size() - count > palette) {
        diagnostics.warn(base::msg("source.class.many", field, known.size() - count, palette),
                         where);
    }
}

StyleClass class_of(Colour colour, bool lines) {
    StyleClass out;
    if (lines) {
        out.symbol.stroke = colour;
        out.symbol.width = 0.4;
    } else {
        out.symbol.fill = colour;
        out.symbol.stroke = Colour{90, 90, 90, 255};
        out.symbol.width = 0.1;
    }
    return out;
}

}  // namespace

void ClassValues::add(const layer::Table& piece) {
    const layer::Column& column = piece.column(m_field);
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string value = column.show(row);
        if (!column.valid(row)) {
            m_nulls = true;
        } else if (!base::trim(value).empty()) {
            m_values.insert(value);
        } else if (std::ranges::find(m_blanks, value) == m_blanks.end()) {
            m_blanks.push_back(value);
        }
    }
}

LayerStyle ClassValues::style(const ClassColours& colours, const std::string& rest, bool lines,
                              base::Diagnostics& diagnostics, const std::string& where) const {
    LayerStyle out;
    out.name = out.field = m_field;
    out.kind = StyleKind::categorised;
    const auto known = known_classes(m_values, colours);
    tell(m_field, known, colours.palette.size(), diagnostics, where);
    std::size_t i = 0, distinct = 0;
    for (const std::string& value : m_values) {
        const auto& one = known[i++];
        StyleClass item = class_of(
            one ? one->colour : colours.palette[distinct++ % colours.palette.size()], lines);
        item.name = base::trim(value);
        item.label = one ? one->label : item.name;
        item.values = {value};
        out.classes.push_back(std::move(item));
    }
    if (m_nulls || !m_blanks.empty()) {
        StyleClass item = class_of({200, 200, 200, 255}, lines);
        item.name = item.label = rest;
        item.values = m_blanks;
        item.rest = true;
        out.classes.push_back(std::move(item));
    }
    return out;
}

}  // namespace jt::source
