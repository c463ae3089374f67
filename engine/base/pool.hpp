// Workspaces for parallel loops.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace jt::base {

/// Lends one workspace to each thread that asks, and makes as many as are asked for at once.
template <class Workspace>
class Pool {
public:
    explicit Pool(std::function<std::unique_ptr<Workspace>()> make) : m_make(std::move(make)) {}

    template <class Body>
    void with(Body&& body) {
        std::unique_ptr<Workspace> one;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_free.empty()) {
                one = std::move(m_free.back());
                m_free.pop_back();
            }
        }
        if (!one) {
            one = m_make();
        }
        body(*one);
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(one));
    }

private:
    std::function<std::unique_ptr<Workspace>()> m_make;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Workspace>> m_free;
};

}  // namespace jt::base
