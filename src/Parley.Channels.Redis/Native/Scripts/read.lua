-- Reads a page of a group's history.
--
-- ARGV[7] forward or backward, ARGV[8] the offset before which or after which, ARGV[9] most publications, ARGV[10] most bytes
-- Returns nothing if nobody knows the group; else the epoch, the newest offset, the offset that the epoch began behind, the
-- first and the last offset of the page, 1 if there is more, how many erasures there have been, the latest of them, and for
-- each publication its offset, its time and itself.
local group = load_group()
if not group then return false end
save(group)

local READ_AT_ONCE = 50
local limit, most = tonumber(ARGV[9]), tonumber(ARGV[10])
local is_forward = ARGV[7] == 'forward'
local from, to, cursor
if is_forward then
  from = math.max(math.min(tonumber(ARGV[8]), group.offset) + 1, group.first)
  to = group.offset
  cursor = from
else
  to = math.min(tonumber(ARGV[8]) - 1, group.offset)
  from = math.min(group.first, to + 1)
  cursor = to
end

local found, bytes, more = {}, 0, 0
local usual = group.count > 0 and math.max(1, math.ceil(most * group.count / math.max(1, group.bytes))) or 1
while from <= to and more == 0 do
  local count = math.min(limit - #found, usual, READ_AT_ONCE) + 1
  local entries
  if is_forward then
    entries = redis.call('XRANGE', KEYS[2], text(cursor) .. '-0', '+', 'COUNT', count)
  else
    entries = redis.call('XREVRANGE', KEYS[2], text(cursor) .. '-0', '-', 'COUNT', count)
  end
  for _, entry in ipairs(entries) do
    bytes = bytes + size_of(entry)
    if #found == limit or (#found > 0 and bytes > most) then
      more = 1
      if is_forward then to = offset_of(entry) - 1 else from = offset_of(entry) + 1 end
      break
    end
    found[#found + 1] = {offset_of(entry), time_of(entry), entry[2][4]}
    cursor = offset_of(entry) + (is_forward and 1 or -1)
  end
  if #entries < count then break end
end

return {
  group.epoch, group.offset, group.start, from, to, more, group.erasures, redis.call('HGET', KEYS[1], 'erased') or '', found
}
