using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Tokens of channel services: read with keys from a file, and fetched for our own calls.</summary>
public sealed class BotTokenTests : IAsyncLifetime, IDisposable
{
    private const string AppId = "7d0b7d2e-2f0f-4b6a-9d29-6d2a2f6a1c11";
    private const string Issuer = "https://api.botframework.com";
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);
    private readonly TemporaryFolder folder = new();
    private BotService service = null!;
    private ChannelHost host = null!;

    public async Task InitializeAsync()
    {
        service = await BotService.StartAsync();
        var file = Path.Combine(folder.Path, "keys.json");
        await File.WriteAllTextAsync(file, Jwks("one", null));
        host = await ChannelHost.StartAsync("Production", new()
        {
            ["BotFramework:AppId"] = AppId, ["BotFramework:AppPassword"] = "a-password", ["BotFramework:KeysPath"] = file, ["BotFramework:TokenUrl"] = $"{service.Url}/token",
            ["BotFramework:TrustedServiceUrls:0"] = service.Url,
        });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await service.DisposeAsync();
    }

    public void Dispose()
    {
        rsa.Dispose();
        other.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    public async Task Token_of_the_service_is_accepted_and_the_reply_carries_one_of_ours(string algorithm)
    {
        (await PostAsync(Token(algorithm: algorithm))).Status.ShouldBe(200);
        await Task.WhenAll(host.Turns.Sends);
        service.Posted.ShouldHaveSingleItem().Authorization.ShouldBe("Bearer token-1");
    }

    [Fact]
    public async Task Everything_that_is_not_such_a_token_is_401()
    {
        var now = host.Clock.GetUtcNow().UtcDateTime;
        var cases = new (string What, string? Token)[]
        {
            ("none", null),
            ("no token", "x.y"),
            ("another key", Token(key: other)),
            ("another issuer", Token(issuer: "https://evil.test")),
            ("another audience", Token(audience: Guid.NewGuid().ToString())),
            ("ended six minutes ago", Token(expires: now.AddMinutes(-6))),
            ("begins in six minutes", Token(from: now.AddMinutes(6), expires: now.AddMinutes(60))),
            ("another service", Token(serviceUrl: "https://other.example")),
            ("no service", Token(serviceUrl: null)),
            ("no signature", Unsigned()),
            ("our public key as a secret", Symmetric()),
        };
        foreach (var (what, token) in cases)
        {
            var answer = await PostAsync(token);
            (answer.Status, answer.ErrorCode).ShouldBe((401, "Unauthorized"), what);
        }

        host.Turns.Taken.ShouldBeEmpty();
        (await PostAsync(Token(expires: now.AddMinutes(-4)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Key_endorsed_for_one_channel_speaks_for_no_other()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "keys.json"), Jwks("one", ["msteams"]));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "keys.json"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await PostAsync(Token())).Status.ShouldBe(401);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "keys.json"), Jwks("one", ["emulator"]));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "keys.json"), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await PostAsync(Token())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Our_token_is_fetched_once_and_again_after_a_refusal()
    {
        var channel = host.Get<IEnumerable<IChannel>>().Single(c => c.Name == "botframework");
        var message = new Outbound
        {
            Id = Guid.NewGuid(), ConversationId = Guid.NewGuid(), ConversationKey = "emulator/c", UserId = "u", Turn = 1, Address = $$"""{"s":"{{service.Url}}","c":"emulator","v":"c","b":"bot","u":"u"}""",
            Entry = new Entry { Position = 1, From = Speaker.Assistant, At = DateTimeOffset.UnixEpoch, Text = "您好" },
        };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => channel.SendAsync(message, default)));
        service.Tokens.ShouldBe(1);

        service.Answer = count => count == 21 ? (401, "") : (200, "{}");
        (await channel.SendAsync(message, default)).ShouldBe(new SendResult.Sent());
        service.Tokens.ShouldBe(2);
        service.Posted.Last().Authorization.ShouldBe("Bearer token-2");

        service.Answer = _ => (403, "");
        (await channel.SendAsync(message, default)).ShouldBeOfType<SendResult.TryLater>();
        service.Tokens.ShouldBe(3);
    }

    [Theory]
    [InlineData("Development", null, 200)]
    [InlineData("Development", "X-Forwarded-For", 401)]
    [InlineData("Development", "Forwarded", 401)]
    [InlineData("Development", "Via", 401)]
    [InlineData("Production", null, 401)]
    public async Task Anonymous_callers_are_only_those_on_this_machine_in_Development(string environment, string? header, int status)
    {
        await using var open = await ChannelHost.StartAsync(environment, new() { ["BotFramework:TrustedServiceUrls:0"] = service.Url });
        var answer = await open.SendAsync(HttpMethod.Post, "/api/messages", service.Activity("c", "m1", "您好").ToJsonString(), null, r =>
        {
            if (header is not null) r.Headers.TryAddWithoutValidation(header, header == "Via" ? "1.1 proxy" : "for=10.0.0.1");
        });
        answer.Status.ShouldBe(status);
    }

    [Fact]
    public async Task With_an_app_id_even_this_machine_needs_a_token()
    {
        await using var closed = await ChannelHost.StartAsync("Development", new() { ["BotFramework:AppId"] = AppId, ["BotFramework:AppPassword"] = "a-password", ["BotFramework:KeysPath"] = Path.Combine(folder.Path, "keys.json") });
        (await closed.PostAsync("/api/messages", service.Activity("c", "m1", "您好"))).Status.ShouldBe(401);
    }

    private Task<Reply> PostAsync(string? token) => host.PostAsync("/api/messages", service.Activity("c", Guid.NewGuid().ToString(), "您好"), token);

    private string Token(RSA? key = null, string issuer = Issuer, string audience = AppId, DateTime? from = null, DateTime? expires = null, string algorithm = SecurityAlgorithms.RsaSha256, string? serviceUrl = "")
    {
        var claims = new List<Claim>();
        if (serviceUrl is not null) claims.Add(new Claim("serviceurl", serviceUrl.Length == 0 ? service.Url.ToUpperInvariant() : serviceUrl));
        var now = host.Clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, NotBefore = from ?? now.AddMinutes(-30), Expires = expires ?? now.AddMinutes(30), Subject = new ClaimsIdentity(claims),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? rsa) { KeyId = "one" }, algorithm),
        });
    }

    private string Unsigned()
    {
        var parts = Token().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }

    // The oldest trick: the public key, which everybody has, used as the secret of HS256.
    private string Symmetric()
    {
        var parts = Token().Split('.');
        var signed = $"{Base64UrlEncoder.Encode("""{"alg":"HS256","typ":"JWT","kid":"one"}""")}.{parts[1]}";
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(rsa.ExportSubjectPublicKeyInfo(), System.Text.Encoding.UTF8.GetBytes(signed)))}";
    }

    private string Jwks(string id, string[]? endorsements)
    {
        var parameters = rsa.ExportParameters(false);
        var key = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = id, ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
        if (endorsements is not null) key["endorsements"] = JsonSerializer.SerializeToNode(endorsements);
        return new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();
    }
}
