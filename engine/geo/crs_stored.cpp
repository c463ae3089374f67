#include "geo/crs_stored.hpp"

namespace jt::geo {

void write_crs(base::Writer& out, const Crs& crs) {
    out.text(crs.wkt());
    out.text(crs.code());
}

Crs read_crs(base::Reader& in) {
    const std::string wkt = in.text();
    const std::string code = in.text();
    if (wkt.empty()) {
        return {};
    }
    Crs crs = Crs::from(wkt);
    return crs.code() == code || code.empty() ? crs : Crs::from(code);
}

}  // namespace jt::geo
