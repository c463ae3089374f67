// The report as docx and PDF, made by pandoc and LibreOffice.
#pragma once

#include "base/progress.hpp"
#include "report/document.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace jt::report {

struct OfficeTools {
    std::optional<std::filesystem::path> pandoc, soffice;
    static OfficeTools find();  ///< along PATH
};
struct OfficeFiles {
    std::string docx, pdf;  ///< "" where it was not asked for or its program is missing
};

/// The Markdown (of to_markdown) as docx, and the PDF of that docx with the sheets of the document
/// behind it. The page numbers of the contents in the docx are those of the PDF; without
/// LibreOffice they are left to the word processor. Same input and same program versions give the
/// same bytes. Machine errors "report.program.*" show what the program said.
OfficeFiles make_office(const Document& document, const std::string& markdown, bool docx, bool pdf,
                        const OfficeTools& tools, const base::Progress& progress);

}  // namespace jt::report
