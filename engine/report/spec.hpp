// What report.document and report.xlsx are asked for, read from their parameters.
//
// The shapes (every text is either a string or {"zh": ..., "en": ...}; every key marked ? may be
// absent):
//
// tables: [ { "name": "cmp.coverage",      what ${cmp.coverage["Z03"].diff} names; one per object
// of
//                                          the port, in order
//             "caption"?: text, "note"?: text,
//             "chapter"?: text,            heading under which it is printed; default: results
//             "role"?: "result" | "compare" | "appendix" | "hidden" (bound and in the workbook
//             only)
//                      | "weights" (columns key or name, and weight: printed in the chapter on
//                        method),
//             "check"?: name of the table with the one row lambda_max, ci, ri, cr of these weights,
//             "rows"?: 200,                how many rows are printed; the workbook has all
//             "key"?: "id",                column that ["..."] looks in; default: the first column
//             "columns"?: [ { "name": "diff", "title"?: text, "unit"?: "min", "digits"?: 1,
//                             "sign"?: true } | "name" ] } ]      default: all, as the table names
//                             them
// figures: [ { "file": "maps/01", "caption"?: text, "chapter"?: text,
//              "role"?: "result" | "compare" | "appendix" } ]   .png is shown, .pdf appended (A3)
//                                          default: every .png of the files, in order of name
// run: { "name"?, "crs"?, "seed"?, "engine"?, "hash"?: text,
//        "inputs"?: [ { "path", "sha256"?, "beside"?: [ path ], "role"?, "layer"?, "features"?,
//                       "encoding"?, "crs"?, "schematic"?: count,
//                       "repaired"?, "fixed"?: count of features repaired, of changes by fix,
//                       "evidence"?: [ base::to_json(Diagnostic) ] } ],
//                                          what reading it told; encoding and CRS default to it
//        "scenarios"?: [ { "name", "year"?, "changes"?: [ text ] } ],
//        "diagnostics"?: [ base::to_json(Diagnostic) ],
//        "params"?: { any nesting },
//        "weights"?: [ { "name"?: text, "names": [ text ], "weights": [ number ], "matrix"?: [ [ ]
//        ],
//                        "lambda_max"?, "ci"?, "cr"?, "ri"?, "ri_source"?: text, "method"?: text }
//                        ],
//        "formulas"?: [ { "title": text, "tex", "where"?: text, "source"?: text } ],
//        "operations"?: [ text ],          coordinate operations used
//        "operators"?: [ { "name", "version"?, "origin"?, "title"?: text } ],
//        "versions"?: { "GDAL": "3.6.2" } }
#pragma once

#include "base/diagnostic.hpp"
#include "base/message.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::report {

struct ColumnView {
    std::string name, title, unit;
    std::optional<int> digits;
    bool sign = false;  ///< print + before positive values (differences)
};
enum class Role { result, compare, appendix, hidden, weights };
struct TableSpec {
    std::string name, caption, note, chapter, key, check;
    Role role = Role::result;
    std::size_t rows = 200;
    std::vector<ColumnView> columns;  ///< empty: all
};
struct FigureSpec {
    std::string file;  ///< path without extension
    std::string caption, chapter;
    Role role = Role::result;
};

struct InputFact {
    std::string path, sha256, role, layer, encoding, crs;
    std::vector<std::string> beside;
    std::vector<base::Diagnostic> evidence;
    std::optional<std::int64_t> features, schematic;
    std::optional<std::int64_t> repaired, fixed;  ///< entries of the lists of repairs and of fixes
};
struct ScenarioFact {
    std::string name, year;
    std::vector<std::string> changes;
};
struct WeightFact {
    std::string name, method, ri_source;
    std::vector<std::string> names;
    std::vector<double> weights;
    std::vector<std::vector<double>> matrix;
    std::optional<double> lambda_max, ci, cr, ri;
};
struct FormulaFact {
    std::string title, tex, where, source;
};
struct OperatorFact {
    std::string name, version, origin, title;
};
struct RunFacts {
    std::string name, crs, seed, engine, hash;
    std::vector<InputFact> inputs;
    std::vector<ScenarioFact> scenarios;
    std::vector<base::Diagnostic> diagnostics;
    std::vector<std::pair<std::string, std::string>> params;  ///< dotted name, value
    std::vector<WeightFact> weights;
    std::vector<FormulaFact> formulas;
    std::vector<std::string> operations;
    std::vector<OperatorFact> operators;
    std::vector<std::pair<std::string, std::string>> versions;
};

/// Data errors ("report.spec.*") name the place in the parameters, what was found and what is
/// wanted.
std::vector<TableSpec> parse_tables(const nlohmann::json& json, base::Lang lang);
std::vector<FigureSpec> parse_figures(const nlohmann::json& json, base::Lang lang);
RunFacts parse_run(const nlohmann::json& json, base::Lang lang);

/// A text: string, number, or {"zh", "en"} (the other language where one is missing); null: "".
std::string text_of(const nlohmann::json& json, base::Lang lang, const std::string& where);

}  // namespace jt::report
