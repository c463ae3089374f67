// One ${...} of a user's text.
#pragma once

#include "report/text_parser.hpp"

#include <optional>
#include <string>

namespace jt::report {

/// The parts of ${table["key"].column:digits}, ${name} or ${#name}.
struct Placeholder {
    std::string name, key, column;
    bool label = false;  ///< ${#name}
    bool value = false;  ///< has ["key"].column
    std::optional<int> digits;
};

/// Data error "report.placeholder.syntax" shows the text and what is wanted.
Placeholder parse_placeholder(const std::string& text);

/// The span that an inline placeholder stands for.
Span bind_span(const std::string& text, const Bindings& bindings);

/// The block that a placeholder alone in its paragraph stands for; none where it is a value or a
/// fact.
std::optional<Block> bind_block(const std::string& text, const Bindings& bindings);

/// The figure of a file; data error with the closest name.
Figure bind_figure(const std::string& file, const std::string& caption, const Bindings& bindings);

}  // namespace jt::report
