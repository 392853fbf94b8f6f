namespace ResidentAssistant.Dialogs;

/// <summary>The names of answer types in dialog files.</summary>
public static class AnswerTypes
{
    /// <summary>All names, in the order of <see cref="AnswerType"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["text", "household", "phone", "time", "number", "photo", "place", "yes-no", "money", "pipe", "since"];

    /// <summary>Types that can be taken out of a message about something else.</summary>
    public static IReadOnlyList<AnswerType> Told { get; } = [AnswerType.Household, AnswerType.Phone, AnswerType.Time, AnswerType.Place, AnswerType.Money, AnswerType.Pipe, AnswerType.Since];

    /// <summary>The type of that name, or null.</summary>
    public static AnswerType? Parse(string name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name) return (AnswerType)i;
        return null;
    }

    /// <summary>The name of a type.</summary>
    public static string Name(this AnswerType type) => Names[(int)type];
}
