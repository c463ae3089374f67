// Memory of one call of a native plugin: what the engine lends out lives here until run returns.
#pragma once

#include "sdk/jt_plugin.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jt::native {

/// Arrow structs whose release only marks them: the plugin may release them, move them, or leave
/// them, and nothing leaks or is freed twice.
class Arena {
public:
    /// `format` and `name` must outlive the arena (literals, names of columns) or be kept in it.
    ArrowSchema* schema(const char* format, const char* name,
                        std::vector<ArrowSchema*> children = {}, std::string metadata = "");
    ArrowArray* array(std::size_t length, std::size_t nulls, std::vector<const void*> buffers,
                      std::vector<ArrowArray*> children = {});

    template <class T>
    T& keep(T value) {
        auto kept = std::make_shared<T>(std::move(value));
        m_kept.push_back(kept);
        return *kept;
    }

private:
    std::vector<std::shared_ptr<void>> m_kept;
};

}  // namespace jt::native
