local check = require "check"
local mock = require "mock"

-- The tree of an expression, with its columns as words: "(+ land 1)".
local function written(tree)
    if tree.col then
        return tree.col
    elseif not tree.op then
        return tostring(tree.num or tree.text or tree.bool)
    end
    local parts = { tree.op }
    for _, arg in ipairs(tree.args) do
        parts[#parts + 1] = written(arg)
    end
    return "(" .. table.concat(parts, " ") .. ")"
end

return {
    { "signs and methods build trees", function()
        local parks = mock.project().parks
        local land, id = parks.land, parks.id
        for wanted, expression in pairs {
            ["(+ land 1)"] = land + 1,
            ["(- 1 land)"] = 1 - land,
            ["(/ (* land land) 2.5)"] = land * land / 2.5,
            ["(pow land 2)"] = land ^ 2,
            ["(pow land 3)"] = land:pow(3),
            ["(neg land)"] = -land,
            ["(and (ge land 1 ha) (not (eq id P01)))"] = land:ge "1 ha" & ~id:eq "P01",
            ["(or (is_null id) (in id a b))"] = id:is_null() | id:one_of { "a", "b" },
            ["(if (gt land 2) yes no)"] = land:gt(2):choose("yes", "no"),
            ["(clip (sqrt (abs land)) 0 1)"] = land:abs():sqrt():clip(0, 1),
            ["(max (min land 1 2) 3)"] = land:min(1, 2):max(3),
            ["(starts_with id P)"] = id:starts_with "P",
            ["(le (area) 5)"] = parks.area:le(5),
            ["(lt (length) 5)"] = parks.length:lt(5),
            ["(eq where x)"] = parks:column "where":eq "x",
        } do
            check.same(written(expression.tree), wanted)
        end
    end },
    { "area and length have units, a column of that name comes first", function()
        local parks = mock.project().parks
        check.same({ parks.area.field.unit, parks.length.field.unit, parks.land.field.unit }, { "m2", "m", "ha" })
    end },
    { "where and with make new layers and leave the first as it is", function()
        local library = mock.project()
        local dense = library.parks:with("dense", library.parks.land / 2)
        local some = dense:where(dense.dense:gt(1))
        check.same(written(some.dense.tree), "dense")
        check.same(library.errors.list, {})
        local none = library.parks.dense
        check.same(mock.told(library), { "script.layer.no_field dense [id name land where year_open] parks" })
        assert(library.errors.is_poisoned(none))
    end },
    { "a column of a layer serves all layers made from it", function()
        local library = mock.project()
        local big = library.parks:where(library.parks.land:gt(1))
        big:where(library.parks.id:eq "P01" & big.land:lt(9))
        check.same(library.errors.list, {})
        big:where(library.seats.id:eq "P01")
        local mixed = library.parks.land + library.seats.population
        assert(library.errors.is_poisoned(mixed))
        check.same(mock.told(library), { "script.column.layers parks seats" })
    end },
    { "a constant makes a column; what is no column does not", function()
        local library = mock.project()
        check.same(written(library.parks:with("kind", "x").kind.tree), "kind")
        check.same(library.errors.list, {})
        library.parks:with("kind", {})
        library.parks:where(library.parks.land)
        check.same(mock.told(library), { "script.layer.column with table", "script.layer.where real" })
    end },
    { "a layer is no list", function()
        local library = mock.project()
        for _ in ipairs(library.roads) do
            error "ipairs must end at once"
        end
        check.same(library.errors.list, {})
    end },
}
