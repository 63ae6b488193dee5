-- Changes a group's members, and tells.
--
-- KEYS[3] the node's life that has ended in the group; ARGV[1] the node, ARGV[2] its life, ARGV[3] the command that tells,
-- ARGV[4] the channel, ARGV[5] the update, ARGV[6] how many connections have come; then each of them and what is kept of it;
-- then those that have gone
-- Returns 0 if the node's lease has ended.
if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[2]) then return 0 end

local number = next_number()
local left = 7 + 2 * tonumber(ARGV[6])
for i = 7, left - 1, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[i])
  local place = known and string.match(known, '^%S+ %d+ (%d+)\n') or number
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. place .. '\n' .. ARGV[i + 1])
end
for i = left, #ARGV do
  local known = redis.call('HGET', KEYS[1], ARGV[i])
  if known and owner_of(known) == ARGV[1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end
redis.call(ARGV[3], ARGV[4], number .. '\n' .. ARGV[5])
return 1
