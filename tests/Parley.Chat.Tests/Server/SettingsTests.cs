using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Where settings come from, and what is said of those that can't be.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Unknown option --colour", "--colour", "red")]
    [InlineData("--title needs a value", "--title")]
    [InlineData("TextLength is 'many'; expected is a number from 1 to 10000", "--text-length", "many")]
    [InlineData("TextLength is '0'", "--text-length=0")]
    [InlineData("RoomsPerPerson is '0'; expected is a number from 1 to 100000. Set by --rooms-per-person, PARLEY_ROOMS_PER_PERSON", "--rooms-per-person", "0")]
    [InlineData("ConnectionsPerPerson is 'x'; expected is a number from 1 to 1000000", "--connections-per-person", "x")]
    [InlineData("Guests is 'perhaps'; expected is yes or no", "--guests", "perhaps")]
    [InlineData("neither TokenSecret nor TokenKeyFile", "--guests", "no")]
    [InlineData("RoomCreation is 'nobody'; expected is everyone, people, administrators", "--room-creation", "nobody")]
    [InlineData("Language is 'fr'; expected is en, zh", "--language", "fr")]
    [InlineData("AdminSecret has 5 characters; 16 or more", "--admin-secret", "short")]
    [InlineData("SigningKey has 5 characters; 32 or more", "--signing-key", "short")]
    [InlineData("TokenSecret has 5 bytes; HS256 needs 32", "--token-secret", "short")]
    [InlineData("TokenKeyFile can't be read", "--token-key-file", "/nowhere/key.pem")]
    [InlineData("leave one out", "--token-secret", "12345678901234567890123456789012", "--token-key-file", "/nowhere")]
    [InlineData("AllowedOrigins is wrong: 'shop.example' is no origin", "--allow-origin", "shop.example")]
    [InlineData("TrustedProxies is 'proxy'", "--trusted-proxy", "proxy")]
    [InlineData("Redis is wrong", "--redis", "localhost")]
    [InlineData("Otlp is 'collector'", "--otlp", "collector")]
    [InlineData("Rooms is '", "--rooms", "1234567890123456789012345678901234567890123456789012345678901")]
    [InlineData("can't be read", "--config", "/nowhere/settings.json")]
    [InlineData("can't be made", "--data", "/dev/null/data")]
    public async Task A_setting_that_can_t_be_is_named_with_what_is_expected(string expected, params string[] args)
    {
        SettingsException refusal = await Assert.ThrowsAsync<SettingsException>(() => ChatServer.CreateAsync(args));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_says_what_is_wrong_and_ends()
    {
        await using var server = ChildProcess.StartOwn("Parley.Chat", ["--text-length", "many"]);
        await server.WaitForAsync("Parley can't start: TextLength is 'many'; expected is a number from 1 to 10000. Set by --text-length, PARLEY_TEXT_LENGTH, or in the file.");
        Assert.Equal(2, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task Flags_go_before_a_file_and_lists_replace_each_other()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, """{"Title":"From the file","TextLength":77,"Rooms":["A","B","C"],"Logging":{"LogLevel":{"Default":"Warning"}}}""",
            TestContext.Current.CancellationToken);
        await using (ChatHost chat = await ChatHost.StartAsync("--config", file, "--title=From a flag", "--rooms", "D"))
        {
            ChatSettings settings = chat.Get<ChatSettings>();
            Assert.Equal("From a flag", settings.Title);
            Assert.Equal(77, settings.TextLength);
            Assert.Equal(["D"], settings.Rooms);
        }

        await File.WriteAllTextAsync(file, """{"Colour":"red"}""", TestContext.Current.CancellationToken);
        SettingsException refusal = await Assert.ThrowsAsync<SettingsException>(() => ChatServer.CreateAsync(["--config", file]));
        Assert.Contains("Colour, which is no setting", refusal.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void The_help_and_the_documentation_have_every_setting_with_its_default()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "howto", "chat.md"));
        foreach (Setting setting in SettingTable.All)
        {
            Assert.Contains($"  {setting.Flag}", Help.Text, StringComparison.Ordinal);
            Assert.Contains($"| `{setting.Flag}` | `{setting.Variable}` | `{setting.Name}` | {setting.Default} |", page, StringComparison.Ordinal);
        }

        Assert.Equal(SettingTable.All.Count, Regex.Count(page, @"^\| `--", RegexOptions.Multiline));
        Assert.All(Help.Text.Split('\n'), static line => Assert.True(line.Length <= 150, line));
    }
}
