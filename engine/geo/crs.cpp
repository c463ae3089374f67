#include "geo/crs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/crs_proj.hpp"
#include "geo/crs_short.hpp"

#include <cctype>
#include <limits>

namespace jt::geo {
namespace {

constexpr std::size_t kShown = 60;  ///< bytes of a definition that an error shows

/// Definitions remembered: identifying one without a code takes PROJ a tenth of a second.
constexpr std::size_t kKept = 256;

/// What an error shows of a definition that may be a page of WKT.
std::string shown(const std::string& definition) {
    std::string out;
    for (const char32_t c : base::code_points(definition)) {
        if (out.size() >= kShown) {
            return out + "...";
        }
        out += c < 0x20 ? " " : base::to_utf8(c);
    }
    return out;
}

/// PROJ reads a PROJ string as an operation unless it says that it is a CRS.
std::string as_crs(const std::string& text) {
    const bool string = text.rfind("+", 0) == 0 || text.rfind("proj=", 0) == 0;
    return string && text.find("type=crs") == std::string::npos ? text + " +type=crs" : text;
}

/// A bare name is looked up exactly: PROJ's own guessing takes similar names.
bool is_name(const std::string& text) { return text.find_first_of(":[{+=") == std::string::npos; }

PjPtr by_name(PJ_CONTEXT* context, const std::string& name) {
    for (const PJ_TYPE type : {PJ_TYPE_PROJECTED_CRS, PJ_TYPE_GEOGRAPHIC_2D_CRS}) {
        PJ_OBJ_LIST* const list =
            proj_create_from_name(context, nullptr, name.c_str(), &type, 1, 0, 1, nullptr);
        PjPtr found(list != nullptr && proj_list_get_count(list) > 0
                        ? proj_list_get(context, list, 0)
                        : nullptr);
        proj_list_destroy(list);
        if (found) {
            return found;
        }
    }
    return nullptr;
}

const std::string& no_text() {
    static const std::string empty;
    return empty;
}

}  // namespace

Crs Crs::from(const std::string& definition) {
    const std::string text = base::trim(definition);
    ProjHome& home = proj_home();
    const ProjLock held(home.mutex);
    Crs out;
    if (const auto known = home.made.find(text); known != home.made.end()) {
        out.m_data = known->second;
        return out;
    }
    home.log.clear();
    PjPtr pj;
    if (!text.empty()) {
        const std::string full = wkt_of_short_name(text).value_or(as_crs(text));
        pj = is_name(text) ? by_name(home.context.get(), text)
                           : PjPtr(proj_create(home.context.get(), full.c_str()));
    }
    if (!pj) {
        std::string reason = home.log.empty() ? "not found" : home.log;
        if (reason.rfind("proj_create: ", 0) == 0) {
            reason = reason.substr(13);
        }
        throw base::data_error("geo.crs.unknown", shown(text), shown(reason));
    }
    out.m_data = describe_crs(held, std::move(pj));
    if (home.made.size() >= kKept) {
        home.made.clear();
    }
    home.made.emplace(text, out.m_data);
    return out;
}

bool Crs::geographic() const { return known() && m_data->geographic; }

bool Crs::web_mercator() const { return known() && m_data->web_mercator; }

const std::string& Crs::code() const { return known() ? m_data->code : no_text(); }

const std::string& Crs::name() const { return known() ? m_data->name : no_text(); }

const std::string& Crs::wkt() const { return known() ? m_data->wkt : no_text(); }

double Crs::central_meridian() const {
    return known() ? m_data->central_meridian : std::numeric_limits<double>::quiet_NaN();
}

double Crs::semi_major() const {
    return known() ? m_data->semi_major : std::numeric_limits<double>::quiet_NaN();
}

double Crs::flattening() const {
    return known() ? m_data->flattening : std::numeric_limits<double>::quiet_NaN();
}

Crs Crs::geodetic() const {
    if (!known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (geographic()) {
        return *this;
    }
    return from(m_data->geodetic_wkt);
}

bool Crs::same(const Crs& other) const {
    if (!known() || !other.known()) {
        return false;
    }
    if (m_data == other.m_data || (!code().empty() && code() == other.code())) {
        return true;
    }
    const ProjLock held(proj_home().mutex);
    return same_definition(held, m_data->normalized.get(), other.m_data->normalized.get());
}

}  // namespace jt::geo
