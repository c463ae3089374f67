#include "source/crs/crs_file.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/text/codec.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace jt::source {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargest = 1 << 20;  ///< bytes; a definition has some thousand
constexpr std::size_t kShown = 40;

std::string extension_of(const std::string& path) {
    return base::lower(fs::path(path).extension().string());
}

/// A keyword and an opening bracket, or a PROJ string.
bool is_definition(const std::string& text) {
    if (text.starts_with('+') || text.starts_with("proj=")) {
        return true;
    }
    const auto letter = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    };
    const auto word = std::find_if_not(text.begin(), text.end(), letter);
    const auto bracket = std::find_if(word, text.end(), [](char c) { return c != ' '; });
    return word != text.begin() && bracket != text.end() && (*bracket == '[' || *bracket == '(');
}

/// The beginning of a text, for an error.
std::string beginning(const std::string& text) {
    std::string out;
    for (const char32_t c : base::code_points(text)) {
        if (out.size() >= kShown) {
            return out + "...";
        }
        out += c < 0x20 ? " " : base::to_utf8(c);
    }
    return out;
}

std::string definition_in(const std::string& path) {
    std::error_code code;
    if (!fs::is_regular_file(path, code)) {
        throw base::data_error("source.crs_file.missing");
    }
    if (fs::file_size(path, code) > kLargest) {
        throw base::data_error("source.crs_file.content", "...");
    }
    const std::string text = read_crs_text(path);
    if (!is_definition(text)) {
        throw base::data_error("source.crs_file.content", beginning(text));
    }
    return text;
}

}  // namespace

bool names_crs_file(const std::string& text) {
    const std::string extension = extension_of(base::trim(text));
    return extension == ".prj" || extension == ".wkt" || extension == ".proj";
}

std::string read_crs_text(const std::string& path) {
    std::string bytes = base::read_file(path);
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.erase(0, 3);
    }
    return base::trim(base::is_utf8(bytes) ? bytes : Codec("GB18030").decode_lossy(bytes));
}

geo::Crs crs_of(const std::string& text) {
    const std::string trimmed = base::trim(text);
    if (!names_crs_file(trimmed)) {
        return geo::Crs::from(trimmed);
    }
    return base::within(base::msg("source.context.crs_file", trimmed),
                        [&] { return geo::Crs::from(definition_in(trimmed)); });
}

std::vector<std::string> crs_files(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const std::string& text : texts) {
        const std::string trimmed = base::trim(text);
        if (names_crs_file(trimmed) && std::find(out.begin(), out.end(), trimmed) == out.end()) {
            out.push_back(trimmed);
        }
    }
    return out;
}

}  // namespace jt::source
