// The border between the engine and native code: no exception crosses it, in either direction.
#pragma once

#include "base/error.hpp"
#include "sdk/jt_plugin.h"

#include <exception>
#include <string>
#include <utility>

namespace jt::native {

/// Calls into a library. A C++ plugin that breaks the rule and lets an exception out gives the data
/// error "native.exception".
template <class Body>
auto into_plugin(const std::string& what, Body&& body) {
    try {
        return std::forward<Body>(body)();
    } catch (const std::exception& error) {
        throw base::data_error("native.exception", what, error.what());
    } catch (...) {
        throw base::data_error("native.exception", what, "?");
    }
}

/// Answers a library: the body gives a code; what it throws is kept, the first of all stays, and
/// becomes a code.
template <class Body>
std::int32_t into_engine(std::exception_ptr& kept, Body&& body) noexcept {
    std::int32_t code = JT_FAILED;
    try {
        return std::forward<Body>(body)();
    } catch (const base::Error& error) {
        code = error.kind() == base::ErrorKind::interrupted ? JT_CANCELLED : JT_FAILED;
        kept = kept ? kept : std::current_exception();
    } catch (...) {
        kept = kept ? kept : std::current_exception();
    }
    return code;
}

}  // namespace jt::native
