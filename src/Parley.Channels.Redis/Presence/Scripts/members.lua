-- Reads a group's members.
-- Returns the last update's number, and each connection and what is kept of it.
return {tonumber(redis.call('GET', KEYS[2]) or '0'), redis.call('HGETALL', KEYS[1])}
