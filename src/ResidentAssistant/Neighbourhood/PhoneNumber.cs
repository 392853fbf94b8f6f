using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Neighbourhood;

/// <summary>A phone number in one form, so that the same number always hashes the same.</summary>
internal sealed partial record PhoneNumber
{
    private PhoneNumber(string digits) => Digits = digits;

    /// <summary>Digits only, without the country's 86.</summary>
    public string Digits { get; }

    /// <summary>The last four digits.</summary>
    public string LastFour => Digits[^4..];

    /// <summary>As it may be shown in lists: <c>138****0001</c>.</summary>
    public string Masked => $"{Digits[..3]}{new string('*', Digits.Length - 7)}{LastFour}";

    /// <summary>Reads a mobile number or a landline with its area code; null when it is neither.</summary>
    public static PhoneNumber? TryParse(string text)
    {
        var digits = Separators().Replace(text.Normalize(NormalizationForm.FormKC), "");
        if (digits.StartsWith("+86", StringComparison.Ordinal)) digits = digits[3..];
        else if (digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        return Form().IsMatch(digits) ? new PhoneNumber(digits) : null;
    }

    /// <summary>Never the number itself.</summary>
    public override string ToString() => Masked;

    [GeneratedRegex(@"[\s\-—–()]", RegexOptions.None, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex("^(1[3-9][0-9]{9}|0[1-9][0-9]{8,10})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
