// The road network of Jinan (shared data), read without source/.
#pragma once

#include "network/helpers.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace jt::test {

template <class T>
T little(const std::string& bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

inline std::size_t big(const std::string& bytes, std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

/// One-part polylines of a .shp, in EPSG:32650; feature ids count from 0.
inline std::shared_ptr<layer::Layer> jinan(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const geo::Transform transform(geo::Crs::from("EPSG:4326"), geo::Crs::from("EPSG:32650"));
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> ids;
    for (std::size_t at = 100; at < bytes.size(); at += 8 + 2 * big(bytes, at + 4)) {
        REQUIRE(little<std::int32_t>(bytes, at + 8) == 3);
        REQUIRE(little<std::int32_t>(bytes, at + 44) == 1);
        const auto count = static_cast<std::size_t>(little<std::int32_t>(bytes, at + 48));
        std::vector<double> xy(2 * count);
        std::memcpy(xy.data(), bytes.data() + at + 56, 16 * count);
        transform.apply(xy);
        lines.add_line(xy);
        ids.push_back(static_cast<std::int64_t>(ids.size()));
    }
    std::vector<double> speeds;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        speeds.push_back(30 + static_cast<double>(i % 5) * 10);
    }
    auto out = std::make_shared<layer::Layer>("edges", geo::Crs::from("EPSG:32650"),
                                              std::move(lines), std::move(ids));
    out->set({"speed", layer::Type::real, "km/h", {}}, layer::Column::of_reals(std::move(speeds)));
    return out;
}

/// Every line a one-way street as drawn, met at its ends.
inline network::BuildOptions jinan_options() {
    network::BuildOptions options = car_options();
    options.crossings = network::Crossings::ends;
    options.digitised_direction = true;
    options.access_speed = 30;
    return options;
}

}  // namespace jt::test
