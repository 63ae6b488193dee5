namespace Parley.Protocol.Tests.Framing;

public sealed class CloseCodeTests
{
    [Fact]
    public void The_codes_that_may_be_sent_are_those_of_section_7_4()
    {
        int[] expected =
        [
            .. Enumerable.Range(1000, 4), .. Enumerable.Range(1007, 8), .. Enumerable.Range(3000, 2000),
        ];
        IEnumerable<int> valid = Enumerable.Range(0, ushort.MaxValue + 1).Where(static code => ((CloseCode)code).IsValidOnTheWire);
        Assert.Equal(expected, valid);
    }
}
