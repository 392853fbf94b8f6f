using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using ResidentAssistant.Channels.BotFramework;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Where replies may go: only to services on the list, and to this machine in Development.</summary>
public sealed class BotServiceUrlTests
{
    [Theory]
    [InlineData("https://smba.example/emea")]
    [InlineData("https://smba.example/emea/")]
    [InlineData("https://SMBA.example/emea/tenant-1/")]
    [InlineData("https://smba.example:443/emea")]
    [InlineData("https://whole.example/any/path")]
    public void Trusted_service_is_accepted(string url) => Production().Check(url).AbsoluteUri.ShouldEndWith("/");

    [Theory]
    [InlineData("http://smba.example/emea", 403)]
    [InlineData("https://smba.example/emeanet", 403)]
    [InlineData("https://smba.example/", 403)]
    [InlineData("https://smba.example/emea/../other", 403)]
    [InlineData("https://smba.example/emea/%2e%2e/other", 403)]
    [InlineData("https://smba.example/emea/..%2fother", 403)]
    [InlineData("https://smba.example:8443/emea", 403)]
    [InlineData("https://smba.example.evil.test/emea", 403)]
    [InlineData("https://evil.test/https://smba.example/emea", 403)]
    [InlineData("https://smba.example@evil.test/emea", 400)]
    [InlineData("https://user:pw@smba.example/emea", 400)]
    [InlineData("https://smba.example/emea?to=evil", 400)]
    [InlineData("https://smba.example/emea#x", 400)]
    [InlineData("https://evil.test\\@smba.example/emea", 400)]
    [InlineData("http://127.0.0.1/", 403)]
    [InlineData("http://localhost:5432/", 403)]
    [InlineData("http://[::1]/", 403)]
    [InlineData("http://169.254.169.254/latest/meta-data", 403)]
    [InlineData("http://2130706433/", 403)]
    [InlineData("http://0x7f.1/", 403)]
    [InlineData("https://10.0.0.1/", 403)]
    [InlineData("file:///etc/passwd", 400)]
    [InlineData("gopher://smba.example/emea", 400)]
    [InlineData("//smba.example/emea", 400)]
    [InlineData("smba.example/emea", 400)]
    [InlineData("", 400)]
    [InlineData("https://", 400)]
    public void Anything_else_is_refused(string url, int status) =>
        Should.Throw<RefusedException>(() => Production().Check(url)).Status.ShouldBe(status, url);

    [Theory]
    [InlineData("http://127.0.0.1:3978")]
    [InlineData("http://localhost:50000/")]
    [InlineData("http://[::1]:8080/x")]
    public void In_Development_this_machine_is_trusted(string url) => new TrustedServices(new BotFrameworkSettings(), new Environment("Development")).Check(url);

    [Theory]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://localhost.evil.test/")]
    [InlineData("http://127.0.0.1.evil.test/")]
    [InlineData("http://0.0.0.0/")]
    public void In_Development_other_machines_are_not(string url) =>
        Should.Throw<RefusedException>(() => new TrustedServices(new BotFrameworkSettings(), new Environment("Development")).Check(url)).Status.ShouldBe(403);

    private static TrustedServices Production() =>
        new(new BotFrameworkSettings { TrustedServiceUrls = ["https://smba.example/emea/", "https://whole.example"] }, new Environment("Production"));

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
