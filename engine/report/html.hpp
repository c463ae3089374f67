// The report as one HTML file that works from file://, with nothing outside itself.
#pragma once

#include "report/document.hpp"

#include <string>
#include <string_view>

namespace jt::report {

/// Pictures are data: URIs, style and script are inline and named by their hashes in a
/// Content-Security-Policy that forbids all else. Expects number() to have run.
std::string to_html(const Document& document);

std::string escape_html(std::string_view text);
std::string base64(std::string_view bytes);

/// The page's own style and script (vanilla, no library).
const char* html_style();
const char* html_script();

}  // namespace jt::report
