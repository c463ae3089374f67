#include "report/docx.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "report/docx_template.hpp"
#include "report/pdf.hpp"
#include "report/process.hpp"
#include "report/table_layout.hpp"

#include <algorithm>

namespace jt::report {
namespace {

namespace fs = std::filesystem;

/// The face names of the standard, answered by fonts that Debian has where the real ones are not
/// installed. (The docx keeps the names of the standard.)
std::string font_settings() {
    struct Alias {
        const char* name;
        const char* substitutes;
        const char* more;
    };
    constexpr const char* kBold = R"(<edit name="weight" mode="assign"><const>bold</const></edit>)";
    const Alias aliases[] = {
        {"仿宋", "<string>FangSong</string><string>Noto Serif CJK SC</string>", ""},
        {"宋体", "<string>SimSun</string><string>Noto Serif CJK SC</string>", ""},
        {"黑体", "<string>SimHei</string><string>Noto Sans CJK SC</string>", ""},
        {"楷体",
         "<string>KaiTi</string><string>AR PL UKai CN</string><string>Noto Serif CJK SC</string>",
         ""},
        {"方正小标宋简体", "<string>FZXiaoBiaoSong-B05S</string><string>Noto Serif CJK SC</string>",
         kBold},
        {"Times New Roman", "<string>Liberation Serif</string><string>Noto Serif CJK SC</string>",
         ""},
        {"Cambria Math", "<string>DejaVu Serif</string>", ""},
    };
    std::string out =
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
        "<include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>";
    for (const auto& alias : aliases) {
        out += fmt::format(
            R"(<match target="pattern"><test name="family"><string>{}</string></test><edit name="family" mode="append" binding="strong">{}</edit>{}</match>)",
            alias.name, alias.substitutes, alias.more);
    }
    return out + "</fontconfig>";
}

bool has_wide_table(const Document& document) {
    return std::ranges::any_of(document.blocks, [](const Block& block) {
        const auto* grid = std::get_if<Grid>(&block);
        return grid != nullptr && lay_out(*grid).landscape;
    });
}

std::string first_lines(const std::string& text) {
    const std::string out = base::trim(text.substr(0, 600));
    return out.empty() ? "-" : out;
}

/// One conversion: the files in a scratch folder, and the programs run there.
class Conversion {
public:
    Conversion(const Document& document, const std::string& markdown) {
        base::write_file(file("report.md"), markdown);
        base::write_file(file("reference.docx"),
                         reference_docx(document.lang, !has_wide_table(document)));
        base::write_file(file("filter.lua"), docx_filter());
        base::write_file(file("fonts.conf"), font_settings());
        for (const auto& [path, bytes] : document.images) {
            base::make_folders(file(path).parent_path());
            base::write_file(file(path), bytes);
        }
    }

    /// `pages`: value of the filter's toc-pages; none: fields without stored numbers.
    std::string pandoc(const fs::path& program, const std::optional<std::string>& pages) {
        ProgramCall call;
        call.program = program;
        // --columns=1: the width of a column comes from its rule line, never from the text.
        call.arguments = {"report.md",
                          "--from=markdown-smart-citations",
                          "--to=docx",
                          "--columns=1",
                          "--reference-doc=reference.docx",
                          "--lua-filter=filter.lua",
                          "--data-dir=" + m_folder.path().string(),
                          "--output=report.docx"};
        if (pages) {
            call.arguments.push_back("--metadata=toc-pages:" + *pages);
        }
        run(call, "report.docx", "pandoc");
        return base::read_file(file("report.docx"));
    }

    std::string soffice(const fs::path& program) {
        ProgramCall call;
        call.program = program;
        call.arguments = {
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "-env:UserInstallation=file://" + file("profile").string(),
            "--convert-to",
            R"(pdf:writer_pdf_Export:{"UseLosslessCompression":{"type":"boolean","value":"true"},)"
            R"("ReduceImageResolution":{"type":"boolean","value":"false"},)"
            R"("ExportBookmarks":{"type":"boolean","value":"true"}})",
            "--outdir",
            m_folder.path().string(),
            "report.docx"};
        call.environment["FONTCONFIG_FILE"] = file("fonts.conf").string();
        call.environment["HOME"] = m_folder.path().string();
        call.environment["SAL_USE_VCLPLUGIN"] = "svp";
        run(call, "report.pdf", "soffice");
        return base::read_file(file("report.pdf"));
    }

private:
    fs::path file(const std::string& name) const { return m_folder.path() / name; }

    void run(ProgramCall& call, const std::string& product, const char* name) {
        call.folder = m_folder.path();
        // No clock in the files: 1980-01-01 is the first date a zip entry can carry.
        call.environment["SOURCE_DATE_EPOCH"] = "315532800";
        call.environment["TMPDIR"] = m_folder.path().string();  // gone with it, also when killed
        call.environment["TZ"] = "UTC";
        call.environment["LC_ALL"] = "C.UTF-8";
        fs::remove(file(product));
        const ProgramResult result = run_program(call);
        if (result.timed_out) {
            throw base::machine_error("report.program.slow", name, call.timeout.count());
        }
        if (result.exit_code != 0 || !fs::exists(file(product))) {
            throw base::machine_error("report.program.failed", name, result.exit_code,
                                      first_lines(result.output));
        }
    }

    ScratchFolder m_folder;
};

}  // namespace

OfficeTools OfficeTools::find() { return {find_program("pandoc"), find_program("soffice")}; }

OfficeFiles make_office(const Document& document, const std::string& markdown, bool docx, bool pdf,
                        const OfficeTools& tools, const base::Progress& progress) {
    OfficeFiles out;
    if (!tools.pandoc || (!docx && !pdf)) {
        return out;
    }
    Conversion conversion(document, markdown);
    std::string pages = "-";
    if (tools.soffice) {
        progress.at(0.3, "pandoc");
        conversion.pandoc(*tools.pandoc, std::nullopt);
        progress.at(0.4, "soffice");
        const std::string printed = conversion.soffice(*tools.soffice);
        progress.at(0.8, "pdf");
        const auto numbers = contents_pages(printed, contents(document).size());
        pages = numbers.empty() ? "-" : fmt::format("{}", fmt::join(numbers, " "));
        if (pdf) {
            out.pdf = finish_pdf(printed, document);
        }
    }
    if (docx) {
        progress.at(0.9, "pandoc");
        out.docx = conversion.pandoc(*tools.pandoc, pages);
    }
    return out;
}

}  // namespace jt::report
