// Slope, aspect and hillshade from the eight neighbours of each cell.
#include "geo/vectors.hpp"
#include "surface/kernels.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace jt::surface {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr double kPi = 3.14159265358979323846;
constexpr float kDegrees = static_cast<float>(180 / kPi);

/// Three rows of heights from the column left of the first cell on, and the size of cells, 8 times.
struct Rows {
    const float *north, *here, *south;
    double size_x, size_y;
};

/// Rise to the east and to the south (Horn 1981, Proc. IEEE 69); NaN where any of the nine is.
struct Rise {
    double east, south;
};
inline Rise rise(const Rows& z, std::size_t i) {
    const double nw = z.north[i], n = z.north[i + 1], ne = z.north[i + 2];
    const double w = z.here[i], e = z.here[i + 2], none = z.here[i + 1] - z.here[i + 1];
    const double sw = z.south[i], s = z.south[i + 1], se = z.south[i + 2];
    return {((ne + 2 * e + se) - (nw + 2 * w + sw) + none) / z.size_x,
            ((sw + 2 * s + se) - (nw + 2 * n + ne) + none) / z.size_y};
}

/// For t >= 0, to 2e-8 (Abramowitz & Stegun 1964, 4.4.49).
inline float arc_tangent(float t) {
    const bool steep = t > 1;
    const float u = steep ? 1 / t : t, q = u * u;
    const float p =
        u * (1 + q * (-0.3333314528F +
                      q * (0.1999355085F +
                           q * (-0.1420889944F +
                                q * (0.1065626393F +
                                     q * (-0.0752896400F +
                                          q * (0.0429096138F +
                                               q * (-0.0161657367F + q * 0.0028662257F))))))));
    return steep ? static_cast<float>(kPi / 2) - p : p;
}

JT_VECTORS void slope_row(const Rows& z, std::size_t count, float* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) {
        const Rise r = rise(z, i);
        const auto tangent = static_cast<float>(std::sqrt(r.east * r.east + r.south * r.south));
        out[i] = arc_tangent(tangent) * kDegrees;
    }
}

void aspect_row(const Rows& z, std::size_t count, float* out) {
    for (std::size_t i = 0; i < count; ++i) {
        const Rise r = rise(z, i);
        const double azimuth = std::atan2(-r.east, r.south) * (180 / kPi);
        const bool flat = r.east == 0 && r.south == 0;
        out[i] = flat ? kNaN : static_cast<float>(azimuth < 0 ? azimuth + 360 : azimuth);
    }
}

/// Cosine of the angle between the light and the ground, 1 + 254 times it where it is lit.
void shade_row(const Rows& z, std::size_t count, const std::array<double, 3>& light, double factor,
               float* out) {
    for (std::size_t i = 0; i < count; ++i) {
        const Rise r = rise(z, i);
        const double east = r.east * factor, south = r.south * factor;
        const double cosine = (light[2] - east * light[0] + south * light[1]) /
                              std::sqrt(1 + east * east + south * south);
        out[i] = static_cast<float>(cosine > 0 ? 1 + 254 * cosine : cosine <= 0 ? 1 : cosine);
    }
}

/// Runs a function of three rows over a window; the border of the grid has no value.
template <class Row>
class NeighbourCells : public Derived {
public:
    NeighbourCells(Recipe recipe, Row row) : Derived(std::move(recipe), 1), m_row(std::move(row)) {
        m_x = this->params().at("x").template get<std::vector<double>>();
        m_y = this->params().at("y").template get<std::vector<double>>();
        set_wide(false);
    }
    using Cells::read;
    void read(const Window& window, std::span<float> out) const override {
        const Window around = widened(window, 1, grid());
        std::vector<float> heights(around.cells());
        inputs().front()->cells()->read(around, std::span<float>(heights));
        const std::size_t first = std::max<std::size_t>(window.column, 1);
        const std::size_t last = std::min(window.column + window.columns, grid().columns - 1);
        for (std::size_t r = 0; r < window.rows; ++r) {
            const std::size_t row = window.row + r;
            float* to = out.data() + r * window.columns;
            if (row == 0 || row + 1 == grid().rows || first >= last) {
                std::fill_n(to, window.columns, kNaN);
                continue;
            }
            to[0] = to[window.columns - 1] = kNaN;
            const float* here =
                heights.data() + (row - around.row) * around.columns + (first - 1 - around.column);
            m_row(Rows{here - around.columns, here, here + around.columns,
                       8 * m_x[std::min(row, m_x.size() - 1)],
                       8 * m_y[std::min(row, m_y.size() - 1)]},
                  last - first, to + (first - window.column));
        }
    }

private:
    Row m_row;
    std::vector<double> m_x, m_y;
};

template <class Row>
CellsPtr neighbours(Recipe recipe, Row row) {
    return std::make_shared<NeighbourCells<Row>>(std::move(recipe), std::move(row));
}

}  // namespace

CellsPtr slope_cells(Recipe recipe) { return neighbours(std::move(recipe), slope_row); }

CellsPtr aspect_cells(Recipe recipe) { return neighbours(std::move(recipe), aspect_row); }

CellsPtr hillshade_cells(Recipe recipe) {
    const double azimuth = recipe.params.at("azimuth").get<double>() * kPi / 180;
    const double altitude = recipe.params.at("altitude").get<double>() * kPi / 180;
    const double factor = recipe.params.at("z").get<double>();
    const std::array<double, 3> light{std::sin(azimuth) * std::cos(altitude),
                                      std::cos(azimuth) * std::cos(altitude), std::sin(altitude)};
    return neighbours(std::move(recipe), [=](const Rows& z, std::size_t count, float* out) {
        shade_row(z, count, light, factor, out);
    });
}

}  // namespace jt::surface
