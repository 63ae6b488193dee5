-- What the scripts of a group's members begin with.
--
-- KEYS[1] members: by connection, its node, the node's life, its place in the order, and itself; KEYS[2] the last update's number
local NUMBER_KEPT = 2 * 24 * 60 * 60 * 1000

-- A number that is not known any more goes on with the time, which has passed all that there have been.
local function next_number()
  if redis.call('EXISTS', KEYS[2]) == 0 then
    local time = redis.call('TIME')
    redis.call('SET', KEYS[2], string.format('%.0f', time[1] * 1000000 + time[2]))
  end
  local number = redis.call('INCR', KEYS[2])
  redis.call('PEXPIRE', KEYS[2], NUMBER_KEPT)
  return string.format('%.0f', number)
end

local function owner_of(value)
  local node, life = string.match(value, '^(%S+) (%d+) ')
  return node, tonumber(life)
end
