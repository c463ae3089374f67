#include "source/shapefile/shapefile_limits.hpp"

#include "base/error.hpp"
#include "layer/layer.hpp"

namespace jt::source {
namespace {

constexpr std::uint64_t kLargest = (std::uint64_t{1} << 31) - 1;
constexpr std::uint64_t kHeader = 100, kRecord = 8, kNull = 4, kPoint = 20;
constexpr std::uint64_t kMultiPoint = 40;  ///< and 16 for each point
constexpr std::uint64_t kLines = 44;       ///< and 4 for each part, 16 for each point
constexpr std::uint64_t kDbfHeader = 33, kDbfField = 32, kDbfEnd = 1;

std::uint64_t rings_of(const geo::GeometryArray& geometry, std::size_t feature) {
    std::uint64_t out = 0;
    for (std::size_t p = geometry.parts_begin(feature); p < geometry.parts_end(feature); ++p) {
        out += geometry.rings_end(p) - geometry.rings_begin(p);
    }
    return out;
}

std::string gigabytes(std::uint64_t bytes) {
    return fmt::format("{:.2f}", static_cast<double>(bytes) / static_cast<double>(1U << 30));
}

}  // namespace

std::uint64_t shp_bytes(const geo::GeometryArray& geometry) {
    std::uint64_t out = kHeader;
    bool multi = false;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        multi = multi || geometry.parts_end(i) - geometry.parts_begin(i) > 1;
    }
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        const geo::Status status = geometry.status(i);
        const std::uint64_t points = geometry.coordinates(i).size() / 2;
        out += kRecord;
        if ((status != geo::Status::ok && status != geo::Status::invalid) || points == 0) {
            out += kNull;
        } else if (geometry.shape() == geo::Shape::point) {
            out += multi ? kMultiPoint + 16 * points : kPoint;
        } else {
            out += kLines + 4 * rings_of(geometry, i) + 16 * points;
        }
    }
    return out;
}

std::uint64_t dbf_bytes(const std::vector<FieldPlan>& plans, std::uint64_t rows) {
    std::uint64_t record = 1;
    for (const FieldPlan& plan : plans) {
        record += static_cast<std::uint64_t>(plan.width);
    }
    return kDbfHeader + kDbfField * plans.size() + rows * record + kDbfEnd;
}

void check_shapefile_size(std::uint64_t shp, std::uint64_t dbf) {
    for (const auto& [part, bytes] : {std::pair(".shp", shp), std::pair(".dbf", dbf)}) {
        if (bytes > kLargest) {
            throw base::data_error("source.write.large_shapefile", part, gigabytes(bytes));
        }
    }
}

void check_shapefile_size(const layer::Table& table, const std::vector<FieldPlan>& plans) {
    const auto* layer = dynamic_cast<const layer::Layer*>(&table);
    check_shapefile_size(layer == nullptr ? 0 : shp_bytes(layer->geometry()),
                         dbf_bytes(plans, table.rows()));
}

}  // namespace jt::source
