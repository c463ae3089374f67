// Puts a report together: cover, chapters, tables, figures, appendices.
#pragma once

#include "base/diagnostic.hpp"
#include "registry/object.hpp"
#include "report/document.hpp"
#include "report/spec.hpp"
#include "report/table_view.hpp"

#include <map>
#include <string>
#include <vector>

namespace jt::report {

struct ReportInput {
    base::Lang lang = base::Lang::zh;
    std::string title, subtitle;
    std::string stamp;         ///< on the cover while there is no 审图号; "" for none
    std::string author, date;  ///< slots of the cover; "" leaves a line to fill in
    std::string text;          ///< the user's Markdown (text_parser.hpp); "" for the default report
    std::string text_name;     ///< for messages
    std::vector<TableView> tables;
    std::vector<FigureSpec> figures;
    RunFacts run;
    std::map<std::string, registry::Bytes> files;  ///< path in the run folder -> bytes
};

/// The numbered document. Without a text: introduction, data, method, results by chapter, scenario
/// comparison; with one: the text, then data and method as appendices. Either way every table and
/// figure that is not hidden appears (what the text leaves out, in an appendix), and all
/// diagnostics, parameters and versions do. Data errors: a figure whose PNG is not among the files,
/// and those of parse_text.
Document compose(const ReportInput& input);

/// Figures for all PNG files, in order of path, where a report names none.
std::vector<FigureSpec> default_figures(const std::map<std::string, registry::Bytes>& files);

/// The title of a figure's sheet description (.sheet.json beside it), else the file's name.
std::string figure_caption(const std::map<std::string, registry::Bytes>& files,
                           const std::string& file);

}  // namespace jt::report
