-- Takes a node's connections out of a group, and tells if there were any.
--
-- KEYS[3] the node's life that has ended in the group; ARGV[1] the node, ARGV[2] its life, ARGV[3] the command that tells,
-- ARGV[4] the channel, ARGV[5] the update, ARGV[6] milliseconds that KEYS[3] is kept
if tonumber(redis.call('GET', KEYS[3]) or '0') < tonumber(ARGV[2]) then
  redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[6])
end

local gone = {}
local members = redis.call('HGETALL', KEYS[1])
for i = 1, #members, 2 do
  local node, life = owner_of(members[i + 1])
  if node == ARGV[1] and life <= tonumber(ARGV[2]) then gone[#gone + 1] = members[i] end
end
for _, client in ipairs(gone) do redis.call('HDEL', KEYS[1], client) end
if #gone > 0 then redis.call(ARGV[3], ARGV[4], next_number() .. '\n' .. ARGV[5]) end
return #gone
