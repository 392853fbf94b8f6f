namespace ResidentAssistant;

/// <summary>A refusal: the only exception whose sentence a person may read.</summary>
internal sealed class RefusedException(string code, string sentence, int status = StatusCodes.Status400BadRequest) : Exception(sentence)
{
    /// <summary>Stable code for clients, such as <c>BadArgument</c>.</summary>
    public string Code { get; } = code;

    /// <summary>HTTP status that fits it.</summary>
    public int Status { get; } = status;
}

/// <summary>A setting is missing or wrong; the sentence names it and stops the start.</summary>
internal sealed class SettingException(string sentence) : Exception(sentence)
{
    /// <summary>Throws when there are faults, with a line for each.</summary>
    public static void ThrowIfAny(IEnumerable<string> faults)
    {
        var lines = string.Join(Environment.NewLine, faults);
        if (lines.Length > 0) throw new SettingException(lines);
    }

    /// <summary>A section of the settings as bound, or as it is by default; throws on a value of the wrong kind.</summary>
    public static T Bound<T>(Func<T?> bind) where T : class, new()
    {
        try
        {
            return bind() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingException(e.Message);
        }
    }
}
