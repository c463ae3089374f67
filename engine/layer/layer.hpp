// A layer: features with attributes in columns, one geometry column, ids and a CRS. Immutable once
// handed on.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"
#include "layer/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::layer {

class Layer final : public Table {
public:
    Layer() : Table(0) {}
    /// Feature ids are those of the source, and stay with the feature through every operator.
    Layer(std::string layer_name, geo::Crs layer_crs, geo::GeometryArray geometry,
          std::vector<std::int64_t> ids);

    registry::Kind kind() const override { return registry::Kind::layer; }
    void write(base::Writer& out) const override;
    static registry::ObjectPtr read(base::Reader& in);

    const std::string& name() const { return m_name; }
    const geo::Crs& crs() const { return m_crs; }
    const geo::GeometryArray& geometry() const { return m_geometry; }
    const std::vector<std::int64_t>& ids() const { return m_ids; }
    void set_name(std::string name) { m_name = std::move(name); }

    Layer with_geometry(geo::GeometryArray geometry, geo::Crs crs) const;
    friend Layer take(const Layer& layer, std::span<const std::size_t> rows);

protected:
    std::string label() const override { return m_name; }

private:
    std::string m_name;
    geo::Crs m_crs;
    geo::GeometryArray m_geometry;
    std::vector<std::int64_t> m_ids;
};

/// The features, in that order.
Layer take(const Layer& layer, std::span<const std::size_t> rows);

}  // namespace jt::layer
