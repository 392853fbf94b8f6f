namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>How one step of the check stands.</summary>
internal enum Standing
{
    /// <summary>It works.</summary>
    Well,

    /// <summary>It does not work, or something it needs is missing.</summary>
    Wrong,

    /// <summary>Nothing is wrong here, but a person should look.</summary>
    Note,

    /// <summary>Its settings are empty.</summary>
    Off,

    /// <summary>It could not be tried.</summary>
    Untried,
}

/// <summary>What one step of the check came to, in words for the person who sets WeCom up.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="What">What was found.</param>
/// <param name="ToDo">What to do and where; null when nothing is to be done.</param>
internal sealed record Finding(Standing Standing, string What, string? ToDo = null)
{
    /// <summary>It works.</summary>
    public static Finding Well(string what) => new(Standing.Well, what);

    /// <summary>It does not.</summary>
    public static Finding Wrong(string what, string toDo) => new(Standing.Wrong, what, toDo);

    /// <summary>A person should look.</summary>
    public static Finding Note(string what, string? toDo = null) => new(Standing.Note, what, toDo);

    /// <summary>Nothing is set.</summary>
    public static Finding Off(string what) => new(Standing.Off, what);

    /// <summary>It could not be tried.</summary>
    public static Finding Untried(string what, string? toDo = null) => new(Standing.Untried, what, toDo);

    /// <summary>The lines that are printed.</summary>
    public string Lines => ToDo is null ? $"[{Word}] {What}" : $"[{Word}] {What}\n        怎么办：{ToDo.Replace("\n", "\n        ", StringComparison.Ordinal)}";

    private string Word => Standing switch { Standing.Well => "正常", Standing.Wrong => "不行", Standing.Note => "留意", Standing.Off => "没开", _ => "没查" };
}
