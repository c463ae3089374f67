// Tables and layers made from a seed, with nulls, every type and odd texts.
#pragma once

#include "layer/layer.hpp"

#include <limits>
#include <random>

namespace jt::test {

inline layer::Column random_column(std::mt19937_64& random, layer::Type type, std::size_t rows) {
    static const std::vector<std::string> kTexts = {"", "成龙简快速通道", "a,b\"c\n", "Z03",
                                                    std::string("\0x", 2)};
    static const std::vector<double> kReals = {
        0.0, -0.0, 0.1, 1e308, 5e-324, -3.5, std::numeric_limits<double>::infinity()};
    const auto nulls = random() % 3;  // none, some, all
    layer::ColumnBuilder out(type);
    for (std::size_t i = 0; i < rows; ++i) {
        if (nulls == 2 || (nulls == 1 && random() % 3 == 0)) {
            out.null();
        } else if (type == layer::Type::text) {
            out.text(kTexts[random() % kTexts.size()]);
        } else if (type == layer::Type::real) {
            out.real(kReals[random() % kReals.size()]);
        } else if (type == layer::Type::boolean) {
            out.integer(static_cast<std::int64_t>(random() % 2));
        } else {
            out.integer(static_cast<std::int64_t>(random()));
        }
    }
    return out.build();
}

inline void fill(layer::Table& table, std::mt19937_64& random) {
    const auto columns = random() % 6;
    for (std::uint64_t i = 0; i < columns; ++i) {
        const auto type = static_cast<layer::Type>(random() % 4);
        layer::Field field = {"列" + std::to_string(i), type, i % 2 == 0 ? "km" : "", {}};
        field.title = {"标题", "title"};
        table.set(field, random_column(random, type, table.rows()));
    }
}

inline geo::GeometryArray some_lines(std::size_t rows) {
    geo::GeometryArray out(geo::Shape::line);
    for (std::size_t i = 0; i < rows; ++i) {
        const auto x = static_cast<double>(i);
        if (i % 5 == 4) {
            out.null_feature();
        } else {
            out.add_line(std::vector<double>{104 + x / 100, 30, 104 + x / 100, 30.01});
        }
    }
    return out;
}

inline std::vector<std::int64_t> ids_from(std::int64_t first, std::size_t rows) {
    std::vector<std::int64_t> out;
    for (std::size_t i = 0; i < rows; ++i) {
        out.push_back(first + 3 * static_cast<std::int64_t>(i));
    }
    return out;
}

inline std::string bytes_of(const registry::Object& object) {
    base::Writer out;
    object.write(out);
    return out.bytes();
}

}  // namespace jt::test
