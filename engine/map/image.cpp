#include "map/image.hpp"

#include "base/error.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

namespace jt::map {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;

/// Places of the image's pixels along an axis, one for each device pixel; -1 outside.
std::vector<std::ptrdiff_t> places(double low, double high, std::size_t count, int first,
                                   int pixels, double per_mm) {
    std::vector<std::ptrdiff_t> out;
    for (int i = 0; i < pixels; ++i) {
        const double share = ((first + i + 0.5) / per_mm - low) / (high - low);
        const auto at = static_cast<std::ptrdiff_t>(std::floor(share * static_cast<double>(count)));
        out.push_back(at >= 0 && at < static_cast<std::ptrdiff_t>(count) ? at : -1);
    }
    return out;
}

std::uint32_t mixed(std::uint32_t below, std::uint32_t above, std::uint32_t alpha) {
    return (below * (255 - alpha) + above * alpha + 127) / 255;
}

std::uint32_t premultiplied(std::uint32_t argb) {
    const std::uint32_t a = argb >> 24U;
    const auto part = [&](unsigned shift) {
        return (((argb >> shift) & 0xFFU) * a + 127) / 255 << shift;
    };
    return a << 24U | part(16) | part(8) | part(0);
}

struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

}  // namespace

geo::Box snapped(const geo::Box& box, double units_per_mm) {
    return {std::floor(box.min_x * units_per_mm + 1e-9) / units_per_mm,
            std::floor(box.min_y * units_per_mm + 1e-9) / units_per_mm,
            std::ceil(box.max_x * units_per_mm - 1e-9) / units_per_mm,
            std::ceil(box.max_y * units_per_mm - 1e-9) / units_per_mm};
}

PixelFrame pixel_frame(const geo::Box& box, double per_mm) {
    const geo::Box whole = snapped(box, per_mm);
    PixelFrame out;
    out.x = static_cast<int>(std::lround(whole.min_x * per_mm));
    out.y = static_cast<int>(std::lround(whole.min_y * per_mm));
    out.width = static_cast<int>(std::lround(whole.max_x * per_mm)) - out.x;
    out.height = static_cast<int>(std::lround(whole.max_y * per_mm)) - out.y;
    return out;
}

void blend(const Image& image, double opacity, const PixelFrame& frame, double per_mm,
           std::uint32_t* pixels) {
    const auto columns =
        places(image.box.min_x, image.box.max_x, image.width, frame.x, frame.width, per_mm);
    const auto rows =
        places(image.box.min_y, image.box.max_y, image.height, frame.y, frame.height, per_mm);
    const auto share = static_cast<std::uint32_t>(std::lround(255 * opacity));
    std::uint32_t* pixel = pixels;
    for (const std::ptrdiff_t row : rows) {
        for (const std::ptrdiff_t column : columns) {
            std::uint32_t& below = *pixel++;
            if (row < 0 || column < 0) {
                continue;
            }
            const std::uint32_t above = image.argb[static_cast<std::size_t>(row) * image.width +
                                                   static_cast<std::size_t>(column)];
            const std::uint32_t alpha = ((above >> 24U) * share + 127) / 255;
            const auto part = [&](unsigned from, unsigned to) {
                return mixed((below >> to) & 0xFFU, (above >> from) & 0xFFU, alpha) << to;
            };
            below = 0xFF000000U | part(16, 0) | part(8, 8) | part(0, 16);
        }
    }
}

void place_image(const Image& image, double opacity, cairo_t* page) {
    const std::unique_ptr<cairo_surface_t, Destroy> pixels(cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, static_cast<int>(image.width), static_cast<int>(image.height)));
    if (cairo_surface_status(pixels.get()) != CAIRO_STATUS_SUCCESS) {
        throw base::machine_error("map.cairo",
                                  cairo_status_to_string(cairo_surface_status(pixels.get())));
    }
    unsigned char* to = cairo_image_surface_get_data(pixels.get());
    const int stride = cairo_image_surface_get_stride(pixels.get());
    std::vector<std::uint32_t> line(image.width);
    for (std::size_t row = 0; row < image.height; ++row) {
        std::transform(image.argb.begin() + static_cast<std::ptrdiff_t>(row * image.width),
                       image.argb.begin() + static_cast<std::ptrdiff_t>((row + 1) * image.width),
                       line.begin(), premultiplied);
        std::memcpy(to + static_cast<std::ptrdiff_t>(row) * stride, line.data(), 4 * image.width);
    }
    cairo_surface_mark_dirty(pixels.get());
    cairo_save(page);
    cairo_translate(page, image.box.min_x * kPointsPerMm, image.box.min_y * kPointsPerMm);
    cairo_scale(
        page, (image.box.max_x - image.box.min_x) * kPointsPerMm / static_cast<double>(image.width),
        (image.box.max_y - image.box.min_y) * kPointsPerMm / static_cast<double>(image.height));
    cairo_set_source_surface(page, pixels.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(page), CAIRO_FILTER_NEAREST);
    cairo_paint_with_alpha(page, opacity);
    cairo_restore(page);
}

}  // namespace jt::map
