// Decay functions: what weight a time has, from 1 (at hand) down to 0 (out of reach).
#pragma once

#include "registry/spec.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace jt::network {

/// t in minutes, T the threshold, b = beta, s = sigma, m = midpoint.
enum class DecayForm {
    step,          ///< 1 up to T (Wachs & Kumagai 1973)
    linear,        ///< 1 - t/T (Black & Conroy 1977; rectangular-linear use)
    power,         ///< t^-b (Hansen 1959); t below `least` counts as `least`
    exponential,   ///< e^(-b t) (Wilson 1971)
    logistic,      ///< (1 + e^(-m k)) / (1 + e^((t - m) k)), k = pi / (s sqrt 3): 1 at 0, near 1/2
                   ///< at m (Bauer & Groneberg 2016)
    gaussian,      ///< e^(-t^2 / (2 s^2)) (Ingram 1971)
    gaussian_dai,  ///< (e^(-(t/T)^2/2) - e^(-1/2)) / (1 - e^(-1/2)): 0 at T (Dai 2010)
    zones,         ///< the weight of the first zone whose end is not before t (Luo & Qi 2009)
    table          ///< between breakpoints linear; before the first its weight, after the last 0
};

struct DecaySpec {
    DecayForm form = DecayForm::step;
    double beta = 1, sigma = 0, midpoint = 0, least = 1;
    /// Minutes; every form is 0 beyond it. step, linear and gaussian_dai need one.
    double threshold = std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, double>> points = {};  ///< minutes, weight: of table and zones
};

/// A checked decay. Data errors of the constructor: a parameter that the form needs and that is
/// missing or not above 0; breakpoints that are none, do not ascend, or have a weight that is
/// negative or no number; zones of weight above that of the zone before are allowed.
class Decay {
public:
    explicit Decay(DecaySpec spec);
    static Decay step(double threshold);
    /// The weight of a time of at least 0; never negative.
    double operator()(double minutes) const;
    const DecaySpec& spec() const { return m_spec; }

private:
    double raw(double minutes) const;
    double between(double minutes) const;
    DecaySpec m_spec;
};

/// "power", "gaussian_dai" ...: the names of forms, in the order of DecayForm.
const std::vector<std::string>& decay_names();

/// The parameters decay (one of `forms`, the first is the default), beta, sigma, midpoint, least,
/// threshold, table, zones.
std::vector<registry::ParamSpec> decay_params(std::vector<std::string> forms);

/// The decay that the validated parameters name. A table, that holds its values at breakpoints
/// only, is told in the diagnostics.
Decay decay_of(const nlohmann::json& params, base::Diagnostics& diagnostics);

}  // namespace jt::network
