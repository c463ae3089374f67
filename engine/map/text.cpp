#include "map/text.hpp"

#include "base/error.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numbers>

namespace jt::map {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
// The em box of Noto CJK stands 0.88 em above and 0.12 em below the baseline.
constexpr double kAscent = 0.88, kDescent = 0.12;

const char* family_of(Face face) {
    return face == Face::serif ? "Noto Serif CJK SC" : "Noto Sans CJK SC";
}

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, Unref>;
using ContextPtr = std::unique_ptr<PangoContext, Unref>;

PangoFontMap* font_map() {
    thread_local const std::unique_ptr<PangoFontMap, Unref> map(pango_cairo_font_map_new());
    return map.get();
}

/// Nothing is rounded to pixels, so a line is as long on screen as on paper.
ContextPtr new_context() {
    ContextPtr context(pango_font_map_create_context(font_map()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context.get(), 72);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
    return context;
}

PangoContext* measuring_context() {
    thread_local const ContextPtr context = new_context();
    return context.get();
}

LayoutPtr new_layout(PangoContext* context, const std::string& text, const TextStyle& style) {
    LayoutPtr layout(pango_layout_new(context));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, family_of(style.face));
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style.size_mm * kPointsPerMm * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

double mm(int pango_units) { return pango_units / double(PANGO_SCALE) / kPointsPerMm; }

void set_colour(cairo_t* page, Colour c) {
    cairo_set_source_rgba(page, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

}  // namespace

void require_font(const std::string& family) {
    PangoFontDescription* wanted = pango_font_description_new();
    pango_font_description_set_family(wanted, family.c_str());
    pango_font_description_set_absolute_size(wanted, 10 * PANGO_SCALE);
    PangoFont* font = pango_font_map_load_font(font_map(), measuring_context(), wanted);
    pango_font_description_free(wanted);
    bool found = false;
    if (font != nullptr) {
        PangoFontDescription* got = pango_font_describe(font);
        found = family == pango_font_description_get_family(got);
        pango_font_description_free(got);
        g_object_unref(font);
    }
    if (!found) {
        throw base::machine_error("map.font.missing", family, "fonts-noto-cjk");
    }
}

void require_fonts() {
    static std::once_flag once;
    std::call_once(once, [] {
        require_font(family_of(Face::sans));
        require_font(family_of(Face::serif));
    });
}

geo::Box measure_text(const std::string& text, const TextStyle& style) {
    const LayoutPtr layout = new_layout(measuring_context(), text, style);
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), 0), &ink, &logical);
    geo::Box box{0, -kAscent * style.size_mm, mm(logical.width), kDescent * style.size_mm};
    if (ink.width > 0) {
        box.add(mm(ink.x), mm(ink.y));
        box.add(mm(ink.x + ink.width), mm(ink.y + ink.height));
    }
    return box;
}

std::vector<std::string> wrap_text(const std::string& text, const TextStyle& style,
                                   double width_mm) {
    const LayoutPtr layout = new_layout(measuring_context(), text, style);
    pango_layout_set_width(layout.get(), static_cast<int>(width_mm * kPointsPerMm * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    std::vector<std::string> out;
    for (int i = 0; i < pango_layout_get_line_count(layout.get()); ++i) {
        const PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), i);
        std::string part = text.substr(static_cast<std::size_t>(line->start_index),
                                       static_cast<std::size_t>(line->length));
        part.erase(part.find_last_not_of(' ') + 1);
        out.push_back(std::move(part));
    }
    return out;
}

void draw_text(cairo_t* page, const std::string& text, const TextStyle& style,
               const TextPlace& place) {
    cairo_save(page);
    cairo_translate(page, place.x * kPointsPerMm, place.y * kPointsPerMm);
    cairo_rotate(page, place.angle * std::numbers::pi / 180);
    const ContextPtr context = new_context();
    pango_cairo_update_context(page, context.get());
    const LayoutPtr layout = new_layout(context.get(), text, style);
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
    if (place.halo_mm > 0) {
        cairo_move_to(page, 0, 0);
        pango_cairo_layout_line_path(page, line);
        set_colour(page, {255, 255, 255, 235});
        cairo_set_line_width(page, 2 * place.halo_mm * kPointsPerMm);
        cairo_set_line_join(page, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(page);
    }
    set_colour(page, place.colour);
    cairo_move_to(page, 0, 0);
    pango_cairo_show_layout_line(page, line);
    cairo_new_path(page);  // the path is no part of what restore brings back
    cairo_restore(page);
}

}  // namespace jt::map
