namespace Parley.Protocol.Tests.Deflate;

/// <summary>RFC 7692 section 7.1: offers, answers, and what must not be.</summary>
public sealed class NegotiationTests
{
    private static readonly DeflateOptions _keeping = new() { ServerNoContextTakeover = false, ClientNoContextTakeover = false };

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=15", "permessage-deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=\"8\"", "permessage-deflate; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate; unknown, permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits=16, permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9")]
    public void The_first_offer_that_can_be_honoured_is_accepted(string offers, string expected) =>
        Assert.Equal(expected, Accept(offers, _keeping));

    [Fact]
    public void Every_window_from_8_to_15_can_be_asked_for()
    {
        for (int bits = 8; bits < 15; bits++)
        {
            string parameters = $"permessage-deflate; server_max_window_bits={bits}; client_max_window_bits={bits}";
            Assert.Equal(parameters, Accept(parameters, _keeping));
        }
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=08")]
    [InlineData("permessage-deflate; server_max_window_bits=x")]
    [InlineData("permessage-deflate; client_max_window_bits=0")]
    [InlineData("permessage-deflate; client_max_window_bits=99999999999")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; client_no_context_takeover=true")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits=9; server_max_window_bits=9")]
    [InlineData("permessage-deflate; unknown=1")]
    public void Others_are_declined(string offers) => Assert.Null(Accept(offers, _keeping));

    [Fact]
    public void Without_options_everything_is_declined() => Assert.Null(Accept("permessage-deflate", null));

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; client_max_window_bits=11")]
    [InlineData("permessage-deflate; client_max_window_bits=13; server_max_window_bits=9", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=11")]
    public void A_server_may_want_less_than_was_offered(string offers, string expected) =>
        Assert.Equal(expected, Accept(offers, new DeflateOptions { ServerMaxWindowBits = 12, ClientMaxWindowBits = 11 }));

    [Fact]
    public void A_client_offers_what_its_options_say()
    {
        Assert.Equal("permessage-deflate; client_max_window_bits", DeflateNegotiation.FormatOffer(_keeping));
        Assert.Equal(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9",
            DeflateNegotiation.FormatOffer(new DeflateOptions { ServerMaxWindowBits = 10, ClientMaxWindowBits = 9 }));
    }

    [Theory]
    [InlineData("permessage-deflate", false, false, 15, 15)]
    [InlineData("permessage-deflate; server_no_context_takeover", true, false, 15, 15)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_max_window_bits=8", false, true, 15, 8)]
    [InlineData("permessage-deflate; server_max_window_bits=12", false, false, 12, 15)]
    public void A_client_takes_an_answer_that_fits(string answer, bool server, bool client, int serverBits, int clientBits)
    {
        Assert.True(DeflateNegotiation.TryConfirm(answer, _keeping, out DeflateParameters? agreed, out _));
        Assert.Equal(
            new DeflateParameters { ServerNoContextTakeover = server, ClientNoContextTakeover = client, ServerMaxWindowBits = serverBits, ClientMaxWindowBits = clientBits },
            agreed);
        Assert.Equal((server, client), (agreed!.StartsAnew(Role.Server), agreed.StartsAnew(Role.Client)));
        Assert.Equal((serverBits == 15, clientBits == 15), (agreed.CanCompress(Role.Server), agreed.CanCompress(Role.Client)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_an_answer_messages_go_uncompressed(string? answer)
    {
        Assert.True(DeflateNegotiation.TryConfirm(answer, _keeping, out DeflateParameters? agreed, out _));
        Assert.Null(agreed);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("permessage-deflate, permessage-deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=0")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=999")]
    [InlineData("permessage-deflate; server_max_window_bits=text")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=12; client_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=12; client_max_window_bits=12")]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate;")]
    public void A_client_fails_on_an_answer_that_was_not_offered(string answer)
    {
        var options = new DeflateOptions { ServerMaxWindowBits = 12, ClientMaxWindowBits = 11 };
        Assert.False(DeflateNegotiation.TryConfirm(answer, options, out DeflateParameters? agreed, out string? reason));
        Assert.Null(agreed);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_offered_nothing_takes_nothing() =>
        Assert.False(DeflateNegotiation.TryConfirm("permessage-deflate", null, out _, out _));

    [Fact]
    public void Options_refuse_what_makes_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DeflateOptions { Threshold = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DeflateOptions { ServerMaxWindowBits = 7 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new DeflateOptions { ClientMaxWindowBits = 16 });
    }

    private static string? Accept(string offers, DeflateOptions? options)
    {
        Assert.True(ExtensionList.TryParse(offers, out IReadOnlyList<ExtensionOffer>? elements));
        DeflateParameters? agreed = DeflateNegotiation.Accept(elements, options);
        return agreed is null ? null : DeflateNegotiation.FormatAnswer(agreed);
    }
}
