#include "source/dxf/colour_index.hpp"

#include <array>

namespace jt::source {
namespace {

constexpr int kBlackOrWhite = 7;

/// Red, green or blue of a hue in quarter steps of 60 degrees (0 to 23), `shift` hues further on.
int channel(int hue, int shift, int value, int low) {
    const int step = (hue + shift) % 24;
    const int rise = step < 4 ? step : step <= 12 ? 4 : step < 16 ? 16 - step : 0;
    return low + (value - low) * rise / 4;
}

Colour rainbow(int index) {
    constexpr std::array<int, 5> kValues{255, 189, 129, 104, 79};
    const int value = kValues[static_cast<std::size_t>(index % 10 / 2)];
    const int low = index % 2 == 1 ? value * 2 / 3 : 0;
    const int hue = index / 10 - 1;
    const auto byte = [&](int shift) {
        return static_cast<std::uint8_t>(channel(hue, shift, value, low));
    };
    return {byte(8), byte(0), byte(16), 255};
}

}  // namespace

Colour aci_colour(int index) {
    constexpr std::array<Colour, 9> kFirst{{{255, 0, 0},
                                            {255, 255, 0},
                                            {0, 255, 0},
                                            {0, 255, 255},
                                            {0, 0, 255},
                                            {255, 0, 255},
                                            {255, 255, 255},
                                            {128, 128, 128},
                                            {192, 192, 192}}};
    constexpr std::array<std::uint8_t, 6> kGreys{51, 80, 105, 130, 190, 255};
    if (index < 10) {
        return kFirst[static_cast<std::size_t>(index - 1)];
    }
    if (index < 250) {
        return rainbow(index);
    }
    const std::uint8_t grey = kGreys[static_cast<std::size_t>(index - 250)];
    return {grey, grey, grey, 255};
}

int closest_aci(Colour colour) {
    if (colour.r == 0 && colour.g == 0 && colour.b == 0) {
        return kBlackOrWhite;
    }
    int best = 1, least = 3 * 256 * 256;
    for (int index = 1; index <= 255; ++index) {
        const Colour other = aci_colour(index);
        const int r = other.r - colour.r, g = other.g - colour.g, b = other.b - colour.b;
        const int distance = r * r + g * g + b * b;
        if (distance < least && index != kBlackOrWhite) {
            best = index;
            least = distance;
        }
    }
    return best;
}

}  // namespace jt::source
