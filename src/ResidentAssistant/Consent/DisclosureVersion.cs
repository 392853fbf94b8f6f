namespace ResidentAssistant.Consent;

/// <summary>What a new version of the six items does to what was said before it; a person decides, names are stored.</summary>
internal enum DisclosureChange
{
    /// <summary>The first version of a community.</summary>
    First,

    /// <summary>Other words, the same matter: who was told is still told.</summary>
    Editorial,

    /// <summary>Everybody is told again; signatures stand.</summary>
    ToBeTold,

    /// <summary>Everybody is told again, and the pairs that are listed sign again.</summary>
    Material,
}

/// <summary>A text of the six items that a named person has approved for a community.</summary>
internal sealed record DisclosureVersion
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number in the community, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Hash of the text.</summary>
    public required string Hash { get; init; }

    /// <summary>What it does to what was said before.</summary>
    public required DisclosureChange Change { get; init; }

    /// <summary>Why there is a new version.</summary>
    public required string Reason { get; init; }

    /// <summary>Who approved.</summary>
    public required string ApprovedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Last day on which every rule that it quotes holds; null: none of them ends.</summary>
    public DateOnly? ValidTo { get; init; }
}

/// <summary>What an old telling is still worth.</summary>
internal static class DisclosureHistory
{
    /// <summary>Who was told the text with this hash is still told: nothing but other words came after it.</summary>
    public static bool StillTold(this IReadOnlyList<DisclosureVersion> oldestFirst, string hash)
    {
        for (var i = oldestFirst.Count - 1; i >= 0; i--)
        {
            if (oldestFirst[i].Hash == hash) return true;
            if (oldestFirst[i].Change is not DisclosureChange.Editorial) return false;
        }

        return false;
    }

    /// <summary>A paper that holds the text with this hash is too old to be signed: a material change that lists its pairs (<paramref name="lapsed"/>: those versions) came after it, or nobody ever approved that text.</summary>
    public static bool TooOldToSign(this IReadOnlyList<DisclosureVersion> oldestFirst, string hash, IReadOnlySet<Guid> lapsed) =>
        oldestFirst.Count > 0 && (oldestFirst.All(v => v.Hash != hash) || oldestFirst.Reverse().TakeWhile(v => v.Hash != hash).Any(v => v.Change is DisclosureChange.Material && lapsed.Contains(v.Id)));

    /// <summary>The kind of change in Chinese.</summary>
    public static string Label(this DisclosureChange change) => change switch
    {
        DisclosureChange.First => "第一版",
        DisclosureChange.Editorial => "只改文字，不用再告知",
        DisclosureChange.ToBeTold => "要再告知一遍，签过的字还算数",
        DisclosureChange.Material => "要再告知一遍，列出的人家要重新签字",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };
}
