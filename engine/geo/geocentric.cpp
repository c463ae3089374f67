#include "geo/geocentric.hpp"

#include "base/error.hpp"
#include "geo/crs_proj.hpp"

#include <fmt/format.h>

namespace jt::geo {
namespace {

void convert(const Crs& crs, std::span<double> values, PJ_DIRECTION direction) {
    if (!crs.known()) {
        throw base::data_error("geo.crs.missing");
    }
    std::string log;
    const PjContextPtr context = make_proj_context(&log);
    const std::string text = fmt::format(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +a={} "
        "+f={}",
        crs.semi_major(), crs.flattening());
    const PjPtr cart(proj_create(context.get(), text.c_str()));
    if (!cart) {
        throw base::internal_error("geo.proj.failed", log);
    }
    for (std::size_t i = 0; i + 2 < values.size(); i += 3) {
        const PJ_COORD out = proj_trans(cart.get(), direction,
                                        proj_coord(values[i], values[i + 1], values[i + 2], 0));
        for (std::size_t k = 0; k < 3; ++k) {
            values[i + k] = out.v[k];
        }
    }
}

}  // namespace

void to_geocentric(const Crs& crs, std::span<double> lon_lat_h) { convert(crs, lon_lat_h, PJ_FWD); }

void from_geocentric(const Crs& crs, std::span<double> xyz) { convert(crs, xyz, PJ_INV); }

}  // namespace jt::geo
