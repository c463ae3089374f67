// Blocks of several megabytes (base/big_blocks.cpp): what is written stays, whatever waits and
// moves.
#include "base/parallel.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace {

using Words = std::vector<std::uint64_t>;

Words filled(std::size_t words, std::uint64_t number) {
    Words out(words);
    for (std::size_t i = 0; i < words; i += 64) {
        out[i] = number + i;
    }
    return out;
}

std::size_t wrong(const Words& block, std::uint64_t number) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        out += block[i] == (i % 64 == 0 ? number + i : 0) ? 0U : 1U;
    }
    return out;
}

}  // namespace

TEST_CASE("big blocks keep what is in them while others come and go on all threads") {
    std::vector<std::size_t> mistakes(4, 0);
    jt::base::parallel_blocks(4, 1, [&](std::size_t t, std::size_t) {
        std::mt19937_64 random(t);
        std::vector<std::pair<std::uint64_t, Words>> held;
        for (int step = 0; step < 60; ++step) {
            const std::size_t words = 1U << (16 + random() % 5);  // 0.5 to 8 MB, and a bit more
            held.emplace_back(random(), Words());
            held.back().second = filled(words + random() % words, held.back().first);
            if (held.size() > 5) {
                const auto gone =
                    held.begin() + static_cast<std::ptrdiff_t>(random() % held.size());
                mistakes[t] += wrong(gone->second, gone->first);
                held.erase(gone);
            }
        }
        for (const auto& [number, block] : held) {
            mistakes[t] += wrong(block, number);
        }
    });
    CHECK(mistakes == std::vector<std::size_t>(4, 0));
}
