using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The eight digits printed in a household's letter.</summary>
internal sealed partial record LetterCode
{
    private const string Spoken = "零一二三四五六七八九";

    private LetterCode(string digits) => Digits = digits;

    /// <summary>Eight digits.</summary>
    public string Digits { get; }

    /// <summary>As printed: <c>8241-7730</c>.</summary>
    public string Shown => $"{Digits[..4]}-{Digits[4..]}";

    /// <summary>A code nobody can guess.</summary>
    public static LetterCode Random() => new(RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>Finds the code in what somebody typed or dictated (8241-7730, ８２４１ ７７３０, 八二四一七七三零); null when there is not exactly one.</summary>
    public static LetterCode? TryParse(string text)
    {
        var plain = new StringBuilder(text.Normalize(NormalizationForm.FormKC));
        for (var digit = 0; digit < 10; digit++) plain.Replace(Spoken[digit], (char)('0' + digit));
        plain.Replace('〇', '0').Replace('幺', '1').Replace('两', '2');
        var whole = Separators().Replace(plain.ToString(), "");
        if (whole.Length == 8 && whole.All(char.IsAsciiDigit)) return new LetterCode(whole);
        var found = Form().Matches(plain.ToString());
        return found.Count == 1 ? new LetterCode(string.Concat(found[0].Value.Where(char.IsAsciiDigit))) : null;
    }

    /// <summary>Never the code itself.</summary>
    public override string ToString() => "****-****";

    [GeneratedRegex(@"[\s\-—–,，.。]", RegexOptions.None, 1000)]
    private static partial Regex Separators();

    // A group of eight inside a longer row of digit groups is a phone number, not a code.
    [GeneratedRegex(@"(?<![0-9])[0-9]{8}(?![0-9])|(?<![0-9][\s\-—–]{0,2})[0-9]{4}[\s\-—–]{1,3}[0-9]{4}(?![\s\-—–]{0,2}[0-9])", RegexOptions.None, 1000)]
    private static partial Regex Form();
}

/// <summary>What a typed code proved.</summary>
internal abstract record LetterProof
{
    /// <summary>So many wrong codes were typed all over the installation that somebody may be guessing; this person need not have typed any.</summary>
    public bool Guessed { get; init; }

    /// <summary>The code is this flat's, on this letter.</summary>
    public sealed record Proven(Household Household, Guid LetterId) : LetterProof;

    /// <summary>No valid letter has this code here; counted.</summary>
    public sealed record Wrong(int TriesLeft) : LetterProof;

    /// <summary>The letter was replaced by a newer one; counted.</summary>
    public sealed record Revoked(int TriesLeft) : LetterProof;

    /// <summary>There is no eight-digit code in the text; not counted.</summary>
    public sealed record NotACode : LetterProof;

    /// <summary>Too many wrong codes: even a right one is not taken before that time.</summary>
    public sealed record Refused(DateTimeOffset Until) : LetterProof;
}
