#include "map/page.hpp"

#include "base/error.hpp"
#include "map/geo_pdf.hpp"
#include "map/symbols.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string_view>

namespace jt::map {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;

struct Destroy {
    void operator()(cairo_t* page) const { cairo_destroy(page); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, Destroy>;
using PagePtr = std::unique_ptr<cairo_t, Destroy>;
using DrawPicture = std::function<void(const Picture&, cairo_t*)>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
    if (status == CAIRO_STATUS_NO_MEMORY) {
        throw base::machine_error("map.cairo", cairo_status_to_string(status));
    }
    if (status != CAIRO_STATUS_SUCCESS) {
        throw base::internal_error("map.cairo", cairo_status_to_string(status));
    }
}

void set_colour(cairo_t* page, Colour c) {
    cairo_set_source_rgba(page, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

void draw_path(const PathItem& item, cairo_t* page) {
    cairo_new_path(page);
    for (std::size_t i = 0; i + 1 < item.xy.size(); i += 2) {
        cairo_line_to(page, item.xy[i] * kPointsPerMm, item.xy[i + 1] * kPointsPerMm);
    }
    if (item.closed) {
        cairo_close_path(page);
    }
    if (item.fill) {
        set_colour(page, *item.fill);
        cairo_fill_preserve(page);
    }
    if (item.stroke) {
        std::vector<double> dash = item.dash_mm;
        for (double& length : dash) {
            length *= kPointsPerMm;
        }
        set_colour(page, *item.stroke);
        cairo_set_line_width(page, item.width_mm * kPointsPerMm);
        cairo_set_line_join(page, CAIRO_LINE_JOIN_MITER);
        cairo_set_dash(page, dash.data(), static_cast<int>(dash.size()), 0);
        cairo_stroke_preserve(page);
    }
    cairo_new_path(page);
}

void draw_items(const Sheet& sheet, cairo_t* page, const DrawPicture& draw_picture) {
    for (const Item& item : sheet.items) {
        if (const auto* text = std::get_if<TextItem>(&item)) {
            draw_text(page, text->text, text->style, text->place);
        } else if (const auto* path = std::get_if<PathItem>(&item)) {
            draw_path(*path, page);
        } else {
            draw_picture(std::get<PictureItem>(item).picture, page);
        }
    }
    check(cairo_status(page));
}

void finish(cairo_surface_t* surface) {
    cairo_surface_finish(surface);
    check(cairo_surface_status(surface));
}

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return crc ^ 0xFFFFFFFFU;
}

void put_big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> shift) & 0xFFU);
    }
}

/// Cairo writes no resolution: pHYs goes in behind the IHDR chunk (8 + 25 bytes from the start).
void add_resolution(std::string& png, double dpi) {
    const auto per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
    std::string body = "pHYs";
    put_big_endian(body, per_metre);
    put_big_endian(body, per_metre);
    body += '\1';
    std::string chunk;
    put_big_endian(chunk, 9);
    chunk += body;
    put_big_endian(chunk, crc32(body));
    png.insert(33, chunk);
}

/// Cairo numbers surfaces and images over the life of the process: the ids are counted anew here,
/// in order of first use. The bytes of an image (data:...) stay as they are.
class Renumbering {
public:
    std::string of(const std::string& svg) {
        std::string out;
        out.reserve(svg.size());
        std::size_t at = 0;
        while (at < svg.size()) {
            const std::size_t found = std::min(svg.find_first_of("sid", at), svg.size());
            out.append(svg, at, found - at);
            at = found;
            if (svg.compare(at, 7, "surface") == 0) {
                at = word(svg, at, 7, out);
            } else if (svg.compare(at, 5, "image") == 0) {
                at = word(svg, at, 5, out);
            } else {
                const bool data = svg.compare(at, 5, "data:") == 0;
                const std::size_t end = data ? svg.find('"', at) : at + 1;
                out.append(svg, at, std::min(end, svg.size()) - at);
                at = std::min(end, svg.size());
            }
        }
        return out;
    }

private:
    /// The word with its number, if it has one; gives the place behind both.
    std::size_t word(const std::string& svg, std::size_t at, std::size_t length, std::string& out) {
        const std::size_t digits = at + length;
        const std::size_t end = std::min(svg.find_first_not_of("0123456789", digits), svg.size());
        out.append(svg, at, length);
        if (end > digits) {
            auto& ids = m_ids[svg.substr(at, length)];
            const std::string given = svg.substr(digits, end - digits);
            out += std::to_string(ids.emplace(given, ids.size() + 1).first->second);
        }
        return end;
    }
    std::map<std::string, std::map<std::string, std::size_t>> m_ids;  // by word
};

