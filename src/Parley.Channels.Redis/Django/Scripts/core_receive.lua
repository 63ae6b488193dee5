-- Takes what waits for a process, the oldest first. What was taken before and has not been handed over, because the answer was
-- lost, is given again first, as long as it is kept.
--
-- KEYS[1] the process's set, KEYS[2] its in-flight set; ARGV[1] most messages, ARGV[2] seconds that the latter is kept; then what
-- has been handed over
if #ARGV > 2 then redis.call('ZREM', KEYS[2], unpack(ARGV, 3)) end
local taken = redis.call('ZRANGE', KEYS[2], 0, -1)
if #taken > 0 then return taken end

local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
for i = 1, #popped, 2 do
  redis.call('ZADD', KEYS[2], popped[i + 1], popped[i])
  taken[#taken + 1] = popped[i]
end
if #taken > 0 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return taken
