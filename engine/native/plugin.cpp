#include "native/plugin.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "native/call.hpp"
#include "native/library.hpp"

namespace jt::native {
namespace {

template <class Item>
void check_kinds(const std::vector<Item>& items, const std::string& field) {
    for (const auto& item : items) {
        if (item.kind != registry::Kind::layer && item.kind != registry::Kind::table &&
            item.kind != registry::Kind::matrix) {
            base::Error error = base::data_error("native.kind", registry::kind_name(item.kind));
            error.add_context(base::msg("native.field", field + "." + item.name + ".kind"));
            throw error;
        }
    }
}

}  // namespace

void register_plugin(const Manifest& manifest, registry::Registry& registry) {
    const auto library = std::make_shared<Library>(manifest);
    // A library that is not built yet is told when it is wanted, not whenever the program starts.
    const std::string fingerprint = std::filesystem::is_regular_file(manifest.library)
                                        ? base::sha256_file(manifest.library.string())
                                        : "";
    for (auto spec : manifest.operators) {
        base::within(base::msg("native.manifest", manifest.file.string()), [&] {
            check_kinds(spec.ports, "operators." + spec.name + ".ports");
            check_kinds(spec.outputs, "operators." + spec.name + ".outputs");
        });
        spec.fingerprint = fingerprint;
        const auto shared = std::make_shared<const registry::OperatorSpec>(spec);
        registry.add(std::move(spec), [library, shared](registry::Call& call) {
            return base::within(base::msg("native.plugin", library->manifest().name), [&] {
                return run_operator(library->find(shared->name), *shared, call);
            });
        });
    }
}

}  // namespace jt::native
