namespace ResidentAssistant.Dialogs;

/// <summary>What an <c>if</c> step tests: slots filled or equal to values, joined by and, or; and binds tighter.</summary>
public sealed class Condition
{
    private readonly Test[][] _any;

    private Condition(string text, Test[][] any) => (Text, _any) = (text, any);

    /// <summary>The condition as written.</summary>
    public string Text { get; }

    /// <summary>Names of the slots it looks at.</summary>
    public IEnumerable<string> Slots => _any.SelectMany(all => all).Select(t => t.Slot);

    /// <summary>Reads a condition; null and a sentence if it cannot be read.</summary>
    public static Condition? Parse(string text, out string fault)
    {
        fault = "";
        var any = new List<Test[]>();
        foreach (var alternative in text.Split(" or "))
        {
            var all = new List<Test>();
            foreach (var part in alternative.Split(" and "))
            {
                if (ParseTest(part.Trim()) is { } test)
                {
                    all.Add(test);
                    continue;
                }
                fault = $"`{part.Trim()}` is not a condition; write `slot`, `not slot`, `slot = value` or `slot != value`, joined by and, or";
                return null;
            }
            any.Add([.. all]);
        }
        return new(text, [.. any]);
    }

    /// <summary>Whether it holds for these slots.</summary>
    public bool Holds(IReadOnlyDictionary<string, SlotValue> slots)
    {
        foreach (var all in _any)
        {
            var holds = true;
            foreach (var test in all) holds = holds && test.Holds(slots);
            if (holds) return true;
        }
        return false;
    }

    private static Test? ParseTest(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at > 0)
        {
            var unequal = text[at - 1] == '!';
            var slot = text[..(unequal ? at - 1 : at)].Trim();
            var value = text[(at + 1)..].Trim();
            return IsName(slot) && value.Length > 0 ? new(slot, value, unequal) : null;
        }
        var not = text.StartsWith("not ", StringComparison.Ordinal);
        var name = not ? text[4..].Trim() : text;
        return IsName(name) ? new(name, null, not) : null;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && name is not ("and" or "or" or "not") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private readonly record struct Test(string Slot, string? Value, bool Negated)
    {
        public bool Holds(IReadOnlyDictionary<string, SlotValue> slots) =>
            (slots.TryGetValue(Slot, out var value) && (Value is null || value.Value == Value)) != Negated;
    }
}
