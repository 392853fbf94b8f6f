using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace ResidentAssistant.Tests;

/// <summary>Each bad setting is named in a sentence, and all of them at once.</summary>
public sealed class StartCheckTests
{
    [Theory]
    [InlineData("Storage:Provider", "oracle", "Storage:Provider must be sqlite or postgres, not \"oracle\".")]
    [InlineData("Storage:Provider", "Postgres", "Storage:ConnectionString is required when Storage:Provider is postgres.")]
    [InlineData("Storage:ConnectionString", "no string", "Storage:ConnectionString cannot be read; for sqlite it looks like Data Source=….")]
    [InlineData("DirectLine:TokensPerMinute", "many", "DirectLine:TokensPerMinute")]
    [InlineData("DirectLine:TokensPerMinute", "0", "DirectLine:TokensPerMinute must be at least 1.")]
    [InlineData("DirectLine:Secret", "short", "DirectLine:Secret must have at least 16 characters, or be empty.")]
    [InlineData("BotFramework:AppPassword", "a-password", "BotFramework:AppPassword needs BotFramework:AppId.")]
    [InlineData("BotFramework:TrustedServiceUrls:0", "ftp://x", "BotFramework:TrustedServiceUrls: \"ftp://x\" is not an absolute http or https address.")]
    [InlineData("BotFramework:KeysPath", "/no/such/file", "BotFramework:KeysPath: there is no file \"/no/such/file\".")]
    [InlineData("WeCom:ApiBaseUrl", "qyapi", "WeCom:ApiBaseUrl must be an absolute http or https address, or be empty.")]
    [InlineData("WeCom:AiBot:WebSocketUrl", "https://x", "WeCom:AiBot:WebSocketUrl must be an absolute ws or wss address, or be empty.")]
    [InlineData("WeCom:CorpId", "企业", "WeCom:CorpId must be the corp's id")]
    [InlineData("WeCom:Assistant:AgentId", "assistant", "WeCom:Assistant:AgentId must be the app's number, such as 1000002.")]
    [InlineData("WeCom:AiBot:BotId", "aib1", "WeCom:AiBot:BotId and WeCom:AiBot:Secret are given together.")]
    [InlineData("WeCom:Robots:duty", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim", "WeCom:Robots:duty must be the key of the robot's webhook")]
    [InlineData("WeCom:Kf:Accounts:wk1", "和平里", "WeCom:Kf:Accounts needs WeCom:CorpId and WeCom:Assistant:Secret.")]
    [InlineData("PublicUrl", "example", "PublicUrl must be an absolute http or https address, not \"example\".")]
    [InlineData("Proxy:Known:0", "proxy", "Proxy:Known:0 must be an IP address, not \"proxy\".")]
    [InlineData("Urls", "http://127.0.0.1:5080;somewhere", "Urls must be addresses such as http://127.0.0.1:5080, not \"somewhere\".")]
    [InlineData("Urls", "http://127.0.0.1:99999", "Urls must be addresses such as")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT must be an absolute address, not \"collector\".")]
    [InlineData("Logging:LogLevel:Default", "loud", "Logging:LogLevel:Default must be a level such as Information or Warning, not \"loud\".")]
    public void A_bad_setting_is_named(string key, string value, string sentence) =>
        Faults(new() { [key] = value }).ShouldHaveSingleItem().ShouldContain(sentence);

    [Fact]
    public void A_password_is_never_repeated() =>
        Faults(new() { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = "Host=db;Port=p;Password=geheim;half" }).ShouldHaveSingleItem().ShouldNotContain("geheim");

    [Fact]
    public void Keys_of_WeCom_are_named_and_never_repeated()
    {
        var faults = Faults(new() { ["WeCom:Assistant:Secret"] = "geheim geheim", ["WeCom:Assistant:Token"] = "geheim!", ["WeCom:Assistant:EncodingAesKey"] = "geheim", ["WeCom:Robots:duty"] = "geheim?" });

        faults.Select(f => f.Split(' ')[0]).ShouldBe(["WeCom:CorpId", "WeCom:Assistant:AgentId", "WeCom:Assistant:Secret", "WeCom:Assistant:Token", "WeCom:Assistant:EncodingAesKey", "WeCom:Robots:duty"]);
        string.Concat(faults).ShouldNotContain("geheim");
    }

    [Fact]
    public void All_faults_are_said_at_once() =>
        Faults(new() { ["Storage:Provider"] = "oracle", ["DirectLine:Secret"] = "short", ["DirectLine:TokensPerMinute"] = "0", ["BotFramework:AppId"] = "x" }, Environments.Production)
            .Select(f => f.Split(' ')[0]).ShouldBe(["Storage:Provider", "DirectLine:Secret", "DirectLine:TokensPerMinute", "BotFramework:AppId", "BotFramework:AppPassword", "PublicUrl", "Keys:Path"]);

    private static string[] Faults(Dictionary<string, string?> settings, string environment = "Development") =>
        Should.Throw<SettingException>(() => StartCheck.Settings(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = environment }))
            .Message.Split(Environment.NewLine);
}
