-- Takes leases that have run out, to end them: from then on they can't be renewed. Those whose taker has not come to an end
-- within the claim's time are given again.
--
-- KEYS[1] leases, KEYS[2] claims; ARGV[1] the node whose lease ends in any case, or nothing,
-- ARGV[2] milliseconds that a claim holds, ARGV[3] how far this clock is to be put forward
-- Returns the nodes.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[3])
local limit = string.format('%.0f', now)
local taken = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', limit)
if ARGV[1] ~= '' and redis.call('ZSCORE', KEYS[1], ARGV[1]) then taken[#taken + 1] = ARGV[1] end
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', limit)) do taken[#taken + 1] = node end
for _, node in ipairs(taken) do
  redis.call('ZREM', KEYS[1], node)
  redis.call('ZADD', KEYS[2], string.format('%.0f', now + tonumber(ARGV[2])), node)
end
return taken
