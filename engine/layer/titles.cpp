#include "layer/titles.hpp"

namespace jt::layer {

std::optional<std::size_t> index_of_title(const std::vector<Field>& fields,
                                          std::string_view title) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const bool fits = fields[i].title.zh == title || fields[i].title.en == title;
        if (title.empty() || !fits) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = i;
    }
    return found;
}

}  // namespace jt::layer
