#include "base/parallel.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <vector>

using namespace jt::base;
using jt::test::error_of;

TEST_CASE("every index is visited once, for any number of threads and any grain") {
    for (const int count : {1, 2, 7, 0}) {
        set_threads(count);
        for (const std::size_t n : {0U, 1U, 999U}) {
            for (const std::size_t grain : {0U, 1U, 10U, 5000U}) {
                std::vector<int> visits(n);
                parallel_blocks(n, grain, [&](std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i) {
                        ++visits[i];
                    }
                });
                CHECK(visits == std::vector<int>(n, 1));
            }
        }
    }
    set_threads(0);
    CHECK(threads() >= 1);
}

TEST_CASE("of several failures the one of the lowest block is told, whatever the threads") {
    for (const int count : {1, 4}) {
        set_threads(count);
        for (int round = 0; round < 20; ++round) {
            const auto error = error_of([] {
                parallel_blocks(100, 1, [](std::size_t begin, std::size_t) {
                    if (begin % 10 == 3) {
                        throw data_error("base.hint", begin);
                    }
                });
            });
            REQUIRE(error);
            CHECK(error->message().args == std::vector<std::string>{"3"});
        }
    }
    set_threads(0);
}

TEST_CASE("a cancelled loop stops between blocks with the interrupted error") {
    reset_cancel();
    std::atomic<int> blocks{0};
    const auto error = error_of([&] {
        parallel_blocks(1000, 1, [&](std::size_t, std::size_t) {
            ++blocks;
            request_cancel();
        });
    });
    reset_cancel();
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::interrupted);
    CHECK(error->text(Lang::en) == "interrupted; nothing was written");
    CHECK(blocks < 1000);
}

TEST_CASE("progress reaches its sink and notices cancellation") {
    std::vector<std::string> seen;
    const Progress progress([&](double share, const std::string& what) {
        seen.push_back(what + std::to_string(static_cast<int>(100 * share)));
    });
    progress.at(0.5, "half ");
    Progress().at(1);
    CHECK(seen == std::vector<std::string>{"half 50"});
    request_cancel();
    CHECK(error_of([&] { progress.at(1); })->kind() == ErrorKind::interrupted);
    reset_cancel();
    check_cancel();
}
