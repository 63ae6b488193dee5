-- Takes what waits for a process, the oldest first.
--
-- KEYS[1] the process's set, KEYS[2] its in-flight set; ARGV[1] most messages, ARGV[2] seconds that the latter is kept
local taken = {}
local popped = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
for i = 1, #popped, 2 do
  redis.call('ZADD', KEYS[2], popped[i + 1], popped[i])
  taken[#taken + 1] = popped[i]
end
if #taken > 0 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return taken