void composite(const Picture& picture, double dpi, cairo_t* page) {
    const Pixels pixels = draw_pixels(picture, dpi);
    const SurfacePtr image(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels.width, pixels.height));
    check(cairo_surface_status(image.get()));
    unsigned char* rows = cairo_image_surface_get_data(image.get());
    const int stride = cairo_image_surface_get_stride(image.get());
    const auto width = static_cast<std::size_t>(pixels.width);
    for (int row = 0; row < pixels.height; ++row) {
        std::memcpy(rows + std::ptrdiff_t{row} * stride,
                    pixels.rgb.data() + static_cast<std::size_t>(row) * width, 4 * width);
    }
    cairo_surface_mark_dirty(image.get());
    cairo_save(page);
    const geo::Box& box = picture.box;
    cairo_rectangle(page, box.min_x * kPointsPerMm, box.min_y * kPointsPerMm,
                    (box.max_x - box.min_x) * kPointsPerMm, (box.max_y - box.min_y) * kPointsPerMm);
    cairo_clip(page);
    cairo_identity_matrix(page);
    cairo_set_source_surface(page, image.get(), pixels.x, pixels.y);
    cairo_pattern_set_filter(cairo_get_source(page), CAIRO_FILTER_NEAREST);
    cairo_paint(page);
    cairo_restore(page);
}

// Cairo 1.16 writes dates without the "D:" that PDF wants. The creator's name is padded with as
// many blanks, which then make room for it: no object moves.
constexpr std::string_view kCreator = "Jiangtian    ";

void mend_dates(std::string& pdf) {
    const std::string padded = "(" + std::string(kCreator) + ")";
    const std::size_t creator = pdf.rfind(padded);
    const std::size_t created = pdf.find("/CreationDate (", creator);
    const std::size_t changed = pdf.find("/ModDate (", creator);
    if (creator == std::string::npos || created == std::string::npos ||
        changed == std::string::npos || pdf.compare(created + 15, 2, "D:") == 0) {
        return;
    }
    pdf.insert(std::max(created + 15, changed + 10), "D:");
    pdf.insert(std::min(created + 15, changed + 10), "D:");
    pdf.erase(creator + padded.size() - 5, 4);
}

}  // namespace

std::string write_pdf(const Sheet& sheet, const std::string& stamp) {
    std::string out;
    const SurfacePtr surface(cairo_pdf_surface_create_for_stream(
        append, &out, sheet.width_mm * kPointsPerMm, sheet.height_mm * kPointsPerMm));
    const std::string date = stamp + "T00:00:00Z";
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_MOD_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   sheet.about.value("title", "").c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, kCreator.data());
    const PagePtr page(cairo_create(surface.get()));
    draw_items(sheet, page.get(), draw_vector);
    cairo_show_page(page.get());
    finish(surface.get());
    mend_dates(out);
    return sheet.place ? registered_pdf(out, *sheet.place, sheet.crs, sheet.height_mm) : out;
}

std::string write_svg(const Sheet& sheet) {
    std::string out;
    const SurfacePtr surface(cairo_svg_surface_create_for_stream(
        append, &out, sheet.width_mm * kPointsPerMm, sheet.height_mm * kPointsPerMm));
    const PagePtr page(cairo_create(surface.get()));
    draw_items(sheet, page.get(), draw_vector);
    finish(surface.get());
    return Renumbering().of(out);
}

std::string write_png(const Sheet& sheet, double dpi) {
    const auto width = static_cast<int>(std::lround(sheet.width_mm * dpi / 25.4));
    const auto height = static_cast<int>(std::lround(sheet.height_mm * dpi / 25.4));
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    check(cairo_surface_status(surface.get()));
    const PagePtr page(cairo_create(surface.get()));
    cairo_set_source_rgb(page.get(), 1, 1, 1);
    cairo_paint(page.get());
    cairo_scale(page.get(), dpi / 72, dpi / 72);
    draw_items(sheet, page.get(),
               [&](const Picture& picture, cairo_t* target) { composite(picture, dpi, target); });
    std::string out;
    check(cairo_surface_write_to_png_stream(surface.get(), append, &out));
    add_resolution(out, dpi);
    return out;
}

}  // namespace jt::map
