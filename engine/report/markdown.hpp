// The report as Markdown: complete and readable as it stands, and with the attributes from which
// pandoc and the filter of docx.hpp make the printed page.
#pragma once

#include "report/document.hpp"

#include <string>

namespace jt::report {

/// The whole document; expects number() to have run. Pictures are referenced by their path in the
/// run folder.
std::string to_markdown(const Document& document);

/// Text with the characters that Markdown would read as marks escaped.
std::string escape_markdown(const std::string& text);

}  // namespace jt::report
