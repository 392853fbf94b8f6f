using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Notices.Templates;

/// <summary>The form of a notice: what must be filled in, and the words around it.</summary>
internal sealed record NoticeTemplate
{
    /// <summary>Its id, such as <c>outage</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>It is about certain risers, and so goes to the flats on them; otherwise to the households that are chosen.</summary>
    public required bool AboutRisers { get; init; }

    /// <summary>Sourced setting that says how long before its first time a notice must be out; null: none.</summary>
    public string? Ahead { get; init; }

    /// <summary>It tells of an emergency: it waits for no morning and goes to those, too, who want no notices.</summary>
    public bool Urgent { get; init; }

    /// <summary>What is filled in, in order.</summary>
    public required IReadOnlyList<NoticeField> Fields { get; init; }

    /// <summary>The words; <c>{place}</c> stands for the buildings, entrances and risers addressed.</summary>
    public required Template Body { get; init; }
}

/// <summary>Something to be filled in.</summary>
internal sealed record NoticeField(string Name, string Label, FieldKind Kind, string? Hint);

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    /// <summary>One line of words.</summary>
    Text,

    /// <summary>Several lines of words.</summary>
    Lines,

    /// <summary>A day with its time, shown with year and weekday.</summary>
    Time,

    /// <summary>A day, shown with year and weekday.</summary>
    Day,

    /// <summary>A phone number.</summary>
    Phone,
}
