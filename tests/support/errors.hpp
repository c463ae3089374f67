// What a body throws, as whole text.
#pragma once

#include "base/error.hpp"

#include <optional>
#include <string>

namespace jt::test {

/// The Error that the body throws; none when it throws none.
template <class Body>
std::optional<base::Error> error_of(Body&& body) {
    try {
        body();
    } catch (const base::Error& error) {
        return error;
    }
    return std::nullopt;
}

template <class Body>
std::string error_text(Body&& body, base::Lang lang = base::Lang::en) {
    const auto error = error_of(body);
    return error ? error->text(lang) : "(no error)";
}

}  // namespace jt::test
