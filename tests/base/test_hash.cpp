#include "base/hash.hpp"

#include <catch2/catch.hpp>

using namespace jt::base;

TEST_CASE("SHA-256 agrees with the standard's examples") {  // FIPS 180-4
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a hasher mixes lengths in, so that parts cannot run together") {
    const auto hashed = [](std::string_view a, std::string_view b) {
        Hasher hasher;
        hasher.add(a);
        hasher.add(b);
        return hasher.hex();
    };
    CHECK(hashed("ab", "c") != hashed("a", "bc"));
    CHECK(hashed("ab", "c") == hashed("ab", "c"));
    const std::vector<double> none, some = {0};
    Hasher a, b;
    a.add_span<double>(none);
    a.add_span<double>(some);
    b.add_span<double>(some);
    b.add_span<double>(none);
    CHECK(a.hex() != b.hex());
}

TEST_CASE("raw pieces hash like the whole") {
    Hasher hasher;
    hasher.raw("ab", 2);
    hasher.raw("c", 1);
    CHECK(hasher.hex() == sha256("abc"));
}
