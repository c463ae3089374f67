#include "layer/matrix.hpp"

#include "base/error.hpp"

namespace jt::layer {
namespace {

void write_texts(base::Writer& out, const std::vector<std::string>& texts) {
    out.integer(static_cast<std::int64_t>(texts.size()));
    for (const auto& text : texts) {
        out.text(text);
    }
}

std::vector<std::string> read_texts(base::Reader& in) {
    std::vector<std::string> out;
    const std::int64_t count = in.integer();
    for (std::int64_t i = 0; i < count; ++i) {
        out.push_back(in.text());
    }
    return out;
}

}  // namespace

const char* cost_status_name(std::uint32_t cost) {
    switch (cost) {
        case kUnreachable: return "unreachable";
        case kCutOff: return "cut_off";
        case kOffNetwork: return "off_network";
        case kMissing: return "missing";
        default: return cost <= kMaxCost ? "ok" : "reserved";
    }
}

void Matrix::write(base::Writer& out) const {
    write_texts(out, row_ids);
    write_texts(out, column_ids);
    out.values(cost);
    out.text(unit);
}

registry::ObjectPtr Matrix::read(base::Reader& in) {
    auto out = std::make_shared<Matrix>();
    out->row_ids = read_texts(in);
    out->column_ids = read_texts(in);
    out->cost = in.values<std::uint32_t>();
    out->unit = in.text();
    if (out->cost.size() != out->row_ids.size() * out->column_ids.size()) {
        throw base::data_error("layer.archive.matrix");
    }
    return out;
}

}  // namespace jt::layer
