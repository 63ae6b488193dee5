-- Says where a group stands, and that it is in use.
-- Returns the epoch; the newest offset; the offset that the epoch began behind; how many erasures there have been.
local group = open_group()
save(group)
return {group.epoch, group.offset, group.start, group.erasures}
