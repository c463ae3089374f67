-- Three parks: land of 50 ha scores 40, of 200 ha 70; industries score 100, 70 and 50.
local CRS = { crs = "EPSG:4544" }

local function parks(t) return t.read("parks.geojson", CRS) end

-- A table of id and value, as a score's column gives it.
local function values(t, list)
    return t.columns.table { { "id", t.columns.column { "P01", "P02", "P03" } }, { "value", t.columns.column(list) } }
end

local function direct(weights) return { weights = { method = "direct", weights = weights } } end

return {
    { "the score is the weighted sum of the criterion scores", function(t)
        local made = t.run("park_suitability", { parks = parks(t) }, direct { land = 0.25, industry = 0.75 })
        t.near(made.parks.score[1], 0.25 * 40 + 0.75 * 100, 1e-9)
        t.near(made.parks.score[2], 0.25 * 70 + 0.75 * 70, 1e-9)
        t.same(t.list(made.parks.x_land), { 40, 70, "null" })
        t.same(t.list(made.parks.rank), { 1, 2, "null" })
    end },
    { "a park that lacks an indicator has no score, or one on the others where that is asked for", function(t)
        local params = direct { land = 0.5, industry = 0.5 }
        t.same(t.list(t.run("park_suitability", { parks = parks(t) }, params).parks.score)[3], "null")
        params.missing = "renormalise"
        t.near(t.run("park_suitability", { parks = parks(t) }, params).parks.score[3], 50, 1e-9)
    end },
    { "the contributions of a park add up to its score", function(t)
        local made = t.run("park_suitability", { parks = parks(t), access = values(t, { 15, 30, 45 }) },
            direct { access = 0.5, land = 0.3, industry = 0.2 })
        local sums = {}
        for i = 1, made.contributions:rows() do
            local id = made.contributions.id[i]
            sums[id] = (sums[id] or 0) + (made.contributions.part[i] or 0)
        end
        for i = 1, 2 do
            t.near(sums[made.parks.id[i]], made.parks.score[i], 1e-9)
        end
        t.near(made.parks.x_access[1], 75, 1e-9)
    end },
    { "weights by AHP come with their consistency ratio", function(t)
        local made = t.run("park_suitability", { parks = parks(t) },
            { weights = { method = "ahp", names = { "land", "industry" }, matrix = { { 1, 3 }, { 1 / 3, 1 } } } })
        t.near(made.weights.weight[1], 0.75, 1e-9)
        t.near(made.weights.cr[1], 0, 1e-9)
        t.near(made.parks.score[1], 0.75 * 40 + 0.25 * 100, 1e-9)
        assert(t.fails(function()
            t.run("park_suitability", { parks = parks(t) }, { weights = { method = "ahp", names = { "land", "industry" },
                matrix = { { 1, 3 }, { 1, 1 } } } })
        end):find "not reciprocal")
    end },
    { "without weights the criteria weigh the same", function(t)
        local made = t.run("park_suitability", { parks = parks(t) }, {})
        t.same(t.list(made.weights.weight), { 0.5, 0.5 })
        t.near(made.parks.score[1], 70, 1e-9)
    end },
    { "a constraint makes a park infeasible: it keeps its score, gets no rank, and names the rule", function(t)
        local made = t.run("park_suitability", { parks = parks(t),
            constraints = { t.read("红线.geojson", CRS), t.read("开发边界.geojson", CRS) } }, direct { industry = 1 })
        t.same(t.list(made.parks.feasible), { true, false, true })
        t.same(t.list(made.parks.rank), { 1, "null", 2 })
        t.near(made.parks.score[2], 70, 1e-9)
        assert(made.parks.failed_rules[2]:find("红线", 1, true))
        assert(made.parks.warnings[3]:find("开发边界", 1, true))
        t.same(made.parks.warnings[1] or "", "")
        for i = 1, made.constraints:rows() do
            if made.constraints.id[i] == "P02" and made.constraints.rule[i] == "红线" then
                t.near(made.constraints.area_mu[i], 750, 2) -- half of 100 ha, 15 mu each
            end
        end
    end },
    { "the airport counts for parks of the aviation theme alone", function(t)
        local made = t.run("park_suitability", { parks = parks(t), airport = values(t, { 45, 0, 0 }) },
            direct { industry = 0.5, airport = 0.5 })
        t.near(made.parks.score[1], 0.5 * 100 + 0.5 * 50, 1e-9)
        t.near(made.parks.score[2], 70, 1e-9)
    end },
    { "an unknown criterion, and one without its indicator, are refused by name", function(t)
        assert(t.fails(function()
            t.run("park_suitability", { parks = parks(t) }, direct { lnd = 1 })
        end):find("no criterion 'lnd'", 1, true))
        assert(t.fails(function()
            t.run("park_suitability", { parks = parks(t) }, direct { slope = 1 })
        end):find("criterion 'slope' needs the column or input 'slope_deg'", 1, true))
    end },
}
