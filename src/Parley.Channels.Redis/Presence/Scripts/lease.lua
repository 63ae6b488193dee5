-- Begins or renews a node's lease.
--
-- KEYS[1] leases; ARGV[1] begin or renew, ARGV[2] the node, ARGV[3] milliseconds, ARGV[4] how far this clock is to be put forward
-- Returns 0 if there is no lease to renew.
if ARGV[1] == 'renew' and not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[4])
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[3])), ARGV[2])
return 1
