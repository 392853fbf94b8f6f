namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Section <c>DirectLine</c>.</summary>
internal sealed record DirectLineSettings
{
    /// <summary>Bearer with which other servers may make tokens and name the user; empty: none may.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Tokens our own pages may ask for per address and minute; a whole housing estate may share one address.</summary>
    public int TokensPerMinute { get; init; } = 120;

    /// <summary>Reads the section; throws <see cref="SettingException"/> with every fault in it.</summary>
    public static DirectLineSettings Read(IConfiguration configuration)
    {
        var settings = SettingException.Bound(() => configuration.GetSection("DirectLine").Get<DirectLineSettings>());
        SettingException.ThrowIfAny(settings.Faults());
        return settings;
    }

    private IEnumerable<string> Faults()
    {
        if (Secret is { Length: > 0 and < 16 }) yield return "DirectLine:Secret must have at least 16 characters, or be empty.";
        if (TokensPerMinute < 1) yield return "DirectLine:TokensPerMinute must be at least 1.";
    }
}
