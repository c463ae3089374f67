// A folder of its own for each test, and shapefiles written byte by byte, without the engine's
// writer.
#pragma once

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

#include <unistd.h>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace fixtures {

namespace fs = std::filesystem;

class TempFolder {
public:
    TempFolder() {
        static std::atomic<int> counter{0};
        m_path = fs::temp_directory_path() /
                 fmt::format("jt_source_{}_{}", ::getpid(), counter.fetch_add(1));
        fs::create_directories(m_path);
    }
    ~TempFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    std::string operator/(const std::string& name) const { return (m_path / name).string(); }
    std::string write(const std::string& name, const std::string& bytes) const {
        jt::base::write_file(m_path / name, bytes);
        return *this / name;
    }
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& entry : fs::directory_iterator(m_path)) {
            out.push_back(entry.path().filename().string());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private:
    fs::path m_path;
};

using Part = std::vector<std::pair<double, double>>;

struct Field {
    std::string name;
    char type = 'C';
    int width = 20, decimals = 0;
};

/// 1 point, 3 line, 5 polygon. A feature without parts is a null shape.
struct Shapefile {
    int type = 1;
    std::vector<std::vector<Part>> features;
    std::vector<Field> fields;
    std::vector<std::vector<std::string>> rows;  ///< raw bytes, as long as features
    int ldid = 0;
    std::string prj, cpg;

    std::string write(const TempFolder& folder, const std::string& stem) const;
};

inline void little(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>((value >> (8 * i)) & 0xFF);
    }
}
inline void big(std::string& out, std::uint32_t value) {
    for (int i = 3; i >= 0; --i) {
        out += static_cast<char>((value >> (8 * i)) & 0xFF);
    }
}
inline void real(std::string& out, double value) {
    little(out, std::bit_cast<std::uint64_t>(value), 8);
}

inline std::string shape_bytes(int type, const std::vector<Part>& parts) {
    std::string out;
    if (parts.empty()) {
        little(out, 0, 4);
        return out;
    }
    little(out, static_cast<std::uint64_t>(type), 4);
    if (type == 1) {
        real(out, parts[0][0].first);
        real(out, parts[0][0].second);
        return out;
    }
    double box[4] = {1e300, 1e300, -1e300, -1e300};
    std::size_t points = 0;
    for (const Part& part : parts) {
        points += part.size();
        for (const auto& [x, y] : part) {
            box[0] = std::min(box[0], x);
            box[1] = std::min(box[1], y);
            box[2] = std::max(box[2], x);
            box[3] = std::max(box[3], y);
        }
    }
    for (const double value : box) {
        real(out, value);
    }
    little(out, parts.size(), 4);
    little(out, points, 4);
    std::size_t first = 0;
    for (const Part& part : parts) {
        little(out, first, 4);
        first += part.size();
    }
    for (const Part& part : parts) {
        for (const auto& [x, y] : part) {
            real(out, x);
            real(out, y);
        }
    }
    return out;
}

inline std::string shp_header(int type, std::size_t bytes) {
    std::string out;
    big(out, 9994);
    out.append(20, '\0');
    big(out, static_cast<std::uint32_t>(bytes / 2));
    little(out, 1000, 4);
    little(out, static_cast<std::uint64_t>(type), 4);
    out.append(64, '\0');
    return out;
}

inline std::string dbf_bytes(const Shapefile& file) {
    std::string out;
    std::size_t record = 1;
    for (const Field& field : file.fields) {
        record += static_cast<std::size_t>(field.width);
    }
    out += std::string("\x03\x64\x01\x01", 4);
    little(out, file.rows.size(), 4);
    little(out, 32 + 32 * file.fields.size() + 1, 2);
    little(out, record, 2);
    out.append(17, '\0');
    out += static_cast<char>(file.ldid);
    out.append(2, '\0');
    for (const Field& field : file.fields) {
        std::string name = field.name;
        name.resize(11, '\0');
        out += name;
        out += field.type;
        out.append(4, '\0');
        out += static_cast<char>(field.width);
        out += static_cast<char>(field.decimals);
        out.append(14, '\0');
    }
    out += '\r';
    for (const auto& row : file.rows) {
        out += ' ';
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string value = row[i];
            const auto width = static_cast<std::size_t>(file.fields[i].width);
            const bool number = file.fields[i].type == 'N';
            out += number ? std::string(width - value.size(), ' ') + value
                          : value + std::string(width - value.size(), ' ');
        }
    }
    out += '\x1A';
    return out;
}

inline std::string Shapefile::write(const TempFolder& folder, const std::string& stem) const {
    std::string body, index;
    for (std::size_t i = 0; i < features.size(); ++i) {
        const std::string shape = shape_bytes(type, features[i]);
        big(index, static_cast<std::uint32_t>((100 + body.size()) / 2));
        big(index, static_cast<std::uint32_t>(shape.size() / 2));
        big(body, static_cast<std::uint32_t>(i + 1));
        big(body, static_cast<std::uint32_t>(shape.size() / 2));
        body += shape;
    }
    folder.write(stem + ".shx", shp_header(type, 100 + index.size()) + index);
    folder.write(stem + ".dbf", dbf_bytes(*this));
    if (!prj.empty()) {
        folder.write(stem + ".prj", prj);
    }
    if (!cpg.empty()) {
        folder.write(stem + ".cpg", cpg);
    }
    return folder.write(stem + ".shp", shp_header(type, 100 + body.size()) + body);
}

inline const std::string kCgcs2000Prj =
    "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",SPHEROID["
    "\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\","
    "0.0174532925199433]]";

/// One point in Chengdu for each value of a text field.
inline Shapefile points(const std::string& field, const std::vector<std::string>& values) {
    Shapefile out;
    out.fields = {{field, 'C', 40, 0}};
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.features.push_back({{{104.0 + 0.01 * static_cast<double>(i), 30.5}}});
        out.rows.push_back({values[i]});
    }
    out.prj = kCgcs2000Prj;
    return out;
}

/// The whole text of the error that the call throws; "" when it throws none.
template <class Call>
std::string error_text(Call&& call, jt::base::Lang lang = jt::base::Lang::en) {
    try {
        call();
    } catch (const jt::base::Error& error) {
        return error.text(lang);
    }
    return "";
}

/// Every diagnostic on a line of its own, in English.
inline std::string told(const jt::base::Diagnostics& diagnostics) {
    std::string out;
    for (const auto& one : diagnostics.list()) {
        out += jt::base::render(one, jt::base::Lang::en) + "\n";
    }
    return out;
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The folder of shared data, or "" where this machine has none.
inline std::string shared_data() {
    const char* given = std::getenv("JT_SHARED");
    const fs::path folder =
        given != nullptr ? fs::path(given) : fs::path(JT_SOURCE_DIR) / ".." / "shared";
    std::error_code code;
    return fs::is_directory(folder / "data", code) ? (folder / "data").string() : "";
}

}  // namespace fixtures
