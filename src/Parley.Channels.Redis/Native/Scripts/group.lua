-- What every script of a group begins with: the group as it is kept, in line with the server's life and with the limits.
--
-- KEYS[1] meta, KEYS[2] stream
-- ARGV[1] the server's run_id, ARGV[2] an epoch that nobody has had before,
-- ARGV[3] most publications, ARGV[4] most milliseconds, ARGV[5] most bytes, ARGV[6] milliseconds a quiet group is remembered
--
-- meta: epoch; run, the server that it began on; base, the first epoch; start, the offset that it began behind; offset, the
-- newest; first, the oldest that is covered; count and bytes of the stream; oldest, the time of its first entry; erasures, how
-- many there have been; erased, the latest of them.
local LATEST_ERASED = 100
local ENTRY_OVERHEAD = 256
local TRIMMED_AT_ONCE = 100

local function text(number) return string.format('%.0f', number) end
local function offset_of(entry) return tonumber(string.match(entry[1], '^%d+')) end
local function time_of(entry) return tonumber(entry[2][2]) end
local function size_of(entry) return ENTRY_OVERHEAD + #entry[2][4] end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function save(group)
  redis.call('HSET', KEYS[1], 'epoch', group.epoch, 'run', ARGV[1], 'base', group.base, 'start', text(group.start),
    'offset', text(group.offset), 'first', text(group.first), 'count', text(group.count), 'bytes', text(group.bytes),
    'oldest', text(group.oldest), 'erasures', text(group.erasures))
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end

local function trim(group)
  local floor = group.offset - tonumber(ARGV[3]) + 1
  local age, bytes = tonumber(ARGV[4]), tonumber(ARGV[5])
  for _ = 1, TRIMMED_AT_ONCE do
    local is_large = group.bytes > bytes and group.count > 1
    local is_old = group.count > 0 and group.oldest + age <= group.now
    if group.first >= floor and not is_large and not is_old then return end

    local entries = group.count > 0 and redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 2) or {}
    local oldest = entries[1]
    if oldest and (is_large or offset_of(oldest) < floor or time_of(oldest) + age <= group.now) then
      redis.call('XDEL', KEYS[2], oldest[1])
      group.first = offset_of(oldest) + 1
      group.count = group.count - 1
      group.bytes = group.bytes - size_of(oldest)
      oldest = entries[2]
    elseif group.first < floor then
      -- What lay there was erased.
      group.first = floor
    end
    group.oldest = oldest and time_of(oldest) or group.now
  end
end

local function load_group()
  if ARGV[1] == '' then error('The run_id of the server is not known: the user must be allowed to run INFO') end
  local kept = redis.call('HMGET', KEYS[1], 'epoch', 'run', 'base', 'start', 'offset', 'first', 'count', 'bytes', 'oldest', 'erasures')
  if not kept[1] then return nil end
  local group = {
    now = clock(), epoch = kept[1], base = kept[3], start = tonumber(kept[4]), offset = tonumber(kept[5]),
    first = tonumber(kept[6]), count = tonumber(kept[7]), bytes = tonumber(kept[8]), oldest = tonumber(kept[9]),
    erasures = tonumber(kept[10])
  }
  if kept[2] ~= ARGV[1] then
    -- Another server, or another life of it: the latest publications may be lost, and their offsets given again.
    group.epoch = ARGV[2]
    group.start = group.offset
  end
  if redis.call('XLEN', KEYS[2]) ~= group.count then
    -- The stream has expired, or was evicted.
    redis.call('DEL', KEYS[2])
    group.first, group.count, group.bytes = group.offset + 1, 0, 0
  end
  trim(group)
  return group
end

local function open_group()
  local group = load_group()
  if group then return group end
  redis.call('DEL', KEYS[2])
  return {
    now = clock(), epoch = ARGV[2], base = ARGV[2], start = 0, offset = 0, first = 1, count = 0, bytes = 0, oldest = 0, erasures = 0
  }
end
