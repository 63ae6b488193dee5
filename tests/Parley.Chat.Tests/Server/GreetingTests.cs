namespace Parley.Chat.Tests.Server;

/// <summary>The addresses that the chat prints when it is open can be put into a browser.</summary>
public sealed class GreetingTests
{
    [Theory]
    [InlineData("http://localhost:10083", "http://localhost:10083")]
    [InlineData("http://127.0.0.1:80 http://192.168.1.2:81", "http://127.0.0.1:80 and http://192.168.1.2:81")]
    [InlineData("http://[::]:10083", "http://localhost:10083, and at every other address of this machine")]
    [InlineData("http://0.0.0.0:80 https://*:443", "http://localhost:80 and https://localhost:443, and at every other address of this machine")]
    [InlineData("http://0.0.0.0:80 http://[::]:80", "http://localhost:80, and at every other address of this machine")]
    public void Addresses_are_those_that_can_be_reached(string urls, string said) =>
        Assert.Equal($"The chat is open at {said}", Greeting.Addresses(urls.Split(' ')));
}
