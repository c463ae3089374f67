// A CSV as it lies in its file.
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/dataset.hpp"
#include "source/loaded.hpp"
#include "source/sheet/sheet.hpp"
#include "source/text/codec.hpp"
#include "source/text/csv.hpp"
#include "source/text/field_reader.hpp"

#include <algorithm>
#include <filesystem>

namespace jt::source {
namespace {

/// The file's text as UTF-8, decoded line by line so that an error can name the line.
std::string decoded_csv(const std::string& bytes, const Codec& codec, bool repair) {
    if (codec.name() == "UTF-16") {
        const auto text = repair ? codec.decode_lossy(bytes) : codec.decode(bytes);
        if (!text) {
            throw base::data_error("source.text.undecodable", codec.name(), "...");
        }
        return *text;
    }
    std::string out;
    std::size_t line = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        const std::string_view part = std::string_view(bytes).substr(at, end - at);
        ++line;
        const auto text = codec.decode(part);
        if (!text && !repair) {
            base::Error error = base::data_error("source.text.undecodable", codec.name(),
                                                 base::trim(codec.decode_lossy(part)));
            error.add_context(base::msg("source.place.line", line));
            throw error;
        }
        out += text ? *text : codec.decode_lossy(part);
        at = end;
    }
    return out;
}

/// Where the first lines look like those of a sheet with a title: what to do.
std::optional<base::Message> title_above(const std::string& text) {
    constexpr int kLines = 12;
    std::size_t end = 0;
    for (int i = 0; i < kLines && end < text.size(); ++i) {
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    }
    Grid grid;
    try {
        grid.rows = csv_cells(std::string_view(text).substr(0, end));
    } catch (const base::Error&) {
        return std::nullopt;  // a quote goes on below
    }
    for (const auto& row : grid.rows) {
        grid.width = std::max(grid.width, row.size());
    }
    return suggest_header(grid);
}

/// An error of the body gets the note, if there is one.
template <class Body>
auto with_note(const std::optional<base::Message>& note, Body&& body) {
    try {
        return body();
    } catch (base::Error& error) {
        if (note) {
            error.add_note(*note);
        }
        throw;
    }
}

bool starts_with(const std::string& text, std::string_view head) {
    return text.compare(0, head.size(), head) == 0;
}

}  // namespace

std::string csv_file_text(const LoadOptions& options, EncodingDecision& decision,
                          base::Diagnostics& diagnostics) {
    const std::string where = std::filesystem::path(options.path).filename().string();
    std::string bytes = base::read_file(options.path);
    EncodingEvidence evidence;
    evidence.option = options.encoding;
    evidence.mark = starts_with(bytes, "\xEF\xBB\xBF");
    if (evidence.mark) {
        bytes.erase(0, 3);
    }
    if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF")) {
        decision = {"UTF-16", 1, base::msg("source.encoding.mark16"), {}};
    } else {
        std::int64_t line = 0;
        for (std::size_t at = 0; at <= bytes.size();) {
            const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
            evidence.texts.add(base::trim(std::string_view(bytes).substr(at, end - at)), "",
                               ++line);
            at = end + 1;
        }
        decision = decide(evidence, options.lenient, diagnostics, where);
    }
    tell(decision, diagnostics, where);
    return decoded_csv(bytes, Codec(decision.encoding), options.repair);
}

Loaded load_csv(const LoadOptions& options, base::Diagnostics& diagnostics) {
    Loaded out;
    const std::filesystem::path file(options.path);
    out.name = file.stem().string();
    out.where = file.filename().string();
    out.driver = "CSV";
    if (!options.layer.empty() && options.layer != out.name) {
        throw unknown_layer(options.layer, {out.name});
    }
    const std::string text = csv_file_text(options, out.encoding, diagnostics);
    const auto title = title_above(text);
    const Csv csv =
        with_note(title, [&] { return parse_csv(text, options.lenient, diagnostics, out.where); });
    if (title) {
        diagnostics.warn(*title, out.where);
    }
    std::vector<std::string> names = csv.header;
    make_unique_names(names, diagnostics, out.where);
    out.table = typed_table(csv, names, options.text_fields, diagnostics, out.where);
    for (std::size_t i = 0; i < csv.rows.size(); ++i) {
        out.ids.push_back(static_cast<std::int64_t>(i) + 1);
    }
    out.source_types.assign(names.size(), "text");
    return out;
}

}  // namespace jt::source
