// The look of the docx: the reference document and the filter that pandoc is given.
#pragma once

#include "base/message.hpp"

#include <string>

namespace jt::report {

/// A reference.docx after GB/T 9704-2012 (党政机关公文格式): A4, margins 37/35/28/26 mm, 仿宋 16 pt
/// on exact lines of 28.95 pt (22 lines of 28 characters), 黑体 and 楷体 headings, 小标宋 title,
/// three-line tables, page numbers "— 1 —" outside. English reports keep page and tables, with
/// 12 pt text and bold headings. The same bytes for the same arguments.
/// `restart`: the last section numbers its pages from 1 (false where an earlier one already does).
std::string reference_docx(base::Lang lang, bool restart);

/// Lua filter for pandoc 2.17: cover, table of contents, three-line tables with given widths,
/// notes, page breaks, and sections across the page for wide tables. Its metadata: `toc-pages`,
/// the page of each contents line ("1 1 2"); absent: fields that the layout program resolves.
const char* docx_filter();

}  // namespace jt::report
