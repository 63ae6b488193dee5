-- Publishes once: gives the next offset, keeps, remembers the id, tells.
--
-- KEYS[3] the last number of the node that publishes, KEYS[4] the id of the publication, if it has one
-- ARGV[7] milliseconds that KEYS[3] is kept, ARGV[8] the node's number for the publication, ARGV[9] that of the one before it
-- if its answer is still to come, ARGV[10] first or again: which try it is, ARGV[11] the publication, ARGV[12] the command that
-- tells, ARGV[13] the channel; with an id, ARGV[14] milliseconds that it is kept, ARGV[15] the hash of the data
-- Returns 0 stored, 1 duplicate or 2 refused; the epoch; the offset. Refuses with ORDER, and changes nothing, if the one before
-- has not been carried out: it was refused for now, as by a server that was loading, and must not be overtaken.
local number, before, id = ARGV[8], ARGV[9], KEYS[4]

local function last_number()
  local base, last = string.match(redis.call('GET', KEYS[3]) or '', '^(%S+) (%d+)$')
  return base and base == redis.call('HGET', KEYS[1], 'base') and tonumber(last) or 0
end

if before ~= '' and last_number() < tonumber(before) then
  return redis.error_reply('ORDER The publication before it has not been carried out')
end

local group = open_group()

-- A first try that is found again by its id may have been overtaken since: the number must not fall behind that one's.
local function carried_out()
  if last_number() > tonumber(number) then return end
  redis.call('SET', KEYS[3], group.base .. ' ' .. number, 'PX', ARGV[7])
end

local offset = group.offset + 1
local name = string.match(KEYS[3], '[^:]+$') .. ' ' .. number

if id then
  local value = group.base .. ' ' .. text(offset) .. ' ' .. ARGV[15]
  if not redis.call('SET', id, value, 'NX', 'PX', ARGV[14]) then
    local base, known, hash = string.match(redis.call('GET', id), '^(%S+) (%d+) (%S+)$')
    if base == group.base and tonumber(known) <= group.offset then
      carried_out()
      save(group)
      return {hash == ARGV[15] and 1 or 2, group.epoch, tonumber(known)}
    end
    -- It is of a history that is no more.
    redis.call('SET', id, value, 'PX', ARGV[14])
  end
elseif ARGV[10] == 'again' and last_number() >= tonumber(number) then
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
carried_out()

local at = text(group.now)
local entry = text(offset) .. '-0'
if id then
  redis.call('XADD', KEYS[2], entry, 'at', at, 'p', ARGV[11])
else
  redis.call('XADD', KEYS[2], entry, 'at', at, 'p', ARGV[11], 'n', name)
end
if group.count == 0 then group.oldest = group.now end
group.offset = offset
group.count = group.count + 1
group.bytes = group.bytes + ENTRY_OVERHEAD + #ARGV[11]
trim(group)
save(group)
redis.call('PEXPIRE', KEYS[2], tonumber(ARGV[4]) + 1000)
redis.call(ARGV[12], ARGV[13], 'P' .. group.epoch .. ' ' .. text(offset) .. ' ' .. at .. '\n' .. ARGV[11])
return {0, group.epoch, offset}
