// Shapefiles byte by byte, after ESRI's Shapefile Technical Description (1998) and dBASE III.
#include "fixtures.hpp"

#include <algorithm>
#include <bit>

namespace fixtures {
namespace {

void little(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>((value >> (8 * i)) & 0xFF);
    }
}
void big(std::string& out, std::uint32_t value) {
    for (int i = 3; i >= 0; --i) {
        out += static_cast<char>((value >> (8 * i)) & 0xFF);
    }
}
void real(std::string& out, double value) { little(out, std::bit_cast<std::uint64_t>(value), 8); }

std::string shape_bytes(int type, const std::vector<Part>& parts) {
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

std::string shp_header(int type, std::size_t bytes) {
    std::string out;
    big(out, 9994);
    out.append(20, '\0');
    big(out, static_cast<std::uint32_t>(bytes / 2));
    little(out, 1000, 4);
    little(out, static_cast<std::uint64_t>(type), 4);
    out.append(64, '\0');
    return out;
}

std::string dbf_bytes(const Shapefile& file) {
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

}  // namespace

std::string Shapefile::write(const TempFolder& folder, const std::string& stem) const {
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

}  // namespace fixtures
