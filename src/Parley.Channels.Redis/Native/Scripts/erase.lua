-- Takes a publication out for good, and tells.
--
-- ARGV[7] its offset, ARGV[8] the command that tells, ARGV[9] the channel
-- Returns 1, or 0 if the stream does not have it.
local group = load_group()
if not group then return 0 end

local id = text(tonumber(ARGV[7])) .. '-0'
local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
if entry then
  redis.call('XDEL', KEYS[2], id)
  group.count = group.count - 1
  group.bytes = group.bytes - size_of(entry)
  group.erasures = group.erasures + 1
  local erased = {text(group.erasures) .. ':' .. ARGV[7]}
  for known in string.gmatch(redis.call('HGET', KEYS[1], 'erased') or '', '%S+') do
    if #erased < LATEST_ERASED then erased[#erased + 1] = known end
  end
  redis.call('HSET', KEYS[1], 'erased', table.concat(erased, ' '))
  redis.call(ARGV[8], ARGV[9], 'E' .. group.epoch .. ' ' .. ARGV[7] .. ' ' .. text(group.erasures) .. '\n')
end
save(group)
return entry and 1 or 0
