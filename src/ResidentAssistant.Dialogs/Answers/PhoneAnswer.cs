using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a mobile number or a landline with area code; masked and short numbers are none.</summary>
public static partial class PhoneAnswer
{
    /// <summary>The number in digits, a landline as 010-12345678; null if there is none.</summary>
    public static SlotValue? Parse(string text)
    {
        if (text.Length > 2000) text = text[..2000];
        var digits = Numerals.ToDigitsOneByOne(text);
        if (Mobile().Match(digits) is { Success: true } mobile)
        {
            Span<char> number = stackalloc char[11];
            var length = 0;
            foreach (var c in mobile.Groups["n"].ValueSpan)
                if (char.IsAsciiDigit(c)) number[length++] = c;
            return SlotValue.Of(new(number));
        }
        return Landline().Match(digits) is { Success: true } line ? SlotValue.Of($"{line.Groups["a"].Value}-{line.Groups["n"].Value}") : null;
    }

    [GeneratedRegex(@"(?<![0-9*])(?:\+?86[- ]?)?(?<n>1[3-9][0-9]{9}(?![0-9*])|1[- .,，、]{0,3}[3-9](?:[- .,，、]{0,3}[0-9]){9}(?![0-9*]|[- .][0-9]))")]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<![0-9*])\(?(?<a>010|02[0-9]|0[3-9][0-9]{2})\)?[- ]{0,2}(?<n>[1-9][0-9]{6,7})(?![0-9*])")]
    private static partial Regex Landline();
}
