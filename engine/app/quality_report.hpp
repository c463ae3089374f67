// The quality report (质检报告) of data sets, out of their descriptions.
#pragma once

#include "base/message.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace jt::app {

/// Writes the report of descriptions (source::describe, an array) to a .docx, .pdf, .html or .md
/// file; an existing one is replaced only with `overwrite`. Data error for another extension or a
/// file that is there; machine error where pandoc or LibreOffice is missing for docx and pdf.
void write_quality_report(const nlohmann::json& descriptions, const std::string& path,
                          bool overwrite, base::Lang lang);

}  // namespace jt::app
