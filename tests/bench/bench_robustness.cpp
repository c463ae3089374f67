// Monte Carlo of a ranking at full size.
//   bench_robustness DRAWS ROWS CRITERIA [none|dirichlet|uniform|free|ordinal] [sd]
// Seeded values from 0 to 100 and equal weights; `sd` above 0 varies the values too. JT_THREADS
// sets the threads.
#include "base/parallel.hpp"
#include "score/robustness.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace jt;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

score::Vary vary_of(const std::string& word) {
    return word == "none"      ? score::Vary::none
           : word == "uniform" ? score::Vary::uniform
           : word == "free"    ? score::Vary::free
           : word == "ordinal" ? score::Vary::ordinal
                               : score::Vary::dirichlet;
}

score::ScoreModel model_of(std::size_t rows, std::size_t criteria, const std::string& word,
                           double sd) {
    score::ScoreModel out;
    out.seed = 1;
    out.vary = {vary_of(word), word == "uniform" ? 0.3 : 50, {}};
    for (std::size_t i = 0; i < rows; ++i) {
        out.rows.push_back("P" + std::to_string(i));
    }
    for (std::size_t j = 0; j < criteria; ++j) {
        out.names.push_back("c" + std::to_string(j));
        out.weights.push_back(1.0 / static_cast<double>(criteria));
        out.vary.importance.push_back(j);
        std::vector<double> values(rows);
        for (std::size_t i = 0; i < rows; i += score::kLanes) {
            score::Lanes u;
            score::draw_uniforms(j, i, u);
            for (std::size_t l = 0; l < score::kLanes && i + l < rows; ++l) {
                values[i + l] = 100 * u.at[l];
            }
        }
        out.values.push_back(values);
        score::Spread spread;
        if (sd > 0) {
            spread.kind = score::Spread::Kind::normal;
            spread.sd.assign(rows, sd);
        }
        out.spreads.push_back(spread);
    }
    return out;
}

}  // namespace

int main(int count, char** words) {
    if (const char* threads = std::getenv("JT_THREADS")) {
        base::set_threads(std::atoi(threads));
    }
    if (count < 4) {
        std::fprintf(stderr, "bench_robustness DRAWS ROWS CRITERIA [VARY] [SD]\n");
        return 1;
    }
    const auto draws = std::stoul(words[1]), rows = std::stoul(words[2]);
    const auto criteria = std::stoul(words[3]);
    const auto model = model_of(rows, criteria, count > 4 ? words[4] : "dirichlet",
                                count > 5 ? std::stod(words[5]) : 0);
    const auto start = std::chrono::steady_clock::now();
    const auto result = score::robustness(model, draws);
    const double seconds = seconds_since(start);
    double sum = 0;
    for (const double mean : result.scores.mean) {
        sum += mean;
    }
    std::printf("draws=%lu rows=%lu criteria=%lu threads=%d sum=%.10g seconds=%.3f\n", draws, rows,
                criteria, base::threads(), sum, seconds);
    return 0;
}
