-- Sends to one channel, unless too much waits for it.
--
-- KEYS[1] the channel's set; ARGV[1] now, ARGV[2] expiry in seconds, ARGV[3] capacity, ARGV[4] the message
-- Returns 1 if it was dropped.
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, math.floor(tonumber(ARGV[1])) - tonumber(ARGV[2]))
if redis.call('ZCOUNT', KEYS[1], '-inf', '+inf') >= tonumber(ARGV[3]) then return 1 end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 0
