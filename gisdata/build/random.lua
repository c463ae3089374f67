-- A seeded generator of our own (64-bit LCG, Knuth's MMIX constants): math.random's algorithm is
-- Lua's business and may change, the sample must not.
local Random = {}
Random.__index = Random

function Random.new(seed)
    local self = setmetatable({ state = seed }, Random)
    for _ = 1, 4 do self:uniform() end
    return self
end

-- A number in [0, 1): the top 31 bits, because the low bits of an LCG are poor.
function Random:uniform()
    self.state = self.state * 6364136223846793005 + 1442695040888963407
    return (self.state >> 33) / 2147483648
end

function Random:between(low, high)
    return low + (high - low) * self:uniform()
end

function Random:integer(low, high)
    return low + math.floor((high - low + 1) * self:uniform())
end

function Random:pick(list)
    return list[self:integer(1, #list)]
end

return Random
