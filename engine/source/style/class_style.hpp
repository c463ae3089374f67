// A style from the values of one column: a colour for each class.
#pragma once

#include "base/diagnostic.hpp"
#include "source/style/layer_style.hpp"

#include <functional>
#include <set>

namespace jt::source {

/// Where colours come from: classes whose meaning is known (land use), and distinct colours.
struct ClassColours {
    enum class Use {
        automatic,  ///< known where every value is known, else distinct
        known,      ///< known, and distinct ones for other values
        distinct
    };
    struct Known {
        std::string label;
        Colour colour;
    };
    Use use = Use::automatic;
    /// What a value means; nothing for what is not known.
    std::function<std::optional<Known>(const std::string& value)> known;
    std::vector<Colour> palette;  ///< used again from its start when there are more classes
};

/// Collects the values of a column from the pieces of a layer.
class ClassValues {
public:
    explicit ClassValues(std::string field) : m_field(std::move(field)) {}

    /// Data error for a field that the table lacks.
    void add(const layer::Table& piece);
    const std::string& field() const { return m_field; }

    /// One class for each value, in order of the values, named by the value; texts of blanks count
    /// as no value, and features without a value are a grey class named `rest`. Which colours were
    /// taken, and how often the palette was, is told. `lines`: the classes are drawn as lines.
    LayerStyle style(const ClassColours& colours, const std::string& rest, bool lines,
                     base::Diagnostics& diagnostics, const std::string& where) const;

private:
    std::string m_field;
    std::set<std::string> m_values;
    std::vector<std::string> m_blanks;  ///< texts of blanks
    bool m_nulls = false;
};

}  // namespace jt::source
