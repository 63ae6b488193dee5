namespace Parley.Sessions.Tests.Client;

/// <summary>Who is there: section 9 of the reference.</summary>
public sealed class PresenceTests
{
    private const string Ada = """{"client":"c1","user":"ada","show":{"name":"Ada"}}""";
    private const string Bob = """{"client":"c2","user":"bob"}""";
    private const string Eve = """{"client":"c3"}""";

    private readonly ClientStage _stage = ClientStage.Open();

    [Fact]
    public void Whoever_is_there_is_told_with_the_join()
    {
        StageRoom room = _stage.Ask();
        _stage.Joined(more: Members(Ada, Bob));
        Assert.Equal(["joined e1:0", "+[ada bob] -[] = 2"], room.Told);
        Assert.Equal("ada bob", Told.Names(room.Room.Members.List));
        Assert.Equal("""{"name":"Ada"}""", System.Text.Encoding.UTF8.GetString(room.Room.Members.List[0].Show.Span));
    }

    [Fact]
    public void Who_comes_and_goes_is_applied()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        Presence(5, joined: $"{Bob},{Eve}");
        Presence(6, left: """{"client":"c77","user":"ada"}""");
        Assert.Equal(["+[bob c3] -[] = 3", "+[] -[ada] = 2"], room.Told);
    }

    [Fact]
    public void What_the_list_of_members_knew_is_not_applied_again()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        Presence(1, joined: Bob);
        Presence(0, left: Ada);
        Assert.Empty(room.Told);
        Presence(9, joined: Bob);
        Presence(9, left: Bob);
        Assert.Equal("ada bob", Told.Names(room.Room.Members.List));
    }

    [Fact]
    public void Whoever_left_and_came_back_is_there()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        Presence(2, joined: """{"client":"c8","user":"ada"}""", left: Ada);
        Assert.Equal("c8", Assert.Single(room.Room.Members.List).Client);
    }

    [Fact]
    public void Nobodys_user_is_a_member_by_connection()
    {
        StageRoom room = _stage.Join(more: Members(Ada, """{"client":"ada"}"""));
        Presence(2, left: """{"client":"c77","user":"ada"}""");
        Assert.Null(Assert.Single(room.Room.Members.List).User);
    }

    [Fact]
    public void Who_came_and_went_while_there_was_no_connection_is_told_after_it()
    {
        StageRoom room = _stage.Join(more: Members(Ada, Bob));
        _stage.Reconnect();
        Assert.Equal(2, room.Room.Members.Count);
        _stage.Joined(more: Members(Bob, Eve));
        Assert.Equal(["+[c3] -[ada] = 2"], room.News);
        Presence(3, joined: Ada);
        Assert.Equal(3, room.Room.Members.Count);
    }

    [Fact]
    public void Versions_mean_nothing_beyond_a_joined()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        Presence(40, joined: Bob);
        _stage.Reconnect();
        _stage.Joined(more: Members(Ada, Bob));
        Presence(2, joined: Eve);
        Assert.Equal(3, room.Room.Members.Count);
    }

    [Fact]
    public void Where_nothing_has_changed_nothing_is_told()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        _stage.Reconnect();
        _stage.Joined(more: Members(Ada));
        Assert.Empty(room.News);
    }

    [Fact]
    public void Where_only_the_number_is_told_it_is_known_and_nobody_has_left()
    {
        StageRoom room = _stage.Join(more: Members(Ada));
        _stage.Say("""{"op":"joined","group":"lobby","epoch":"e1","offset":0,"recovered":false,"recoverable":true,"version":1,"count":1001}""");
        _stage.Say("""{"op":"presence","group":"lobby","version":2,"count":1002}""");
        Assert.Equal(["+[] -[] = 1001", "+[] -[] = 1002"], room.News);
        Assert.Empty(room.Room.Members.List);
    }

    private static string Members(params string[] members) => $",\"members\":[{string.Join(',', members)}]";

    private void Presence(int version, string? joined = null, string? left = null) => _stage.Say(
        $$"""{"op":"presence","group":"lobby","version":{{version}}{{(joined is null ? "" : $",\"joined\":[{joined}]")}}{{(left is null ? "" : $",\"left\":[{left}]")}}}""");
}
