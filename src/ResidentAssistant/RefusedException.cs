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
internal sealed class SettingException(string sentence) : Exception(sentence);
