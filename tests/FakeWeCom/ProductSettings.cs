namespace FakeWeCom;

/// <summary>What an administrator of this corp would put into the product's settings.</summary>
internal static class ProductSettings
{
    /// <summary>As environment variables, one a line.</summary>
    public static IEnumerable<string> Lines(FakeWeComOptions options, Uri address)
    {
        var root = address.ToString().TrimEnd('/');
        var app = options.Apps[0];
        yield return $"WeCom__ApiBaseUrl={root}";
        yield return $"WeCom__OAuthBaseUrl={root}";
        yield return $"WeCom__CorpId={options.CorpId}";
        yield return $"WeCom__Assistant__AgentId={app.AgentId}";
        yield return $"WeCom__Assistant__Secret={app.Secret}";
        yield return $"WeCom__Assistant__Token={app.Token}";
        yield return $"WeCom__Assistant__EncodingAesKey={app.EncodingAesKey}";
        if (options.AiBots.FirstOrDefault() is { } bot)
        {
            yield return $"WeCom__AiBot__BotId={bot.BotId}";
            yield return $"WeCom__AiBot__Secret={bot.Secret}";
            yield return $"WeCom__AiBot__WebSocketUrl={root.Replace("http", "ws", StringComparison.Ordinal)}";
        }

        foreach (var robot in options.Robots) yield return $"WeCom__Robots__{robot.Setting}={robot.Key}";
    }
}
