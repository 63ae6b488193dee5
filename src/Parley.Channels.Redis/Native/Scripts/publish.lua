-- Publishes once: gives the next offset, keeps, remembers the id, tells.
--
-- KEYS[3] the id of a publication; of one without, the node that publishes it
-- ARGV[7] milliseconds that KEYS[3] is kept, ARGV[8] the hash of the data; without an id, the node's number for it,
-- ARGV[9] id, or first or again: which try of the node it is, ARGV[10] the publication,
-- ARGV[11] the command that tells, ARGV[12] the channel
-- Returns 0 stored, 1 duplicate or 2 refused; the epoch; the offset.
local group = open_group()
local offset = group.offset + 1
local mark, kind = ARGV[8], ARGV[9]
local name = string.match(KEYS[3], '[^:]+$') .. ' ' .. mark

if kind == 'id' then
  local value = group.base .. ' ' .. text(offset) .. ' ' .. mark
  if not redis.call('SET', KEYS[3], value, 'NX', 'PX', ARGV[7]) then
    local base, known, hash = string.match(redis.call('GET', KEYS[3]), '^(%S+) (%d+) (%S+)$')
    if base == group.base and tonumber(known) <= group.offset then
      save(group)
      return {hash == mark and 1 or 2, group.epoch, tonumber(known)}
    end
    -- It is of a history that is no more.
    redis.call('SET', KEYS[3], value, 'PX', ARGV[7])
  end
else
  if kind == 'again' then
    local base, last = string.match(redis.call('GET', KEYS[3]) or '', '^(%S+) (%d+)$')
    if base == group.base and tonumber(last) >= tonumber(mark) then
      -- The first try was carried out, and its answer lost: one node's numbers rise with the offsets.
      local cursor, found = '+', 0
      while found == 0 do
        local entries = redis.call('XREVRANGE', KEYS[2], cursor, '-', 'COUNT', 100)
        for _, entry in ipairs(entries) do
          if entry[2][6] == name then found = offset_of(entry) end
        end
        if #entries < 100 then break end
        cursor = text(offset_of(entries[#entries]) - 1) .. '-0'
      end
      save(group)
      return {0, group.epoch, found}
    end
  end
  redis.call('SET', KEYS[3], group.base .. ' ' .. mark, 'PX', ARGV[7])
end

local at = text(group.now)
local id = text(offset) .. '-0'
if kind == 'id' then
  redis.call('XADD', KEYS[2], id, 'at', at, 'p', ARGV[10])
else
  redis.call('XADD', KEYS[2], id, 'at', at, 'p', ARGV[10], 'n', name)
end
if group.count == 0 then group.oldest = group.now end
group.offset = offset
group.count = group.count + 1
group.bytes = group.bytes + ENTRY_OVERHEAD + #ARGV[10]
trim(group)
save(group)
redis.call('PEXPIRE', KEYS[2], tonumber(ARGV[4]) + 1000)
redis.call(ARGV[11], ARGV[12], 'P' .. group.epoch .. ' ' .. text(offset) .. ' ' .. at .. '\n' .. ARGV[10])
return {0, group.epoch, offset}
