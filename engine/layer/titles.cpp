#include "layer/titles.hpp"

#include "base/fold.hpp"
#include "base/text.hpp"

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

std::string close_title(const std::vector<Field>& fields, std::string_view word) {
    std::vector<std::string> titles;
    for (const Field& field : fields) {
        titles.insert(titles.end(), {field.title.zh, field.title.en});
    }
    std::erase(titles, "");
    std::erase(titles, word);
    const std::string close = base::did_you_mean(word, titles);
    // Of two characters one in common is little.
    const bool alike = base::fold_spelling(close) == base::fold_spelling(word);
    return alike || base::code_points(word).size() > 2 ? close : "";
}

}  // namespace jt::layer
