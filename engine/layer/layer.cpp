#include "layer/layer.hpp"

#include "base/error.hpp"
#include "geo/crs_stored.hpp"

namespace jt::layer {

Layer::Layer(std::string layer_name, geo::Crs layer_crs, geo::GeometryArray geometry,
             std::vector<std::int64_t> ids)
    : Table(geometry.size()),
      m_name(std::move(layer_name)),
      m_crs(std::move(layer_crs)),
      m_geometry(std::move(geometry)),
      m_ids(std::move(ids)) {
    if (m_ids.size() != m_geometry.size()) {
        throw base::internal_error("layer.geometry.length", m_name, m_ids.size(),
                                   m_geometry.size());
    }
}

void Layer::write(base::Writer& out) const {
    out.text(m_name);
    geo::write_crs(out, m_crs);
    out.values(m_ids);
    m_geometry.write(out);
    write_columns(out);
}

registry::ObjectPtr Layer::read(base::Reader& in) {
    std::string name = in.text();
    geo::Crs crs = geo::read_crs(in);
    auto ids = in.values<std::int64_t>();
    auto geometry = geo::GeometryArray::read(in);
    if (ids.size() != geometry.size()) {
        throw base::data_error("layer.archive.column");
    }
    auto out = std::make_shared<Layer>(std::move(name), std::move(crs), std::move(geometry),
                                       std::move(ids));
    out->read_columns(in);
    if (out->rows() != out->m_ids.size()) {
        throw base::data_error("layer.archive.column");
    }
    return out;
}

Layer Layer::with_geometry(geo::GeometryArray geometry, geo::Crs crs) const {
    if (geometry.size() != m_ids.size()) {
        throw base::internal_error("layer.geometry.length", m_name, m_ids.size(), geometry.size());
    }
    Layer out = *this;
    out.m_geometry = std::move(geometry);
    out.m_crs = std::move(crs);
    return out;
}

Layer take(const Layer& layer, std::span<const std::size_t> rows) {
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (const std::size_t row : rows) {
        ids.push_back(layer.m_ids[row]);
    }
    Layer out(layer.m_name, layer.m_crs, layer.m_geometry.take(rows), std::move(ids));
    out.take_columns(layer, rows);
    return out;
}

}  // namespace jt::layer
