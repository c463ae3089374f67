// Stores for the census tracts of San Francisco: road distances of 16 candidates to 205 tracts.
// Every optimum is held against all 65,536 sets of stores.
#include "locate/fixtures.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace jt;
using nlohmann::json;
using test::run;

namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& text) {
    std::vector<std::vector<std::string>> out;
    std::istringstream lines(text);
    std::string line, cell;
    while (std::getline(lines, line)) {
        line.erase(
            std::remove_if(line.begin(), line.end(), [](char c) { return c == '"' || c == '\r'; }),
            line.end());
        std::istringstream cells(line);
        out.emplace_back();
        while (std::getline(cells, cell, ',')) {
            out.back().push_back(cell);
        }
    }
    out.erase(out.begin());
    return out;
}

struct City {
    test::Inputs inputs;
    locate::Problem problem;  ///< for the subsets: people and distances
};

std::optional<City> city() {
    const std::string folder = "data/peers/spopt_sf/";
    const auto tracts = test::shared_text(folder + "SF_demand_205_centroid_uniform_weight.csv");
    const auto stores = test::shared_text(folder + "SF_store_site_16_longlat.csv");
    const auto pairs =
        test::shared_text(folder + "SF_network_distance_candidateStore_16_censusTract_205_new.csv");
    if (!tracts || !stores || !pairs) {
        return std::nullopt;
    }
    City out;
    std::vector<std::string> tract, store, from, to;
    std::vector<double> people, metres;
    std::map<std::string, std::size_t> row, column;
    for (const auto& cells : rows_of(*tracts)) {
        tract.push_back(cells[3]);
        people.push_back(std::stod(cells[6]));
    }
    for (const auto& cells : rows_of(*stores)) {
        column[cells[2]] = store.size();
        store.push_back(cells[2]);
    }
    for (std::size_t i = 0; i < tract.size(); ++i) {
        row[tract[i]] = i;
    }
    std::vector<std::vector<double>> costs(tract.size(), std::vector<double>(store.size(), NAN));
    for (const auto& cells : rows_of(*pairs)) {
        metres.push_back(std::stod(cells[0]));
        from.push_back(cells[1]);
        to.push_back(cells[2]);
        costs[row.at(to.back())][column.at(from.back())] = metres.back();
    }
    out.problem = test::problem_of(costs, people);
    auto demand = std::make_shared<layer::Table>(tract.size());
    demand->set(test::text_field("NAME"), layer::Column::of_texts(tract));
    demand->set(test::real_field("POP2000"), layer::Column::of_reals(people));
    auto sites = std::make_shared<layer::Table>(store.size());
    sites->set(test::text_field("NAME"), layer::Column::of_texts(store));
    auto table = std::make_shared<layer::Table>(from.size());
    table->set(test::text_field("name"), layer::Column::of_texts(from));
    table->set(test::text_field("DestinationName"), layer::Column::of_texts(to));
    table->set(test::real_field("distance"), layer::Column::of_reals(metres));
    out.inputs = {{"demand", {demand}}, {"candidates", {sites}}, {"costs", {table}}};
    return out;
}

json asked(json params) {
    params.update({{"weight", "POP2000"},
                   {"demand_id", "NAME"},
                   {"candidate_id", "NAME"},
                   {"direction", "from"},
                   {"origin", "name"},
                   {"destination", "DestinationName"},
                   {"cost", "distance"}});
    return params;
}

}  // namespace

TEST_CASE("the location optima of San Francisco are those of all subsets", "[spopt]") {
    const auto data = city();
    if (!data) {
        return;
    }
    const auto best = test::try_all(data->problem);
    for (const std::size_t p : {1, 2, 4, 6, 11}) {
        CAPTURE(p);
        const auto median = run("locate.p_median", data->inputs, asked({{"p", p}}));
        CHECK(median.number("objective") == Approx(best.median.at(p)).epsilon(1e-12));
        CHECK(median.number("gap") == 0);
        CHECK(median.word("status") == "optimal");
        CHECK(median.chosen().size() == p);
        const auto centre = run("locate.p_centre", data->inputs, asked({{"p", p}}));
        CHECK(centre.number("objective") == best.radius.at(p));
        CHECK(centre.number("bound") == best.radius.at(p));
    }
    for (const double radius : {3000.0, 5000.0}) {
        const auto reach = test::try_all(data->problem, radius);
        CAPTURE(radius);
        for (const std::size_t p : {1, 4, 7}) {
            const auto cover =
                run("locate.max_cover", data->inputs, asked({{"p", p}, {"cutoff", radius}}));
            CHECK(cover.number("objective") == reach.covered.at(p));
            CHECK(cover.number("bound") == reach.covered.at(p));
        }
        if (reach.fewest > 0) {
            const auto all = run("locate.cover_all", data->inputs, asked({{"cutoff", radius}}));
            CHECK(all.number("objective") == static_cast<double>(reach.fewest));
            CHECK(all.number("mean_cost") * all.number("weight") ==
                  Approx(reach.median.at(reach.fewest)));
        }
    }
}

TEST_CASE("four stores for San Francisco are those that PySAL's spopt publishes", "[spopt]") {
    // Tutorial "Empirical examples of facility location problems": p = 4, 5,000 m.
    const auto data = city();
    if (!data) {
        return;
    }
    const auto median = run("locate.p_median", data->inputs, asked({{"p", 4}}));
    CHECK(median.number("objective") == Approx(2848268129.7145).epsilon(1e-12));
    CHECK(median.number("mean_cost") == Approx(2982.1268).epsilon(1e-7));
    const auto centre = run("locate.p_centre", data->inputs, asked({{"p", 4}}));
    CHECK(centre.number("objective") == Approx(7403.06).epsilon(1e-6));
    const auto cover = run("locate.max_cover", data->inputs, asked({{"p", 4}, {"cutoff", 5000}}));
    CHECK(100 * cover.number("assigned") / cover.number("demand") == Approx(89.7560).epsilon(1e-5));
}
