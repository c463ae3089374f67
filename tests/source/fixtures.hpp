// A folder of its own for each test, and shapefiles written byte by byte, without the engine's
// writer.
#pragma once

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "support/shared_data.hpp"

#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cstdint>
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
inline std::string shared_data() { return jt::test::shared_path("data").value_or(""); }

}  // namespace fixtures
