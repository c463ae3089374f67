#include "source/gdal/gdal_writer.hpp"

#include "base/error.hpp"
#include "source/gdal/gpkg_titles.hpp"

namespace jt::source {
namespace {

/// No clock in files: GeoPackage keeps the time of the last change.
constexpr const char* kFixedDate = "2000-01-01T00:00:00.000Z";

}  // namespace

template <class Work>
void GdalWriter::call(Work&& work) {
    const GdalSession session;
    if (!work() || !session.errors().empty()) {
        throw base::machine_error("source.write.failed", session.cause());
    }
    for (const std::string& warning : session.warnings()) {
        m_diagnostics.warn(base::msg("source.gdal", warning), m_where);
    }
}

GdalWriter::GdalWriter(const std::string& file, const Target& target,
                       base::Diagnostics& diagnostics)
    : m_date("OGR_CURRENT_DATE", kFixedDate),
      m_traits(target.traits),
      m_codec(target.encoding),
      m_where(target.path.filename().string()),
      m_together(target.extension == ".gpkg"),
      m_diagnostics(diagnostics) {
    call([&] {
        const GDALDriverH driver = GDALGetDriverByName(m_traits.name);
        m_dataset.reset(GDALCreate(driver, file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        return m_dataset &&
               (!m_together || GDALDatasetStartTransaction(m_dataset.get(), FALSE) == OGRERR_NONE);
    });
}

GdalWriter::~GdalWriter() {
    const GdalSession session;  // what an unfinished file has to say is not heard
    m_dataset.reset();
}

void GdalWriter::begin(const std::string& name, const layer::Table& first, bool more) {
    m_layer = std::make_unique<OgrLayerWriter>(m_traits, m_codec, name, m_diagnostics);
    call([&] { return m_layer->begin(m_dataset.get(), first, more); });
}

bool GdalWriter::append(const layer::Table& piece) {
    if (!m_layer->fits(piece)) {
        return false;
    }
    call([&] { return m_layer->append(piece); });
    return true;
}

void GdalWriter::end(const std::vector<LayerStyle>& styles) {
    m_layer->report();
    const StoredLayer layer = m_layer->stored();
    m_layers.push_back(layer);
    if (!m_together || layer.shape == geo::Shape::none) {
        return;
    }
    const std::vector<LayerStyle> plain{plain_style(layer.name)};
    bool first = true;
    for (const LayerStyle& style : styles.empty() ? plain : styles) {
        m_styles.push_back(stored_style(style, layer));
        m_styles.back().is_default = first;
        first = false;
    }
}

void GdalWriter::finish() {
    call([&] {
        const bool whole =
            write_styles(m_dataset.get(), m_styles) &&
            (!m_together || write_titles(m_dataset.get(), m_layers)) &&
            (!m_together || GDALDatasetCommitTransaction(m_dataset.get()) == OGRERR_NONE);
        m_dataset.reset();
        return whole;
    });
}

}  // namespace jt::source
