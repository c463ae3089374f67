// What PROJ knows about a CRS, read once into Crs::Data.
#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/crs_proj.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

namespace jt::geo {
namespace {

constexpr double kDegree = 0.017453292519943295;
constexpr int kIdentified = 90;  ///< PROJ: same definition, name differs only in spelling

PJ_CONTEXT* context() { return proj_home().context.get(); }

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

/// Letters and digits only, lower case: "D_China_2000" and "China 2000" alike.
std::string plain(std::string_view name) {
    std::string out;
    for (const char c : base::lower(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        }
    }
    return out;
}

bool has(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

std::string code_of(const PJ* pj) {
    const std::string authority = text_of(proj_get_id_auth_name(pj, 0));
    const std::string code = text_of(proj_get_id_code(pj, 0));
    return authority.empty() || code.empty() ? "" : authority + ":" + code;
}

std::string wkt_of(const PJ* pj) {
    return text_of(proj_as_wkt(context(), pj, PJ_WKT2_2019, nullptr));
}

PjPtr normalized(const PJ* pj) { return PjPtr(proj_normalize_for_visualization(context(), pj)); }

bool in_degrees(const PJ* geographic) {
    const PjPtr system(proj_crs_get_coordinate_system(context(), geographic));
    double factor = 0;
    return system &&
           proj_cs_get_axis_info(context(), system.get(), 0, nullptr, nullptr, nullptr, &factor,
                                 nullptr, nullptr, nullptr) != 0 &&
           std::abs(factor - kDegree) < 1e-12;
}

/// Replaces a definition without code by the EPSG entry that PROJ identifies it with. `code`
/// becomes "" where there is none, or where it claims one that its parameters deny.
PjPtr identified(const ProjLock& held, PjPtr pj, std::string& code) {
    const PjPtr plain_axes = normalized(pj.get());
    code = code_of(pj.get());
    if (!code.empty()) {
        const PjPtr entry(proj_create(context(), code.c_str()));
        if (entry && same_definition(held, plain_axes.get(), normalized(entry.get()).get())) {
            return pj;
        }
        code.clear();
    }
    int* confidence = nullptr;
    PJ_OBJ_LIST* const list = proj_identify(context(), pj.get(), "EPSG", nullptr, &confidence);
    const int count = list == nullptr ? 0 : proj_list_get_count(list);
    for (int i = 0; i < count && code.empty() && confidence[i] >= kIdentified; ++i) {
        PjPtr entry(proj_list_get(context(), list, i));
        if (same_definition(held, plain_axes.get(), normalized(entry.get()).get())) {
            pj = std::move(entry);
            code = code_of(pj.get());
        }
    }
    proj_int_list_destroy(confidence);
    proj_list_destroy(list);
    return pj;
}

/// The first of the named parameters, in degrees; NaN when there is none.
double meridian_of(const PJ* conversion) {
    for (const char* name : {"Longitude of natural origin", "Longitude of false origin",
                             "Longitude of projection centre", "Longitude of origin"}) {
        const int index = proj_coordoperation_get_param_index(context(), conversion, name);
        double value = 0;
        double factor = 0;
        if (index >= 0 && proj_coordoperation_get_param(context(), conversion, index, nullptr,
                                                        nullptr, nullptr, &value, nullptr, &factor,
                                                        nullptr, nullptr, nullptr, nullptr) != 0) {
            return std::round(value * factor / kDegree * 1e9) / 1e9;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

bool is_web_mercator(const PJ* conversion, double flattening) {
    const char* method = nullptr;
    if (proj_coordoperation_get_method_info(context(), conversion, &method, nullptr, nullptr) ==
        0) {
        return false;
    }
    const std::string name = plain(text_of(method));
    return has(name, "popularvisualisationpseudomercator") ||
           (name.rfind("mercator", 0) == 0 && flattening == 0);
}

struct Ellipsoid {
    double a = 0, f = 0;
};

bool read_ellipsoid(const PJ* crs, Ellipsoid& out) {
    const PjPtr ellipsoid(proj_get_ellipsoid(context(), crs));
    double inverse = 0;
    if (!ellipsoid || proj_ellipsoid_get_parameters(context(), ellipsoid.get(), &out.a, nullptr,
                                                    nullptr, &inverse) == 0) {
        return false;
    }
    out.f = inverse == 0 ? 0 : 1 / inverse;
    return true;
}

/// By name, for spellings differ between authorities; the ellipsoid must bear the name out.
DatumFamily family_of(const PJ* geodetic) {
    const PjPtr datum(proj_crs_get_datum_forced(context(), geodetic));
    Ellipsoid e;
    if (!datum || !read_ellipsoid(geodetic, e) || std::abs(e.a - 6378137.0) > 1e-3 || e.f <= 0 ||
        std::abs(1 / e.f - 298.257222101) > 1e-4) {
        return DatumFamily::other;
    }
    const std::string name = plain(text_of(proj_get_name(datum.get())));
    // First, for PROJ names these "Unknown based on ... using towgs84=0,0,0".
    if (has(name, "unknown") || has(name, "notspecified")) {
        return DatumFamily::modern;
    }
    if (has(name, "china2000") || has(name, "cgcs2000") || has(name, "chinageodetic")) {
        return DatumFamily::cgcs2000;
    }
    if (has(name, "worldgeodeticsystem1984") || has(name, "wgs1984") || has(name, "wgs84")) {
        return DatumFamily::wgs84;
    }
    return DatumFamily::other;
}

/// A bound CRS carries its own shift to a hub (usually WGS 84). Seven zeros are a habit of old
/// programs, not a shift: such a wrapping is taken off, so that the datum guard sees the datum.
PjPtr without_zero_shift(PjPtr pj) {
    if (proj_get_type(pj.get()) != PJ_TYPE_BOUND_CRS) {
        return pj;
    }
    const PjPtr shift(proj_crs_get_coordoperation(context(), pj.get()));
    double values[7] = {0, 0, 0, 0, 0, 0, 0};
    const bool helmert =
        shift && proj_coordoperation_get_towgs84_values(context(), shift.get(), values, 7, 0) != 0;
    const bool zero =
        std::all_of(std::begin(values), std::end(values), [](double v) { return v == 0; });
    return helmert && zero ? PjPtr(proj_get_source_crs(context(), pj.get())) : std::move(pj);
}

[[noreturn]] void refuse_kind(const PJ* pj) {
    throw base::data_error("geo.crs.kind", text_of(proj_get_name(pj)));
}

void describe_ellipsoid(Crs::Data& data, const PJ* core) {
    Ellipsoid e;
    if (!read_ellipsoid(data.geodetic.get(), e)) {
        refuse_kind(core);
    }
    data.semi_major = e.a;
    data.flattening = e.f;
}

void describe_kind(Crs::Data& data, const PJ* core) {
    const PJ_TYPE type = proj_get_type(core);
    data.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    if (!data.geographic && type != PJ_TYPE_PROJECTED_CRS) {
        refuse_kind(core);
    }
    data.geodetic.reset(proj_crs_get_geodetic_crs(context(), core));
    if (!data.geodetic) {
        refuse_kind(core);
    }
    if (data.geographic && !in_degrees(core)) {
        refuse_kind(core);
    }
}

void describe_projection(Crs::Data& data, const PJ* core) {
    data.central_meridian = std::numeric_limits<double>::quiet_NaN();
    if (data.geographic) {
        return;
    }
    const PjPtr conversion(proj_crs_get_coordoperation(context(), core));
    if (conversion) {
        data.central_meridian = meridian_of(conversion.get());
        data.web_mercator = is_web_mercator(conversion.get(), data.flattening);
    }
}

}  // namespace

std::shared_ptr<const Crs::Data> describe_crs(const ProjLock& held, PjPtr given) {
    if (proj_is_crs(given.get()) == 0) {
        refuse_kind(given.get());
    }
    if (proj_get_type(given.get()) == PJ_TYPE_COMPOUND_CRS) {
        given.reset(proj_crs_get_sub_crs(context(), given.get(), 0));
    }
    given = without_zero_shift(std::move(given));
    const bool bound = proj_get_type(given.get()) == PJ_TYPE_BOUND_CRS;
    auto data = std::make_shared<Crs::Data>();
    data->pj = bound ? std::move(given) : identified(held, std::move(given), data->code);
    const PjPtr base(bound ? proj_get_source_crs(context(), data->pj.get()) : nullptr);
    const PJ* const core = bound ? base.get() : data->pj.get();
    describe_kind(*data, core);
    describe_ellipsoid(*data, core);
    describe_projection(*data, core);
    const PjPtr hub(bound ? proj_get_target_crs(context(), data->pj.get()) : nullptr);
    data->family = family_of(bound ? hub.get() : data->geodetic.get());
    data->normalized = normalized(data->pj.get());
    data->name = text_of(proj_get_name(core));
    data->wkt = wkt_of(data->pj.get());
    data->geodetic_wkt = wkt_of(data->geodetic.get());
    if (!data->normalized || data->wkt.empty()) {
        throw base::data_error("geo.proj.failed", proj_home().log);
    }
    return data;
}

}  // namespace jt::geo
