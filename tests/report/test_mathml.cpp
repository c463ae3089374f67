#include "report/mathml.hpp"

#include <catch2/catch.hpp>

using jt::report::to_mathml;

TEST_CASE("formulas become MathML", "[fast]") {
    CHECK(*to_mathml("x^2", false) ==
          "<math><mrow><msup><mi>x</mi><mrow><mn>2</mn></mrow></msup></mrow></math>");
    CHECK(*to_mathml(R"(\frac{a}{b})", true) ==
          "<math display=\"block\"><mrow><mfrac><mrow><mrow><mi>a</mi></mrow></mrow>"
          "<mrow><mrow><mi>b</mi></mrow></mrow></mfrac></mrow></math>");
    CHECK_THAT(*to_mathml(R"(\sum_{j=1}^{n} w_j)", true),
               Catch::Contains("<munderover><mo>∑</mo>") && Catch::Contains("<msub><mi>w</mi>"));
    CHECK_THAT(*to_mathml(R"(\sum_j w_j)", false), Catch::Contains("<msub><mo>∑</mo>"));
    CHECK_THAT(*to_mathml(R"(\lambda_{\max} - n)", true),
               Catch::Contains("<mi>λ</mi>") && Catch::Contains("<mo>−</mo>") &&
                   Catch::Contains("<mi mathvariant=\"normal\">max</mi>"));
    CHECK_THAT(*to_mathml(R"(\left( x \right] \quad \text{若 } a < b)", true),
               Catch::Contains("<mo>(</mo><mi>x</mi><mo>]</mo>") && Catch::Contains("若 ") &&
                   Catch::Contains("<mo>&lt;</mo>"));
}

TEST_CASE("what is not understood gives none", "[fast]") {
    for (const char* tex : {R"(\unknown x)", "{a", "a}", "x^", R"(\frac{a})", "x^2^3",
                            R"(\left( x)", R"(\begin{matrix} a \end{matrix})", "a & b"}) {
        INFO(tex);
        CHECK_FALSE(to_mathml(tex, true));
    }
    CHECK(to_mathml("", true));
}
