// report.document
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "report/compose.hpp"
#include "report/docx.hpp"
#include "report/html.hpp"
#include "report/markdown.hpp"
#include "report/operators.hpp"
#include "report/text_parser.hpp"

#include <algorithm>
#include <set>

namespace jt::report {
namespace {

using nlohmann::json;
using registry::ParamType;

registry::ParamSpec text_param(const char* name, json fallback, base::Text help) {
    return {name, ParamType::text, "", std::move(fallback), false, {}, {}, {}, std::move(help)};
}

std::string text_or(const json& params, const char* name, const std::string& fallback = "") {
    const json& value = params.at(name);
    return value.is_string() ? value.get<std::string>() : fallback;
}

std::set<std::string> formats_of(const json& params) {
    static const std::vector<std::string> kKnown = {"md", "docx", "pdf", "html"};
    std::set<std::string> out;
    for (const auto& format : params.at("formats")) {
        const std::string name = format.is_string() ? format.get<std::string>() : format.dump();
        if (std::ranges::find(kKnown, name) == kKnown.end()) {
            throw base::data_error("report.format.unknown", name, base::join_some(kKnown));
        }
        out.insert(name);
    }
    return out;
}

std::map<std::string, registry::Bytes> files_of(const registry::Call& call) {
    std::map<std::string, registry::Bytes> out;
    const auto port = call.inputs.find("files");
    if (port == call.inputs.end()) {
        return out;
    }
    for (const auto& object : port->second) {
        for (const auto& file : dynamic_cast<const registry::Files&>(*object).files) {
            if (!out.insert(file).second && !(out.at(file.first) == file.second)) {
                throw base::data_error("report.file.twice", file.first);
            }
        }
    }
    return out;
}

/// The user's text: given itself, or the path of its file.
void read_text(const json& params, ReportInput& input) {
    const std::string file = text_or(params, "text_file");
    input.text = text_or(params, "text");
    input.text_name = text_or(params, "text_name", "text");
    if (file.empty()) {
        return;
    }
    if (!input.text.empty()) {
        throw base::data_error("report.text.both");
    }
    input.text = base::read_file(file);
    input.text_name = file;
    if (!base::is_utf8(input.text)) {
        throw base::data_error("report.text.encoding", file);
    }
}

/// What can be said before the run: the specs of tables and figures, the formats, and the text.
void check_document(const json& params, const std::map<std::string, std::size_t>& given) {
    const base::Lang lang = base::lang_of(text_or(params, "lang"));
    formats_of(params);
    const auto port = given.find("tables");
    const auto tables = table_specs(params, port == given.end() ? 0 : port->second, lang);
    parse_figures(params.at("figures"), lang);
    ReportInput input;
    read_text(params, input);
    check_text(input.text, input.text_name, tables);
}

ReportInput input_of(const registry::Call& call) {
    const json& params = call.params;
    ReportInput input;
    input.lang = base::lang_of(text_or(params, "lang"));
    const auto say = [&](const char* id) { return base::render(base::msg(id), input.lang); };
    input.title = text_or(params, "title");
    input.subtitle = text_or(params, "subtitle");
    input.stamp = text_or(params, "stamp", say("report.cover.stamp"));
    input.author = text_or(params, "author");
    input.date = text_or(params, "date");
    input.tables = tables_of(call, input.lang);
    input.figures = parse_figures(params.at("figures"), input.lang);
    input.run = parse_run(params.at("run"), input.lang);
    input.files = files_of(call);
    read_text(params, input);
    if (input.figures.empty()) {
        input.figures = default_figures(input.files);
    }
    for (auto& figure : input.figures) {
        if (figure.caption.empty()) {
            figure.caption = figure_caption(input.files, figure.file);
        }
    }
    std::ranges::move(weights_of(input.tables), std::back_inserter(input.run.weights));
    return input;
}

/// What cannot be made for want of a program is left out with a warning, or refused when asked
/// strictly.
void report_missing(const registry::Call& call, const std::set<std::string>& formats,
                    const OfficeTools& tools) {
    const auto missing = [&](const char* program, const char* package, const std::string& files) {
        if (call.params.at("strict").get<bool>()) {
            throw base::machine_error("report.program.missing", program, package, files);
        }
        call.diagnostics->warn(base::msg("report.program.missing", program, package, files),
                               "report.document");
    };
    const bool docx = formats.contains("docx"), pdf = formats.contains("pdf");
    if ((docx || pdf) && !tools.pandoc) {
        missing("pandoc", "pandoc",
                docx && pdf ? "report.docx, report.pdf"
                : docx      ? "report.docx"
                            : "report.pdf");
    } else if (pdf && !tools.soffice) {
        missing("soffice", "libreoffice-writer-nogui libreoffice-math-nogui", "report.pdf");
    }
}

std::vector<registry::ParamSpec> text_params() {
    std::vector<registry::ParamSpec> out = {
        text_param("title", nullptr, {"报告标题", "title"}),
        text_param("subtitle", "", {"副标题", "subtitle"}),
        {"lang", ParamType::choice, "", "zh", false, {}, {}, {"zh", "en"}, {"语言", "language"}},
        text_param("text", "",
                   {"正文（Markdown，含 ${表[\"键\"].列}）；空则用标准章节",
                    "body (Markdown with ${table[\"key\"].column}); empty: the standing chapters"}),
        text_param("text_file", "",
                   {"正文文件的路径，代替 text", "path of the body, in place of text"}),
        text_param("text_name", "text", {"报错时正文的名称", "name of the text in messages"}),
    };
    out.front().required = true;
    return out;
}

std::vector<registry::ParamSpec> product_params() {
    const json list = json::array();
    return {
        {"tables",
         ParamType::list,
         "",
         list,
         false,
         {},
         {},
         {},
         {"各表：name、caption、columns（name、title、unit、digits、sign）、note、chapter、role、ke"
          "y",
          "tables: name, caption, columns (name, title, unit, digits, sign), note, chapter, role, "
          "key"}},
        {"figures",
         ParamType::list,
         "",
         list,
         false,
         {},
         {},
         {},
         {"各图：file、caption、chapter、role；空则取全部 PNG",
          "figures: file, caption, chapter, role; empty: every PNG"}},
        text_param("stamp", nullptr,
                   {"封面标注；缺省“未审核·内部用图”，空文本则不加",
                    "mark on the cover; default: unreviewed, internal use; empty text: none"}),
        text_param("author", "", {"编制单位", "prepared by"}),
        text_param("date", "", {"编制日期", "date of preparation"}),
        {"formats",
         ParamType::list,
         "",
         json::array({"md", "docx", "pdf", "html"}),
         false,
         {},
         {},
         {},
         {"文件格式：md、docx、pdf、html", "formats: md, docx, pdf, html"}},
        {"run",
         ParamType::object,
         "",
         json::object(),
         false,
         {},
         {},
         {},
         {"运行事实：数据、情景、权重、诊断、参数、版本",
          "facts of the run: inputs, scenarios, weights, diagnostics, parameters, versions"}},
        {"strict",
         ParamType::boolean,
         "",
         false,
         false,
         {},
         {},
         {},
         {"缺外部程序时报错而非警告", "a missing program is an error, not a warning"}},
    };
}

}  // namespace

registry::OperatorSpec document_spec() {
    registry::OperatorSpec out;
    out.name = "report.document";
    out.title = {"专题报告", "planning report"};
    out.help = {
        "由各表、图幅和运行事实编制专题报告：Markdown、docx（GB/T 9704-2012 版式）、PDF（正文后附 "
        "A3 "
        "图幅）和单文件 HTML",
        "Puts tables, map sheets and the facts of the run together as a report: Markdown, docx "
        "(page after GB/T 9704-2012), PDF with the A3 sheets behind the text, and one HTML file"};
    out.ports = {
        {"tables", registry::Kind::table, false, true, {"各表，按顺序", "tables, in order"}},
        {"files",
         registry::Kind::files,
         false,
         true,
         {"图幅文件：maps/*.png 入正文，同名 .pdf 附后",
          "map sheets: maps/*.png go into the text, the .pdf of the same name behind it"}}};
    out.params = text_params();
    std::ranges::move(product_params(), std::back_inserter(out.params));
    out.check = check_document;
    out.external = [](const json& params) {
        std::vector<registry::ExternalInput> inputs;
        const std::string file = text_or(params, "text_file");
        if (!file.empty()) {
            inputs.push_back({file, base::sha256_file(file)});
        }
        return inputs;
    };
    out.outputs = {{"files",
                    registry::Kind::files,
                    {"report.md、report.docx、report.pdf、report.html",
                     "report.md, report.docx, report.pdf, report.html"},
                    {}}};
    return out;
}

registry::Outputs run_document(registry::Call& call) {
    const auto formats = formats_of(call.params);
    const ReportInput input = input_of(call);
    const Document document = compose(input);
    const std::string markdown = to_markdown(document);
    auto files = std::make_shared<registry::Files>();
    if (formats.contains("md")) {
        files->files["report.md"] = markdown;
    }
    if (formats.contains("html")) {
        files->files["report.html"] = to_html(document);
    }
    const OfficeTools tools = OfficeTools::find();
    report_missing(call, formats, tools);
    const base::Progress quiet;
    OfficeFiles office =
        make_office(document, markdown, formats.contains("docx"), formats.contains("pdf"), tools,
                    call.progress == nullptr ? quiet : *call.progress);
    if (!office.docx.empty()) {
        files->files["report.docx"] = std::move(office.docx);
    }
    if (!office.pdf.empty()) {
        files->files["report.pdf"] = std::move(office.pdf);
    }
    return {{"files", files}};
}

}  // namespace jt::report
