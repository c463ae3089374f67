#include "base/hash.hpp"
#include "report/html.hpp"
#include "report/sample.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace jt::report;

namespace {

/// Takes the tags apart and checks that each one that opens is closed, in order: an oracle of its
/// own, for the subset of HTML that is also XML but for the elements without content.
std::string balance_error(const std::string& html) {
    const std::set<std::string> empty = {"meta", "img", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = html.find('<', at)) != std::string::npos;) {
        const auto end = html.find('>', at);
        const std::string tag = html.substr(at + 1, end - at - 1);
        const bool closes = tag.starts_with("/");
        const std::string name =
            tag.substr(closes ? 1 : 0, tag.find_first_of(" \n") - (closes ? 1 : 0));
        if (closes && (open.empty() || open.back() != name)) {
            return "</" + name + "> closes " + (open.empty() ? "nothing" : open.back());
        }
        if (closes) {
            open.pop_back();
        } else if (!empty.contains(name)) {
            open.push_back(name);
        }
        at = end;
        if (!closes && (name == "style" || name == "script")) {
            at = html.find("</" + name, at);
        }
    }
    return open.empty() ? "" : "open: " + open.back();
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const auto start = text.find(from) + from.size();
    return text.substr(start, text.find(to, start) - start);
}

std::string sample_html(const std::string& lang = "zh") {
    auto params = sample::params();
    params["formats"] = {"html"};
    params["lang"] = lang;
    return sample::run(params).files.at("report.html");
}

}  // namespace

TEST_CASE("base64 gives the vectors of RFC 4648", "[fast]") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : vectors) {
        CHECK(base64(plain) == coded);
    }
}

TEST_CASE("everything that could be a mark is escaped", "[fast]") {
    CHECK(escape_html("</script><b a='1'>&\"") ==
          "&lt;/script&gt;&lt;b a=&#39;1&#39;&gt;&amp;&quot;");
}

TEST_CASE("the page is well formed, in one file, with nothing from outside") {
    const std::string html = sample_html();
    CHECK(balance_error(html) == "");
    CHECK_THAT(html, Catch::Contains("<html lang=\"zh-CN\">") &&
                         Catch::Contains("<title>成渝半小时交通圈专题报告</title>"));
    for (const char* outside : {"http://", "https://", "src=\"maps", "<link", "@import", "url("}) {
        INFO(outside);
        CHECK(html.find(outside) == std::string::npos);
    }
    CHECK_THAT(html, Catch::Contains("X|&lt;script&gt;"));
    CHECK_THAT(html, Catch::Contains("转义 &amp; &lt;b&gt; &quot;引号&quot; |竖线|"));
}

TEST_CASE("the policy names the very style and script of the page") {
    const std::string html = sample_html("en");
    const auto policy_hash = [](const std::string& text) {
        std::string bytes;
        const std::string hex = jt::base::sha256(text);
        for (std::size_t i = 0; i < hex.size(); i += 2) {
            bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
        return "'sha256-" + base64(bytes) + "'";
    };
    CHECK_THAT(html, Catch::Contains("default-src 'none'; img-src data:; style-src " +
                                     policy_hash(between(html, "<style>", "</style>"))));
    CHECK_THAT(
        html, Catch::Contains("script-src " + policy_hash(between(html, "<script>", "</script>"))));
    CHECK(html.find(" style=\"") == std::string::npos);
    CHECK(html.find(" onclick") == std::string::npos);
}

TEST_CASE("tables sort by numbers, maps are in the file, contents link to headings") {
    const std::string html = sample_html();
    CHECK_THAT(html, Catch::Contains("<td class=\"right\" data-sort=\"59.35\">59.4</td>"));
    CHECK_THAT(html, Catch::Contains("<td class=\"right\">—</td>"));
    const std::string map = base64(sample::sheets()->files.at("maps/01.png").str());
    CHECK(html.find("src=\"data:image/png;base64," + map + "\"") != std::string::npos);
    CHECK_THAT(html, Catch::Contains("<a href=\"#sec-1\">一、编制说明</a>") &&
                         Catch::Contains("<h2 id=\"sec-1\">一、编制说明</h2>"));
    CHECK_THAT(html, Catch::Contains("<math display=\"block\">"));
}

TEST_CASE("a formula outside the known part of TeX is shown as it is", "[fast]") {
    Document document;
    document.blocks = {Formula{R"(\begin{x} a < b)", "", ""}};
    number(document);
    CHECK_THAT(to_html(document), Catch::Contains("<code>\\begin{x} a &lt; b</code>"));
}
