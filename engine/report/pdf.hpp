// The last touches to the PDF of the text, by libqpdf.
#pragma once

#include "report/document.hpp"

#include <string>
#include <vector>

namespace jt::report {

/// The printed page number (1 = the page of the first heading) of each heading of the contents, in
/// order, from the bookmarks; empty where the PDF does not have `expected` of them.
std::vector<int> contents_pages(const std::string& pdf, std::size_t expected);

/// Appends the sheets as pages of their own size, with bookmarks; writes title and run into the
/// metadata; takes out all that changes from run to run (dates, ids, checksums). Data error
/// "report.pdf.broken" names the sheet that is no PDF.
std::string finish_pdf(const std::string& pdf, const Document& document);

}  // namespace jt::report
