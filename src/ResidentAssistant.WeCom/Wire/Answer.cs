namespace ResidentAssistant.WeCom.Wire;

/// <summary>What every answer of the vendor may hold; a failure is an <c>errcode</c> that is present and not 0.</summary>
internal record Answer
{
    public int? Errcode { get; init; }

    public string? Errmsg { get; init; }
}

internal sealed record TokenAnswer : Answer
{
    public string? AccessToken { get; init; }

    public int? ExpiresIn { get; init; }
}
