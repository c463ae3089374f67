// The classes that the cells of a surface are drawn in.
#pragma once

#include "map/content.hpp"
#include "map/raster_sample.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace jt::map {

/// Classes in legend order, and the colour of each value.
class RasterClasses {
public:
    /// Reads the surface for what the style leaves to the data: the range of continuous values, or
    /// the breaks. `shown`: the pixels, for the values of categories that the style does not list.
    RasterClasses(const LayerStyle& style, const surface::Surface& surface, const Sampled& shown,
                  base::Lang lang);

    /// The colour of a pixel, and the class that counts it. 0 for no value.
    std::uint32_t colour(double value);

    /// Those that at least one pixel was in, with the words for people.
    std::vector<DrawnClass> seen() const;
    /// Values that no class lists, with the number of their pixels.
    const std::map<double, std::uint64_t>& others() const { return m_others; }
    std::uint64_t below() const { return m_below; }  ///< pixels under and above the range
    std::uint64_t above() const { return m_above; }
    /// The first and the last value of the colours of continuous values; else empty.
    const std::vector<double>& range() const { return m_range; }

private:
    void add(const std::string& label, Colour colour);
    void graduated(const surface::Surface& surface);
    void categories(const Sampled& shown);
    void continuous(const surface::Surface& surface);
    std::vector<std::string> ticks() const;

    const LayerStyle& m_style;
    base::Lang m_lang;
    std::vector<DrawnClass> m_classes;
    std::vector<std::uint64_t> m_counts;
    std::vector<double> m_breaks, m_range;
    std::vector<Colour> m_colours;
    std::map<double, std::size_t> m_index;
    std::map<double, std::uint64_t> m_others;
    std::uint64_t m_below = 0, m_above = 0;
};

}  // namespace jt::map
