using System.Globalization;

namespace ResidentAssistant.Policy;

/// <summary>A setting as it stands on one day: set with its source, or not set. Nothing in between, and never a guess.</summary>
internal abstract record SourcedSetting(SettingDefinition Definition)
{
    /// <summary>What residents read.</summary>
    public abstract string Sentence { get; }

    /// <summary>Set, and valid on the day that was asked for.</summary>
    public sealed record Set(SettingDefinition Definition, string Value, string Source, string DecidedBy) : SourcedSetting(Definition)
    {
        /// <summary>Community it was decided for; null: everywhere.</summary>
        public Guid? CommunityId { get; init; }

        /// <summary>First day, when a person set it.</summary>
        public DateOnly? ValidFrom { get; init; }

        /// <summary>Last day, when it ends.</summary>
        public DateOnly? ValidTo { get; init; }

        /// <summary>A safety limit of this product, not a rule of the government.</summary>
        public bool Ours { get; init; }

        /// <summary>The value of a numeric setting.</summary>
        public int Number => int.Parse(Value, NumberStyles.None, CultureInfo.InvariantCulture);

        /// <summary>The choices of a setting that holds several.</summary>
        public IReadOnlyList<string> Chosen => Value.Split('、');

        /// <summary>The value of a setting in days, hours or minutes.</summary>
        public TimeSpan Duration => Definition.Kind switch
        {
            SettingKind.Days => TimeSpan.FromDays(Number),
            SettingKind.Hours => TimeSpan.FromHours(Number),
            SettingKind.Minutes => TimeSpan.FromMinutes(Number),
            _ => throw new InvalidOperationException($"{Definition.Key} is no length of time."),
        };

        /// <inheritdoc />
        public override string Sentence => Definition.Template.Replace("{name}", Definition.Name).Replace("{value}", Value)
            + (Ours ? "（这是居民助手自己定的安全时限，不是政府的规定。）" : $"（出处：{Source}）");
    }

    /// <summary>Nobody has decided it, or what was decided has ended.</summary>
    public sealed record NotSet(SettingDefinition Definition) : SourcedSetting(Definition)
    {
        /// <summary>Who decides it.</summary>
        public string DecidedBy => Definition.DecidedBy;

        /// <summary>Last day of what held before, when it has ended.</summary>
        public DateOnly? EndedOn { get; init; }

        /// <inheritdoc />
        public override string Sentence => EndedOn is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"{Definition.Name}：原来的规定到{last:yyyy年M月d日}为止，新的还没有公布，由{DecidedBy}决定。")
            : $"{Definition.Name}：还没有公布，由{DecidedBy}决定。";
    }
}

/// <summary>One decision in a setting's history.</summary>
internal sealed record SettingRevision
{
    /// <summary>Setting.</summary>
    public required string Key { get; init; }

    /// <summary>Community, or null for the whole installation.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Number within the setting and the community, from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Value, or null when it was withdrawn.</summary>
    public string? Value { get; init; }

    /// <summary>Where it is written.</summary>
    public required string Source { get; init; }

    /// <summary>Who decided.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Name of the colleague who wrote it down.</summary>
    public required string SetByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SetAt { get; init; }
}
