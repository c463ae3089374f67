// A data set in the making, by way of GDAL. Internal to source/.
#pragma once

#include "source/write_target.hpp"

#include <memory>

namespace jt::source {

/// GDAL's handler of errors is on only while it is called: readers may live beside the writer.
class GdalWriter {
public:
    /// `file` as GDAL names it. Machine error, here and below, with GDAL's reason.
    GdalWriter(const std::string& file, const Target& target, base::Diagnostics& diagnostics);
    ~GdalWriter();
    GdalWriter(const GdalWriter&) = delete;
    GdalWriter& operator=(const GdalWriter&) = delete;

    /// As those of DatasetWriter.
    void begin(const std::string& name, const layer::Table& first, bool more);
    bool append(const layer::Table& piece);
    /// A GeoPackage keeps the styles, the first one as the layer's own; without any, a plain one.
    void end(const std::vector<LayerStyle>& styles);
    void finish();
    std::string field_names() const { return m_layer->field_names(); }

private:
    template <class Work>
    void call(Work&& work);

    GdalOption m_date;
    DriverTraits m_traits;
    Codec m_codec;
    std::string m_where;
    bool m_together;  ///< all layers in one transaction
    base::Diagnostics& m_diagnostics;
    OwnedDataset m_dataset;
    std::unique_ptr<OgrLayerWriter> m_layer;
    std::vector<StoredStyle> m_styles;
    std::vector<StoredLayer> m_layers;  ///< that are written
};

}  // namespace jt::source
