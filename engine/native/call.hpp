// One run of an operator of a native plugin, and the functions that the engine offers to it.
#pragma once

#include "native/arena.hpp"
#include "registry/registry.hpp"

#include <exception>

/// The engine's side of the opaque struct of jt_plugin.h.
struct jt_call {
    const jt::registry::OperatorSpec& spec;
    jt::registry::Call& call;
    std::string params = {};
    jt::native::Arena arena = {};
    jt::registry::Outputs outputs = {};
    std::exception_ptr failure = nullptr;  ///< the first thing that went wrong
};

namespace jt::native {

const jt_host& host_table();

/// Runs the operator. Whatever failed first in a host function is thrown; then "native.code" for a
/// code that comes without a reason, "native.output.missing" for a declared output that is not
/// there.
registry::Outputs run_operator(const jt_operator& op, const registry::OperatorSpec& spec,
                               registry::Call& call);

}  // namespace jt::native
